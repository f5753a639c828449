// @ts-check
/**
 * Where marking begins: the word of the cue lexicon, the phrase beside it, and what is left of the sentence.
 * A start for the arrows, never a label. The lists of words are English; elsewhere the phrase up to the cue
 * is proposed.
 */

import { cueForms, words as wordsIn } from "../rules/cues.js";
import { CONTENT } from "../model/labels.js";
import { rolesOf } from "../model/roles.js";
import { joined, shared, without } from "../model/word_ranges.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../model/word_ranges.js").Range} Range */
/** @typedef {{text: string, start: number, end: number}} Word */
/** @typedef {{words: Word[], points: import("../model/codepoints.js").CodePoints}} Line a sentence, read */

const CLAUSE_END = /[,;:—–()[\]"“”«»„]|\.\s/u;
const QUOTED = /["“”«»„]/u;
const CAPITAL = /^\p{Lu}/u;
const JOINING = /^(?:that|and|but|or|while|as|because|so|when|where|with|of|on|for|from|by)$/i;
const LINKING =
  /^(?:\p{L}+ly|meanwhile|however|moreover|furthermore|nevertheless|still|yet|also|instead|then)$/iu;
const BEFORE_VERB = new Set(
  (
    "also had has have was were is are been be being did does do not never would will should could may might must " +
    "later then already repeatedly publicly reportedly again now still only even who which that"
  ).split(" "),
);
const AFTER_NAME = new Set(
  "on in at by after before during who which that when while as for told with to".split(" "),
);
const OPENING = /^(?:and|but|or|which|who|that|while|with|because|as)$/i;
/** A stretch shorter than this (words) is no claim of its own: "Earlier that". */
const FEW = 3;

/** @type {WeakMap<import("../model/codebook.js").Codebook, import("../rules/cues.js").CueForms>} */
const FORMS = new WeakMap();

/**
 * What to begin with when a role is marked, best first; each is a list of ranges.
 * @param {Model} model
 * @param {string} sentence
 * @param {string|null} claim
 * @param {string} layer
 * @returns {Range[][]}
 */
export function proposals(model, sentence, claim, layer) {
  const roles = rolesOf(model.codebook);
  const line = lineOf(model, sentence);
  if (line.words.length === 0) return [];
  if (layer === CONTENT) return contentProposals(model, sentence, claim);
  if (layer === roles.cue) return cueProposals(model, line, claim);
  if (layer === roles.mention) return namingProposals(model, line, claim);
  return [];
}

/** The expressions of the cue lexicon in the sentence; finite verbs and those outside the content first.
 * @param {Model} model @param {Line} line @param {string|null} claim @returns {Range[][]} */
function cueProposals(model, line, claim) {
  const found = cuesOf(model, line);
  const content = claim && !isAutomatic(model, claim) ? ranges(model, claim, CONTENT) : [];
  const doubt = (/** @type {Range} */ range) =>
    (shared([range], content) > 0 ? 2 : 0) + (/ing$/.test(between(line, range[0], range[1])) ? 1 : 0);
  return found.sort((a, b) => doubt(a) - doubt(b)).map((range) => [range]);
}

/** @param {Model} model @param {Line} line @returns {Range[]} */
function cuesOf(model, line) {
  const forms = formsOf(model.codebook);
  const plain = line.words.map((word) => wordsIn(word.text)[0] ?? "");
  /** @type {Range[]} */
  const found = [];
  for (let index = 0; index < plain.length; index += 1) {
    const fits = forms
      .get(plain[index])
      ?.find(([rest]) => rest.every((word, by) => plain[index + 1 + by] === word));
    // a capital inside the sentence begins a name: Ministry of State Security
    if (!fits || (index > 0 && CAPITAL.test(line.words[index].text))) continue;
    found.push([line.words[index].start, line.words[index + fits[0].length].end]);
    index += fits[0].length;
  }
  return found;
}

/** @param {import("../model/codebook.js").Codebook} codebook */
function formsOf(codebook) {
  let forms = FORMS.get(codebook);
  if (!forms) {
    const { cue_lexicon, irregular_forms, language } = codebook.json;
    forms = cueForms(cue_lexicon ?? {}, irregular_forms ?? {}, language ?? "en");
    FORMS.set(codebook, forms);
  }
  return forms;
}

/** The phrase before the cue, and the one after it. @param {Model} model @param {Line} line
 * @param {string|null} claim @returns {Range[][]} */
function namingProposals(model, line, claim) {
  const { cue: layer } = rolesOf(model.codebook);
  const marked = claim && layer ? ranges(model, claim, layer) : [];
  const cue = marked[0] ?? cuesOf(model, line)[0];
  if (!cue) return [];
  const phrases = [phraseBefore(line, cue[0]), phraseAfter(line, marked.at(-1)?.[1] ?? cue[1])];
  return phrases.flatMap((range) => (range ? [[range]] : []));
}

/** @param {Line} line @param {number} cue where it begins @returns {Range|null} */
function phraseBefore(line, cue) {
  const earlier = line.words.filter((word) => word.end <= cue);
  while (earlier.length > 1 && isBeforeVerb(earlier[earlier.length - 1].text)) earlier.pop();
  const last = earlier.at(-1);
  const next = last && line.words[line.words.indexOf(last) + 1];
  // "the ministry (MSS) said": that bracket belongs to the name
  if (!last || !next || CLAUSE_END.test(between(line, last.end, next.start).replace(/^\)/, ""))) return null;
  let first = earlier.length - 1;
  while (
    first > 0 &&
    !CLAUSE_END.test(between(line, earlier[first - 1].end, earlier[first].start).replace("(", ""))
  )
    first -= 1;
  return closed(line, [earlier[first].start, last.end]);
}

/** @param {string} word */
function isBeforeVerb(word) {
  return BEFORE_VERB.has(word.toLowerCase()) || (/ly$/.test(word) && !CAPITAL.test(word));
}

/** @param {Line} line @param {number} cue where it ends @returns {Range|null} */
function phraseAfter(line, cue) {
  const found = [];
  let from = cue;
  for (const word of line.words.filter((one) => one.start >= cue)) {
    const stops = found.length > 0 && AFTER_NAME.has(word.text.toLowerCase());
    if (stops || CLAUSE_END.test(between(line, from, word.start).replace("(", ""))) break;
    found.push(word);
    from = word.end;
  }
  if (found.length === 0 || JOINING.test(found[0].text)) return null;
  return closed(line, [found[0].start, found[found.length - 1].end]);
}

/** A name with the bracket that it opens: "State Security (MSS)". @param {Line} line @param {Range} range
 * @returns {Range} */
function closed(line, [start, end]) {
  const text = between(line, start, end);
  return text.includes("(") && !text.includes(")") && between(line, end, end + 1) === ")"
    ? [start, end + 1]
    : [start, end];
}

/** What the sentence holds beside the attribution and the other claims.
 * @param {Model} model @param {string} sentence @param {string|null} claim
 * @param {string|null} [like] a claim whose attribution it shares @returns {Range[][]} */
export function contentProposals(model, sentence, claim, like = null) {
  const line = lineOf(model, sentence);
  if (line.words.length === 0) return [];
  const attribution = attributionOf(model, line, like ?? claim);
  const others = model.claims(sentence).filter((one) => one !== claim && !isAutomatic(model, one));
  const taken = others.flatMap((one) => ranges(model, one, CONTENT));
  const whole = /** @type {Range} */ ([line.words[0].start, line.words[line.words.length - 1].end]);
  const rest = without(whole, [...bridged(line, attribution), ...taken]);
  const pieces = rest.flatMap((range) => trimmed(line, range));
  const quoted = pieces.filter((piece) => countWords(line, piece) >= FEW && isQuoted(line, piece));
  pieces.sort((a, b) => b[1] - b[0] - (a[1] - a[0]));
  const parts = pieces.slice(0, 1).flatMap((piece) => clauses(line, piece));
  return [...(quoted.length > 1 ? [quoted] : []), ...[...pieces, ...parts, whole].map((piece) => [piece])];
}

/** The words of the attribution; the source's own, where nobody has marked them, as they would be proposed.
 * @param {Model} model @param {Line} line @param {string|null} claim @returns {Range[]} */
function attributionOf(model, line, claim) {
  const { spans, cue: words, mention: naming } = rolesOf(model.codebook);
  const marked = claim ? spans.flatMap(({ id }) => ranges(model, claim, id)) : [];
  const isNamed = claim && naming && ranges(model, claim, naming).length > 0;
  if (!claim || !words || isNamed || ranges(model, claim, words).length === 0) return marked;
  return [...marked, ...(namingProposals(model, line, claim)[0] ?? [])];
}

/**
 * A stretch up to each place where a clause ends in it, then from there on.
 * @param {Line} line
 * @param {Range} piece
 * @returns {Range[]}
 */
function clauses(line, [start, end]) {
  const inside = line.words.filter((word) => word.start >= start && word.end <= end);
  const cuts = inside.flatMap((word, index) => {
    const before = inside[index - 1];
    const isCut =
      before && (CLAUSE_END.test(between(line, before.end, word.start)) || OPENING.test(word.text));
    return isCut ? [[before.end, word.start]] : [];
  });
  const heads = cuts.flatMap(([cut]) => trimmed(line, [start, cut]));
  const tails = cuts.flatMap(([, cut]) => trimmed(line, [cut, end]));
  return [...heads, ...tails].filter((range) => countWords(line, range) >= FEW);
}

/** The attribution with what stands between its parts: "the ministry [had also] said".
 * @param {Line} line @param {Range[]} attribution @returns {Range[]} */
function bridged(line, attribution) {
  /** @type {Range[]} */
  const result = [];
  for (const [start, end] of joined(attribution)) {
    const last = result.at(-1);
    const near =
      last && countWords(line, [last[1], start]) <= FEW && !CLAUSE_END.test(between(line, last[1], start));
    if (last && near) last[1] = end;
    else result.push([start, end]);
  }
  return result;
}

/** A stretch from its first to its last word, without a word that only joins it; none where no word is in it.
 * @param {Line} line @param {Range} range @returns {Range[]} */
function trimmed(line, range) {
  const inside = line.words.filter((word) => word.start >= range[0] && word.end <= range[1]);
  const links =
    inside.length > FEW &&
    LINKING.test(inside[0].text) &&
    between(line, inside[0].end, inside[0].end + 1) === ",";
  if (links) inside.shift();
  while (inside.length > 1 && JOINING.test(inside[0].text)) inside.shift();
  while (inside.length > 1 && JOINING.test(inside[inside.length - 1].text)) inside.pop();
  return inside.length ? [[inside[0].start, inside[inside.length - 1].end]] : [];
}

/** @param {Line} line @param {Range} range */
function countWords(line, range) {
  return line.words.filter((word) => word.start >= range[0] && word.end <= range[1]).length;
}

/** Do quotation marks stand beside the range? @param {Line} line @param {Range} range */
function isQuoted(line, [start, end]) {
  return (
    QUOTED.test(between(line, Math.max(0, start - 1), start)) || QUOTED.test(between(line, end, end + 2))
  );
}

/** @param {Line} line @param {number} start @param {number} end */
function between(line, start, end) {
  return line.points.slice(start, Math.min(end, line.points.length));
}

/** @param {Model} model @param {string} sentence @returns {Line} */
function lineOf(model, sentence) {
  const { article, points, sentence: place } = model.place(sentence);
  const list = model.wordsOf(article);
  const found = list.of(list.indexAt(place.start));
  return { points, words: found.map(([start, end]) => ({ text: points.slice(start, end), start, end })) };
}

/** @param {Model} model @param {string} claim @param {string} layer @returns {Range[]} */
function ranges(model, claim, layer) {
  return /** @type {Range[]} */ (model.labels.value(claim, layer) ?? []);
}

/** @param {Model} model @param {string} claim */
function isAutomatic(model, claim) {
  return model.labels.find(claim, CONTENT)?.origin === "automatic";
}
