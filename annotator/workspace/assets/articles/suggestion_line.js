// @ts-check
/** The suggestion of the focused sentence, named under its words. */

import { h, write } from "../view/dom.js";
import { keyCap } from "../view/key_cap.js";
import { TEXTS } from "../texts.js";

export class SuggestionLine {
  /** @param {Map<string, HTMLElement>} rows of the board, by sentence @param {HTMLElement} list
   * @param {() => void} onAccept */
  constructor(rows, list, onAccept) {
    this.rows = rows;
    this.reason = h("span", {});
    const attributes = { class: "cd-suggestion", "data-command": "accept", title: TEXTS.suggestionHint };
    this.root = h("span", attributes, keyCap("␣"), this.reason);
    const clicked = (/** @type {MouseEvent} */ event) => {
      if (!(event.target instanceof Node) || !this.root.contains(event.target)) return;
      event.stopPropagation();
      onAccept();
    };
    list.addEventListener("click", clicked, true);
  }

  /** @param {string|null} sentence null: nothing is suggested @param {string} text */
  show(sentence, text) {
    const line = this.rows.get(sentence ?? "")?.querySelector(".cd-labels");
    if (!line) {
      this.root.remove();
      return;
    }
    write(this.reason, text);
    const others = [...line.children].filter((one) => one !== this.root);
    const last = others.at(-1);
    const goal = last?.classList.contains("cd-claim") ? last : line;
    if (this.root.parentElement !== goal || goal.lastElementChild !== this.root) goal.append(this.root);
  }
}
