// @ts-check
/**
 * The words and characters of an article, as steps of a selection. Offsets are code points. Words are found
 * by the browser for the article's language, sentence by sentence and only when asked for; a character is
 * what a reader takes for one (a letter with its accents, an emoji with its color).
 */

/** @typedef {[number, number]} Range */
/** @typedef {import("./types.js").Article} Article */
/** @typedef {import("./codepoints.js").CodePoints} CodePoints */

/** One word to a reader: "high-precision", "10,000", "U.S." */
const HYPHEN = /^[-\u2010\u2011]$/;
const ABBREVIATION = /^\p{L}(?:\.\p{L})+$/u;
const FALLBACK = /[\p{L}\p{N}\p{M}]+(?:['’‘.][\p{L}\p{N}\p{M}]+)*/gu;

export class WordRanges {
  /** @param {Article} article @param {CodePoints} points */
  constructor(article, points) {
    this.sentences = [...article.sentences].sort((a, b) => a.start - b.start);
    this.points = points;
    this.wordsOf = segmenter(article.language, "word");
    this.charactersOf = segmenter(article.language, "grapheme");
    /** @type {Map<number, Range[]>} */
    this.known = new Map();
  }

  /** The words of a sentence by its place in the text. @param {number} index @returns {Range[]} */
  of(index) {
    let found = this.known.get(index);
    if (!found) {
      const { start, end } = this.sentences[index];
      found = words(this.points, start, end, this.wordsOf);
      this.known.set(index, found);
    }
    return found;
  }

  /** The place of the last sentence that begins at or before an offset. @param {number} offset */
  indexAt(offset) {
    let low = 0;
    let high = this.sentences.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.sentences[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /**
   * The places of the sentences that a range touches.
   * @param {number} start
   * @param {number} end
   * @returns {number[]}
   */
  touching(start, end) {
    const found = [];
    for (let index = this.indexAt(start); index < this.sentences.length; index += 1) {
      const sentence = this.sentences[index];
      if (sentence.start >= end) break;
      if (sentence.end > start) found.push(index);
    }
    return found;
  }

  /** The first word that begins at or after an offset. @param {number} offset @returns {Range|null} */
  after(offset) {
    for (let index = this.indexAt(offset); index < this.sentences.length; index += 1) {
      const word = this.of(index).find(([start]) => start >= offset);
      if (word) return word;
    }
    return null;
  }

  /** The last word that ends at or before an offset. @param {number} offset @returns {Range|null} */
  before(offset) {
    for (let index = this.indexAt(offset); index >= 0; index -= 1) {
      const word = this.of(index)
        .filter(([, end]) => end <= offset)
        .at(-1);
      if (word) return word;
    }
    return null;
  }

  /** The word that holds a character, or null between words. @param {number} offset @returns {Range|null} */
  at(offset) {
    return this.of(this.indexAt(offset)).find(([start, end]) => start <= offset && offset < end) ?? null;
  }

  /** A range that ends with whole words. @param {number} start @param {number} end @returns {Range} */
  snapped(start, end) {
    return [this.at(start)?.[0] ?? start, end > start ? (this.at(end - 1)?.[1] ?? end) : end];
  }

  /** The border of the next character. @param {number} offset */
  characterAfter(offset) {
    const { start, end } = this.sentences[this.indexAt(offset)] ?? { start: 0, end: 0 };
    if (offset < start || offset >= end) return Math.min(this.points.length, offset + 1);
    return this.borders(start, end).find((border) => border > offset) ?? end;
  }

  /** The border of the character before. @param {number} offset */
  characterBefore(offset) {
    const { start, end } = this.sentences[this.indexAt(Math.max(0, offset - 1))] ?? { start: 0, end: 0 };
    if (offset <= start || offset > end) return Math.max(0, offset - 1);
    return (
      this.borders(start, end)
        .filter((border) => border < offset)
        .at(-1) ?? start
    );
  }

  /** Where the characters of a stretch begin and end. @param {number} start @param {number} end */
  borders(start, end) {
    const borders = [start];
    let point = start;
    for (const { segment } of this.charactersOf(this.points.slice(start, end))) {
      point += [...segment].length;
      borders.push(point);
    }
    return borders;
  }
}

/** @typedef {(text: string) => Iterable<{segment: string, index: number, isWordLike?: boolean}>} Segment */

/** @param {string} language @param {"word"|"grapheme"} granularity @returns {Segment} */
function segmenter(language, granularity) {
  if (typeof Intl === "undefined" || !("Segmenter" in Intl))
    return granularity === "word" ? plainWords : plainCharacters;
  let made;
  try {
    made = new Intl.Segmenter(language.replace("_", "-") || undefined, { granularity });
  } catch {
    made = new Intl.Segmenter(undefined, { granularity }); // an article may say that its language is anything
  }
  const segments = made;
  return (text) => segments.segment(text);
}

/** @type {Segment} */
function* plainWords(text) {
  for (const match of text.matchAll(FALLBACK))
    yield { segment: match[0], index: match.index ?? 0, isWordLike: true };
}

/** @type {Segment} */
function* plainCharacters(text) {
  for (const segment of text) yield { segment, index: 0 };
}

/**
 * @param {CodePoints} points
 * @param {number} start
 * @param {number} end
 * @param {Segment} segment
 * @returns {Range[]}
 */
function words(points, start, end, segment) {
  const text = points.slice(start, end);
  const base = points.toUnit(start);
  /** @type {[number, number][]} in UTF-16 units of the sentence */
  const found = [];
  for (const one of segment(text)) {
    if (!one.isWordLike) continue;
    const last = found.at(-1);
    if (last && last[1] + 1 === one.index && HYPHEN.test(text[last[1]]))
      last[1] = one.index + one.segment.length;
    else found.push([one.index, one.index + one.segment.length]);
  }
  for (const one of found) if (text[one[1]] === "." && ABBREVIATION.test(text.slice(...one))) one[1] += 1;
  return found.map(([from, to]) => [points.toPoint(base + from), points.toPoint(base + to)]);
}

/**
 * Ranges in reading order; those that overlap or touch are one.
 * @param {Iterable<Range>} ranges
 * @returns {Range[]}
 */
export function joined(ranges) {
  /** @type {Range[]} */
  const result = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (start >= end) continue;
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

/** What is left of a range without others. @param {Range} range @param {Range[]} others @returns {Range[]} */
export function without(range, others) {
  /** @type {Range[]} */
  const rest = [];
  let from = range[0];
  for (const [start, end] of joined(others)) {
    if (end <= from || start >= range[1]) continue;
    if (start > from) rest.push([from, start]);
    from = Math.max(from, end);
  }
  if (from < range[1]) rest.push([from, range[1]]);
  return rest;
}

/** How many characters two sets of ranges share. @param {Range[]} a @param {Range[]} b */
export function shared(a, b) {
  let count = 0;
  for (const [p, q] of a) for (const [r, s] of b) count += Math.max(0, Math.min(q, s) - Math.max(p, r));
  return count;
}

/** @param {Range[]} ranges */
export function lengthOf(ranges) {
  return ranges.reduce((sum, [start, end]) => sum + end - start, 0);
}
