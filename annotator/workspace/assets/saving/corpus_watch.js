// @ts-check
/** Notices when events come, go or change while the page is open: asks the server now and then. */

import { fetchCorpus } from "./server.js";

/** @typedef {import("../model/wire.js").CorpusView} CorpusView */

/** How often a page that is in view asks (ms). */
export const INTERVAL = 4000;

export class CorpusWatch {
  /**
   * @param {() => string|null} event the id of the open event, if one is open
   * @param {(view: CorpusView) => void} onChange
   */
  constructor(event, onChange) {
    this.event = event;
    this.onChange = onChange;
    /** @type {string|null} the state that the page shows; null before the first answer */
    this.known = null;
    this.isAsking = false;
    this.look = () => void this.ask();
    this.timer = setInterval(this.look, INTERVAL);
    document.addEventListener("visibilitychange", this.look);
    this.look();
  }

  stop() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.look);
    this.onChange = () => {};
  }

  async ask() {
    if (document.hidden || this.isAsking) return;
    this.isAsking = true;
    const event = this.event();
    // a server that is away or a session that has ended is told elsewhere
    const view = await fetchCorpus(event).catch(() => null);
    this.isAsking = false;
    if (view === null || event !== this.event()) return;
    // the first answer may be younger than the event that is open, whose state tells
    const isNew = this.known === null ? event !== null : this.known !== view.version;
    this.known = view.version;
    if (isNew) this.onChange(view);
  }
}
