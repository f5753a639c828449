// @ts-check
/**
 * Which parts of a text stand in quotation marks: the same rules as labels/codebook/quotations.py, which explains them.
 * Offsets here are UTF-16 units of one paragraph.
 */

/** @typedef {[number, number]} Range */

/** @type {Record<string, string>} */
const CLOSERS = {
  "“": "”\"“", "„": "“”\"", "‟": "”\"", "«": "»", "»": "«", "”": "”\"", '"': "\"”", "＂": "＂",
  "「": "」", "『": "』", "〝": "〞〟", "‚": "‘’", "‹": "›", "›": "‹",
};
const ALWAYS_OPEN = "“„‟«‚‹「『〝";
const EITHER = "\"＂”»›“«‹";
const SINGLE = "‚‹›";
const MARK = /[“„‟«»”"＂「」『』〝〞〟‚‘’‹›]/g;
const BEFORE_OPENING = "([{<—–-/:“„«‚‘'\"";

/** The quoted ranges of one paragraph with their marks, in order; one never closed runs to its end.
 * @param {string} part @returns {Range[]} */
export function quotations(part) {
  let straight = 0;
  for (let at = 0; at < part.length; at += 1) if (part[at] === '"' && !isMeasure(part, at)) straight += 1;
  const isEven = straight % 2 === 0;
  /** @type {Range[]} */
  const found = [];
  /** @type {[string, number][]} */
  let opened = [];
  for (const match of part.matchAll(MARK)) {
    const mark = match[0];
    const at = match.index ?? 0;
    const depth = closedBy(mark, part, at, opened, isEven);
    if (depth !== null) {
      if (depth === 0) found.push([opened[0][1], at + 1]);
      opened = opened.slice(0, depth);
    } else if (opens(mark, part, at, opened.length > 0)) {
      const last = opened.at(-1);
      if (last && !SINGLE.includes(mark) && last[0] === mark) {
        found.push([opened[0][1], at]);
        opened = [];
      }
      opened.push([mark, at]);
    }
  }
  const open = opened.find(([mark]) => !SINGLE.includes(mark));
  if (open) found.push([open[1], part.length]);
  return merged(found);
}

/** @param {string} mark @param {string} part @param {number} at @param {[string, number][]} opened
 * @param {boolean} isEven @returns {number|null} */
function closedBy(mark, part, at, opened, isEven) {
  for (let depth = opened.length - 1; depth >= 0; depth -= 1) {
    const opener = opened[depth][0];
    if (!CLOSERS[opener].includes(mark) || ("‘’".includes(mark) && insideWord(part, at))) continue;
    if (mark === opener && mark === '"' && isEven) return depth;
    if (EITHER.includes(mark) && looksOpening(part, at) && (mark === opener || mark === '"')) continue;
    return depth;
  }
  return null;
}

/** @param {string} mark @param {string} part @param {number} at @param {boolean} nested */
function opens(mark, part, at, nested) {
  if (!(mark in CLOSERS)) return false;
  if (ALWAYS_OPEN.includes(mark)) return !SINGLE.includes(mark) || looksOpening(part, at);
  if (mark === '"' && !nested) return !isMeasure(part, at) && !looksClosing(part, at);
  return looksOpening(part, at);
}

/** @param {string} part @param {number} at */
function looksOpening(part, at) {
  const before = charBefore(part, at);
  const after = charAfter(part, at);
  return (before === "" || isSpace(before) || BEFORE_OPENING.includes(before)) && after !== "" && !isSpace(after);
}

/** @param {string} part @param {number} at */
function looksClosing(part, at) {
  const before = charBefore(part, at);
  return before !== "" && !isSpace(before) && !"([{".includes(before) && !isWordCharacter(charAfter(part, at));
}

/** @param {string} part @param {number} at */
function insideWord(part, at) {
  return isWordCharacter(charBefore(part, at)) && isWordCharacter(charAfter(part, at));
}

/** @param {string} part @param {number} at */
function isMeasure(part, at) {
  if (!/\p{Nd}/u.test(charBefore(part, at)) || isWordCharacter(charAfter(part, at))) return false;
  const line = part.slice(0, at);
  return (line.split('"').length - 1) % 2 === 0 && !/[“„][^”]*$/.test(line);
}

/** @param {string} part @param {number} at */
function charBefore(part, at) {
  return /[\ud800-\udbff][\udc00-\udfff]$/.test(part.slice(0, at)) ? part.slice(at - 2, at) : part.slice(Math.max(0, at - 1), at);
}

/** @param {string} part @param {number} at */
function charAfter(part, at) {
  return at + 1 < part.length ? String.fromCodePoint(/** @type {number} */ (part.codePointAt(at + 1))) : "";
}

/** @param {string} character */
function isSpace(character) {
  return /^[\s\x1c-\x1f\x85]$/u.test(character);
}

/** A letter or digit of any script. @param {string} character */
export function isWordCharacter(character) {
  return /^[\p{L}\p{N}]$/u.test(character);
}

/** @param {Range[]} ranges @returns {Range[]} */
function merged(ranges) {
  /** @type {Range[]} */
  const result = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
