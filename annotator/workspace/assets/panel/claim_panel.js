// @ts-check
/** The claims of the focused sentence, and the words and sources of the focused one, beside its values. */

import { isChoice } from "../model/codebook.js";
import { button, h, write } from "../view/dom.js";
import { keyCap } from "../view/key_cap.js";
import { CONTENT } from "../model/labels.js";
import { keyOf, rolesOf } from "../model/roles.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../model/types.js").Value} Value */
/**
 * @typedef {{command(name: string): void, layer(layer: string): void, pickClaim(claim: string): void}}
 *   Hooks
 */

export class ClaimPanel {
  /** @param {Hooks} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    this.chips = h("div", { class: "cd-claims", role: "group", "aria-label": TEXTS.claims });
    const attributes = { "data-role": CONTENT, "aria-keyshortcuts": "w", title: TEXTS.contentHint };
    const content = { class: "cd-value", ...attributes };
    const words = button(content, () => hooks.layer(CONTENT), keyCap("w"), TEXTS.content);
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
    const attributes = { class: "cd-value", "data-command": name, "aria-keyshortcuts": key, title: hint };
    return button(attributes, () => this.hooks.command(name), keyCap(key), text);
  }

  /** @param {import("../model/codebook.js").Codebook} codebook */
  use(codebook) {
    this.values.clear();
    this.drawn = "";
    this.bar.hidden = !codebook.hasClaims;
    const { spans } = rolesOf(codebook);
    const rows = codebook.layers
      .filter((one) => !isChoice(one))
      .map((layer) => this.row(layer, keyOf(codebook, layer), spans.indexOf(layer) + 1));
    this.words.replaceChildren(...rows, this.advice);
  }

  /** @param {import("../model/types.js").Layer} layer @param {string} key @param {number} role 0: no words */
  row(layer, key, role) {
    const title = layer.title || layer.id;
    const value = h("span", { class: "cd-word-value", dir: "auto", translate: "no" });
    this.values.set(layer.id, value);
    const line = `cd-underline cd-underline-${Math.min(role, 4)} cd-underline-own`;
    const sample = role > 0 ? h("span", { class: line }, title) : title;
    const attributes = { class: "cd-value cd-word", "data-role": layer.id, "aria-keyshortcuts": key || null };
    const name = h("span", { class: "cd-word-title" }, sample);
    return button(attributes, () => this.hooks.layer(layer.id), keyCap(key), name, value);
  }

  /**
   * @param {Model} model
   * @param {string} sentence
   * @param {string|null} claim
   * @param {Map<string, Value>} preview what a suggestion would set
   */
  paint(model, sentence, claim, preview) {
    this.paintChips(model, sentence, claim);
    for (const [layer, element] of this.values) {
      const value = claim ? model.labels.value(claim, layer) : null;
      const suggested = value === null ? (preview.get(layer) ?? null) : null;
      const text = textOf(model, sentence, layer, value ?? suggested);
      write(element, text);
      element.classList.toggle("cd-unset", text === "");
      const row = /** @type {HTMLElement} */ (element.parentElement);
      if (suggested === null) delete row.dataset.preview;
      else row.dataset.preview = "true";
    }
  }

  /** @param {Model} model @param {string} sentence @param {string|null} claim */
  paintChips(model, sentence, claim) {
    const ids = model.claims(sentence);
    const key = JSON.stringify([ids, claim]);
    if (key === this.drawn) return;
    this.drawn = key;
    const chips = ids.map((id, index) => {
      const label = fill(TEXTS.claim, { number: index + 1 });
      const attributes = { class: "cd-chip", "data-claim": id, "aria-label": label };
      const isFocused = String(id === claim);
      return button(
        { ...attributes, "aria-pressed": isFocused },
        () => this.hooks.pickClaim(id),
        String(index + 1),
      );
    });
    this.chips.replaceChildren(...chips);
  }
}

/** @param {Model} model @param {string} sentence @param {string} layer @param {Value} value */
function textOf(model, sentence, layer, value) {
  if (value === null) return "";
  const definition = model.codebook.byId.get(layer);
  if (definition && definition.measurement !== "span") {
    const names = model.sourceNames();
    return [value]
      .flat()
      .map((one) => names[String(one)] ?? String(one))
      .join(" → ");
  }
  return model.place(sentence).points.quote(/** @type {[number, number][]} */ (value));
}
