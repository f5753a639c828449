// @ts-check
/** A note in plain text; what is typed here never labels. */

import { button, h } from "./dom.js";
import { TEXTS } from "./texts.js";

export class NoteEditor {
  /** @param {(target: string, text: string) => void} onSave @param {() => void} onClose */
  constructor(onSave, onClose) {
    this.onSave = onSave;
    this.onClose = onClose;
    this.field = h("textarea", { class: "cd-note-field", rows: "4", "aria-label": TEXTS.noteLabel, maxlength: "10000" });
    const hint = h("span", { class: "cd-quiet" }, TEXTS.noteHint);
    const close = button({ class: "cd-action" }, () => this.close(), TEXTS.close);
    const foot = h("div", { class: "cd-note-foot" }, hint, close);
    this.root = h("div", { class: "cd-note", role: "group", "aria-label": TEXTS.writeNote, hidden: true }, this.field, foot);
    this.target = "";
    this.before = "";
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.save());
  }

  get isOpen() {
    return !this.root.hidden;
  }

  /** @param {string} target @param {string} text @param {string} [name] of the field */
  open(target, text, name = TEXTS.noteLabel) {
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
    if (event.isComposing) return;
    const closes = event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
    if (!closes) return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  save() {
    if (!this.isOpen || this.field.value === this.before) return;
    this.before = this.field.value;
    this.onSave(this.target, this.field.value);
  }

  close() {
    if (!this.isOpen) return;
    this.save();
    this.root.hidden = true;
    this.onClose();
  }
}
