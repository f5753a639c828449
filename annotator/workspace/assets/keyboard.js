// @ts-check
/**
 * Which key presses are the workspace's. Listens on the window before Streamlit does: its `r` reruns the page
 * and its `c` clears caches; its dialog about a lost connection would take the keyboard away.
 */

import { FIELDS, MOST, keepEarlyKeys, takeEarlyKeys } from "./early_keys.js";

const PRESSABLE = "button, a[href], summary";

/**
 * @typedef {{key(event: KeyboardEvent): boolean, isReady(): boolean, isMarking(): boolean, prompt():
 *   HTMLElement|null, refocus(): void}} Hooks key: true where it meant something; isMarking: Tab is a key of
 *   the work; prompt: the open field that text is typed into
 */

export class Keyboard {
  /** @param {HTMLElement} root @param {Hooks} hooks */
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
    /** Pressed before there was anything to act on. */
    this.waiting = takeEarlyKeys();
    this.listener = (/** @type {KeyboardEvent} */ event) => this.key(event);
    window.addEventListener("keydown", this.listener, true);
    this.observer = new MutationObserver((records) => {
      // our own drawing doesn't matter here, and looking at every change would slow each key
      if (records.some((record) => record.addedNodes.length && !root.contains(record.target))) {
        closeConnectionError(() => hooks.refocus());
      }
    });
    this.observer.observe(document.body, { childList: true, subtree: true });
  }

  destroy() {
    window.removeEventListener("keydown", this.listener, true);
    this.observer.disconnect();
    keepEarlyKeys();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing || event.defaultPrevented || !this.isOurs(event)) return;
    const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "Tab" && !this.hooks.isMarking()) return;
    // a focused button is pressed by Enter and Space, and its row of buttons walked by the arrows
    if (target.closest?.(PRESSABLE) && /^(Enter| |Arrow.*)$/.test(event.key)) return;
    if (isPlain && event.key.length === 1) event.stopImmediatePropagation();
    const prompt = this.hooks.prompt();
    if (prompt) {
      // the field gets the letter that this key types, and the keys that close it
      prompt.focus();
      if (event.key === "Enter" || event.key === "Escape") passOn(event, prompt);
      return;
    }
    if (isPlain && event.key === " ") event.preventDefault();
    if (!this.hooks.isReady()) this.wait(event, isPlain);
    else if (this.hooks.key(event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }

  /**
   * Remember a key for when there is something to act on.
   * @param {KeyboardEvent} event
   * @param {boolean} isPlain
   */
  wait(event, isPlain) {
    if (!isPlain || event.repeat || this.waiting.length >= MOST) return;
    this.waiting.push(event);
    event.preventDefault();
  }

  /** Act on what was pressed meanwhile. */
  release() {
    const events = this.waiting;
    this.waiting = [];
    for (const event of events) {
      if (!this.hooks.isReady()) this.waiting.push(event);
      else this.hooks.key(event);
    }
  }

  /**
   * Does the keyboard belong to the sentences: the focus in the workspace or nowhere, and not where text is
   * typed?
   *
   * @param {KeyboardEvent} event
   */
  isOurs(event) {
    const path = event.composedPath();
    const target = path[0];
    if (!(target instanceof Element) || target.matches(FIELDS)) return false;
    if (target.closest("dialog[open]")) return false;
    return path.includes(this.root) || target === document.body || target === document.documentElement;
  }
}

/** @param {KeyboardEvent} event @param {HTMLElement} prompt */
function passOn(event, prompt) {
  event.preventDefault();
  event.stopImmediatePropagation();
  prompt.dispatchEvent(
    new KeyboardEvent("keydown", { key: event.key, shiftKey: event.shiftKey, bubbles: true }),
  );
}

/** The page says itself when it is offline, and goes on working. @param {() => void} refocus */
function closeConnectionError(refocus) {
  for (const dialog of document.querySelectorAll("[role=dialog]")) {
    if (!dialog.textContent?.includes("Connection error")) continue;
    /** @type {HTMLElement|null} */ (dialog.querySelector("button[aria-label=Close]"))?.click();
    setTimeout(refocus, 60); // the dialog gives the focus back after it has faded
  }
}
