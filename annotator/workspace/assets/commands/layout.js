// @ts-check
/**
 * What the keys of this keyboard print. The browser tells where it can (`navigator.keyboard`), and every key
 * press shows one more; until then a QWERTY keyboard is assumed. Free of the DOM.
 */

/** @typedef {{key: string, code?: string, shiftKey?: boolean, ctrlKey?: boolean, metaKey?: boolean,
 *   altKey?: boolean}} Press what is read of a KeyboardEvent */

/** The signs of a QWERTY keyboard that a codebook may bind by place. */
const CODES = Object.freeze({
  "-": "Minus",
  "=": "Equal",
  "[": "BracketLeft",
  "]": "BracketRight",
  ";": "Semicolon",
  "'": "Quote",
  "`": "Backquote",
  "\\": "Backslash",
  "/": "Slash",
});

export class Layout {
  constructor() {
    /** @type {Map<string, string>} what the browser says, by code */
    this.told = new Map();
    /** @type {Map<string, string>} what presses have shown, by code */
    this.shown = new Map();
    /** @type {() => void} */
    this.onChange = () => {};
  }

  /** Take the browser's word. @param {Iterable<[string, string]>} map */
  learn(map) {
    this.told = new Map([...map].map(([code, key]) => [code, key.toLowerCase()]));
    this.onChange();
  }

  /** A key press shows what a key prints. @param {Press} press */
  observe({ key, code, shiftKey, ctrlKey, metaKey, altKey }) {
    if (!code || shiftKey || ctrlKey || metaKey || altKey || [...key].length !== 1) return;
    if (/^Numpad/.test(code) || this.printed(code) === key.toLowerCase()) return;
    // the keyboard has been changed: what it printed before is no longer true
    if (this.shown.has(code) || (/^[a-z]$/i.test(key) && this.isForeign)) this.shown.clear();
    this.shown.set(code, key.toLowerCase());
    this.onChange();
  }

  /** What a key prints without Shift; "" for one that prints nothing. @param {string} code */
  printed(code) {
    return this.shown.get(code) ?? this.told.get(code) ?? qwerty(code);
  }

  /** Does it print letters of another script, so that a Latin letter names a place on it? */
  get isForeign() {
    return [...this.told, ...this.shown].some(([code, key]) => /^Key[A-Z]$/.test(code) && isForeign(key));
  }
}

/** Is it a letter, and none of the Latin script? @param {string} key */
export function isForeign(key) {
  return /^\p{L}\p{M}*$/u.test(key) && !/^\p{Script=Latin}/u.test(key);
}

/** The place of a key on a QWERTY keyboard, as `KeyboardEvent.code`. @param {string} key */
export function codeOf(key) {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  if (/^[0-9]$/.test(key)) return `Digit${key}`;
  return CODES[/** @type {keyof typeof CODES} */ (key)] ?? key;
}

/** What a place prints on a QWERTY keyboard. @param {string} code */
export function qwerty(code) {
  const latin = latinAt(code);
  if (latin) return latin;
  return Object.entries(CODES).find(([, place]) => place === code)?.[0] ?? "";
}

/** The Latin letter or digit of a place; "" where there is none. @param {string|undefined} code */
export function latinAt(code) {
  return /^(?:Key|Digit)([A-Z0-9])$/.exec(code ?? "")?.[1].toLowerCase() ?? "";
}
