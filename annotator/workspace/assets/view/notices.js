// @ts-check
/** Plain messages that need the person: each says what is so, that nothing is lost, and the way on. */

import { button, h } from "./dom.js";
import { TEXTS } from "../texts.js";

/**
 * @typedef {{key: string, tone: "info"|"warning", text: string, actions?: {text: string, run: () =>
 *   void}[]}} Notice
 */

/** More than this at once would push the work out of view. */
const MOST = 3;

export class Notices {
  constructor() {
    this.root = h("div", { class: "cd-notices", role: "region", "aria-label": TEXTS.messages });
    /** @type {Map<string, Notice>} */
    this.list = new Map();
  }

  /** @param {Notice} notice replaces one of the same key */
  show(notice) {
    const before = this.list.get(notice.key);
    if (before && before.text === notice.text) return;
    this.list.set(notice.key, notice);
    this.draw();
  }

  /** @param {string} key */
  hide(key) {
    if (this.list.delete(key)) this.draw();
  }

  /**
   * Hide all whose key begins so and is not among those wanted.
   * @param {string} prefix
   * @param {Set<string>} wanted
   */
  keepOnly(prefix, wanted) {
    for (const key of this.list.keys()) if (key.startsWith(prefix) && !wanted.has(key)) this.hide(key);
  }

  draw() {
    const shown = [...this.list.values()].slice(0, MOST).map((notice) => {
      const actions = (notice.actions ?? []).map(({ text, run }) =>
        button({ class: "cd-action" }, run, text),
      );
      const sign = h(
        "span",
        { class: "cd-sign", "aria-hidden": "true" },
        notice.tone === "warning" ? "!" : "i",
      );
      const attributes = { class: `cd-notice cd-${notice.tone}`, "data-notice": notice.key, role: "status" };
      return h("div", attributes, sign, h("p", {}, notice.text), ...actions);
    });
    this.root.replaceChildren(...shown);
  }
}
