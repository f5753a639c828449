// @ts-check
/**
 * Choosing a source by typing a few letters of its name; one that is not on the list yet is added by Enter.
 */

import { button, h, write } from "../view/dom.js";
import { choices } from "../commands/sources.js";
import { TEXTS, fill } from "../texts.js";
import { LIMITS } from "../model/shared.js";

/** @typedef {import("../commands/sources.js").Choice} Choice */
/**
 * @typedef {{title: string, list: import("../commands/sources.js").Source[], proposed: Choice|null, chosen:
 *   Choice[], several: boolean, done(chosen: Choice[]): void}} Question chosen: what is set now
 */

const MOST = 40;

export class SourcePicker {
  /** @param {() => void} onClose @param {() => void} onEdit */
  constructor(onClose, onEdit) {
    this.onClose = onClose;
    this.title = h("h3", { id: "cd-pick-title" });
    this.chips = h("ol", { class: "cd-pick-chips" });
    this.field = h("input", {
      class: "cd-pick-field",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      maxlength: String(LIMITS.title),
      "aria-labelledby": "cd-pick-title",
      "aria-controls": "cd-pick-list",
      "aria-expanded": "true",
      "aria-autocomplete": "list",
    });
    this.list = h("ul", {
      class: "cd-pick-list",
      id: "cd-pick-list",
      role: "listbox",
      "aria-labelledby": "cd-pick-title",
    });
    this.empty = h("p", { class: "cd-quiet" }, TEXTS.pickNone);
    this.hint = h("span", { class: "cd-quiet" });
    const edit = button({ class: "cd-action" }, () => onEdit(), TEXTS.editSources);
    this.clear = button({ class: "cd-action" }, () => this.finish([]), TEXTS.pickClear);
    this.end = button({ class: "cd-action" }, () => this.finish(this.chosen), TEXTS.pickFinish);
    const foot = h("div", { class: "cd-pick-foot" }, this.end, this.clear, edit);
    const attributes = { class: "cd-pick", role: "group", "aria-labelledby": "cd-pick-title", hidden: true };
    const parts = [this.title, this.chips, this.field, this.list, this.empty, this.hint, foot];
    this.root = h("div", { ...attributes, "data-prompt": "names" }, ...parts);
    /** @type {Question|null} */
    this.question = null;
    /** @type {Choice[]} */
    this.chosen = [];
    /** @type {Choice[]} */
    this.shown = [];
    this.active = -1;
    this.field.addEventListener("input", () => this.showChoices());
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("focusout", (event) => this.left(event));
  }

  get isOpen() {
    return !this.root.hidden;
  }

  /** @param {Question} question */
  open(question) {
    this.question = question;
    this.chosen = [...question.chosen];
    this.field.value = "";
    write(this.title, question.title);
    write(this.hint, question.several ? TEXTS.pickListHint : TEXTS.pickHint);
    this.end.hidden = !question.several;
    this.clear.hidden = question.chosen.length === 0;
    this.root.hidden = false;
    this.showChoices();
    this.field.focus();
  }

  /** Show what fits the letters typed so far. */
  showChoices() {
    const { question } = this;
    if (!question) return;
    const taken = new Set(question.several ? this.chosen.map((one) => one.id ?? one.name) : []);
    const all = choices(question.list, this.field.value, question.several ? null : question.proposed);
    this.shown = all.filter((one) => !taken.has(one.id ?? one.name)).slice(0, MOST);
    // a list is finished by Enter on nothing typed, so nothing is chosen before a letter is
    this.active = this.shown.length && (!question.several || this.field.value.trim()) ? 0 : -1;
    this.list.replaceChildren(...this.shown.map((one, index) => this.option(one, index)));
    this.empty.hidden = this.shown.length > 0 || this.chosen.length > 0;
    this.list.hidden = this.shown.length === 0;
    this.chips.hidden = this.chosen.length === 0 || !question.several;
    this.chips.replaceChildren(...this.chosen.map((one, index) => this.chip(one, index)));
    this.point();
  }

  /** @param {Choice} one @param {number} index */
  option(one, index) {
    const text = one.id ? one.name : fill(TEXTS.pickNew, { name: one.name });
    const attributes = {
      class: "cd-pick-option",
      role: "option",
      id: `cd-pick-${index}`,
      dir: "auto",
      "data-new": !one.id,
      "data-name": one.name,
    };
    const element = h("li", attributes, text);
    element.addEventListener("mousedown", (event) => event.preventDefault());
    element.addEventListener("click", () => this.take(index));
    return element;
  }

  /** @param {Choice} one @param {number} index */
  chip(one, index) {
    const label = fill(TEXTS.pickChosen, { name: one.name, number: index + 1, total: this.chosen.length });
    const remove = () => {
      this.chosen.splice(index, 1);
      this.showChoices();
      this.field.focus();
    };
    return h(
      "li",
      {},
      button(
        { class: "cd-pick-chip", "aria-label": label, "data-name": one.name, dir: "auto" },
        remove,
        `${index + 1} ${one.name} ×`,
      ),
    );
  }

  point() {
    [...this.list.children].forEach((element, index) => {
      element.setAttribute("aria-selected", String(index === this.active));
      if (index === this.active) element.scrollIntoView({ block: "nearest" });
    });
    if (this.active >= 0) this.field.setAttribute("aria-activedescendant", `cd-pick-${this.active}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return;
    const inField = event.target === this.field;
    const along = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.close();
    else if (inField && event.altKey && event.key === "ArrowUp") this.forward();
    else if (inField && along && this.shown.length) {
      this.active =
        (this.active + along + this.shown.length + (this.active < 0 && along < 0 ? 1 : 0)) %
        this.shown.length;
      this.point();
    } else if (inField && event.key === "Enter") this.enter();
    else if (inField && event.key === "Backspace" && this.field.value === "" && this.question?.several) {
      this.chosen.pop();
      this.showChoices();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  enter() {
    if (this.active >= 0) this.take(this.active);
    else if (this.question?.several) this.finish(this.chosen);
  }

  /** @param {number} index */
  take(index) {
    const one = this.shown[index];
    if (!one) return;
    if (!this.question?.several) {
      this.finish([one]);
      return;
    }
    this.chosen.push(one);
    this.field.value = "";
    this.showChoices();
    this.field.focus();
  }

  /** The last of the list goes one place forward. */
  forward() {
    const last = this.chosen.pop();
    if (last) this.chosen.splice(Math.max(0, this.chosen.length - 1), 0, last);
    this.showChoices();
  }

  /** @param {Choice[]} chosen */
  finish(chosen) {
    const { question } = this;
    this.close();
    question?.done(chosen);
  }

  /** @param {FocusEvent} event */
  left(event) {
    const to = /** @type {Node|null} */ (event.relatedTarget);
    if (to && !this.root.contains(to)) this.hide();
  }

  hide() {
    this.root.hidden = true;
    this.question = null;
  }

  close() {
    if (!this.isOpen) return;
    this.hide();
    this.onClose();
  }
}
