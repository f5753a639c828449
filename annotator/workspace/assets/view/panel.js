// @ts-check
/** The labels of the focused claim as buttons: what can be chosen, by which key, and what is chosen. */

import { isChoice, valuesOf } from "../model/codebook.js";
import { derived } from "../rules/derivation.js";
import { button, h, write } from "./dom.js";
import { NOTE, UNSURE } from "../model/labels.js";
import { lacking, violations } from "../rules/constraints.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../model/model.js").Model} Model */
/**
 * @typedef {{claims: import("./claim_panel.js").ClaimPanel, press(layer: string, value: string): void,
 *   command(name: string): void, reason(text: string): void, point(layer: string, value: string): void,
 *   leave(): void, back(): void}} Hands back: gives the keyboard back to the sentences
 */

export class Panel {
  /** @param {Hands} hands what the buttons do */
  constructor(hands) {
    this.hands = hands;
    this.place = h("h2", { class: "cd-place" });
    this.layers = h("div", { class: "cd-layers" });
    this.reason = h("input", {
      class: "cd-reason",
      type: "text",
      placeholder: TEXTS.reason,
      "aria-label": TEXTS.reasonLabel,
    });
    this.reason.addEventListener("change", () => hands.reason(this.reason.value));
    this.reason.addEventListener("keydown", (event) => {
      if (!event.isComposing && (event.key === "Enter" || event.key === "Escape")) hands.back();
    });
    this.flags = h("div", { class: "cd-flagbar", role: "group" });
    const over = h("div", { class: "cd-over-panel" }, this.place, this.reason);
    this.root = h("div", { class: "cd-panel" }, over, this.flags, hands.claims.bar, this.layers);
    /** @type {Map<string, Map<string, HTMLButtonElement>>} */
    this.buttons = new Map();
    /** @type {Map<string, {title: HTMLElement, state: HTMLElement}>} */
    this.heads = new Map();
    /** @type {Map<string, HTMLButtonElement>} */
    this.commands = new Map();
    this.root.addEventListener("keydown", (event) => this.rove(event));
  }

  /** Draw the codebook's buttons. @param {import("../model/codebook.js").Codebook} codebook */
  use(codebook) {
    this.buttons.clear();
    this.heads.clear();
    this.commands.clear();
    this.hands.claims.use(codebook);
    const groups = codebook.layers
      .filter((layer) => isChoice(layer) && valuesOf(layer).length)
      .map((layer) => (layer.derived ? this.derivedGroup(layer) : this.group(layer)));
    // words and sources stand where the codebook has the first of them
    const first = codebook.layers.findIndex((layer) => !isChoice(layer));
    const before = codebook.layers
      .slice(0, first < 0 ? undefined : first)
      .filter((layer) => isChoice(layer) && valuesOf(layer).length);
    groups.splice(before.length, 0, this.hands.claims.words);
    this.layers.replaceChildren(...groups);
    const flags = codebook.json.flags ?? {};
    this.flags.replaceChildren(
      this.command("done", TEXTS.markDone, "Enter"),
      this.command(UNSURE, TEXTS.markUnsure, flags[UNSURE] ?? ""),
      this.command(NOTE, TEXTS.writeNote, flags[NOTE] ?? ""),
    );
  }

  /** @param {import("../model/types.js").Layer} layer */
  group(layer) {
    const state = h("span", { class: "cd-layer-state" });
    const title = h("h3", { id: `cd-layer-${layer.id}` }, layer.title || layer.id);
    const values = h("div", { class: "cd-values", role: "group", "aria-labelledby": title.id });
    /** @type {Map<string, HTMLButtonElement>} */
    const made = new Map();
    for (const value of valuesOf(layer)) {
      const one = this.valueButton(layer, value, made.size === 0);
      made.set(value.id, one);
      values.append(one);
    }
    this.buttons.set(layer.id, made);
    this.heads.set(layer.id, { title, state });
    return h(
      "section",
      { class: "cd-layer", "data-layer": layer.id },
      h("div", { class: "cd-layer-head" }, title, state),
      values,
    );
  }

  /**
   * @param {import("../model/types.js").Layer} layer
   * @param {import("../model/types.js").LayerValue} value
   * @param {boolean} first
   */
  valueButton(layer, value, first) {
    const name = h("span", { class: "cd-value-name" }, value.title || value.id);
    const attributes = {
      class: "cd-value",
      "data-layer": layer.id,
      "data-value": value.id,
      "aria-pressed": "false",
      "aria-keyshortcuts": value.key || null,
      tabindex: first ? "0" : "-1",
    };
    const one = button(attributes, () => this.hands.press(layer.id, value.id), keyCap(value.key), name);
    one.addEventListener("pointerenter", () => this.hands.point(layer.id, value.id));
    one.addEventListener("pointerleave", () => this.hands.leave());
    one.addEventListener("focus", () => this.hands.point(layer.id, value.id));
    one.addEventListener("blur", () => this.hands.leave());
    return one;
  }

