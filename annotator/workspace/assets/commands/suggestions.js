// @ts-check
/** Suggestions of the rules: which are still open on a sentence, and what accepting one changes. Pure. */

import { isWhole, rangesOf } from "./claims.js";
import { isChoice } from "../model/codebook.js";
import { Draft } from "../model/draft.js";
import { CONTENT } from "../model/labels.js";
import { rolesOf } from "../model/roles.js";
import { settle } from "../rules/settling.js";
import { lengthOf, shared } from "../model/word_ranges.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../model/types.js").Suggestion} Suggestion */

/** The suggestions that no claim has yet; none once the sentence is decided.
 * @param {Model} model @param {string} sentence @returns {Suggestion[]} */
export function openOffers(model, sentence) {
  const all = model.suggestions[sentence];
  if (!all?.length || model.state(sentence).done) return [];
  const empty = model.codebook.emptyLayer;
  if (empty && model.labels.value(sentence, empty.id) === empty.empty) return [];
  const marked = model.claims(sentence).filter((claim) => !isWhole(model, claim));
  return all.filter((offer) => !marked.some((claim) => isTaken(model, claim, offer)));
}

/** @param {Model} model @param {string} claim @param {Suggestion} offer */
function isTaken(model, claim, offer) {
  const content = rangesOf(model, claim, CONTENT);
  return shared(content, offer.content) * 2 > Math.min(lengthOf(content), lengthOf(offer.content));
}

/**
 * Make the suggestion a claim. A focused claim whose words nobody has marked becomes it; what a person chose
 * stays.
 * @param {Model} model
 * @param {string} sentence
 * @param {string|null} claim
 * @param {Suggestion} offer
 * @param {{finish?: boolean}} [options]
 * @returns {import("../rules/settling.js").Outcome}
 */
export function accept(model, sentence, claim, offer, options = {}) {
  const draft = new Draft(model, sentence);
  const { spans } = rolesOf(model.codebook);
  const open =
    claim && isWhole(model, claim) && spans.every(({ id }) => model.labels.value(claim, id) === null);
  const target = open ? claim : draft.newClaim();
  draft.set(target, CONTENT, offer.content, "accepted");
  for (const [layer, value] of Object.entries(offer.values)) {
    const definition = model.codebook.byId.get(layer);
    if (!definition || (isChoice(definition) && draft.get(target, layer) !== null)) continue;
    draft.set(target, layer, value, "accepted");
  }
  draft.claimed();
  return { ...settle(model, draft, options.finish === true), claim: target };
}
