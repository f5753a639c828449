// @ts-check
/** The labels of the focused claim as buttons: what can be chosen, by which key, and what is chosen. */

import { isChoice, valuesOf } from "../model/codebook.js";
import { derived } from "../rules/derivation.js";
import { button, h, write } from "../view/dom.js";
import { keyCap, relabel } from "../view/key_cap.js";
import { NOTE, UNSURE } from "../model/labels.js";
import { lacking, violations } from "../rules/constraints.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../model/types.js").Layer} Layer */
/** @typedef {import("../model/types.js").Value} Value */
/**
 * @typedef {{press(layer: string, value: string): void, remove(layer: string, value: string): void,
 *   clear(layer: string): void, command(name: string): void, point(layer: string, value: string): void,
 *   leave(): void, label(key: string): string}} Hooks
 *   remove: of several values; label: what to show for a key of the codebook on this keyboard
 */
/** @typedef {{title: HTMLElement, state: HTMLElement, clear: HTMLElement|null, isSet: boolean}}
 *   Head isSet: takes several values */

export class Panel {
  /**
   * @param {Hooks} hooks what the buttons do
   * @param {import("./claim_panel.js").ClaimPanel} claims
   * @param {import("./reason_field.js").ReasonField} reason
   */
  constructor(hooks, claims, reason) {
    this.hooks = hooks;
    this.claims = claims;
    this.reason = reason;
    this.place = h("h2", { class: "cd-place", translate: "no" });
    this.layers = h("div", { class: "cd-layers" });
    this.flags = h("div", { class: "cd-flagbar", role: "group", "aria-label": TEXTS.sentences });
    this.root = h("div", { class: "cd-panel" }, this.place, this.flags, reason.root, claims.bar, this.layers);
    /** @type {Map<string, Map<string, HTMLButtonElement>>} */
    this.buttons = new Map();
    /** @type {Map<string, Head>} */
    this.heads = new Map();
    /** @type {Map<string, HTMLButtonElement>} */
    this.commands = new Map();
    /** @type {{cap: HTMLElement, button: HTMLElement, key: string}[]} keys of the codebook */
    this.caps = [];
    this.root.addEventListener("keydown", (event) => this.rove(event));
  }

  /** Draw the codebook's buttons. @param {import("../model/codebook.js").Codebook} codebook */
  use(codebook) {
    this.buttons.clear();
    this.heads.clear();
    this.commands.clear();
    this.caps = [];
    this.claims.use(codebook);
    const isGroup = (/** @type {Layer} */ layer) => isChoice(layer) && valuesOf(layer).length > 0;
    const groups = codebook.layers
      .filter(isGroup)
      .map((layer) => (layer.derived ? this.derivedGroup(layer) : this.group(layer)));
    // words and sources come where the codebook has the first of them
    const first = codebook.layers.findIndex((layer) => !isChoice(layer));
    const before = codebook.layers.slice(0, first < 0 ? undefined : first).filter(isGroup);
    groups.splice(before.length, 0, this.claims.words);
    this.layers.replaceChildren(...groups);
    const flags = codebook.json.flags ?? {};
    this.flags.replaceChildren(
      this.command("done", TEXTS.markDone, "Enter"),
      this.command(UNSURE, TEXTS.markUnsure, flags[UNSURE] ?? ""),
      this.command(NOTE, TEXTS.writeNote, flags[NOTE] ?? ""),
    );
    this.relabel();
  }

  /** The keyboard has turned out to print other letters. */
  relabel() {
    for (const { cap, button: one, key } of this.caps) {
      const label = this.hooks.label(key);
      relabel(cap, label);
      one.setAttribute("aria-keyshortcuts", label);
    }
  }

  /** @param {Layer} layer */
  group(layer) {
    const title = h("h3", { id: `cd-layer-${layer.id}` }, layer.title || layer.id);
    const state = h("span", { class: "cd-layer-state" });
    const label = fill(TEXTS.clearLayer, { layer: layer.title || layer.id });
    const attributes = {
      class: "cd-clear",
      "data-clear": layer.id,
      "aria-label": label,
      title: label,
      hidden: true,
    };
    const clear = button(attributes, () => this.hooks.clear(layer.id), "×");
    const values = h("div", { class: "cd-values", role: "group", "aria-labelledby": title.id });
    /** @type {Map<string, HTMLButtonElement>} */
    const buttons = new Map();
    let group = "";
    for (const value of valuesOf(layer)) {
      if (value.group && value.group !== group)
        values.append(h("span", { class: "cd-value-group" }, value.group));
      group = value.group ?? "";
      const one = this.valueButton(layer, value, buttons.size === 0);
      buttons.set(value.id, one);
      values.append(one);
    }
    this.buttons.set(layer.id, buttons);
    this.heads.set(layer.id, { title, state, clear, isSet: layer.measurement === "set" });
    const head = h("div", { class: "cd-layer-head" }, title, state, clear);
    return h("section", { class: "cd-layer", "data-layer": layer.id }, head, values);
  }

