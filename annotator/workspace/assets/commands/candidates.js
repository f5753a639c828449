// @ts-check
/**
 * Where marking begins: a cue, the mention beside it, and what is left of the sentence. A start for the
 * arrows, never a label. What a cue, a mention and a content may begin and end with, the server has found in
 * the text (article.candidates); here the state of the claim chooses among them.
 */

import { CONTENT } from "../model/labels.js";
import { rolesOf } from "../model/roles.js";
import { joined, shared, without } from "../model/word_ranges.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../model/word_ranges.js").Range} Range */
/** @typedef {Required<import("../model/wire.js").CandidatesView>} Candidates */
/**
 * @typedef {{points: import("../model/codepoints.js").CodePoints, words: Range[], quotations: Range[], may:
 *   Candidates}} Line a sentence: its words, the article's quotations, and where ranges may begin and end
 */

/** @type {Candidates} */
const NOWHERE = { cues: [], clauses: [], breaks: [], joiners: [], openers: [], auxiliaries: [], stops: [] };
/** A stretch shorter than this (words) makes no claim: "Earlier that". */
const FEW = 3;

/**
 * What to begin with when a role is marked, best first; each is a list of ranges.
 * @param {Model} model
 * @param {string} sentence
 * @param {string|null} claim
 * @param {string} layer
 * @returns {Range[][]}
 */
export function candidates(model, sentence, claim, layer) {
  const roles = rolesOf(model.codebook);
  const line = lineOf(model, sentence);
  if (line.words.length === 0) return [];
  if (layer === CONTENT) return contentCandidates(model, sentence, claim);
  if (layer === roles.cue) return cueCandidates(model, line, claim);
  if (layer === roles.mention) return mentionCandidates(model, line, claim);
  return [];
}

/** The cues of the sentence; those outside the content first. @param {Model} model @param {Line} line
 * @param {string|null} claim @returns {Range[][]} */
function cueCandidates(model, line, claim) {
  const content = claim && !isAutomatic(model, claim) ? ranges(model, claim, CONTENT) : [];
  const [inside, outside] = [true, false].map((isInside) =>
    line.may.cues.filter((cue) => shared([cue.range], content) > 0 === isInside),
  );
  return [...outside, ...inside].map((cue) => [cue.range]);
}

/** The mentions that fit the cue, then the clause before it and the one after it. @param {Model} model
 * @param {Line} line @param {string|null} claim @returns {Range[][]} */
function mentionCandidates(model, line, claim) {
  const { cue: layer } = rolesOf(model.codebook);
  const marked = claim && layer ? ranges(model, claim, layer) : [];
  const cue = marked[0] ?? line.may.cues[0]?.range;
  if (!cue) return [];
  const known = line.may.cues.find(({ range }) => shared([range], [cue]) > 0);
  const fitting = (known?.mentions ?? []).filter((range) => shared([range], [...marked, cue]) === 0);
  const beside = [phraseBefore(line, cue[0]), phraseAfter(line, marked.at(-1)?.[1] ?? cue[1])];
  return [...fitting, ...beside.flatMap((range) => range ?? [])].map((range) => [range]);
}

/** The clause up to the cue. @param {Line} line @param {number} cue where it begins
 * @returns {Range[]|null} */
function phraseBefore(line, cue) {
  const clause = line.may.clauses.find(([start, end]) => start < cue && cue < end);
  if (!clause) return null;
  const words = wordsIn(line, [clause[0], cue]);
  while (words.length > 1 && line.may.auxiliaries.includes(words[words.length - 1][0])) words.pop();
  return words.length ? [closed(line, [words[0][0], words[words.length - 1][1]])] : null;
}

/** The clause from the cue on, up to a word that no name has. @param {Line} line @param {number} cue where it
 * ends @returns {Range[]|null} */
function phraseAfter(line, cue) {
  const clause = line.may.clauses.find(([start, end]) => start < cue && cue < end);
  if (!clause) return null;
  const words = wordsIn(line, [cue, clause[1]]);
  if (words.length === 0 || line.may.joiners.includes(words[0][0])) return null;
  const stop = words.findIndex((word, index) => index > 0 && line.may.stops.includes(word[0]));
  const last = words[(stop < 0 ? words.length : stop) - 1];
  return [closed(line, [words[0][0], last[1]])];
}

/** A name with the bracket that it opens: "State Security (MSS)". @param {Line} line @param {Range} range
 * @returns {Range} */
function closed({ points }, [start, end]) {
  const text = points.slice(start, end);
  const isOpen = text.includes("(") && !text.includes(")");
  return isOpen && end < points.length && points.slice(end, end + 1) === ")"
    ? [start, end + 1]
    : [start, end];
}

/** What the sentence holds beside the attribution and the other claims.
 * @param {Model} model @param {string} sentence @param {string|null} claim
 * @param {string|null} [like] a claim whose attribution it shares @returns {Range[][]} */
