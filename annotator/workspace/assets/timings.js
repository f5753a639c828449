// @ts-check
/** Times of the last actions, for measuring: `window.__claimdesk.timings`. Cheap, and always on. */

/**
 * @typedef {{uuid: string, key_at: number, dom_at: number|null, paint_at: number|null, durable_at:
 *   number|null, acknowledged_at: number|null}} Timing times of `performance.now()`; durable_at: in this
 *   browser's database
 */

const LONGEST = 500;

export class Timings {
  constructor() {
    /** @type {Timing[]} */
    this.list = [];
    /** @type {Map<string, Timing>} */
    this.byUuid = new Map();
    /** @type {Timing[]} */
    this.unpainted = [];
  }

  /** @param {string[]} uuids of one action @param {number} keyAt */
  begin(uuids, keyAt) {
    /** @type {Timing} */
    const timing = {
      uuid: uuids[0],
      key_at: keyAt,
      dom_at: performance.now(),
      paint_at: null,
      durable_at: null,
      acknowledged_at: null,
    };
    this.list.push(timing);
    if (this.list.length > LONGEST) this.byUuid.delete(/** @type {Timing} */ (this.list.shift()).uuid);
    this.byUuid.set(timing.uuid, timing);
    if (this.unpainted.push(timing) === 1) requestAnimationFrame(() => this.afterPaint());
  }

  afterPaint() {
    const painted = this.unpainted;
    this.unpainted = [];
    // a message sent in the frame is handled once the frame is painted
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      for (const timing of painted) timing.paint_at = performance.now();
      channel.port1.close();
    };
    channel.port2.postMessage(0);
  }

  /** @param {Iterable<string>} uuids @param {"durable_at"|"acknowledged_at"} what */
  note(uuids, what) {
    const now = performance.now();
    for (const uuid of uuids) {
      const timing = this.byUuid.get(uuid);
      if (timing) timing[what] = now;
    }
  }
}
