// @ts-check
/**
 * Blind labeling: an event in which nothing shows which outlet wrote what. Names are covered in the articles'
 * own text too, by as many characters as they have, so that every offset stays where it was. Pure.
 */

import { TEXTS, fill } from "../texts.js";

/** @typedef {import("./types.js").Article} Article */
/** @typedef {import("./types.js").Bundle} Bundle */

/** Stands for a letter of an outlet's name. */
export const COVER = "▒";
/**
 * Shorter names are words as well ("Sun" at the start of a sentence, "AP"): only written as the outlet writes
 * them.
 */
const SHORT = 4;
/** Kinds of sentence that say nothing but who wrote: covered as a whole. */
const SIGNED = new Set(["byline", "outlet_name"]);
/** Details that don't point to an outlet; what is not listed is left out. */
const SHOWN = new Set(["published", "language"]);

/** @param {Bundle} bundle @returns {Bundle} */
export function blinded(bundle) {
  const names = bundle.articles.flatMap(namesOf);
  const cover = (/** @type {string} */ text) => names.reduce((part, name) => coverName(part, name), text);
  const articles = bundle.articles.map((article, index) => ({
    ...article,
    outlet: fill(TEXTS.outletBlind, { letter: letterOf(index) }),
    title: cover(article.title),
    byline: "",
    url: "",
    details: article.details.filter(([name]) => SHOWN.has(name)),
    text: unsigned(article, cover(article.text)),
  }));
  return { ...bundle, event: { ...bundle.event, name: cover(bundle.event.name) }, articles };
}

/**
 * A text without the lines that only name its writer or its outlet.
 * @param {Article} article
 * @param {string} text
 */
function unsigned(article, text) {
  const points = Array.from(text);
  for (const { kind, start, end } of article.sentences) {
    if (SIGNED.has(kind))
      points.splice(start, end - start, ...Array.from(covered(points.slice(start, end).join(""))));
  }
  return points.join("");
}

/**
 * What an outlet is called: its name, without its article, as one word, its initials, and its address.
 * @param {Article} article
 */
export function namesOf(article) {
  const name = article.outlet.trim();
  const bare = name.replace(/^(?:the|der|die|das|le|la|les|el|los|il|de)\s+/i, "");
  const names = [name, bare];
  // one word of several letters is as good as the name: @DailyShout, dailyshout.com
  if (/\s/.test(bare)) names.push(bare.replace(/\s+/g, ""), name.replace(/\s+/g, ""));
  const initials = Array.from(bare.matchAll(/\p{Lu}/gu), ([letter]) => letter).join("");
  if (initials.length > 2) names.push(initials);
  const host = /^https?:\/\/(?:www\.)?([^/:?#]+)/i.exec(article.url)?.[1] ?? "";
  const label = host.split(".")[0];
  names.push(host, label.length >= SHORT ? label : "");
  return [...new Set(names)].filter((one) => one.length > 1).sort((a, b) => b.length - a.length);
}

/** @param {string} text @param {string} name */
function coverName(text, name) {
  const escaped = name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/\s+/g, "\\s+");
  const several = /\s/.test(name);
  return text.replace(
    new RegExp(escaped, [...name].length < SHORT ? "gu" : "giu"),
    (found, /** @type {number} */ at) => {
      const isWhole =
        several || (begins(text.slice(0, at), found) && ends(found, text.slice(at + found.length)));
      return isWhole ? covered(found) : found;
    },
  );
}

/**
 * Not the end of a longer word, though a page may have glued it to the word before.
 * @param {string} before
 * @param {string} name
 */
function begins(before, name) {
  return !/[\p{Ll}\p{Lu}\p{N}]$/u.test(before) || (/\p{Ll}$/u.test(before) && /^\p{Lu}/u.test(name));
}

/** @param {string} name @param {string} after */
function ends(name, after) {
  return !/^[\p{Ll}\p{Lu}\p{N}]/u.test(after) || (/\p{Ll}$/u.test(name) && /^\p{Lu}/u.test(after));
}

/**
 * As many covers as the name has code points; blanks stay, so that lines break as before.
 * @param {string} name
 */
function covered(name) {
  return Array.from(name, (one) => (/\s/.test(one) ? one : COVER)).join("");
}

/** A, B … Z, AA. @param {number} index @returns {string} */
function letterOf(index) {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter;
}
