// @ts-check
/** What can be undone and redone: whole actions, of the open event. */

/**
 * @typedef {import("./types.js").LabelAddress & {before: import("./types.js").Value, after:
 *   import("./types.js").Value, origin: string, origin_before: string}} Reversible
 */
/** @typedef {{action: string, sentence: string, changes: Reversible[]}} Step */

const LONGEST = 1000;

export class History {
  constructor() {
    /** @type {Step[]} */
    this.past = [];
    /** @type {Step[]} */
    this.future = [];
  }

  /** @param {Step} step */
  record(step) {
    this.past.push(step);
    if (this.past.length > LONGEST) this.past.shift();
    this.future = [];
  }

  /** Forget an action that the server would not take. @param {string} action */
  forget(action) {
    this.past = this.past.filter((step) => step.action !== action);
    this.future = this.future.filter((step) => step.action !== action);
  }
}
