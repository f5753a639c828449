// @ts-check
/**
 * Layers that are computed, not asked, by the same rules as labels/codebook/derivation.py; the server's
 * result counts. A differential test compares both.
 */

import { valuesOf } from "../model/codebook.js";
import { cueForms, isNegated, listed, words, wordsAfter } from "./cues.js";

/** @typedef {import("../model/types.js").Value} Value */
/** @typedef {import("../model/codebook.js").Codebook} Codebook */
/** @typedef {import("../model/codepoints.js").CodePoints} CodePoints */

/** A letter or digit of any script. */
const WORD_CHARACTER = /^[\p{L}\p{N}]$/u;

/** @type {WeakMap<Codebook, import("./cues.js").CueForms>} */
const FORMS = new WeakMap();
/**
 * Whether the labels fulfil the condition; a layer that is not set fulfils none.
 * @param {import("../model/types.js").Condition|null|undefined} condition
 * @param {Record<string, Value>} values
 */
export function fulfilled(condition, values) {
  return condition ? holds(values[condition.layer], condition.values) : false;
}

/** Whether a label, or one entry of a label with several, is among the values. @param {Value|undefined} value
 * @param {readonly string[]} among */
export function holds(value, among) {
  const entries = /** @type {unknown[]} */ (Array.isArray(value) ? value : [value]);
  return entries.some((entry) => typeof entry === "string" && among.includes(entry));
}

/** `direct` if all words of the content are in quotation marks, `mixed` if some are, else `indirect`.
 * @param {CodePoints} points @param {[number, number][]} content
 * @param {readonly [number, number][]} quoted the article's quotations, in order, as the server found them
 * @returns {"direct"|"mixed"|"indirect"|null} null without content */
export function quoteMode(points, content, quoted) {
  if (content.length === 0) return null;
  let inside = false;
  let outside = false;
  for (const [start, end] of content) {
    let at = start;
    let next = firstEndingAfter(quoted, start);
    for (const character of points.slice(start, end)) {
      while (next < quoted.length && quoted[next][1] <= at) next += 1;
      if (WORD_CHARACTER.test(character)) {
        if (next < quoted.length && quoted[next][0] <= at) inside = true;
        else outside = true;
      }
      at += 1;
    }
  }
  if (!inside) return "indirect";
  return outside ? "mixed" : "direct";
}

/** @param {readonly [number, number][]} ranges @param {number} offset */
function firstEndingAfter(ranges, offset) {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle][1] <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The outlet's stance as its cue shows it.
 * @param {Record<string, Value>} values
 * @param {string} cueText
 * @param {Codebook} codebook
 * @param {string[]} [following] the words right after the cue
 * @returns {string|null}
 */
export function cueStance(values, cueText, codebook, following = []) {
  const layer = codebook.layers.find((one) => one.derived === "cue_stance");
  if (!layer) return null;
  const rule = layer.derivation ?? {};
  if (fulfilled(rule.unless, values)) return null;
  if (rule.fixed) {
    if ((values[rule.fixed.layer] ?? null) === null) return null;
    if (fulfilled(rule.fixed, values)) return rule.fixed.value;
  }
  const order = valuesOf(layer).map((value) => value.id);
  const cue = words(cueText);
  let found = [...listed(cue, formsOf(codebook), following)];
  if (isNegated(cue, rule.negations ?? [])) {
    const usual = rule.default ? order.indexOf(rule.default) : 0;
    found = found.filter((value) => order.indexOf(value) <= usual);
  }
  const ranked = [...(rule.precedence ?? []), ...order];
  found.sort((a, b) => ranked.indexOf(a) - ranked.indexOf(b));
  return found[0] ?? (rule.default || null);
}

/** @param {Codebook} codebook */
function formsOf(codebook) {
  let forms = FORMS.get(codebook);
  if (!forms) {
    const { cue_lexicon, irregular_forms, language } = codebook.json;
    forms = cueForms(cue_lexicon ?? {}, irregular_forms ?? {}, language ?? "en");
    FORMS.set(codebook, forms);
  }
  return forms;
}

/**
 * The computed value of each derived layer, whatever the annotator set there.
 * @param {import("../model/types.js").Claim} claim
 * @param {Codebook} codebook
 * @param {CodePoints} points
 * @param {readonly [number, number][]} quoted the article's quotations
 * @returns {Record<string, string|null>}
 */
export function derived(claim, codebook, points, quoted) {
  /** @type {Record<string, string|null>} */
  const result = {};
  for (const layer of codebook.layers) {
    if (layer.derived === "quote_mode") {
      const none = fulfilled(layer.derivation?.unless, claim.values);
      result[layer.id] = none ? null : quoteMode(points, claim.content, quoted);
    } else if (layer.derived === "cue_stance") {
      result[layer.id] = stanceOf(claim, layer, codebook, points);
    }
  }
  return result;
}

/**
 * @param {import("../model/types.js").Claim} claim
 * @param {import("../model/types.js").Layer} layer
 * @param {Codebook} codebook
 * @param {CodePoints} points
 */
export function stanceOf(claim, layer, codebook, points) {
  const ranges = /** @type {[number, number][]} */ (claim.values[layer.derivation?.cue ?? ""] ?? []);
  const cue = ranges.map(([start, end]) => points.slice(start, end)).join(" ... ");
  const last = ranges.at(-1);
  const following = last ? wordsAfter(points, last[1]) : [];
  return cueStance(claim.values, cue, codebook, following);
}
