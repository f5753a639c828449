// @ts-check
/** What one key press is about to change: read as if it were done, thrown away if a rule forbids it. */

import { same } from "./codebook.js";
import { CONTENT, NAME, UNSURE, NOTE, STATE } from "./labels.js";
import { KINDS } from "./types.js";

/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Value} Value */

const RESERVED = new Set([CONTENT, STATE, UNSURE, NOTE]);

export class Draft {
  /** @param {import("./model.js").Model} model @param {string} sentence */
  constructor(model, sentence) {
    this.model = model;
    this.sentence = sentence;
    /** @type {Map<string, Change>} */
    this.pending = new Map();
  }

  /** @param {string} target @param {string} layer @returns {Value} */
  get(target, layer) {
    const change = this.pending.get(`${target} ${layer}`);
    return change ? change.value : this.model.labels.value(target, layer);
  }

  /** @param {string} target @param {string} layer @param {Value} value @param {Change["origin"]} [origin] */
  set(target, layer, value, origin = "human") {
    this.pending.set(`${target} ${layer}`, {
      target_kind: target === this.sentence ? KINDS.sentence : KINDS.claim,
      target,
      sentence: this.sentence,
      layer,
      value,
      origin,
    });
  }

  /** A person says themselves what a suggestion has set. @param {string} target @param {string} layer
   * @returns {boolean} whether there was such a value */
  confirm(target, layer) {
    const entry = this.model.labels.find(target, layer);
    if (entry?.origin !== "accepted" || this.pending.has(`${target} ${layer}`)) return false;
    this.set(target, layer, entry.value);
    const change = this.pending.get(`${target} ${layer}`);
    if (change) change.confirms = true;
    return true;
  }

  /** @param {string} target @param {string} layer */
  clear(target, layer) {
    this.set(target, layer, null);
  }

  /** Put a source on the article's list, or give it another name. @param {string} source
   * @param {string|null} name null: it is on the list no more */
  name(source, name) {
    const { article } = this.model.place(this.sentence);
    const value = name === null ? null : { article: article.id, name };
    const place = { target_kind: KINDS.source, target: source, sentence: null, layer: NAME };
    this.pending.set(`${source} ${NAME}`, { ...place, value, origin: "human" });
  }

  /** Canonical names by source id, as they would be. @returns {Record<string, string>} */
  sourceNames() {
    const names = this.model.sourceNames();
    for (const { target_kind, target, value } of this.pending.values()) {
      if (target_kind !== KINDS.source) continue;
      if (value && typeof value === "object" && "name" in value) names[target] = value.name;
      else delete names[target];
    }
    return names;
  }

  /** Ids of the claims that would stand. */
  claims() {
    const ids = [...(this.model.labels.claimsOf.get(this.sentence) ?? [])];
    for (const change of this.pending.values()) {
      if (change.target_kind === KINDS.claim && !ids.includes(change.target)) ids.push(change.target);
    }
    return ids.filter((id) => this.get(id, CONTENT) !== null);
  }

  /** A new claim over the whole sentence. */
  newClaim() {
    const id = this.model.labels.nextClaim(this.sentence);
    this.set(id, CONTENT, [this.model.rangeOf(this.sentence)], "automatic");
    return id;
  }

  /** What a label goes to: the claim, a new one, or the sentence where that is labeled as a whole.
   * @param {string|null} claim */
  targetOf(claim) {
    if (!this.model.codebook.hasClaims) return this.sentence;
    return claim ?? this.newClaim();
  }

  /** The claim of a target; null for the sentence. @param {string} target */
  claimOf(target) {
    return target === this.sentence ? null : target;
  }

  /** The sentence holds a claim after all: what says that it has none goes. */
  claimed() {
    const empty = this.model.codebook.emptyLayer;
    if (empty && this.get(this.sentence, empty.id) === empty.empty) this.clear(this.sentence, empty.id);
  }

  /** What a target would have, by layer; null where it would be cleared. @param {string} target */
  allValues(target) {
    const values = this.model.labels.values(target);
    for (const change of this.pending.values()) {
      if (change.target === target) values[change.layer] = change.value;
    }
    return values;
  }

  /** What a target would have, without the reserved layers. @param {string} target */
  values(target) {
    const values = this.allValues(target);
    for (const [layer, value] of Object.entries(values)) {
      if (value === null || RESERVED.has(layer)) delete values[layer];
    }
    return values;
  }

  /** The sentence as the rules see it. @returns {import("./types.js").SentenceLabels} */
  frame() {
    const { sentence, article, points } = this.model.place(this.sentence);
    const [draft, model] = [this, this.model];
    return {
      sentence,
      points,
      quoted: article.quotations,
      outlet: article.outlet,
      values: this.values(this.sentence),
      claims: this.claims().map((id) => ({
        id,
        sentence: this.sentence,
        content: /** @type {[number, number][]} */ (this.get(id, CONTENT)),
        values: this.values(id),
      })),
      // few rules look this far, and it grows with the article
      get elsewhere() {
        return model.claimsElsewhere(article.id, sentence.id);
      },
      get source_names() {
        return draft.sourceNames();
      },
    };
  }

  /** What differs from the labels before. @returns {Change[]} */
  changes() {
    return [...this.pending.values()].filter(
      (change) =>
        change.confirms || !same(change.value, this.model.labels.value(change.target, change.layer)),
    );
  }
}
