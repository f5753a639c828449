// @ts-check
/**
 * What each command of the annotator changes. Pure: reads the model, returns changes or the reason there are
 * none.
 */

import { carry, uncarry } from "./attribution.js";
import { choose } from "./choosing.js";
import { isChoice, valuesOf } from "../model/codebook.js";
import { Draft } from "../model/draft.js";
import { NOTE, STATE, UNSURE, CONTENT } from "../model/labels.js";
import { lacking, violations } from "../rules/constraints.js";
import { settle } from "../rules/settling.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../rules/settling.js").Outcome} Outcome */

/**
 * A value key. The first on a sentence makes its claim; the same value again takes it back.
 *
 * @param {Model} model @param {string} sentence @param {string|null} claim
 * @param {string} layer @param {string} value
 * @param {{finish?: boolean}} [options] finish: mark the sentence done once nothing is missing
 * @returns {Outcome}
 */
export function press(model, sentence, claim, layer, value, options = {}) {
  const draft = new Draft(model, sentence);
  if (model.codebook.isEmpty(layer, value)) return pressEmpty(model, draft, layer, value, options);
  const target = claim ?? draft.newClaim();
  const added = choose(model, draft, target, layer, value);
  if (added) carry(model, draft, target, layer, value);
  else uncarry(model, draft, target, layer, value);
  draft.claimed();
  return { ...settle(model, draft, options.finish === true && added), claim: target };
}

/** @param {Model} model @param {Draft} draft @param {string} layer @param {string} value
 * @param {{finish?: boolean}} options @returns {Outcome} */
function pressEmpty(model, draft, layer, value, options) {
  if (draft.get(draft.sentence, layer) === value) {
    draft.clear(draft.sentence, layer);
    return { ...settle(model, draft, false), claim: null };
  }
  const claims = draft.claims();
  if (claims.length > 1) return { changes: [], refusal: aloneMessage(model, layer, value) };
  for (const claim of claims) draft.clear(claim, CONTENT);
  draft.set(draft.sentence, layer, value);
  return { ...settle(model, draft, options.finish === true), claim: null };
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

/** Unsure on or off. @param {Model} model @param {string} sentence @returns {Outcome} */
export function toggleUnsure(model, sentence) {
  const draft = new Draft(model, sentence);
  draft.set(sentence, UNSURE, draft.get(sentence, UNSURE) === null ? "" : null);
  return { changes: draft.changes() };
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
  const target = claim ?? draft.newClaim();
  draft.set(target, layer, clean === "" ? null : clean);
  draft.claimed();
  return { ...settle(model, draft, false), claim: target };
}

/** Without what no text column can hold: NUL and halves of characters. @param {string} text */
function storable(text) {
  return text.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
}

/**
 * One step up or down an ordered layer from where it stands.
 * @param {Model} model
 * @param {string} sentence
 * @param {string|null} claim
 * @param {string} layer
 * @param {number} by
 * @param {string|null} derived
 * @returns {Outcome}
 */
export function step(model, sentence, claim, layer, by, derived) {
  if (!claim) return { changes: [], refusal: TEXTS.noClaimYet };
  const definition = model.codebook.layer(layer);
  if (!isChoice(definition)) return { changes: [] };
  const draft = new Draft(model, sentence);
  const ids = valuesOf(definition).map((value) => value.id);
  const current = ids.indexOf(String(draft.get(claim, layer) ?? derived ?? definition.derivation?.default));
  // from nothing, the first step up leads to the lowest value and the first step down to the highest
  const goal = current < 0 && by < 0 ? ids.length - 1 : current + by;
  const next = ids[Math.max(0, Math.min(ids.length - 1, goal))];
  draft.set(claim, layer, next === derived ? null : next);
  return { ...settle(model, draft, false), claim };
}
