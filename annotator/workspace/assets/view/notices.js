// @ts-check
/**
 * Notices that need attention: what happened, that nothing is lost, what to do. One at a time, under the
 * text, so that they hide nothing and no line of the text moves.
 */

import { button, h } from "./dom.js";
import { TEXTS, fill } from "../texts.js";

/**
 * @typedef {{key: string, tone: "info"|"warning", text: string, actions?: {text: string, run: () =>
 *   void}[]}} Notice
 */

export class Notices {
  constructor() {
    this.root = h("div", { class: "cd-notices", role: "region", "aria-label": TEXTS.messages });
    /** @type {Map<string, Notice>} the latest last */
    this.list = new Map();
    this.turn = 0;
  }

  /** @param {Notice} notice replaces one of the same key */
  show(notice) {
    const before = this.list.get(notice.key);
    if (before && before.text === notice.text) return;
    this.list.delete(notice.key);
    this.list.set(notice.key, notice);
    this.turn = 0;
    this.draw();
  }

  /** @param {string} key */
  hide(key) {
    if (this.list.delete(key)) this.draw();
  }

  /** Hide all whose key begins so and is not among those wanted. @param {string} prefix
   * @param {Set<string>} wanted */
  keepOnly(prefix, wanted) {
    for (const key of [...this.list.keys()]) if (key.startsWith(prefix) && !wanted.has(key)) this.hide(key);
  }

  /** The latest, until the others are asked for. */
  draw() {
    const all = [...this.list.values()].reverse();
    if (all.length === 0) {
      this.root.replaceChildren();
      return;
    }
    const notice = all[this.turn % all.length];
    const actions = (notice.actions ?? []).map(({ text, run }) => button({ class: "cd-action" }, run, text));
    if (all.length > 1) {
      const text = fill(TEXTS.moreNotices, { count: all.length - 1 });
      actions.push(button({ class: "cd-action", "data-command": "moreNotices" }, () => this.next(), text));
    }
    const sign = h(
      "span",
      { class: "cd-sign", "aria-hidden": "true" },
      notice.tone === "warning" ? "!" : "i",
    );
    const attributes = { class: `cd-notice cd-${notice.tone}`, "data-notice": notice.key, role: "status" };
    this.root.replaceChildren(h("div", attributes, sign, h("p", {}, notice.text), ...actions));
  }

  next() {
    this.turn += 1;
    this.draw();
  }
}
