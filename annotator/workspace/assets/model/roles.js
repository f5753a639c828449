// @ts-check
/**
 * What a codebook's layers are for, read from what it says of them: ranges of words, sources, attribution.
 */

import { isChoice, valuesOf } from "./codebook.js";
import { CONTENT } from "./labels.js";

/** @typedef {import("./codebook.js").Codebook} Codebook */
/** @typedef {import("./types.js").Layer} Layer */
/**
 * @typedef {{spans: Layer[], sources: Layer[], cue: string|null, mention: string|null, name: Layer|null,
 *   attribution: Set<string>}} Roles spans: layers that take ranges; sources: those that take sources, one or
 *   several; cue: the span layer of the expression that attributes; mention: the span layer of the words
 *   that name the source; name: the layer with the one source; attribution: the layers that say whose claim
 *   it is, ranges apart
 */

/** @type {WeakMap<Codebook, Roles>} */
const KNOWN = new WeakMap();

/** @param {Codebook} codebook @returns {Roles} */
export function rolesOf(codebook) {
  let roles = KNOWN.get(codebook);
  if (!roles) {
    roles = read(codebook);
    KNOWN.set(codebook, roles);
  }
  return roles;
}

/** @param {Codebook} codebook @returns {Roles} */
function read(codebook) {
  const spans = codebook.layers.filter((layer) => layer.measurement === "span");
  const sources = codebook.layers.filter(
    (layer) => layer.measurement === "entity" || layer.measurement === "list",
  );
  const given = codebook.json.suggestion;
  const stance = codebook.layers.find((layer) => layer.derived === "cue_stance");
  const isSpan = (/** @type {string|undefined} */ id) => spans.some((layer) => layer.id === id);
  const cue = [given?.cue, stance?.derivation.cue].find(isSpan) ?? spans[0]?.id ?? null;
  const mention = [given?.mention].find(isSpan) ?? spans.find((layer) => layer.id !== cue)?.id ?? null;
  const name = sources.find((layer) => layer.measurement === "entity") ?? null;
  return { spans, sources, cue, mention, name, attribution: attributionOf(codebook, sources) };
}

/** Layers of sources, the choices that clear or allow them, and what those choices imply.
 * @param {Codebook} codebook @param {Layer[]} sources */
function attributionOf(codebook, sources) {
  const found = new Set(sources.map((layer) => layer.id));
  if (found.size === 0) return found;
  const bears = (/** @type {string} */ id) => sources.some((layer) => layer.id === id);
  for (const rule of codebook.constraints) {
    if ((rule.rule === "only_with" || rule.rule === "elsewhere") && bears(rule.layer))
      found.add(rule.if.layer);
  }
  for (const layer of codebook.layers.filter((one) => isChoice(one) && !one.derived)) {
    for (const value of valuesOf(layer)) {
      if (!Object.keys(value.clears ?? {}).some(bears)) continue;
      found.add(layer.id);
      for (const implied of Object.keys(value.implies ?? {})) found.add(implied);
    }
  }
  for (const id of [...found]) if (codebook.layer(id).derived) found.delete(id);
  return found;
}

/**
 * The key that opens a layer which is not chosen among values; "" where it has none. Two span layers have
 * keys of the tool's own, beside the one in the codebook.
 * @param {Codebook} codebook
 * @param {Layer} layer
 */
export function keyOf(codebook, layer) {
  const { cue, mention } = rolesOf(codebook);
  if (layer.id === cue) return "e";
  return layer.id === mention ? "t" : (layer.key ?? "");
}

/**
 * A layer's title; the content is ours and has none in the codebook.
 * @param {Codebook} codebook
 * @param {string} id
 * @param {string} content what the content is called
 */
export function roleTitle(codebook, id, content) {
  return id === CONTENT ? content : codebook.layerTitle(id);
}
