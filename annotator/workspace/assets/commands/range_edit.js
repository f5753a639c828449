// @ts-check
/** Ranges while they are being marked: one is active and moves with the arrows, the others are kept. Pure. */

import { joined } from "../model/word_ranges.js";

/** @typedef {import("../model/word_ranges.js").Range} Range */
/** @typedef {import("../model/word_ranges.js").WordRanges} WordRanges */

export class RangeEdit {
  /**
   * @param {WordRanges} words of the article
   * @param {string} layer what is being marked
   * @param {Range[]} ranges to start from; the last is active
   * @param {Range} home the sentence
   */
  constructor(words, layer, ranges, home) {
    this.words = words;
    this.layer = layer;
    this.home = home;
    /** @type {Range[]} */
    this.kept = [];
    /** @type {Range|null} */
    this.active = null;
    /** @type {"start"|"end"|null} the end that moves; null where the first step decides */
    this.moving = null;
    this.propose(ranges);
  }

  /** Start anew from ranges. @param {Range[]} ranges */
  propose(ranges) {
    this.kept = ranges.slice(0, -1).map(([start, end]) => [start, end]);
    const last = ranges.at(-1);
    this.take(last ? [last[0], last[1]] : null);
  }

  /** @param {Range|null} range */
  take(range) {
    this.active = range;
    this.moving = null;
  }

  /** Every range, as it would be stored. @returns {Range[]} */
  value() {
    const trimmed = [...this.kept, ...(this.active ? [this.active] : [])].flatMap(([start, end]) => {
      const range = this.words.points.trimmed(start, end);
      return range ? [range] : [];
    });
    return joined(trimmed);
  }

  /** Go to the next word; to the first of the sentence where nothing is marked. @param {1|-1} by */
  move(by) {
    if (!this.active) {
      this.take(this.words.after(this.home[0]));
      return;
    }
    const [start, end] = this.active;
    // a longer range is left at the end it was changed last
    const from =
      by > 0 ? (this.moving === "start" ? start + 1 : end) : this.moving === "end" ? end - 1 : start;
    const word = by > 0 ? this.words.after(from) : this.words.before(from);
    if (word) this.take([word[0], word[1]]);
  }

  /** Move one end over a word. @param {1|-1} by */
  extend(by) {
    if (!this.active) {
      this.move(by);
      return;
    }
    this.moving ??= by > 0 || !this.isOneWord() ? "end" : "start";
    const [start, end] = this.active;
    if (this.moving === "end")
      this.setEnd(by > 0 ? this.words.after(end)?.[1] : this.lastEnd(start, end), by);
    else this.setStart(by < 0 ? this.words.before(start)?.[0] : this.nextStart(start, end), by);
  }

  isOneWord() {
    const [start, end] = this.active ?? [0, 0];
    const next = this.words.after(start + 1);
    return !next || next[0] >= end;
  }

  /** The end of the last word but one. @param {number} start @param {number} end */
  lastEnd(start, end) {
    const last = this.words.before(end);
    const left = last && this.words.before(last[0] >= start ? last[0] : start);
    return left && left[1] > start ? left[1] : undefined;
  }

  /** The start of the second word. @param {number} start @param {number} end */
  nextStart(start, end) {
    const next = this.words.after(start + 1);
    return next && next[0] < end ? next[0] : undefined;
  }

  /** @param {number|undefined} end @param {1|-1} by */
  setEnd(end, by) {
    if (!this.active) return;
    if (end !== undefined) this.active = [this.active[0], end];
    else if (by < 0) this.turn("start", by); // the last word stays; the range grows the other way
  }

  /** @param {number|undefined} start @param {1|-1} by */
  setStart(start, by) {
    if (!this.active) return;
    if (start !== undefined) this.active = [start, this.active[1]];
    else if (by > 0) this.turn("end", by);
  }

  /** @param {"start"|"end"} end @param {1|-1} by */
  turn(end, by) {
    this.moving = end;
    this.extend(by);
  }

  /** Move one end over a character; a range keeps at least one. @param {1|-1} by */
  nudge(by) {
    if (!this.active) return;
    this.moving ??= "end";
    const [start, end] = this.active;
    const from = this.moving === "end" ? end : start;
    const to = by > 0 ? this.words.characterAfter(from) : this.words.characterBefore(from);
    const range = /** @type {Range} */ (this.moving === "end" ? [start, to] : [to, end]);
    if (range[0] < range[1]) this.active = range;
  }

  /** To the first or last word of the sentence, or the range up to there. @param {"start"|"end"} end
   * @param {boolean} extend */
  jump(end, extend) {
    const first = this.words.after(this.home[0]);
    const last = this.words.before(this.home[1]);
    if (!first || !last) return;
    if (!extend || !this.active) {
      this.take(end === "start" ? [...first] : [...last]);
      return;
    }
    this.moving = end;
    this.active =
      end === "start"
        ? [Math.min(first[0], this.active[1] - 1), this.active[1]]
        : [this.active[0], Math.max(last[1], this.active[0] + 1)];
  }

  /** Which end Shift+arrow moves. @param {"start"|"end"} end */
  turnTo(end) {
    if (this.active) this.moving = end;
  }

  /** Keep the active range and begin another at the next word. */
  add() {
    if (!this.active) return;
    const next = this.words.after(this.active[1]) ?? this.words.before(this.active[0]);
    if (!next) return;
    this.kept.push(this.active);
    this.take([...next]);
  }

  /** Drop the active range. */
  remove() {
    this.take(this.kept.pop() ?? null);
  }

  /** Make another range the active one. @param {1|-1} by */
  choose(by) {
    if (!this.active || this.kept.length === 0) return;
    const all = [...this.kept, this.active].sort((a, b) => a[0] - b[0]);
    const index = (all.indexOf(this.active) + by + all.length) % all.length;
    const [next] = all.splice(index, 1);
    this.kept = all;
    this.take(next);
  }

  /** What the mouse has marked. @param {Range} range @param {"replace"|"add"|"extend"} how */
  place(range, how) {
    if (how === "add" && this.active) this.kept.push(this.active);
    const [start, end] = this.active ?? range;
    this.take(how === "extend" ? [Math.min(start, range[0]), Math.max(end, range[1])] : [range[0], range[1]]);
  }
}
