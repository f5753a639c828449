// @ts-check
/**
 * One annotator's labels of one event, as they stand here: what the server has said, and what is on its way
 * there.
 */

import { same } from "./codebook.js";
import { KINDS } from "./types.js";

/** @typedef {import("./types.js").LabelAddress} LabelAddress */
/** @typedef {import("./types.js").Value} Value */
/** @typedef {import("./types.js").Version} Version */
/**
 * @typedef {{place: LabelAddress, value: Value, origin: string, revision: number, waiting: number, server:
 *   Version, clash: Version|null, conflict: {mine: Value, theirs: Version}|null}} Entry origin: who made the
 *   value, a person, the page, or a person who accepted it; revision: what the next decision is made against;
 *   waiting: decisions without an answer; clash: what somebody else decided while ours were on their way;
 *   conflict: the person is to choose
 */

/** The content layer is reserved: a claim exists while it is set. */
export const CONTENT = "content";
export const STATE = "state";
export const UNSURE = "unsure";
export const NOTE = "note";
export const NAME = "name";

export class Labels {
  constructor() {
    /** @type {Map<string, Map<string, Entry>>} */
    this.byTarget = new Map();
    /** @type {Map<string, string[]>} every claim a sentence ever had, in the order of their numbers */
    this.claimsOf = new Map();
    /** @type {Set<string>} everything that was ever named as a source */
    this.sources = new Set();
    /** @type {Set<Entry>} where the person is to choose between two versions */
    this.conflicted = new Set();
  }

  /** @param {string} target @param {string} layer @returns {Entry|undefined} */
  find(target, layer) {
    return this.byTarget.get(target)?.get(layer);
  }

  /** @param {string} target @param {string} layer @returns {Value} */
  value(target, layer) {
    return this.find(target, layer)?.value ?? null;
  }

  /** What is set on a target, by layer. @param {string} target @returns {Record<string, Value>} */
  values(target) {
    /** @type {Record<string, Value>} */
    const values = {};
    for (const [layer, entry] of this.byTarget.get(target) ?? []) {
      if (entry.value !== null) values[layer] = entry.value;
    }
    return values;
  }

  /** @param {LabelAddress} place @returns {Entry} */
  entry(place) {
    let layers = this.byTarget.get(place.target);
    if (!layers) {
      layers = new Map();
      this.byTarget.set(place.target, layers);
      if (place.target_kind === KINDS.claim && place.sentence)
        this.rememberClaim(place.sentence, place.target);
      if (place.target_kind === KINDS.source) this.sources.add(place.target);
    }
    let entry = layers.get(place.layer);
    if (!entry) {
      const { target_kind, target, sentence, layer } = place;
      entry = {
        place: { target_kind, target, sentence, layer },
        value: null,
        origin: "human",
        revision: 0,
        waiting: 0,
        server: { value: null, revision: 0, seq: 0 },
        clash: null,
        conflict: null,
      };
      layers.set(place.layer, entry);
    }
    return entry;
  }

  /** What the server holds. @param {LabelAddress} place @param {Version} version */
  receive(place, version) {
    const entry = this.entry(place);
    if (version.revision < entry.server.revision) return;
    entry.server = {
      value: version.value,
      revision: version.revision,
      seq: version.seq,
      origin: version.origin,
    };
    if (entry.waiting > 0) return;
    entry.value = version.value;
    entry.origin = version.origin ?? "human";
    entry.revision = Math.max(entry.revision, version.revision);
  }

  /** A decision made here: seen at once, on its way. @param {import("./types.js").Decision} decision */
  decide(decision) {
    const entry = this.entry(decision);
    entry.value = decision.value;
    entry.origin = decision.origin;
    entry.revision = decision.base + 1;
    entry.waiting += 1;
    this.resolve(entry);
  }

  /**
   * A decision from before a reload, without an answer yet.
   * @param {import("./types.js").Decision} decision
   */
  resume(decision) {
    const entry = this.entry(decision);
    entry.waiting += 1;
    // the server may have taken it already, and perhaps more since: then the version of the server counts
    if (decision.base + 1 <= entry.revision) return;
    entry.value = decision.value;
    entry.origin = decision.origin;
    entry.revision = decision.base + 1;
  }

  /** A decision made in another tab, which also sends it. @param {import("./types.js").Decision} decision */
  overhear(decision) {
    const entry = this.entry(decision);
    if (decision.base + 1 <= entry.revision) return;
    entry.value = decision.value;
    entry.origin = decision.origin;
    entry.revision = decision.base + 1;
  }

  /** The server has a decision. @param {import("./types.js").Decision} decision
   * @param {{seq: number, revision: number}} saved */
  acknowledge(decision, saved) {
    const entry = this.entry(decision);
    entry.waiting = Math.max(0, entry.waiting - 1);
    if (saved.revision >= entry.server.revision) {
      const { value, origin } = decision;
      entry.server = { value, revision: saved.revision, seq: saved.seq, origin };
    }
    if (entry.waiting > 0) return;
    this.settle(entry);
    if (entry.clash && !same(entry.clash.value, entry.value)) this.ask(entry, entry.value, entry.clash);
    entry.clash = null;
  }

  /**
   * The server would not take a decision: what the server holds counts again.
   * @param {import("./types.js").Decision} decision
   */
  refuse(decision) {
    const entry = this.entry(decision);
    entry.waiting = Math.max(0, entry.waiting - 1);
    if (entry.waiting === 0) this.settle(entry);
  }

  /** A decision was made against a stale revision.
   * @param {import("./types.js").Decision} decision @param {Version} current
   * @returns {"again"|"settled"} again: nobody else has decided, so it may simply be sent once more */
  conflict(decision, current) {
    const entry = this.entry(decision);
    // one of ours before this one was not taken: the server is behind us, not ahead of us
    const behind = current.revision < decision.base;
    entry.waiting = Math.max(0, entry.waiting - 1);
    if (current.revision >= entry.server.revision) entry.server = { ...current };
    if (entry.waiting > 0) {
      if (!behind) entry.clash = { ...current };
      return "settled";
    }
    entry.clash = null;
    this.settle(entry);
    if (same(decision.value, entry.value)) return "settled";
    if (behind) return "again";
    this.ask(entry, decision.value, entry.server);
    return "settled";
  }

  /** @param {Entry} entry @param {Value} mine @param {Version} theirs */
  ask(entry, mine, theirs) {
    entry.conflict = { mine, theirs };
    this.conflicted.add(entry);
  }

  /** The person has chosen, or decided anew. @param {Entry} entry */
  resolve(entry) {
    entry.conflict = null;
    this.conflicted.delete(entry);
  }

  /** @param {Entry} entry */
  settle(entry) {
    entry.value = entry.server.value;
    entry.origin = entry.server.origin ?? "human";
    entry.revision = entry.server.revision;
  }

  /** @param {string} sentence @param {string} claim */
  rememberClaim(sentence, claim) {
    const claims = this.claimsOf.get(sentence) ?? [];
    claims.push(claim);
    claims.sort((a, b) => numberOf(a) - numberOf(b));
    this.claimsOf.set(sentence, claims);
  }

  /** An id that no claim of the sentence ever had. @param {string} sentence */
  nextClaim(sentence) {
    const last = this.claimsOf.get(sentence)?.at(-1);
    return `${sentence}.${last ? numberOf(last) + 1 : 1}`;
  }
}

/** The n of a claim's id `<sentence>.<n>`. @param {string} claim */
export function numberOf(claim) {
  return Number(claim.slice(claim.lastIndexOf(".") + 1));
}
