// @ts-check
/** Suggestions of the rules: which are still open on a sentence, and what accepting one changes. Pure. */

import { isWhole, rangesOf } from "./claims.js";
import { isChoice } from "../model/codebook.js";
import { Draft } from "../model/draft.js";
import { CONTENT } from "../model/labels.js";
import { rolesOf } from "../model/roles.js";
import { settle } from "../rules/settling.js";
import { TEXTS, fill } from "../texts.js";
import { lengthOf, shared } from "../model/word_ranges.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../model/types.js").Suggestion} Suggestion */

/**
 * The suggestions that no claim has yet and no rule forbids; none once the sentence is decided.
 *
 * @param {Model} model @param {string} sentence @param {string|null} claim the focused one
 * @returns {Suggestion[]}
 */
export function openSuggestions(model, sentence, claim) {
  const all = model.suggestions[sentence];
  if (!all?.length || model.state(sentence).done) return [];
  const empty = model.codebook.emptyLayer;
  if (empty && model.labels.value(sentence, empty.id) === empty.empty) return [];
  const marked = model.claims(sentence).filter((one) => !isWhole(model, one));
  return all.filter(
    (suggestion) =>
      !marked.some((one) => isTaken(model, one, suggestion)) &&
      !accept(model, sentence, claim, suggestion).refusal,
  );
}

/** @param {Model} model @param {string} claim @param {Suggestion} suggestion */
function isTaken(model, claim, suggestion) {
  const content = rangesOf(model, claim, CONTENT);
  return shared(content, suggestion.content) * 2 > Math.min(lengthOf(content), lengthOf(suggestion.content));
}

/**
 * Make the suggestion a claim. A focused claim whose words nobody has marked becomes it; what a person chose
 * is kept.
 *
 * @param {Model} model
 * @param {string} sentence
 * @param {string|null} claim
 * @param {Suggestion} suggestion
 * @param {{finish?: boolean}} [options]
 * @returns {import("./messages.js").Outcome}
 */
export function accept(model, sentence, claim, suggestion, options = {}) {
  const draft = new Draft(model, sentence);
  const { spans } = rolesOf(model.codebook);
  const isOpen =
    claim && isWhole(model, claim) && spans.every(({ id }) => model.labels.value(claim, id) === null);
  const target = isOpen ? claim : draft.newClaim();
  draft.set(target, CONTENT, suggestion.content, "accepted");
  for (const [layer, value] of Object.entries(suggestion.values)) {
    const definition = model.codebook.byId.get(layer);
    if (!definition || (isChoice(definition) && draft.get(target, layer) !== null)) continue;
    draft.set(target, layer, value, "accepted");
  }
  draft.claimed();
  const words = model.place(sentence).points.quote(suggestion.content);
  const message = fill(TEXTS.suggestionAccepted, { words });
  return { ...settle(model, draft, options.finish === true), claim: target, message };
}

/**
 * What accepting the suggestion would set on its claim, by layer: shown before it is accepted.
 *
 * @param {Model} model @param {string} sentence @param {string|null} claim @param {Suggestion} suggestion
 * @returns {Map<string, import("../model/types.js").Value>}
 */
export function preview(model, sentence, claim, suggestion) {
  const outcome = accept(model, sentence, claim, suggestion);
  const own = outcome.changes.filter((change) => change.target === outcome.claim && change.value !== null);
  return new Map(own.map((change) => [change.layer, change.value]));
}
