// @ts-check
/** The line that names the words being marked, and the keys for it. */

import { button, h, write } from "../view/dom.js";
import { TEXTS } from "../texts.js";

export class RangeBar {
  /** @param {{keep(): void, leave(): void}} hooks */
  constructor(hooks) {
    this.title = h("b", {});
    this.quote = h("q", { class: "cd-range-words", dir: "auto", translate: "no" });
    const keep = button({ class: "cd-action" }, () => hooks.keep(), TEXTS.keep);
    const leave = button({ class: "cd-action" }, () => hooks.leave(), TEXTS.cancel);
    const line = h("div", { class: "cd-range-line" }, this.title, this.quote, keep, leave);
    const hints = [TEXTS.rangeHint, TEXTS.rangeFoot].map((text) =>
      h("span", { class: "cd-range-hint" }, text),
    );
    const attributes = { class: "cd-range-bar", role: "group", "aria-label": TEXTS.words, hidden: true };
    this.root = h("div", { ...attributes, "data-prompt": "range" }, line, ...hints);
  }

  /**
   * @param {{title: string, words: string, layer: string, ranges: [number, number][]}|null} bar null: hide
   *   it
   */
  show(bar) {
    this.root.hidden = bar === null;
    if (bar === null) {
      delete this.root.dataset.ranges;
      return;
    }
    write(this.title, bar.title);
    write(this.quote, bar.words);
    this.root.dataset.layer = bar.layer;
    this.root.dataset.ranges = JSON.stringify(bar.ranges);
  }
}