export function contentCandidates(model, sentence, claim, like = null) {
  const line = lineOf(model, sentence);
  if (line.words.length === 0) return [];
  const attribution = attributionOf(model, line, like ?? claim);
  const others = model.claims(sentence).filter((one) => one !== claim && !isAutomatic(model, one));
  const taken = others.flatMap((one) => ranges(model, one, CONTENT));
  const whole = /** @type {Range} */ ([line.words[0][0], line.words[line.words.length - 1][1]]);
  const rest = without(whole, [...bridged(line, attribution), ...taken]);
  const pieces = rest.flatMap((range) => trimmed(line, range));
  const quoted = pieces.filter((piece) => wordsIn(line, piece).length >= FEW && isQuoted(line, piece));
  pieces.sort((a, b) => b[1] - b[0] - (a[1] - a[0]));
  const parts = pieces.slice(0, 1).flatMap((piece) => partsOf(line, piece));
  // "Monday", left over between two claims, is nothing to begin with
  const isStray = (/** @type {Range} */ piece) => wordsIn(line, piece).length === 1;
  const left = pieces.filter((piece) => !isStray(piece));
  const ordered = [...left, ...parts, whole, ...pieces.filter(isStray)];
  return [...(quoted.length > 1 ? [quoted] : []), ...ordered.map((piece) => [piece])];
}

/** The words of the attribution; the mention, where nobody has marked it, as marking would begin with it.
 * @param {Model} model @param {Line} line @param {string|null} claim @returns {Range[]} */
function attributionOf(model, line, claim) {
  const { spans, cue, mention } = rolesOf(model.codebook);
  const marked = claim ? spans.flatMap(({ id }) => ranges(model, claim, id)) : [];
  const isNamed = claim && mention && ranges(model, claim, mention).length > 0;
  if (!claim || !cue || isNamed || ranges(model, claim, cue).length === 0) return marked;
  return [...marked, ...(mentionCandidates(model, line, claim)[0] ?? [])];
}

/** A stretch up to each break in it, then from there on. @param {Line} line @param {Range} piece
 * @returns {Range[]} */
function partsOf(line, [start, end]) {
  const breaks = line.may.breaks.filter((at) => start < at && at < end);
  const heads = breaks.flatMap((at) => trimmed(line, [start, at]));
  const tails = breaks.flatMap((at) => trimmed(line, [at, end]));
  return [...heads, ...tails].filter((range) => wordsIn(line, range).length >= FEW);
}

/** The attribution with what is between its parts in one clause: "the ministry [had also] said".
 * @param {Line} line @param {Range[]} attribution @returns {Range[]} */
function bridged(line, attribution) {
  /** @type {Range[]} */
  const result = [];
  for (const [start, end] of joined(attribution)) {
    const last = result.at(-1);
    const isNear =
      last &&
      wordsIn(line, [last[1], start]).length <= FEW &&
      line.may.clauses.some(([from, to]) => from < last[1] && start < to);
    if (last && isNear) last[1] = end;
    else result.push([start, end]);
  }
  return result;
}

/** A stretch from its first to its last word, without a word that only joins it; none where no word is in it.
 * @param {Line} line @param {Range} range @returns {Range[]} */
function trimmed(line, range) {
  const { joiners, openers } = line.may;
  const words = wordsIn(line, range);
  if (words.length > FEW && openers.includes(words[0][0])) words.shift();
  while (words.length > 1 && joiners.includes(words[0][0])) words.shift();
  while (words.length > 1 && joiners.includes(words[words.length - 1][0])) words.pop();
  return words.length ? [[words[0][0], words[words.length - 1][1]]] : [];
}

/** @param {Line} line @param {Range} range @returns {Range[]} */
function wordsIn(line, [start, end]) {
  return line.words.filter((word) => word[0] >= start && word[1] <= end);
}

/** Does a quotation begin or end with the range? @param {Line} line @param {Range} range */
function isQuoted(line, [start, end]) {
  return line.quotations.some(([from, to]) => from === start - 1 || (end < to && to <= end + 2));
}

/** @param {Model} model @param {string} sentence @returns {Line} */
function lineOf(model, sentence) {
  const { article, points, sentence: place } = model.place(sentence);
  const list = model.wordsOf(article);
  const words = list.of(list.indexAt(place.start));
  const may = { ...NOWHERE, ...article.candidates[sentence] };
  return { points, words, quotations: article.quotations, may };
}

/** @param {Model} model @param {string} claim @param {string} layer @returns {Range[]} */
function ranges(model, claim, layer) {
  return /** @type {Range[]} */ (model.labels.value(claim, layer) ?? []);
}

/** @param {Model} model @param {string} claim */
function isAutomatic(model, claim) {
  return model.labels.find(claim, CONTENT)?.origin === "automatic";
}
