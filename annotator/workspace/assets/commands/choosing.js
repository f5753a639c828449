// @ts-check
/** What a value key changes beside its own layer: what it implies, clears, and takes back again. Pure. */

import { same, valuesOf } from "../model/codebook.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../model/draft.js").Draft} Draft */

/**
 * Set one value with all it brings. The same value again changes nothing, but confirms what a suggestion had
 * set; in a layer that takes several values it is added to them.
 *
 * @param {Model} model
 * @param {Draft} draft
 * @param {string} target
 * @param {string} layer
 * @param {string} value
 */
export function choose(model, draft, target, layer, value) {
  const isSet = model.codebook.layer(layer).measurement === "set";
  if (isSet) setValues(model, draft, target, layer, [...chosenValues(draft, target, layer), value]);
  else if (draft.get(target, layer) === value) draft.confirm(target, layer);
  else setWithImplied(model, draft, target, layer, value, new Set());
}

/**
 * Take one value out of a layer that takes several.
 *
 * @param {Model} model
 * @param {Draft} draft
 * @param {string} target
 * @param {string} layer
 * @param {string} value
 */
export function leaveOut(model, draft, target, layer, value) {
  const left = chosenValues(draft, target, layer).filter((one) => one !== value);
  setValues(model, draft, target, layer, left);
}

/**
 * The values of a layer that takes several.
 * @param {Draft} draft
 * @param {string} target
 * @param {string} layer
 */
function chosenValues(draft, target, layer) {
  return /** @type {string[]} */ (draft.get(target, layer) ?? []);
}

/**
 * Several values, in the codebook's order; none clear the layer.
 * @param {Model} model
 * @param {Draft} draft
 * @param {string} target
 * @param {string} layer
 * @param {string[]} values
 */
function setValues(model, draft, target, layer, values) {
  const order = valuesOf(model.codebook.layer(layer)).map((one) => one.id);
  const chosen = [...new Set(values)].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  if (same(chosen, draft.get(target, layer) ?? [])) return;
  draft.set(target, layer, chosen.length ? chosen : null);
}

/**
 * @param {Model} model
 * @param {Draft} draft
 * @param {string} target
 * @param {string} layer
 * @param {string} value
 * @param {Set<string>} seen layers set by this key already, so that no circle of implications can hang the
 *   page
 */
export function setWithImplied(model, draft, target, layer, value, seen) {
  seen.add(layer);
  draft.set(target, layer, value);
  const meaning = model.codebook.value(layer, value);
  for (const [other, values] of Object.entries(meaning?.clears ?? {})) {
    const current = draft.get(target, other);
    if (current !== null && (values.includes("*") || values.some((one) => same(one, current)))) {
      draft.clear(target, other);
    }
  }
  for (const [other, implied] of Object.entries(meaning?.implies ?? {})) {
    const keeps = meaning?.implies_unless?.[other] ?? [];
    if (seen.has(other) || keeps.includes(String(draft.get(target, other)))) continue;
    setWithImplied(model, draft, target, other, implied, seen);
  }
}

/**
 * @param {Model} model
 * @param {Draft} draft
 * @param {string} target
 * @param {string} layer
 * @param {string} value
 */
export function clearImplied(model, draft, target, layer, value) {
  for (const [other, implied] of Object.entries(model.codebook.value(layer, value)?.implies ?? {})) {
    if (draft.get(target, other) === implied) draft.clear(target, other);
  }
}
