// @ts-check
/** The claims of the focused sentence, and the words and sources of the focused one, beside its values. */

import { rangesOf } from "../commands/claims.js";
import { isChoice } from "../model/codebook.js";
import { button, h, write } from "./dom.js";
import { CONTENT } from "../model/labels.js";
import { keyCap } from "./panel.js";
import { keyOf, rolesOf } from "../model/roles.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../model/model.js").Model} Model */
/**
 * @typedef {{command(name: string): void, layer(layer: string): void, pickClaim(claim: string): void}}
 *   Hands
 */

export class ClaimPanel {
  /** @param {Hands} hands */
  constructor(hands) {
    this.hands = hands;
    this.chips = h("div", { class: "cd-claims", role: "group", "aria-label": TEXTS.claims });
    const words = button(
      { class: "cd-value", "data-role": CONTENT, "aria-keyshortcuts": "w", title: TEXTS.contentHint },
      () => hands.layer(CONTENT),
      keyCap("w"),
      TEXTS.content,
    );
    const commands = h(
      "div",
      { class: "cd-claim-commands" },
      words,
      this.command("split", "s", TEXTS.splitClaim, TEXTS.splitHint),
      this.command("merge", "S", TEXTS.mergeClaim, TEXTS.mergeHint),
      this.command("remove", "Del", TEXTS.deleteClaim, TEXTS.deleteHint),
    );
    this.bar = h("div", { class: "cd-claim-bar" }, this.chips, commands);
    this.words = h("div", { class: "cd-words", role: "group", "aria-label": TEXTS.words });
    /** @type {Map<string, HTMLElement>} */
    this.values = new Map();
    this.drawn = "";
    this.advice = h("p", { class: "cd-advice" });
  }

  /** Say what a rule would like to see; never in the way. @param {string} text */
  advise(text) {
    if (this.advice.textContent === text) return;
    write(this.advice, text);
    this.advice.title = text;
  }

  /** @param {string} name @param {string} key @param {string} text @param {string} hint */
  command(name, key, text, hint) {
    return button(
      { class: "cd-value", "data-command": name, "aria-keyshortcuts": key, title: hint },
      () => this.hands.command(name),
      keyCap(key),
      text,
    );
  }

  /** @param {import("../model/codebook.js").Codebook} codebook */
  use(codebook) {
    this.values.clear();
    this.drawn = "";
    const rows = [];
    const { spans } = rolesOf(codebook);
    for (const layer of codebook.layers.filter((one) => !isChoice(one))) {
      rows.push(
        this.row(layer.id, layer.title || layer.id, keyOf(codebook, layer), spans.indexOf(layer) + 1),
      );
    }
    this.words.replaceChildren(...rows, this.advice);
  }

  /** @param {string} layer @param {string} title @param {string} key @param {number} role */
  row(layer, title, key, role) {
    const value = h("span", { class: "cd-word-value", dir: "auto" });
    this.values.set(layer, value);
    const sample =
      role > 0 ? h("span", { class: `cd-ink cd-ink-${Math.min(role, 4)} cd-ink-own` }, title) : title;
    const attributes = { class: "cd-value cd-word", "data-role": layer, "aria-keyshortcuts": key || null };
    return button(
      attributes,
      () => this.hands.layer(layer),
      keyCap(key),
      h("span", { class: "cd-word-title" }, sample),
      value,
    );
  }

  /** @param {Model} model @param {string} sentence @param {string|null} claim */
  paint(model, sentence, claim) {
    this.paintChips(model, sentence, claim);
    for (const [layer, element] of this.values) {
      const text = claim ? this.textOf(model, sentence, claim, layer) : "";
      write(element, text);
      element.classList.toggle("cd-unset", text === "");
    }
  }

  /** @param {Model} model @param {string} sentence @param {string} claim @param {string} layer */
  textOf(model, sentence, claim, layer) {
    const value = model.labels.value(claim, layer);
    const definition = model.codebook.byId.get(layer);
    if (value === null) return "";
    if (definition && definition.measurement !== "span") {
      const names = model.sourceNames();
      return [value]
        .flat()
        .map((one) => names[String(one)] ?? String(one))
        .join(" → ");
    }
    const { points } = model.place(sentence);
    return points.quote(rangesOf(model, claim, layer));
  }

  /** @param {Model} model @param {string} sentence @param {string|null} claim */
  paintChips(model, sentence, claim) {
    const ids = model.claims(sentence);
    const key = JSON.stringify([ids, claim]);
    if (key === this.drawn) return;
    this.drawn = key;
    const chips = ids.map((id, index) => {
      const attributes = {
        class: "cd-chip",
        "data-claim": id,
        "aria-pressed": String(id === claim),
        "aria-label": fill(TEXTS.claim, { number: index + 1 }),
      };
      return button(attributes, () => this.hands.pickClaim(id), String(index + 1));
    });
    this.chips.replaceChildren(...chips);
  }
}
