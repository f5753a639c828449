// @ts-check
/** A label in words, for messages: titles of values, names of sources, the marked words themselves. */

import { CONTENT, NAME, NOTE, UNSURE } from "./labels.js";
import { rolesOf } from "./roles.js";
import { TEXTS } from "../texts.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./types.js").Value} Value */

/** More than this (characters) is cut off. */
const LONGEST = 80;

/** @param {Model} model @param {string} layer */
export function layerWords(model, layer) {
  if (layer === CONTENT) return TEXTS.content;
  if (layer === NOTE) return TEXTS.writeNote;
  if (layer === UNSURE) return TEXTS.markUnsure;
  return layer === NAME ? TEXTS.sourceName : model.codebook.layerTitle(layer);
}

/** @param {Model} model @param {string|null} sentence any of the article, where ranges are concerned
 * @param {string} layer @param {Value} value */
export function valueWords(model, sentence, layer, value) {
  if (value === null) return TEXTS.nothing;
  const { spans, sources } = rolesOf(model.codebook);
  let text = "";
  if (typeof value === "object" && "name" in value) text = value.name;
  else if (sources.some((one) => one.id === layer)) {
    const names = model.sourceNames();
    text = [value]
      .flat()
      .map((id) => names[String(id)] ?? String(id))
      .join(" → ");
  } else if (
    (layer === CONTENT || spans.some((one) => one.id === layer)) &&
    sentence &&
    model.located.has(sentence)
  ) {
    text = model.place(sentence).points.quote(/** @type {[number, number][]} */ (value));
  } else
    text = [value]
      .flat()
      .map((one) => model.codebook.title(layer, String(one)))
      .join(", ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text || TEXTS.nothing;
}
