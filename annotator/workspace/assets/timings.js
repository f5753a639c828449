// @ts-check
/** Times of the last actions, for measuring: `window.__claimdesk.marks`. Cheap, and always on. */

/**
 * @typedef {{uuid: string, key_at: number, dom_at: number|null, paint_at: number|null, durable_at:
 *   number|null, acknowledged_at: number|null}} Mark times of `performance.now()`; durable_at: in this
 *   browser's database
 */

const LONGEST = 500;

export class Marks {
  constructor() {
    /** @type {Mark[]} */
    this.list = [];
    /** @type {Map<string, Mark>} */
    this.byUuid = new Map();
    /** @type {Mark[]} */
    this.unpainted = [];
  }

  /** @param {string[]} uuids of one action @param {number} keyAt */
  begin(uuids, keyAt) {
    /** @type {Mark} */
    const mark = {
      uuid: uuids[0],
      key_at: keyAt,
      dom_at: performance.now(),
      paint_at: null,
      durable_at: null,
      acknowledged_at: null,
    };
    this.list.push(mark);
    if (this.list.length > LONGEST) this.byUuid.delete(/** @type {Mark} */ (this.list.shift()).uuid);
    this.byUuid.set(mark.uuid, mark);
    if (this.unpainted.push(mark) === 1) requestAnimationFrame(() => this.afterPaint());
  }

  afterPaint() {
    const painted = this.unpainted;
    this.unpainted = [];
    // a message sent in the frame is handled once the frame is painted
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      for (const mark of painted) mark.paint_at = performance.now();
      channel.port1.close();
    };
    channel.port2.postMessage(0);
  }

  /** @param {Iterable<string>} uuids @param {"durable_at"|"acknowledged_at"} what */
  note(uuids, what) {
    const now = performance.now();
    for (const uuid of uuids) {
      const mark = this.byUuid.get(uuid);
      if (mark) mark[what] = now;
    }
  }
}
