// @ts-check
/**
 * What each command of the annotator changes. Pure: reads the model, returns changes or the reason there are
 * none.
 */

import { carry, uncarry } from "./attribution.js";
import { choose, clearImplied, leaveOut } from "./choosing.js";
import { isWhole } from "./claims.js";
import { alreadySet, claimSummary, setMessage } from "./messages.js";
import { isChoice, valuesOf } from "../model/codebook.js";
import { Draft } from "../model/draft.js";
import { NOTE, STATE, UNSURE, CONTENT } from "../model/labels.js";
import { lacking, violations } from "../rules/constraints.js";
import { settle } from "../rules/settling.js";
import { TEXTS, fill } from "../texts.js";
import { layerWords, valueWords } from "../model/value_words.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("./messages.js").Outcome} Outcome */

/**
 * A value key. The first on a sentence makes its claim; the same value again changes nothing.
 *
 * @param {Model} model @param {string} sentence @param {string|null} claim
 * @param {string} layer @param {string} value
 * @param {{finish?: boolean}} [options] finish: mark the sentence done once nothing is missing
 * @returns {Outcome}
 */
export function press(model, sentence, claim, layer, value, options = {}) {
  const draft = new Draft(model, sentence);
  if (model.codebook.isEmpty(layer, value)) return pressEmpty(model, draft, layer, value, options);
  const target = draft.targetOf(claim);
  choose(model, draft, target, layer, value);
  carry(model, draft, target, layer, value);
  draft.claimed();
  if (draft.changes().length === 0) return { changes: [], claim, hint: alreadySet(model, layer, value) };
  const message = setMessage(model, layer, value, true);
  return { ...settle(model, draft, options.finish === true), claim: draft.claimOf(target), message };
}

/** @param {Model} model @param {Draft} draft @param {string} layer @param {string} value
 * @param {{finish?: boolean}} options @returns {Outcome} */
function pressEmpty(model, draft, layer, value, options) {
  const { sentence } = draft;
  if (draft.get(sentence, layer) === value) {
    return { changes: [], claim: null, hint: alreadySet(model, layer, value) };
  }
  const claims = draft.claims();
  if (claims.length > 1) return { changes: [], refusal: aloneMessage(model, layer, value) };
  const labels = claims.map((claim) => claimSummary(model, claim)).join("");
  for (const claim of claims) draft.clear(claim, CONTENT);
  draft.set(sentence, layer, value);
  const hint = labels ? fill(TEXTS.claimGone, { labels }) : undefined;
  const message = setMessage(model, layer, value, true);
  return { ...settle(model, draft, options.finish === true), claim: null, message, hint };
}

/**
 * Take one value out of a layer that takes several; nothing where it has not got it.
 *
 * @param {Model} model @param {string} sentence @param {string|null} claim
 * @param {string} layer @param {string|null} value null: the last in the codebook's order
 * @returns {Outcome}
 */
export function removeValue(model, sentence, claim, layer, value) {
  const draft = new Draft(model, sentence);
  const target = claim ?? (model.codebook.hasClaims ? null : sentence);
  const values = target ? /** @type {string[]} */ (draft.get(target, layer) ?? []) : [];
  const out = value !== null && values.includes(value) ? value : values.at(-1);
  if (!target || out === undefined) return { changes: [], hint: TEXTS.nothingToClear };
  leaveOut(model, draft, target, layer, out);
  if (claim && isBare(model, draft, claim)) draft.clear(claim, CONTENT);
  return { ...settle(model, draft, false), hint: setMessage(model, layer, out, false) };
}

/**
 * Clear a value: of the layer that was set last, else of the last one that is set. A claim that nothing else
 * was decided about goes with its last value.
 *
 * @param {Model} model
 * @param {string} sentence
 * @param {string|null} claim
 * @param {string|null} latest the layer that was set last
 * @returns {Outcome}
 */
export function clear(model, sentence, claim, latest) {
  const places = settableLayers(model, sentence, claim);
  const place = places.find(({ layer }) => layer === latest) ?? places.at(-1);
  if (!place) return { changes: [], hint: TEXTS.nothingToClear };
  const draft = new Draft(model, sentence);
  const value = draft.get(place.target, place.layer);
  const name = valueWords(model, sentence, place.layer, value);
  const layer = layerWords(model, place.layer);
  draft.clear(place.target, place.layer);
  if (typeof value === "string" && model.codebook.byId.has(place.layer)) {
    clearImplied(model, draft, place.target, place.layer, value);
    uncarry(model, draft, place.target, place.layer, value);
  }
  if (claim && isBare(model, draft, claim)) draft.clear(claim, CONTENT);
  const hint = fill(TEXTS.cleared, {
    value: place.layer === UNSURE ? layer : fill(TEXTS.set, { layer, value: name }),
  });
  return { ...settle(model, draft, false), hint };
}

/** What is set on the claim and its sentence, and can be cleared by itself, in the codebook's order.
 * @param {Model} model @param {string} sentence @param {string|null} claim */
