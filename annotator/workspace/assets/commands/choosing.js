// @ts-check
/** What a value key changes beside its own layer: what it implies, clears, and takes back again. Pure. */

import { same, valuesOf } from "../model/codebook.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../model/draft.js").Draft} Draft */

/**
 * Set one value with all it brings. The same value again changes nothing, but confirms what a suggestion had
 * set; in a layer that takes several values it is removed.
 *
 * @param {Model} model
 * @param {Draft} draft
 * @param {string} target
 * @param {string} layer
 * @param {string} value
 * @returns {boolean} whether the layer has the value now
 */
export function choose(model, draft, target, layer, value) {
  if (model.codebook.layer(layer).measurement === "set") return toggle(model, draft, target, layer, value);
  if (draft.get(target, layer) === value) draft.confirm(target, layer);
  else setWithImplied(model, draft, target, layer, value, new Set());
  return true;
}

/**
 * @param {Model} model
 * @param {Draft} draft
 * @param {string} target
 * @param {string} layer
 * @param {string} value
 */
function toggle(model, draft, target, layer, value) {
  const before = /** @type {string[]} */ (draft.get(target, layer) ?? []);
  const chosen = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  const order = valuesOf(model.codebook.layer(layer)).map((one) => one.id);
  chosen.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  draft.set(target, layer, chosen.length ? chosen : null);
  return chosen.includes(value);
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
