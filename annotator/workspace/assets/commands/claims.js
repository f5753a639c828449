// @ts-check
/**
 * Making, marking, joining and deleting the claims of a sentence. Pure: returns changes, or why there are
 * none.
 */

import { copyAttribution } from "./attribution.js";
import { Draft } from "../model/draft.js";
import { CONTENT, NOTE, UNSURE } from "../model/labels.js";
import { contentCandidates } from "./candidates.js";
import { roleTitle, rolesOf } from "../model/roles.js";
import { settle } from "../rules/settling.js";
import { TEXTS, fill } from "../texts.js";
import { joined, shared } from "../model/word_ranges.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("./messages.js").Outcome} Outcome */
/** @typedef {import("../model/word_ranges.js").Range} Range */

/** A further claim with the attribution of the focused one; its content is what that leaves of the sentence.
 * @param {Model} model @param {string} sentence @param {string|null} claim @returns {Outcome} */
export function split(model, sentence, claim) {
  const draft = new Draft(model, sentence);
  const made = draft.newClaim();
  draft.claimed();
  if (claim) {
    const [rest] = contentCandidates(model, sentence, made, claim);
    if (rest) draft.set(made, CONTENT, rest, "automatic");
    copyAttribution(model, draft, claim, made);
    for (const { id } of rolesOf(model.codebook).spans) draft.set(made, id, model.labels.value(claim, id));
  }
  const total = draft.claims().length;
  const message = fill(TEXTS.claimAdded, { number: draft.claims().indexOf(made) + 1, total });
  return { ...settle(model, draft, false), claim: made, message };
}

/** @param {Model} model @param {string} sentence @param {string|null} claim @returns {Outcome} */
export function remove(model, sentence, claim) {
  if (!claim) return { changes: [], refusal: TEXTS.noClaimHere };
  const draft = new Draft(model, sentence);
  draft.clear(claim, CONTENT);
  const claims = model.claims(sentence);
  const next = claims[claims.indexOf(claim) + 1] ?? claims[claims.indexOf(claim) - 1] ?? null;
  const hint = fill(TEXTS.claimRemoved, { count: claims.length - 1 });
  return { ...settle(model, draft, false), claim: next, hint };
}

/** Join a claim to the one before it: the words of both, the labels of the first where it has any.
 * @param {Model} model @param {string} sentence @param {string|null} claim @returns {Outcome} */
export function merge(model, sentence, claim) {
  const claims = model.claims(sentence);
  const first = claims[claims.indexOf(claim ?? "") - 1];
  if (!claim || !first) return { changes: [], refusal: TEXTS.noClaimBefore };
  const draft = new Draft(model, sentence);
  draft.set(first, CONTENT, joined([...rangesOf(model, first, CONTENT), ...rangesOf(model, claim, CONTENT)]));
  for (const [layer, value] of Object.entries(model.labels.values(claim))) {
    const before = model.labels.value(first, layer);
    if (layer === CONTENT) continue;
    if (before === null) draft.set(first, layer, value);
    else if (layer === NOTE || layer === UNSURE) draft.set(first, layer, bothTexts(before, value));
  }
  draft.clear(claim, CONTENT);
  return { ...settle(model, draft, false), claim: first, message: TEXTS.claimsJoined };
}

/** @param {unknown} first @param {unknown} second */
function bothTexts(first, second) {
  return first === second || !second ? String(first) : [first, second].filter(Boolean).join("\n");
}

/** Set the words of a role; no words clear it. @param {Model} model @param {string} sentence
 * @param {string|null} claim @param {string} layer @param {Range[]} ranges @returns {Outcome} */
export function setRanges(model, sentence, claim, layer, ranges) {
  const draft = new Draft(model, sentence);
  const { start, end } = model.place(sentence).sentence;
  if (layer === CONTENT && shared(ranges, [[start, end]]) === 0) {
    return { changes: [], refusal: ranges.length ? TEXTS.contentElsewhere : TEXTS.contentEmpty };
  }
  if (!claim && ranges.length === 0) return { changes: [] };
  const target = draft.targetOf(claim);
  draft.set(target, layer, ranges.length ? ranges : null);
  draft.claimed();
  const title = roleTitle(model.codebook, layer, TEXTS.content);
  const words = model.place(sentence).points.quote(ranges);
  const message = fill(ranges.length ? TEXTS.rangeKept : TEXTS.rangeCleared, { layer: title, words });
  return { ...settle(model, draft, false), claim: draft.claimOf(target), message };
}

/**
 * The ranges of a span layer or of the content.
 * @param {Model} model
 * @param {string} claim
 * @param {string} layer
 * @returns {Range[]}
 */
export function rangesOf(model, claim, layer) {
  return /** @type {Range[]} */ (model.labels.value(claim, layer) ?? []);
}

/** Does the claim still take the whole sentence because nobody has marked its words?
 * @param {Model} model @param {string} claim */
export function isWhole(model, claim) {
  return model.labels.find(claim, CONTENT)?.origin === "automatic";
}

/** Change the order in which the claims of a sentence are gone through. @param {Model} model
 * @param {string} sentence @param {string|null} claim @param {1|-1} by @returns {string} what to say */
export function arrange(model, sentence, claim, by) {
  const claims = model.claims(sentence);
  const from = claims.indexOf(claim ?? "");
  const to = from + by;
  if (from < 0 || to < 0 || to >= claims.length) return TEXTS.noClaimThere;
  [claims[from], claims[to]] = [claims[to], claims[from]];
  model.arranged.set(sentence, claims);
  return fill(TEXTS.claimMoved, { number: to + 1 });
}