function settableLayers(model, sentence, claim) {
  /** @type {{target: string, layer: string}[]} */
  const places = [];
  for (const target of [sentence, ...(claim ? [claim] : [])]) {
    const values = model.labels.values(target);
    const implied = new Set(
      Object.entries(values).flatMap(([layer, value]) =>
        Object.entries(model.codebook.value(layer, String(value))?.implies ?? {})
          .filter(([other, id]) => values[other] === id)
          .map(([other]) => other),
      ),
    );
    const layers = [UNSURE, NOTE, ...model.codebook.layers.map((layer) => layer.id)];
    for (const layer of layers) if (layer in values && !implied.has(layer)) places.push({ target, layer });
  }
  return places;
}

/** Has nothing been decided about a claim but that it is one? @param {Model} model @param {Draft} draft
 * @param {string} claim */
function isBare(model, draft, claim) {
  const others = Object.entries(draft.allValues(claim)).filter(([layer]) => layer !== CONTENT);
  return isWhole(model, claim) && others.every(([, value]) => value === null);
}

/** @param {Model} model @param {string} layer @param {string} value */
function aloneMessage(model, layer, value) {
  const rule = model.codebook.constraints.find(
    (one) => one.rule === "alone" && one.layer === layer && one.value === value,
  );
  return rule?.message || fill(TEXTS.emptyRefused, { value: model.codebook.title(layer, value) });
}

/**
 * Mark a sentence done, or say what it lacks.
 * @param {Model} model
 * @param {string} sentence
 * @returns {Outcome}
 */
export function finish(model, sentence) {
  const draft = new Draft(model, sentence);
  const frame = draft.frame();
  const broken = violations(frame, model.codebook, "done");
  if (broken.length) {
    const layers = [...new Set([...lacking(broken, model.codebook).values()].flat())];
    const names = layers.map((layer) => model.codebook.layerTitle(layer)).join(", ");
    const claimless = frame.claims.length === 0;
    return {
      changes: [],
      refusal: names && !claimless ? fill(TEXTS.stillMissing, { layers: names }) : broken[0].message,
    };
  }
  draft.set(sentence, STATE, "done");
  return { changes: draft.changes(), finished: true };
}

/**
 * Unsure on or off.
 *
 * @param {Model} model @param {string} sentence @param {boolean} isUnsure
 * @returns {Outcome}
 */
export function setUnsure(model, sentence, isUnsure) {
  const draft = new Draft(model, sentence);
  const before = draft.get(sentence, UNSURE);
  draft.set(sentence, UNSURE, isUnsure ? (before ?? "") : null);
  return { changes: draft.changes(), message: isUnsure ? TEXTS.markUnsure : TEXTS.sureAgain };
}

/** Free text on a sentence or claim; an empty note is none, an empty reason is still "unsure".
 * @param {Model} model @param {string} sentence @param {string} target
 * @param {"note"|"unsure"} layer @param {string} text @returns {Outcome} */
export function write(model, sentence, target, layer, text) {
  const draft = new Draft(model, sentence);
  const clean = storable(text).trim();
  draft.set(target, layer, clean === "" && layer === NOTE ? null : clean);
  return { changes: draft.changes() };
}

/** The annotator's own words for a layer of a claim; none clear it. The first on a sentence make its claim.
 * @param {Model} model @param {string} sentence @param {string|null} claim @param {string} layer
 * @param {string} text @returns {Outcome} */
export function describe(model, sentence, claim, layer, text) {
  const clean = storable(text).trim();
  if (!claim && clean === "") return { changes: [] };
  const draft = new Draft(model, sentence);
  const target = draft.targetOf(claim);
  draft.set(target, layer, clean === "" ? null : clean);
  draft.claimed();
  return { ...settle(model, draft, false), claim: draft.claimOf(target), message: TEXTS.written };
}

/** Without what no text column can hold: NUL and halves of characters. @param {string} text */
function storable(text) {
  return text.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
}

/**
 * One step up or down an ordered layer from its current value.
 * @param {Model} model
 * @param {string} sentence
 * @param {string|null} claim
 * @param {string} layer
 * @param {number} by
 * @param {string|null} derived
 * @returns {Outcome}
 */
export function step(model, sentence, claim, layer, by, derived) {
  if (!claim) return { changes: [], refusal: TEXTS.chooseFirst };
  const definition = model.codebook.layer(layer);
  if (!isChoice(definition)) return { changes: [] };
  const draft = new Draft(model, sentence);
  const ids = valuesOf(definition).map((value) => value.id);
  const current = ids.indexOf(String(draft.get(claim, layer) ?? derived ?? definition.derivation?.default));
  // from nothing, the first step up leads to the lowest value and the first step down to the highest
  const goal = current < 0 && by < 0 ? ids.length - 1 : current + by;
  const next = ids[Math.max(0, Math.min(ids.length - 1, goal))];
  draft.set(claim, layer, next === derived ? null : next);
  return { ...settle(model, draft, false), claim, message: setMessage(model, layer, next, true) };
}
