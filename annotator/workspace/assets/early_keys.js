// @ts-check
/** Keys pressed before the workspace is there to take them. */

import { ROOT } from "./address.js";

/** Where keys are typed into. */
export const FIELDS = "input, textarea, select, [contenteditable]";
/** So many are kept. */
export const MOST = 40;

/** @type {KeyboardEvent[]} */
let early = [];
let isKeeping = false;

/** Keep the keys pressed from now on, on the page of the workspace. */
export function keepEarlyKeys() {
  isKeeping = true;
}

/** The keys pressed until now; from now on the workspace takes its own. */
export function takeEarlyKeys() {
  const taken = early;
  early = [];
  isKeeping = false;
  return taken;
}

/** @param {KeyboardEvent} event */
function keep(event) {
  if (!isKeeping || location.pathname !== ROOT.pathname || !isForTheWorkspace(event)) return;
  event.preventDefault();
  // Streamlit listens for single keys
  event.stopImmediatePropagation();
  if (early.length < MOST) early.push(event);
}

/** Is it a plain key, pressed where nothing has the focus? @param {KeyboardEvent} event */
function isForTheWorkspace(event) {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (hasModifier || event.isComposing || event.repeat || /^(Tab|F\d+)$/.test(event.key)) return false;
  const target = event.composedPath()[0];
  return target === document.body || target === document.documentElement;
}

window.addEventListener("keydown", keep, true);
