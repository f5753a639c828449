// @ts-check
/** What a person prefers, kept in this browser. Works without storage, for as long as the page is open. */

const NAME = "claimdesk.settings";
const DEFAULTS = Object.freeze({ moveOn: false, align: true, columns: 2 });

export class Settings {
  /** @param {Storage|null} storage */
  constructor(storage) {
    this.storage = storage;
    /** @type {Record<string, unknown>} */
    this.values = { ...DEFAULTS };
    try {
      Object.assign(this.values, JSON.parse(storage?.getItem(NAME) ?? "{}"));
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
