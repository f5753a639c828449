// @ts-check
/** Which of the proposed pairs of sentences are shown: those far apart must be more alike. Pure. */

/** @typedef {[string, string, number]} Pair two sentences and how alike they are, 0 to 1 */

/** As alike as this (0 to 1), sentences are paired wherever they are. */
const CERTAIN = 0.5;
/** Others may be this share of their articles apart. */
const APART = 0.3;

/**
 * The pairs to show.
 *
 * @param {Pair[]} pairs
 * @param {import("./types.js").Article[]} articles
 * @returns {Pair[]}
 */
export function shownPairs(pairs, articles) {
  /** @type {Map<string, number>} */
  const shares = new Map();
  for (const { sentences } of articles) {
    sentences.forEach(({ id }, index) => shares.set(id, index / Math.max(1, sentences.length - 1)));
  }
  return pairs.filter(([a, b, score]) => {
    const [from, to] = [shares.get(a), shares.get(b)];
    return from !== undefined && to !== undefined && (score >= CERTAIN || Math.abs(from - to) <= APART);
  });
}
