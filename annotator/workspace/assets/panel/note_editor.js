// @ts-check
/** Where an annotator writes: a note, or a layer that takes words of their own. No key typed here labels. */

import { LIMITS } from "../model/shared.js";
import { button, h } from "../view/dom.js";
import { TEXTS } from "../texts.js";

/**
 * @typedef {{target: string|null, layer: string}} Target target: null for a claim that is still to be made
 */

export class NoteEditor {
  /** @param {(target: Target, text: string) => void} onSave @param {() => void} onClose */
  constructor(onSave, onClose) {
    this.onSave = onSave;
    this.onClose = onClose;
    const attributes = { class: "cd-note-field", rows: "2", "aria-label": TEXTS.noteLabel };
    this.field = h("textarea", { ...attributes, maxlength: LIMITS.text, translate: "no" });
    const hint = h("span", { class: "cd-quiet" }, TEXTS.noteHint);
    const save = button({ class: "cd-action" }, () => this.close(), TEXTS.save);
    const cancel = button({ class: "cd-action" }, () => this.cancel(), TEXTS.cancel);
    const foot = h("div", { class: "cd-note-foot" }, hint, save, cancel);
    const group = { class: "cd-note", role: "group", "aria-label": TEXTS.writeNote, hidden: true };
    this.root = h("div", { ...group, "data-prompt": "note" }, this.field, foot);
    /** @type {Target} */
    this.target = { target: null, layer: "" };
    this.before = "";
    this.field.addEventListener("keydown", (event) => this.key(event));
    // a click elsewhere must not lose what was written
    this.field.addEventListener("blur", () => this.save());
  }

  get isOpen() {
    return !this.root.hidden;
  }

  /** @param {Target} target @param {string} text @param {string} name of the field */
  open(target, text, name) {
    this.field.setAttribute("aria-label", name);
    this.field.placeholder = name;
    this.target = target;
    this.before = text;
    this.field.value = text;
    this.root.hidden = false;
    this.field.focus();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") this.cancel();
    else if (event.key === "Enter" && !event.shiftKey) this.close();
    else return;
    event.preventDefault();
  }

  save() {
    if (!this.isOpen || this.field.value === this.before) return;
    this.before = this.field.value;
    this.onSave(this.target, this.field.value);
  }

  /** Leave what was written before. */
  cancel() {
    this.field.value = this.before;
    this.close();
  }

  close() {
    if (!this.isOpen) return;
    this.save();
    this.root.hidden = true;
    this.onClose();
  }
}
