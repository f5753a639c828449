// @ts-check
/** What is said about an outcome, and how it is put. Pure. */

import { TEXTS, fill } from "../texts.js";
import { isChoice } from "../model/codebook.js";
import { layerWords, valueWords } from "../model/value_words.js";

/** @typedef {import("../model/model.js").Model} Model */
/**
 * @typedef {import("../rules/settling.js").Outcome & {message?: string, hint?: string}} Outcome
 *   message: read aloud where something changed; hint: shown as well, also where nothing changed
 */

/** @param {Model} model @param {string} layer @param {string} value @param {boolean} isOn */
export function setMessage(model, layer, value, isOn) {
  const title = model.codebook.title(layer, value);
  if (!isOn) return fill(TEXTS.cleared, { value: title });
  return fill(TEXTS.set, { layer: model.codebook.layerTitle(layer), value: title });
}

/** @param {Model} model @param {string} layer @param {string} value */
export function alreadySet(model, layer, value) {
  const title = model.codebook.title(layer, value);
  return fill(TEXTS.unchanged, { layer: model.codebook.layerTitle(layer), value: title });
}

/** The labels of a claim in a few words. @param {Model} model @param {string} claim */
export function claimSummary(model, claim) {
  const sentence = claim.slice(0, claim.lastIndexOf("."));
  const values = model.labels.values(claim);
  const layers = model.codebook.layers.filter((layer) => layer.id in values);
  return layers.map((layer) => valueWords(model, sentence, layer.id, values[layer.id])).join(", ");
}

/** What was copied from the claim before, in words. @param {Model} model @param {Outcome} outcome */
export function repeatedMessage(model, outcome) {
  const words = outcome.changes.flatMap(({ layer, value }) => {
    const isNamed = model.codebook.byId.has(layer) && typeof value === "string";
    return isNamed ? [valueWords(model, null, layer, value)] : [];
  });
  return fill(TEXTS.repeated, { values: words.join(", ") });
}

/** The titles of a layer's values, for a change of it. @param {Model} model @param {string} layer
 * @param {import("../model/types.js").Value} value */
export function changeMessage(model, layer, value) {
  const isKnown = isChoice(model.codebook.layer(layer));
  const text = isKnown ? model.codebook.title(layer, String(value ?? "")) : String(value ?? "");
  return fill(TEXTS.set, { layer: layerWords(model, layer), value: text });
}
