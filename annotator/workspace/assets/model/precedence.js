// @ts-check
/**
 * Which of two decisions a person made later, as far as one browser can know: its tabs share a clock that
 * never goes back, and tell each other which decision became which entry of the log.
 */

export class Precedence {
  /** @param {() => number} [now] milliseconds since 1970 */
  constructor(now = Date.now) {
    this.now = now;
    this.latest = 0;
    /** @type {Map<number, string>} when this browser made the decision of an entry of the log, by its seq */
    this.times = new Map();
  }

  /** The time of a decision made now: later than any that this browser knows of. */
  next() {
    this.latest = Math.max(this.now(), this.latest + 1);
    return new Date(this.latest).toISOString();
  }

  /** A decision of another tab, or of one that is closed. @param {string|undefined} time */
  hear(time) {
    this.latest = Math.max(this.latest, Date.parse(time ?? "") || 0);
  }

  /** The server has taken a decision of this browser. @param {number} seq @param {string|undefined} time */
  note(seq, time) {
    if (time) this.times.set(seq, time);
  }

  /** When an entry of the log was decided; "" where another browser did. @param {number} seq */
  of(seq) {
    return this.times.get(seq) ?? "";
  }
}
