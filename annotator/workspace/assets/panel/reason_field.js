// @ts-check
/**
 * Why the annotator is unsure about the sentence: one line, at the top of the panel. No key typed here
 * labels.
 */

import { button, h } from "../view/dom.js";
import { TEXTS } from "../texts.js";

export class ReasonField {
  /**
   * @param {{save(text: string): void, clear(): void, back(): void}} hooks back: the keyboard goes back to
   *   the work
   */
  constructor(hooks) {
    this.hooks = hooks;
    const attributes = { class: "cd-reason-field", type: "text", placeholder: TEXTS.reason };
    this.field = h("input", { ...attributes, "aria-label": TEXTS.reasonLabel, "data-prompt": "reason" });
    this.hint = h("span", { class: "cd-quiet" }, TEXTS.reasonHint);
    const sure = {
      class: "cd-action",
      "data-command": "sure",
      "aria-label": TEXTS.sureAgain,
      title: TEXTS.sureAgain,
    };
    const line = h(
      "div",
      { class: "cd-reason-line" },
      this.field,
      button(sure, () => hooks.clear(), "×"),
    );
    this.root = h("div", { class: "cd-reason", hidden: true }, line, this.hint);
    this.before = "";
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.left());
    this.field.addEventListener("focus", () => (this.hint.hidden = false));
  }

  get isFocused() {
    return document.activeElement === this.field;
  }

  /** Show the reason of the focused sentence. @param {string|null} reason null: the sentence is not unsure */
  show(reason) {
    this.root.hidden = reason === null;
    if (this.isFocused) return;
    this.before = reason ?? "";
    this.field.value = this.before;
    this.hint.hidden = true;
  }

  /** Take the keyboard. */
  ask() {
    this.root.hidden = false;
    this.before = this.field.value;
    this.field.focus();
    this.field.select();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") this.field.value = this.before;
    else if (event.key !== "Enter") return;
    event.preventDefault();
    this.hooks.back();
  }

  left() {
    this.hint.hidden = true;
    if (this.field.value === this.before) return;
    this.before = this.field.value;
    this.hooks.save(this.field.value);
  }
}
