// @ts-check
/** The sources of an article: finding one by a few letters, adding, renaming, merging. Pure. */

import { COVER } from "../model/blinding.js";
import { Draft } from "../model/draft.js";
import { NAME } from "../model/labels.js";
import { rolesOf } from "../model/roles.js";
import { settle } from "../rules/settling.js";
import { LIMITS } from "../model/shared.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("./messages.js").Outcome} Outcome */
/** @typedef {{id: string, name: string}} Source */
/** @typedef {{id?: string, name: string}} Choice without an id: a new one of this name */

/** A name can't be longer (code points). */
export const LONGEST_NAME = LIMITS.title;
const LOOSE = 5;
/** Words that point to a source without naming it; a new entry is not called so. */
const POINTING = /^(?:the|a|an|its|his|her|their|this|that|these|those|it|he|she|they|who|we|i)\b\s*/i;

/**
 * The source list of an article, by name.
 * @param {Model} model
 * @param {string} article
 * @returns {Source[]}
 */
export function sourcesOf(model, article) {
  /** @type {Source[]} */
  const found = [];
  for (const id of model.labels.sources) {
    const value = model.labels.value(id, NAME);
    if (value && typeof value === "object" && "name" in value && value.article === article)
      found.push({ id, name: value.name });
  }
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * How well a name fits what was typed: 0 best; null not at all.
 * @param {string} name
 * @param {string} typed
 */
export function fit(name, typed) {
  const [whole, query] = [plain(name), plain(typed)];
  if (query === "" || whole === query) return 0;
  if (whole.startsWith(query)) return 1;
  const words = whole.split(" ");
  if (query.split(" ").every((part) => words.some((word) => word.startsWith(part)))) return 2;
  const initials = words.map((word) => word[0] ?? "").join("");
  if (query.length > 1 && isIn(query.replaceAll(" ", ""), initials)) return 3;
  if (whole.includes(query)) return 4;
  return query.length > 2 && isIn(query.replaceAll(" ", ""), whole.replaceAll(" ", "")) ? LOOSE : null;
}

/** Small letters without accents and punctuation, one space between words. @param {string} text */
export function plain(text) {
  const letters = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return letters
    .replace(/['’‘.]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Do the letters stand in the text in this order? @param {string} letters @param {string} text */
function isIn(letters, text) {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/**
 * What the picker offers: those that fit, best first, then what was typed as a new source.
 * @param {Source[]} list
 * @param {string} typed
 * @param {Choice|null} proposed comes first where nothing is typed
 * @returns {Choice[]}
 */
export function choices(list, typed, proposed) {
  const text = typed.trim();
  if (!text) {
    const rest = list.filter((one) => one.id !== proposed?.id);
    return proposed ? [proposed, ...rest] : rest;
  }
  const ranked = list
    .map((one) => ({ one, rank: fit(one.name, text) }))
    .filter((entry) => entry.rank !== null)
    .sort((a, b) => Number(a.rank) - Number(b.rank))
    // scattered letters count only where nothing fits better
    .filter((entry, _, all) => entry.rank !== LOOSE || all[0].rank === LOOSE)
    .map((entry) => entry.one);
  const known = ranked.some((one) => plain(one.name) === plain(text));
  return known ? ranked : [...ranked, { name: [...text].slice(0, LONGEST_NAME).join("") }];
}

/**
 * Which source it probably is: the one set already, one that was called so before, one whose name holds the
 * words that were marked, else the one chosen last; a new one where the marked words name nobody known.
 * @param {Model} model
 * @param {string} sentence
 * @param {string|null} claim
 * @returns {Choice|null}
 */
export function proposedSource(model, sentence, claim) {
  const { name, mention } = rolesOf(model.codebook);
  const { article } = model.place(sentence);
  const list = sourcesOf(model, article.id);
  const byId = (/** @type {unknown} */ id) => list.find((one) => one.id === id) ?? null;
  const set = claim && name ? byId(model.labels.value(claim, name.id)) : null;
  if (set) return set;
  const last = byId(model.lastSource(article.id));
  const words = claim && mention ? wordsOf(model, claim, mention) : "";
  if (!words) return last;
  const known = calledSo(model, article, words, byId) ?? named(list, words, last);
  // the name of a hidden outlet must not become the name of a source
  return known ?? (isPointing(words) || words.includes(COVER) ? last : { name: words });
}

/** @param {Model} model @param {string} claim @param {string} layer */
function wordsOf(model, claim, layer) {
  const ranges = /** @type {[number, number][]} */ (model.labels.value(claim, layer) ?? []);
  const { points } = model.place(claim.slice(0, claim.lastIndexOf(".")));
  return ranges
    .map(([start, end]) => points.slice(start, end))
    .join(" ")
    .replace(/\s+/g, " ")
    .slice(0, LONGEST_NAME);
}

/** @param {string} words */
function isPointing(words) {
  return words.replace(POINTING, "") === "" || (POINTING.test(words) && !/\p{Lu}/u.test(words.slice(1)));
}

/**
 * The source of a claim whose source was called the same.
 * @param {Model} model
 * @param {import("../model/types.js").Article} article
 * @param {string} words
 * @param {(id: unknown) => Source|null} byId
 */
function calledSo(model, article, words, byId) {
  const { name, mention } = rolesOf(model.codebook);
  const short = plain(words);
  if (!name || !mention || short.length <= 4) return null; // it, he, she, they may be anybody
  for (const { id } of article.sentences) {
    for (const claim of model.claims(id)) {
      if (plain(wordsOf(model, claim, mention)) !== short) continue;
      const found = byId(model.labels.value(claim, name.id));
      if (found) return found;
    }
  }
  return null;
}

/** A source whose name holds the words, the last one first. @param {Source[]} list @param {string} words
 * @param {Source|null} last */
function named(list, words, last) {
  const text = plain(words.replace(POINTING, ""));
  if (!text) return null;
  const fits = (/** @type {Source} */ one) =>
    [fit(one.name, text), fit(text, one.name)].some((rank) => rank !== null && rank <= 3);
  return last && fits(last) ? last : (list.find(fits) ?? null);
}

/** Set the source of a claim, or the list of those who passed it on; new ones come on the article's list.
 * @param {Model} model @param {string} sentence @param {string|null} claim @param {string} layer
 * @param {Choice[]} chosen none clears @returns {Outcome} */
export function choose(model, sentence, claim, layer, chosen) {
  const draft = new Draft(model, sentence);
  if (!claim && chosen.length === 0) return { changes: [] };
  const target = draft.targetOf(claim);
  const list = sourcesOf(model, model.place(sentence).article.id);
  const ids = chosen.map(({ id, name }) => {
    const known = id ?? list.find((one) => plain(one.name) === plain(name))?.id;
    if (known) return known;
    const made = model.uuid();
    draft.name(made, name.trim());
    return made;
  });
  const isList = model.codebook.layer(layer).measurement === "list";
  draft.set(target, layer, ids.length === 0 ? null : isList ? [...new Set(ids)] : ids[0]);
  draft.claimed();
  const names = chosen.map((one) => one.name).join(" → ") || TEXTS.nothing;
  const message = fill(TEXTS.pickKept, { layer: model.codebook.layerTitle(layer), names });
  return { ...settle(model, draft, false), claim: draft.claimOf(target), message };
}

/** How many claims of the event bear each source. @param {Model} model @param {string} article
 * @returns {Map<string, string[]>} the claims by source */
export function uses(model, article) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  const { sources } = rolesOf(model.codebook);
  for (const { id } of model.articles.find((one) => one.id === article)?.sentences ?? []) {
    for (const claim of model.claims(id)) {
      const sourceIds = new Set(
        sources.flatMap((layer) => [model.labels.value(claim, layer.id) ?? []].flat().map(String)),
      );
      for (const source of sourceIds) found.set(source, [...(found.get(source) ?? []), claim]);
    }
  }
  return found;
}

/**
 * @param {Model} model
 * @param {string} sentence any of the article
 * @param {string} source
 * @param {string} name
 * @returns {Outcome}
 */
export function rename(model, sentence, source, name) {
  const text = name.trim();
  const list = sourcesOf(model, model.place(sentence).article.id);
  if (!text) return { changes: [], refusal: TEXTS.sourceNeedsName };
  if (list.some((one) => one.id !== source && plain(one.name) === plain(text)))
    return { changes: [], refusal: TEXTS.sourceTaken };
  const draft = new Draft(model, sentence);
  draft.name(source, text);
  return { changes: draft.changes() };
}

/**
 * Make two sources one: every claim of the first gets the second, and the first leaves the list.
 * @param {Model} model
 * @param {string} article
 * @param {string} from
 * @param {string} into
 * @returns {Outcome}
 */
export function unite(model, article, from, into) {
  const { sources } = rolesOf(model.codebook);
  /** @type {Map<string, string[]>} */
  const bySentence = new Map();
  for (const claim of uses(model, article).get(from) ?? []) {
    const sentence = claim.slice(0, claim.lastIndexOf("."));
    bySentence.set(sentence, [...(bySentence.get(sentence) ?? []), claim]);
  }
  /** @type {import("../model/types.js").Change[]} */
  const changes = [];
  for (const [sentence, claims] of bySentence) {
    const draft = new Draft(model, sentence);
    for (const claim of claims) for (const { id } of sources) replace(draft, claim, id, from, into);
    const outcome = settle(model, draft, false);
    if (outcome.refusal) return outcome;
    changes.push(...outcome.changes);
  }
  return { changes: [...changes, ...forget(model, article, from).changes] };
}

/**
 * @param {Draft} draft
 * @param {string} claim
 * @param {string} layer
 * @param {string} from
 * @param {string} into
 */
function replace(draft, claim, layer, from, into) {
  const value = draft.get(claim, layer);
  if (value === from) draft.set(claim, layer, into);
  else if (Array.isArray(value) && value.some((one) => one === from)) {
    draft.set(claim, layer, [...new Set(value.map((one) => (one === from ? into : String(one))))]);
  }
}

/**
 * Take a source off the list.
 * @param {Model} model
 * @param {string} article
 * @param {string} source
 * @returns {Outcome}
 */
export function forget(model, article, source) {
  const first = model.articles.find((one) => one.id === article)?.sentences[0];
  if (!first) return { changes: [] };
  const draft = new Draft(model, first.id);
  draft.name(source, null);
  return { changes: draft.changes() };
}
