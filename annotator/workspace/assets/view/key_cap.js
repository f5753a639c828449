// @ts-check
/** A key as it is shown: on buttons, in the overview. */

import { h, write } from "./dom.js";

/** @param {string|null|undefined} key nothing: room for one, so that names line up */
export function keyCap(key) {
  return h("kbd", { class: key ? "cd-key" : "cd-key cd-no-key", "aria-hidden": "true" }, key ?? "");
}

/** Show another key. @param {HTMLElement} cap @param {string} key */
export function relabel(cap, key) {
  write(cap, key);
  cap.classList.toggle("cd-no-key", key === "");
}
