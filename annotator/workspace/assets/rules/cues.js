// @ts-check
/**
 * The words of a cue, and the lists of the codebook's lexicon they stand in: the same as
 * labels/codebook/cues.py.
 */

/**
 * @typedef {Map<string, [string[], string][]>} CueForms for each first word, what must follow it, and the
 *   list
 */

const WORD = /[\p{L}\p{Nl}\p{No}]+(?:[-'][\p{L}\p{Nl}\p{No}]+)*/gu;
const FOLLOWING = /^(?:[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+[\p{L}\p{Nl}\p{No}]+){1,3}/u;

/** The words in small letters. @param {string} text @returns {string[]} */
export function words(text) {
  return text.replace(/[‘’]/g, "'").toLowerCase().match(WORD) ?? [];
}

/** The next few words of the line, as long as only white space is between them.
 * @param {import("../model/codepoints.js").CodePoints} points @param {number} offset */
export function wordsAfter(points, offset) {
  return words(FOLLOWING.exec(points.slice(offset, Math.min(points.length, offset + 80)))?.[0] ?? "");
}

/**
 * @param {Record<string, string[]>} lexicon
 * @param {Record<string, string[]>} irregular
 * @param {string} language
 * @returns {CueForms} longer expressions first
 */
export function cueForms(lexicon, irregular, language) {
  /** @type {CueForms} */
  const result = new Map();
  const english = language.toLowerCase().split("-")[0] === "en";
  for (const [name, lemmas] of Object.entries(lexicon)) {
    for (const lemma of lemmas) {
      const [first, ...rest] = lemma
        .trim()
        .toLowerCase()
        .split(/[_\s]+/);
      const forms = new Set([first, ...(irregular[first] ?? []), ...(english ? regularForms(first) : [])]);
      for (const form of forms) result.set(form, [...(result.get(form) ?? []), [rest, name]]);
    }
  }
  for (const expressions of result.values()) expressions.sort((a, b) => b[0].length - a[0].length);
  return result;
}

/** The regular English forms of a verb in both spellings. @param {string} verb */
function regularForms(verb) {
  const result = new Set();
  for (const base of new Set([verb, verb.replace(/ize$/, "ise")])) {
    // a shortened or doubled stem is followed by an ending: "note" has no form "not"
    const stems = new Set([base.endsWith("e") ? base.slice(0, -1) : base]);
    if (/[^aeiou][aeiou][bdfgklmnprtvz]$/.test(base)) stems.add(base + base.at(-1));
    if (/[^aeiou]y$/.test(base)) stems.add(`${base.slice(0, -1)}i`);
    for (const ending of ["", "s", "es", "d", "ed", "ing"]) result.add(base + ending);
    for (const stem of stems) for (const ending of ["es", "ed", "ing"]) result.add(stem + ending);
  }
  return result;
}

/** The lists that hold an expression of the cue; each word counts in its longest one only.
 * @param {string[]} cue @param {CueForms} forms
 * @param {string[]} following the words right after the cue; may complete an expression, not begin one
 * @returns {Set<string>} */
export function listed(cue, forms, following = []) {
  /** @type {Set<string>} */
  const found = new Set();
  const text = [...cue, ...following];
  for (let index = 0; index < cue.length; index += 1) {
    for (const [rest, name] of forms.get(cue[index]) ?? []) {
      if (rest.every((word, place) => text[index + 1 + place] === word)) {
        found.add(name);
        index += rest.length;
        break;
      }
    }
  }
  return found;
}

/** Does the cue hold a negation, or end a word with one that has an apostrophe (n't)?
 * @param {string[]} cue @param {string[]} negations */
export function isNegated(cue, negations) {
  return cue.some((word) =>
    negations.some((negation) => (negation.includes("'") ? word.endsWith(negation) : word === negation)),
  );
}
