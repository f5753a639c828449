// @ts-check
/** A dialog over the work: a title, a body, a way out by button, Escape or a click beside it. */

import { button, h } from "../view/dom.js";
import { TEXTS } from "../texts.js";

export class Dialog {
  /**
   * @param {string} name of its style
   * @param {string} title
   * @param {() => void} onClose gives the keyboard back
   */
  constructor(name, title, onClose) {
    this.title = h("h2", {}, title);
    /** Beside the title, such as a field to search by. */
    this.tools = h("div", { class: "cd-dialog-tools" });
    // with a tab stop, since it scrolls
    this.body = h("div", { class: "cd-dialog-body", tabindex: "0", role: "region", "aria-label": title });
    const close = button({ class: "cd-action" }, () => this.close(), TEXTS.close);
    const bar = h("div", { class: "cd-dialog-bar" }, this.title, this.tools, close);
    this.root = h("dialog", { class: `cd-dialog ${name}`, "aria-label": title }, bar, this.body);
    this.root.addEventListener("close", onClose);
    this.root.addEventListener("click", (event) => event.target === this.root && this.close());
    // Streamlit listens for single keys on the document
    this.root.addEventListener("keydown", (event) => this.key(event));
    /** The key that opened it closes it, where nothing is typed. */
    this.opener = "";
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    event.stopPropagation();
    const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea");
    const closes = event.key === "Escape" || (!typing && event.key === this.opener);
    if (!closes || event.isComposing) return;
    event.preventDefault();
    this.close();
  }

  get isOpen() {
    return this.root.open;
  }

  open() {
    if (!this.root.open) this.root.showModal();
  }

  close() {
    this.root.close();
  }
}
