// @ts-check
/**
 * Offsets on the wire count code points; JavaScript counts UTF-16 units. This module is the only place that
 * converts.
 */

/** A text with both ways of counting its characters. */
export class CodePoints {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    /** @type {number[]} where, in code points, there is a character of two units */
    this.wide = [];
    let point = 0;
    for (let unit = 0; unit < text.length; unit += 1, point += 1) {
      if (isPair(text, unit)) {
        this.wide.push(point);
        unit += 1;
      }
    }
    /** How many code points the text has. */
    this.length = point;
  }

  /** The unit at which a code point starts. @param {number} point */
  toUnit(point) {
    return point + countBelow(this.wide, point);
  }

  /** The code point that a unit belongs to; inside a pair, the pair's own. @param {number} unit */
  toPoint(unit) {
    let low = 0;
    let high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.wide[middle] + middle < unit) low = middle + 1;
      else high = middle;
    }
    // the last wide character before the unit may be the one that the unit is in the middle of
    const point = unit - low;
    return low > 0 && this.wide[low - 1] + low === unit ? this.wide[low - 1] : point;
  }

  /** The characters of a half-open range of code points. @param {number} start @param {number} end */
  slice(start, end) {
    return this.text.slice(this.toUnit(start), this.toUnit(end));
  }

  /**
   * The words of ranges, with a sign where others lie between.
   * @param {readonly (readonly [number, number])[]} ranges
   */
  quote(ranges) {
    return ranges.map(([start, end]) => this.slice(start, end)).join(" … ");
  }

  /**
   * The range without white space at its ends; null if nothing else is in it.
   * @param {number} start
   * @param {number} end
   * @returns {[number, number]|null}
   */
  trimmed(start, end) {
    const part = this.slice(start, end);
    const body = part.trim();
    if (!body) return null;
    // white space is never wide, so units and code points agree on it
    const head = part.length - part.trimStart().length;
    const tail = part.length - part.trimEnd().length;
    return [start + head, end - tail];
  }
}

/** @param {string} text @param {number} unit */
function isPair(text, unit) {
  const high = text.charCodeAt(unit);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(unit + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}

/** @param {number[]} sorted @param {number} bound */
function countBelow(sorted, bound) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
