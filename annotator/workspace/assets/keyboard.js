// @ts-check
/**
 * Which key presses are the workspace's. Listens on the window before Streamlit does: its `r` reruns the page
 * and its `c` clears caches; its dialog about a lost connection would take the keyboard away.
 */

const FIELDS = "input, textarea, select, [contenteditable]";
const PRESSABLE = "button, a[href], summary";

export class Keyboard {
  /**
   * @param {HTMLElement} root
   * @param {(event: KeyboardEvent) => boolean} onKey true where the key meant something
   * @param {() => void} refocus
   */
  constructor(root, onKey, refocus) {
    this.root = root;
    this.onKey = onKey;
    this.listener = (/** @type {KeyboardEvent} */ event) => this.key(event);
    window.addEventListener("keydown", this.listener, true);
    this.observer = new MutationObserver((records) => {
      // our own drawing is no news, and looking at every change would cost each key
      if (records.some((record) => record.addedNodes.length && !root.contains(record.target))) {
        closeConnectionError(refocus);
      }
    });
    this.observer.observe(document.body, { childList: true, subtree: true });
  }

  destroy() {
    window.removeEventListener("keydown", this.listener, true);
    this.observer.disconnect();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing || event.defaultPrevented || !this.isOurs(event)) return;
    const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "Tab") return;
    // a focused button is pressed by Enter and Space, and its row of buttons walked by the arrows
    if (target.closest?.(PRESSABLE) && /^(Enter| |Arrow.*)$/.test(event.key)) return;
    if (plain && event.key.length === 1) event.stopImmediatePropagation();
    if (plain && event.key === " ") event.preventDefault();
    if (!this.onKey(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /**
   * Does the keyboard belong to the sentences: the focus in the workspace or nowhere, and not where text is
   * typed?
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

/** The page says itself when it is offline, and goes on working. @param {() => void} refocus */
function closeConnectionError(refocus) {
  for (const dialog of document.querySelectorAll("[role=dialog]")) {
    if (!dialog.textContent?.includes("Connection error")) continue;
    /** @type {HTMLElement|null} */ (dialog.querySelector("button[aria-label=Close]"))?.click();
    setTimeout(refocus, 60); // the dialog gives the focus back after it has faded
  }
}
