// @ts-check
/** What a person prefers, kept in this browser. Works without storage, for as long as the page is open. */

const NAME = "claimdesk.settings";
/** Of the usual size of the text. */
export const SIZES = Object.freeze([0.9, 1, 1.15, 1.35, 1.6]);
export const DENSITIES = Object.freeze(/** @type {const} */ (["dense", "even", "airy"]));
/**
 * keys: single letters act in the workspace; blind: outlets have no names; order: outlets from left to right.
 */
const DEFAULTS = Object.freeze({
  moveOn: false,
  align: true,
  columns: 2,
  size: 1,
  density: "even",
  blind: false,
  keys: true,
  order: [],
  guideline: "auto",
});

export class Settings {
  /** @param {Storage|null} storage */
  constructor(storage) {
    this.storage = storage;
    /** @type {Record<string, unknown>} */
    this.values = { ...DEFAULTS };
    try {
      const kept = JSON.parse(storage?.getItem(NAME) ?? "{}");
      // what another version kept under the same name may mean something else
      for (const [name, value] of Object.entries(DEFAULTS)) {
        if (typeof kept[name] === typeof value && Array.isArray(kept[name]) === Array.isArray(value))
          this.values[name] = kept[name];
      }
    } catch {
      // a damaged entry, or storage that is switched off: the defaults do
    }
  }

  /** @param {string} name */
  is(name) {
    return this.values[name] === true;
  }

  /** @param {string} name @param {unknown} value */
  set(name, value) {
    this.values[name] = value;
    try {
      this.storage?.setItem(NAME, JSON.stringify(this.values));
    } catch {
      // not kept; no reason to stop anybody's work
    }
  }
}

/** The browser's storage, or null where it is forbidden. @returns {Storage|null} */
export function browserStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
