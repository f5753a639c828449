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
    /** @type {{letters: string, extend: boolean, index: number, anchor: Range|null, range: Range|null}|null}
     * what was typed, the word it led to, the range before and after */
    this.typed = null;
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

  /**
   * Go to the first word of the sentence that begins so, or extend the range to the next one. More letters
   * narrow it down; the same letter again goes to the next word.
   *
   * @param {string} letter
   * @param {boolean} extend
   * @returns {boolean} whether a word begins so
   */
  type(letter, extend) {
    const key = folded(letter);
    if (!key) return false;
    const words = this.homeWords();
    const last = this.goesOn(extend) ? this.typed : null;
    const before = last?.letters ?? "";
    const anchor = last ? last.anchor : this.active;
    const narrowed = last ? after(words, before + key, last.index - 1) : -1;
    const isAgain = last !== null && [...before].every((one) => one === key);
    const from = isAgain ? last.index : extend ? this.lastIndex(words) : -1;
    const index = narrowed >= 0 ? narrowed : after(words, key, from);
    if (index < 0) return false;
    this.goTo(words[index].range, extend ? anchor : null);
    const letters = narrowed >= 0 ? before + key : isAgain ? before : key;
    this.typed = { letters, extend, index, anchor, range: this.active };
    return true;
  }

  /** Has nothing happened since the last letter? @param {boolean} extend */
  goesOn(extend) {
    return this.typed?.extend === extend && this.typed.range === this.active;
  }

  /** @param {Range} word @param {Range|null} anchor the range to extend; null: the word alone */
  goTo(word, anchor) {
    this.take(anchor ? [Math.min(anchor[0], word[0]), Math.max(anchor[1], word[1])] : [word[0], word[1]]);
    if (anchor) this.moving = word[0] < anchor[0] ? "start" : "end";
  }

  /** The words of the sentence, as they are typed. @returns {{range: Range, text: string}[]} */
  homeWords() {
    const { points } = this.words;
    const list = this.words.of(this.words.indexAt(this.home[0]));
    return list.map((range) => ({ range, text: folded(points.slice(...range)) }));
  }

  /** The last word of the active range. @param {{range: Range}[]} words */
  lastIndex(words) {
    const end = this.active?.[1] ?? 0;
    return words.filter(({ range }) => range[1] <= end).length - 1;
  }
}

/**
 * The first word behind a place that begins so, going round.
 * @param {{text: string}[]} words
 * @param {string} letters
 * @param {number} place
 * @returns {number} -1 where there is none
 */
function after(words, letters, place) {
  for (let by = 1; by <= words.length; by += 1) {
    const index = (place + by + words.length) % words.length;
    if (words[index].text.startsWith(letters)) return index;
  }
  return -1;
}

/** Small letters and digits without accents. @param {string} text */
function folded(text) {
  const letters = text.normalize("NFKD").replace(/\p{M}/gu, "");
  return letters.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}
