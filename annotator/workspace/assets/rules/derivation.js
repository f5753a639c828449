// @ts-check
/**
 * Layers that are computed, not asked, by the same rules as labels/codebook/derivation.py; the server's result counts.
 * Both run tests/shared_cases/derivations.json.
 */

import { CodePoints } from "../model/codepoints.js";
import { valuesOf } from "../model/codebook.js";
import { cueForms, isNegated, listed, words, wordsAfter } from "./cues.js";
import { isWordCharacter, quotations } from "./quotations.js";

/** @typedef {import("../model/types.js").Value} Value */
/** @typedef {import("../model/codebook.js").Codebook} Codebook */
/** @typedef {{layer: string, values: string[]}} Condition */
/** @typedef {{start: number, end: number}} Paragraph in code points */

/** @type {WeakMap<Codebook, import("./cues.js").CueForms>} */
const FORMS = new WeakMap();
/** @type {WeakMap<CodePoints, Map<string, [number, number][]>>} quoted parts of an article's paragraphs; texts never change */
const QUOTED = new WeakMap();

/** @param {CodePoints} points @param {Paragraph} paragraph */
function quotedIn(points, { start, end }) {
  /** @type {Map<string, [number, number][]>} */
  const known = QUOTED.get(points) ?? new Map();
  QUOTED.set(points, known);
  const key = `${start} ${end}`;
  const found = known.get(key) ?? quotations(points.slice(start, end));
  known.set(key, found);
  return found;
}

/** Whether the labels fulfil the condition; a layer that is not set fulfils none.
 * @param {Condition|null|undefined} condition @param {Record<string, Value>} values */
export function fulfilled(condition, values) {
  if (!condition) return false;
  const value = values[condition.layer] ?? null;
  if (Array.isArray(value)) return value.some((one) => condition.values.includes(/** @type {string} */ (one)));
  return typeof value === "string" && condition.values.includes(value);
}

/** The paragraph that holds an offset. @param {CodePoints} points @param {number} offset @param {number[]} starts
 * @returns {Paragraph} */
export function paragraphAt(points, offset, starts) {
  if (starts.length) {
    let index = 0;
    while (index < starts.length && starts[index] <= offset) index += 1;
    return { start: index ? starts[index - 1] : 0, end: index < starts.length ? starts[index] : points.length };
  }
  const unit = points.toUnit(offset);
  const end = points.text.indexOf("\n", unit);
  return {
    start: points.toPoint(unit === 0 ? 0 : points.text.lastIndexOf("\n", unit - 1) + 1),
    end: end === -1 ? points.length : points.toPoint(end + 1),
  };
}

/** `direct` if all words of the content stand in quotation marks, `mixed` if some do, else `indirect`.
 * @param {CodePoints} points @param {[number, number][]} content @param {number[]} [starts] where paragraphs begin
 * @returns {"direct"|"mixed"|"indirect"|null} null without content */
export function quoteMode(points, content, starts = []) {
  if (content.length === 0) return null;
  let inside = false;
  let outside = false;
  for (const [start, stop] of content) {
    for (let offset = start; offset < stop; ) {
      const paragraph = paragraphAt(points, offset, starts);
      const end = Math.min(stop, paragraph.end);
      const base = points.toUnit(paragraph.start);
      const quoted = quotedIn(points, paragraph);
      let unit = points.toUnit(offset) - base;
      for (const character of points.slice(offset, end)) {
        if (isWordCharacter(character)) {
          const at = unit;
          if (quoted.some(([from, to]) => from <= at && at < to)) inside = true;
          else outside = true;
        }
        unit += character.length;
      }
      offset = Math.max(end, offset + 1);
    }
  }
  if (!inside) return "indirect";
  return outside ? "mixed" : "direct";
}

/** The outlet's stance as its cue shows it. @param {Record<string, Value>} values @param {string} cueText
 * @param {Codebook} codebook @param {string[]} [following] the words right after the cue @returns {string|null} */
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

/** The computed value of each derived layer, whatever the annotator set there.
 * @param {import("../model/types.js").Claim} claim @param {Codebook} codebook @param {CodePoints} points
 * @param {number[]} [starts] where paragraphs begin @returns {Record<string, string|null>} */
export function derived(claim, codebook, points, starts = []) {
  /** @type {Record<string, string|null>} */
  const result = {};
  for (const layer of codebook.layers) {
    if (layer.derived === "quote_mode") {
      const none = fulfilled(layer.derivation?.unless, claim.values);
      result[layer.id] = none ? null : quoteMode(points, claim.content, starts);
    } else if (layer.derived === "cue_stance") {
      result[layer.id] = stanceOf(claim, layer, codebook, points);
    }
  }
  return result;
}

/** @param {import("../model/types.js").Claim} claim @param {import("../model/types.js").Layer} layer @param {Codebook} codebook
 * @param {CodePoints} points */
export function stanceOf(claim, layer, codebook, points) {
  const ranges = /** @type {[number, number][]} */ (claim.values[layer.derivation?.cue ?? ""] ?? []);
  const cue = ranges.map(([start, end]) => points.slice(start, end)).join(" ... ");
  const last = ranges.at(-1);
  const following = last ? wordsAfter(points, last[1]) : [];
  return cueStance(claim.values, cue, codebook, following);
}
