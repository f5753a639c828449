// @ts-check
/** Where the keys go: along a column over the sentences to label, across to the sentence beside. Pure. */

export const PAGE = 10;

export class Movement {
  /**
   * @param {string[][]} columns ids that the keys visit, in reading order, by column in view
   * @param {Map<string, number>} heights estimated height of each from the top
   */
  constructor(columns, heights) {
    this.columns = columns;
    this.heights = heights;
    /** @type {Map<string, [number, number]>} */
    this.places = new Map();
    columns.forEach((ids, column) => ids.forEach((id, index) => this.places.set(id, [column, index])));
    /** @type {{from: string, to: string}|null} the last step across, so that the way back leads back */
    this.crossed = null;
  }

  /** The first sentence in view, or null. */
  get first() {
    return this.columns.find((ids) => ids.length > 0)?.[0] ?? null;
  }

  /**
   * @param {string} id
   * @param {number} by sentences; clamped to the column
   * @returns {string|null} null at its end
   */
  along(id, by) {
    const place = this.places.get(id);
    if (!place) return this.first;
    const ids = this.columns[place[0]];
    const index = Math.max(0, Math.min(ids.length - 1, place[1] + by));
    return index === place[1] ? null : ids[index];
  }

  /** @param {string} id @param {"first"|"last"} end */
  end(id, end) {
    const ids = this.columns[this.places.get(id)?.[0] ?? 0] ?? [];
    return (end === "first" ? ids[0] : ids.at(-1)) ?? null;
  }

  /**
   * The sentence beside: the nearest in height.
   * @param {string} id
   * @param {-1|1} direction
   * @returns {string|null} null where there is no column
   */
  across(id, direction) {
    const place = this.places.get(id);
    if (!place) return this.first;
    let column = place[0] + direction;
    while (this.columns[column]?.length === 0) column += direction;
    const ids = this.columns[column];
    if (!ids) return null;
    const to = this.back(id, column) ?? this.nearest(ids, this.heights.get(id) ?? 0);
    this.crossed = { from: id, to };
    return to;
  }

  /** @param {string} id @param {number} column */
  back(id, column) {
    const from = this.crossed?.to === id ? this.crossed.from : null;
    return from !== null && this.places.get(from)?.[0] === column ? from : null;
  }

  /** @param {string[]} ids @param {number} height */
  nearest(ids, height) {
    let low = 0;
    let high = ids.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.heights.get(ids[middle]) ?? 0) < height) low = middle + 1;
      else high = middle;
    }
    const [before, after] = [ids[Math.max(0, low - 1)], ids[low]];
    const far = (/** @type {string} */ one) => Math.abs((this.heights.get(one) ?? 0) - height);
    return far(before) < far(after) ? before : after;
  }

  /**
   * The next sentence that is still open, from here on, then in the columns to the right, then from the
   * start.
   * @param {string} id
   * @param {(id: string) => boolean} isOpen
   * @returns {string|null} null where none is
   */
  nextOpen(id, isOpen) {
    const all = this.columns.flat();
    const from = all.indexOf(id);
    const found = all.slice(from + 1).find(isOpen) ?? all.slice(0, Math.max(0, from)).find(isOpen);
    return found ?? null;
  }
}
