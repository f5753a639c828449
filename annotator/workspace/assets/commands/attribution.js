// @ts-check
/**
 * Whose claim it is, in one key: the source that is carried over, the attribution of the claim before. Pure.
 */

import { setWithImplied } from "./choosing.js";
import { repeatedMessage } from "./messages.js";
import { isChoice } from "../model/codebook.js";
import { Draft } from "../model/draft.js";
import { rolesOf } from "../model/roles.js";
import { settle } from "../rules/settling.js";
import { TEXTS } from "../texts.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("./messages.js").Outcome} Outcome */

/**
 * A value that asks for the source of another claim brings the one that was chosen last, and its kind.
 * @param {Model} model
 * @param {Draft} draft
 * @param {string} target
 * @param {string} layer
 * @param {string} value
 */
export function carry(model, draft, target, layer, value) {
  const carried = carriedBy(model, layer, value);
  if (!carried) return;
  const { article } = model.place(draft.sentence);
  const source = draft.get(target, carried) ?? model.lastSource(article.id);
  if (typeof source !== "string") return;
  if (draft.get(target, carried) === null) draft.set(target, carried, source);
  for (const [other, copied] of likeness(model, draft, target, carried, source, layer)) {
    if (draft.get(target, other) === null) draft.set(target, other, copied);
  }
}

/**
 * Take back what `carry` brought, where it is still there.
 * @param {Model} model
 * @param {Draft} draft
 * @param {string} target
 * @param {string} layer
 * @param {string} value
 */
export function uncarry(model, draft, target, layer, value) {
  const carried = carriedBy(model, layer, value);
  if (!carried) return;
  const source = model.lastSource(model.place(draft.sentence).article.id);
  if (source === null || draft.get(target, carried) !== source) return;
  draft.clear(target, carried);
  for (const [other, copied] of likeness(model, draft, target, carried, source, layer)) {
    if (draft.get(target, other) === copied) draft.clear(target, other);
  }
}

/** The layer of the source that a value says is named elsewhere. @param {Model} model @param {string} layer
 * @param {string} value */
function carriedBy(model, layer, value) {
  for (const rule of model.codebook.constraints) {
    if (rule.rule !== "elsewhere" || rule.if.layer !== layer || !rule.if.values.includes(value)) continue;
    return rule.layer === rolesOf(model.codebook).name?.id ? rule.layer : null;
  }
  return null;
}

/**
 * The choices about the source in the nearest claim that has it.
 * @param {Model} model
 * @param {Draft} draft
 * @param {string} target
 * @param {string} named
 * @param {string} source
 * @param {string} but
 * @returns {[string, string][]}
 */
function likeness(model, draft, target, named, source, but) {
  for (const claim of nearby(model, draft.sentence, target)) {
    if (model.labels.value(claim, named) !== source) continue;
    return choices(model).flatMap((layer) => {
      const value = model.labels.value(claim, layer);
      return layer !== but && typeof value === "string"
        ? [/** @type {[string, string]} */ ([layer, value])]
        : [];
    });
  }
  return [];
}

/** @param {Model} model */
function choices(model) {
  const { attribution } = rolesOf(model.codebook);
  return model.codebook.layers
    .filter((layer) => attribution.has(layer.id) && isChoice(layer))
    .map((layer) => layer.id);
}

/** Claims of the article, those before this one first and nearest first. @param {Model} model
 * @param {string} sentence @param {string|null} claim @returns {Generator<string>} */
function* nearby(model, sentence, claim) {
  yield* before(model, sentence, claim);
  const { article } = model.place(sentence);
  const words = model.wordsOf(article);
  const here = words.indexAt(model.place(sentence).sentence.start);
  for (const one of model.claims(sentence)) if (one !== claim) yield one;
  for (const { id } of words.sentences.slice(here + 1)) yield* model.claims(id);
}

/** @param {Model} model @param {string} sentence @param {string|null} claim @returns {Generator<string>} */
function* before(model, sentence, claim) {
  const own = model.claims(sentence);
  if (claim) yield* own.slice(0, Math.max(0, own.indexOf(claim))).reverse();
  const words = model.wordsOf(model.place(sentence).article);
  const here = words.indexAt(model.place(sentence).sentence.start);
  for (let index = here - 1; index >= 0; index -= 1) {
    yield* model.claims(words.sentences[index].id).reverse();
  }
}

/**
 * Give the claim the attribution of the claim before it, words apart.
 * @param {Model} model
 * @param {string} sentence
 * @param {string|null} claim
 * @param {{finish?: boolean}} [options]
 * @returns {Outcome}
 */
export function repeat(model, sentence, claim, options = {}) {
  const { attribution } = rolesOf(model.codebook);
  if (attribution.size === 0) return { changes: [], refusal: TEXTS.noAttribution };
  const [from] = before(model, sentence, claim);
  if (!from) return { changes: [], refusal: TEXTS.nothingToRepeat };
  const draft = new Draft(model, sentence);
  const target = draft.targetOf(claim);
  copyAttribution(model, draft, from, target);
  draft.claimed();
  const outcome = { ...settle(model, draft, options.finish === true), claim: draft.claimOf(target) };
  return { ...outcome, message: repeatedMessage(model, outcome) };
}

/** @param {Model} model @param {Draft} draft @param {string} from @param {string} target */
export function copyAttribution(model, draft, from, target) {
  const { attribution } = rolesOf(model.codebook);
  const chosen = choices(model);
  for (const layer of chosen) {
    const value = model.labels.value(from, layer);
    if (typeof value === "string") setWithImplied(model, draft, target, layer, value, new Set(attribution));
    else draft.set(target, layer, value);
  }
  for (const layer of attribution) {
    if (!chosen.includes(layer)) draft.set(target, layer, model.labels.value(from, layer));
  }
}
