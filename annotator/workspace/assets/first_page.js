// @ts-check
/**
 * Follows the opening of every page: says what it waits for until something can be read, and keeps the keys
 * pressed meanwhile. Loaded by the page itself, beside Streamlit's scripts.
 */

import { keepEarlyKeys } from "./early_keys.js";
import { TEXTS } from "./texts.js";

/** How often the page is looked at, and when it is late (ms). */
const LOOK = 100;
const LATE = 2000;

/** Is there something to read? Streamlit's placeholders have no words. */
function isThere() {
  /** @type {HTMLElement|null} */
  const workspace = document.querySelector(".cd");
  if (workspace) return workspace.style.visibility !== "hidden";
  return Boolean(document.querySelector("[data-testid=stMainBlockContainer]")?.textContent?.trim());
}

/** @param {HTMLElement} words */
function follow(words) {
  const began = performance.now();
  const timer = setInterval(() => {
    if (isThere()) {
      clearInterval(timer);
      words.remove();
    } else if (performance.now() - began > LATE && words.textContent !== TEXTS.firstWaiting) {
      words.textContent = TEXTS.firstWaiting;
    }
  }, LOOK);
}

keepEarlyKeys();
const words = document.getElementById("cd-first");
if (words) follow(words);
