// @ts-check
/** What is saved, what waits, how far the event is; and what is read aloud. */

import { h, write } from "./dom.js";
import { TEXTS, fill } from "../texts.js";

/** @type {Record<string, string>} */
const STATES = {
  sending: TEXTS.statusSending,
  offline: TEXTS.statusOffline,
  "signed-out": TEXTS.statusSignedOut,
  "somebody-else": TEXTS.statusElse,
  trouble: TEXTS.statusTrouble,
};
/** What is saved is said once the keys rest (ms), or a screen reader would say nothing else. */
const CALM = 1500;
/** How long a hint stays in view (ms) where no key ends it. */
const SHOWN = 4000;

export class Status {
  constructor() {
    this.saved = h(
      "span",
      { class: "cd-saved", "data-status": "saved", "data-waiting": "0" },
      TEXTS.statusReady,
    );
    this.progress = h("span", { class: "cd-progress" });
    this.bar = h("span", { class: "cd-progress-bar", "aria-hidden": "true" }, h("span", {}));
    this.voice = h("div", { class: "cd-voice", role: "status", "aria-live": "polite" });
    /** Shows for a moment what a key did or could not do; the voice says it. */
    this.message = h("p", { class: "cd-message", "data-message": "", "aria-hidden": "true", hidden: true });
    this.root = h("div", { class: "cd-status" }, this.bar, this.progress, this.saved, this.voice);
    /** @type {any} */
    this.timer = null;
    /** @type {any} */
    this.fading = null;
    this.spoken = "";
  }

  /**
   * @param {import("../saving/outbox.js").Outbox} outbox
   * @param {number} seq the last decision the server has
   */
  show(outbox, seq) {
    const waiting = outbox.waiting.size;
    const saved = seq ? fill(TEXTS.statusSavedAs, { seq }) : TEXTS.statusReady;
    const text = waiting ? fill(STATES[outbox.state] ?? TEXTS.statusSending, { count: waiting }) : saved;
    write(this.saved, text);
    this.saved.dataset.status = waiting ? outbox.state : "saved";
    this.saved.dataset.waiting = String(waiting);
    this.saved.dataset.seq = String(seq);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sayStatus(text), CALM);
  }

  /** @param {string} text */
  sayStatus(text) {
    if (this.spoken === text) return;
    this.spoken = text;
    this.say(text);
  }

  /** Tell a screen reader; the same text twice is said twice. @param {string} text */
  say(text) {
    this.voice.textContent = this.voice.textContent === text ? `${text}\u00a0` : text;
  }

  /** Say and show why nothing happened. @param {string} text */
  hint(text) {
    this.say(text);
    write(this.message, text);
    this.message.hidden = false;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => this.hush(), SHOWN);
  }

  /** What was shown is over. */
  hush() {
    if (!this.message.hidden) this.message.hidden = true;
  }

  /** @param {{total: number, done: number, unsure: number}} counts */
  count(counts) {
    write(this.progress, fill(counts.unsure ? TEXTS.progressUnsure : TEXTS.progress, counts));
    const share = counts.total ? counts.done / counts.total : 0;
    /** @type {HTMLElement} */ (this.bar.firstElementChild).style.transform = `scaleX(${share})`;
  }
}