  /** A layer that is computed: one line. @param {import("../model/types.js").Layer} layer */
  derivedGroup(layer) {
    const state = h("span", { class: "cd-layer-state" });
    const title = h("h3", {}, layer.title || layer.id);
    this.heads.set(layer.id, { title, state });
    const keys = (layer.step_keys ?? []).map((key) => keyCap(key));
    return h(
      "section",
      { class: "cd-layer cd-derived", "data-layer": layer.id },
      h("div", { class: "cd-layer-head" }, title, state, ...keys),
    );
  }

  /** @param {string} name @param {string} text @param {string} key */
  command(name, text, key) {
    const label = h("span", { class: "cd-value-name" }, text);
    const attributes = {
      class: "cd-value",
      "data-command": name,
      "aria-pressed": "false",
      "aria-keyshortcuts": key || null,
    };
    const one = button(attributes, () => this.hands.command(name), keyCap(key), label);
    this.commands.set(name, one);
    return one;
  }

  /** Show how the focused sentence and claim stand.
   * @param {Model} model @param {string} sentence @param {string|null} claim @param {string} place */
  paint(model, sentence, claim, place) {
    write(this.place, place);
    const frame = model.frame(sentence);
    const absent = lacking(violations(frame, model.codebook, "done"), model.codebook);
    const own = model.labels.values(sentence);
    const values = claim ? { ...own, ...model.labels.values(claim) } : own;
    for (const [layer, buttons] of this.buttons) {
      const value = values[layer] ?? null;
      const chosen = Array.isArray(value) ? value.map(String) : [value];
      for (const [id, one] of buttons) press(one, chosen.includes(id));
      const head = this.heads.get(layer);
      const lacks = (absent.get(claim ?? "") ?? []).includes(layer);
      if (head) write(head.state, lacks ? fill(TEXTS.missing, { layer: "" }).trim() : "");
    }
    this.paintDerived(model, frame, claim, values);
    this.paintFlags(model, sentence, claim);
  }

  /** @param {Model} model @param {import("../model/types.js").SentenceLabels} frame @param {string|null} id
   * @param {Record<string, import("../model/types.js").Value>} values */
  paintDerived(model, frame, id, values) {
    const claim = frame.claims.find((one) => one.id === id);
    const computed = claim ? derived(claim, model.codebook, frame.points, frame.quoted) : {};
    for (const layer of model.codebook.layers) {
      const head = layer.derived ? this.heads.get(layer.id) : undefined;
      if (!head) continue;
      const set = values[layer.id];
      const value = set ?? computed[layer.id] ?? null;
      const origin = set === undefined ? TEXTS.derived : TEXTS.overridden;
      write(
        head.state,
        value === null ? "–" : `${model.codebook.title(layer.id, String(value))} (${origin})`,
      );
    }
  }

  /** @param {Model} model @param {string} sentence @param {string|null} claim */
  paintFlags(model, sentence, claim) {
    const state = model.state(sentence);
    const note = model.labels.value(claim ?? sentence, NOTE) ?? model.labels.value(sentence, NOTE);
    const reason = model.labels.value(sentence, UNSURE);
    this.pressCommand("done", state.done);
    this.pressCommand(UNSURE, state.unsure);
    this.pressCommand(NOTE, note !== null);
    this.reason.classList.toggle("cd-away", reason === null);
    this.place.classList.toggle("cd-away", reason !== null);
    this.reason.disabled = reason === null;
    if (document.activeElement !== this.reason) this.reason.value = typeof reason === "string" ? reason : "";
  }

  /** @param {string} name @param {boolean} on */
  pressCommand(name, on) {
    const one = this.commands.get(name);
    if (one) press(one, on);
  }

  /** One tab stop a layer; arrows go from value to value. @param {KeyboardEvent} event */
  rove(event) {
    const from = /** @type {HTMLElement} */ (event.target);
    const group = from.closest(".cd-values");
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!group || !step) return;
    const all = /** @type {HTMLElement[]} */ ([...group.children]);
    const to = all[(all.indexOf(from) + step + all.length) % all.length];
    for (const one of all) one.tabIndex = one === to ? 0 : -1;
    to.focus();
    event.preventDefault();
  }
}

/** @param {HTMLElement} one @param {boolean} on */
function press(one, on) {
  const text = on ? "true" : "false";
  if (one.getAttribute("aria-pressed") !== text) one.setAttribute("aria-pressed", text);
}

/** @param {string|null|undefined} key */
export function keyCap(key) {
  return h("kbd", { class: key ? "cd-key" : "cd-key cd-no-key", "aria-hidden": "true" }, key || "·");
}