  /** @param {Layer} layer @param {import("../model/types.js").LayerValue} value @param {boolean} isFirst */
  valueButton(layer, value, isFirst) {
    const name = h("span", { class: "cd-value-name", translate: "no" }, value.title || value.id);
    const cap = keyCap(value.key);
    const attributes = {
      class: "cd-value",
      "data-layer": layer.id,
      "data-value": value.id,
      "aria-pressed": "false",
      tabindex: isFirst ? "0" : "-1",
    };
    const one = button(attributes, () => this.pressed(layer, value.id, one), cap, name);
    if (value.key) this.caps.push({ cap, button: one, key: value.key });
    one.addEventListener("pointerenter", () => this.hooks.point(layer.id, value.id));
    one.addEventListener("pointerleave", () => this.hooks.leave());
    one.addEventListener("focus", () => this.hooks.point(layer.id, value.id));
    one.addEventListener("blur", () => this.hooks.leave());
    return one;
  }

  /**
   * Of several values, a press takes a chosen one out again.
   * @param {Layer} layer @param {string} value @param {HTMLElement} one its button
   */
  pressed(layer, value, one) {
    const isOn = layer.measurement === "set" && one.getAttribute("aria-pressed") === "true";
    if (isOn) this.hooks.remove(layer.id, value);
    else this.hooks.press(layer.id, value);
  }

  /** A layer that is computed: one line. @param {Layer} layer */
  derivedGroup(layer) {
    const state = h("span", { class: "cd-layer-state" });
    const title = h("h3", {}, layer.title || layer.id);
    this.heads.set(layer.id, { title, state, clear: null, isSet: false });
    const keys = (layer.step_keys ?? []).map((key) => keyCap(key));
    const head = h("div", { class: "cd-layer-head" }, title, state, ...keys);
    return h("section", { class: "cd-layer cd-derived", "data-layer": layer.id }, head);
  }

  /** @param {string} name @param {string} text @param {string} key */
  command(name, text, key) {
    const label = h("span", { class: "cd-value-name" }, text);
    const attributes = { class: "cd-value", "data-command": name, "aria-pressed": "false" };
    const run = () => this.hooks.command(this.isOn(name) && name === UNSURE ? "sure" : name);
    const one = button(
      { ...attributes, "aria-keyshortcuts": key || null },
      run,
      keyCap(key === "Enter" ? "⏎" : key),
      label,
    );
    this.commands.set(name, one);
    return one;
  }

  /** @param {string} name */
  isOn(name) {
    return this.commands.get(name)?.getAttribute("aria-pressed") === "true";
  }

  /**
   * Show what is decided about the focused sentence and claim, and what a suggestion would set.
   *
   * @param {Model} model
   * @param {string} sentence
   * @param {string|null} claim
   * @param {{place: string, preview: Map<string, Value>}} around place: which sentence it is
   */
  paint(model, sentence, claim, { place, preview }) {
    write(this.place, place);
    const frame = model.frame(sentence);
    const absent = lacking(violations(frame, model.codebook, "done"), model.codebook);
    const own = model.labels.values(sentence);
    const values = claim ? { ...own, ...model.labels.values(claim) } : own;
    for (const [layer, buttons] of this.buttons) {
      const chosen = listOf(values[layer]);
      const suggested = listOf(preview.get(layer));
      for (const [id, one] of buttons) {
        setState(one, "aria-pressed", chosen.includes(id) ? "true" : "false");
        setState(one, "data-preview", suggested.includes(id) && !chosen.includes(id) ? "true" : null);
      }
      const lacks = (absent.get(claim ?? "") ?? []).includes(layer);
      this.paintHead(layer, lacks, chosen.length > 0, suggested.length > 0);
    }
    this.paintDerived(model, frame, claim, values);
    this.paintFlags(model, sentence, claim);
    this.claims.paint(model, sentence, claim, preview);
  }

  /** @param {string} layer @param {boolean} lacks @param {boolean} isSet @param {boolean} isSuggested */
  paintHead(layer, lacks, isSet, isSuggested) {
    const head = this.heads.get(layer);
    if (!head) return;
    const missing = lacks ? fill(TEXTS.missing, { layer: "" }).trim() : "";
    const rest = head.isSet ? TEXTS.severalValues : "";
    write(head.state, isSuggested && !isSet ? TEXTS.suggested : missing || rest);
    if (head.clear) head.clear.hidden = !isSet;
  }

  /**
   * @param {Model} model
   * @param {import("../model/types.js").SentenceLabels} frame
   * @param {string|null} id
   * @param {Record<string, Value>} values
   */
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
    const isOn = new Map([
      ["done", state.done],
      [UNSURE, state.unsure],
      [NOTE, note !== null],
    ]);
    for (const [name, one] of this.commands) setState(one, "aria-pressed", isOn.get(name) ? "true" : "false");
    this.reason.show(typeof reason === "string" ? reason : null);
  }

  /** One tab stop a layer; arrows go from value to value. @param {KeyboardEvent} event */
  rove(event) {
    const from = /** @type {HTMLElement} */ (event.target);
    const group = from.closest(".cd-values");
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!group || !step) return;
    const all = /** @type {HTMLElement[]} */ ([...group.querySelectorAll("button")]);
    const to = all[(all.indexOf(from) + step + all.length) % all.length];
    for (const one of all) one.tabIndex = one === to ? 0 : -1;
    to.focus();
    event.preventDefault();
  }
}

/** @param {Value|undefined} value @returns {string[]} */
function listOf(value) {
  return [value ?? []].flat().map(String);
}

/** Write an attribute only where it differs. @param {HTMLElement} one @param {string} name
 * @param {string|null} value */
function setState(one, name, value) {
  if (one.getAttribute(name) === value) return;
  if (value === null) one.removeAttribute(name);
  else one.setAttribute(name, value);
}
