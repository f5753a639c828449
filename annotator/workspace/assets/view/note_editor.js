// @ts-check
/** Where an annotator writes: a note, or a layer that takes words of their own. No key typed here labels. */

import { button, h } from "./dom.js";
import { TEXTS } from "../texts.js";
import { LIMITS } from "../model/shared.js";

/** @typedef {{target: string|null, layer: string}} Place target: null for a claim that is still to be made */

export class NoteEditor {
  /** @param {(place: Place, text: string) => void} onSave @param {() => void} onClose */
  constructor(onSave, onClose) {
    this.onSave = onSave;
    this.onClose = onClose;
    this.field = h("textarea", {
      class: "cd-note-field",
      rows: "4",
      "aria-label": TEXTS.noteLabel,
      maxlength: String(LIMITS.text),
    });
    const hint = h("span", { class: "cd-quiet" }, TEXTS.noteHint);
    const close = button({ class: "cd-action" }, () => this.close(), TEXTS.close);
    const foot = h("div", { class: "cd-note-foot" }, hint, close);
    this.root = h(
      "div",
      { class: "cd-note", role: "group", "aria-label": TEXTS.writeNote, hidden: true },
      this.field,
      foot,
    );
    /** @type {Place} */
    this.place = { target: null, layer: "" };
    this.before = "";
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.save());
  }

  get isOpen() {
    return !this.root.hidden;
  }

  /** @param {Place} place @param {string} text @param {string} name of the field */
  open(place, text, name) {
    this.field.setAttribute("aria-label", name);
    this.field.placeholder = name;
    this.place = place;
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
    this.onSave(this.place, this.field.value);
  }

  close() {
    if (!this.isOpen) return;
    this.save();
    this.root.hidden = true;
    this.onClose();
  }
}
