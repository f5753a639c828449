// @ts-check
/** What the annotator was unsure about: in this event, then in others; each leads there. */

import { button, h } from "../view/dom.js";
import { UNSURE } from "../model/labels.js";
import { fetchUnsure } from "../saving/server.js";
import { Dialog } from "./dialog.js";
import { TEXTS } from "../texts.js";

/** @typedef {{event: string, name: string, sentence: string, text: string, reason: string}} Unsure */

export class UnsureList extends Dialog {
  /** @param {() => void} onClose @param {(event: string, sentence: string) => void} onGo */
  constructor(onClose, onGo) {
    super("cd-unsure-list", TEXTS.unsureTitle, onClose);
    this.onGo = onGo;
    this.opener = "U";
    this.opened = 0;
  }

  /** @param {import("../model/model.js").Model} model */
  async openFor(model) {
    this.opened += 1;
    const mine = this.opened;
    const here = unsureOf(model);
    const elsewhere = h("div", { role: "status" });
    this.body.replaceChildren(this.part(TEXTS.unsureHere, here) ?? h("p", {}, TEXTS.unsureNone), elsewhere);
    this.open();
    const all = await fetchUnsure().catch(() => null);
    if (mine !== this.opened) return;
    if (all === null) elsewhere.replaceChildren(h("p", { class: "cd-quiet" }, TEXTS.unsureOffline));
    /** @type {Map<string, Unsure[]>} */
    const events = new Map();
    for (const one of all ?? []) {
      if (one.event !== model.event.id) events.set(one.event, [...(events.get(one.event) ?? []), one]);
    }
    elsewhere.append(...[...events.values()].flatMap((list) => this.part(list[0].name, list) ?? []));
  }

  /** @param {string} title @param {Unsure[]} list */
  part(title, list) {
    if (list.length === 0) return null;
    const rows = list.map((one) => {
      const reason = h("span", { class: "cd-quiet" }, one.reason);
      const run = () => {
        this.close();
        this.onGo(one.event, one.sentence);
      };
      return h(
        "li",
        {},
        button(
          { class: "cd-jump", "data-goal": one.sentence },
          run,
          h("span", { dir: "auto" }, one.text),
          reason,
        ),
      );
    });
    return h("section", { class: "cd-part" }, h("h3", {}, title), h("ul", {}, ...rows));
  }
}

/**
 * The unsure sentences of the open event, in reading order.
 * @param {import("../model/model.js").Model} model
 * @returns {Unsure[]}
 */
export function unsureOf(model) {
  /** @type {Unsure[]} */
  const found = [];
  for (const sentence of model.located.keys()) {
    if (!model.state(sentence).unsure) continue;
    const reasons = [sentence, ...model.claims(sentence)].map((target) => model.labels.value(target, UNSURE));
    const reason = reasons.filter((one) => typeof one === "string" && one !== "").join("; ");
    found.push({
      event: model.event.id,
      name: model.event.name,
      sentence,
      text: model.textOf(sentence),
      reason,
    });
  }
  return found;
}
