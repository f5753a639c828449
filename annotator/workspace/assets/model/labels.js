// @ts-check
/**
 * One annotator's labels of one event, as they stand here: what the server has said, and what is on its way
 * there.
 */

import { same } from "./codebook.js";
import { Precedence } from "./precedence.js";
import { KINDS } from "./types.js";

/** @typedef {import("./types.js").LabelAddress} LabelAddress */
/** @typedef {import("./types.js").Value} Value */
/** @typedef {import("./types.js").Decision} Decision */
/** @typedef {import("./types.js").Version} Version */
/** @typedef {{decision: Decision, theirs: Version}} Conflict one of the two counts */
/**
 * @typedef {{place: LabelAddress, value: Value, origin: string, revision: number, waiting: number,
 *   server: Version, latest: string, mine: Decision|null, clash: Version|null, conflict: Conflict|null}}
 *   Entry
 *   origin: who made the value, a person, the page, or a person who accepted it; revision: what the next
 *   decision is made against; waiting: decisions without an answer; latest: when the last decision was
 *   made, in whichever tab, "" where none was; mine: the last that was made here; clash: what somebody else
 *   decided while ours were on their way; conflict: the person is to choose
 */

/** The content layer is reserved: a claim exists while it is set. */
export const CONTENT = "content";
export const STATE = "state";
export const UNSURE = "unsure";
export const NOTE = "note";
export const NAME = "name";

export class Labels {
  /** @param {Precedence} [precedence] */
  constructor(precedence = new Precedence()) {
    this.precedence = precedence;
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
        latest: "",
        mine: null,
        clash: null,
        conflict: null,
      };
      layers.set(place.layer, entry);
    }
    return entry;
  }

  /**
   * What the server holds.
   * @param {LabelAddress} place @param {Version} version
   * @returns {Decision|null} one of ours to send again: an older one was taken on top of it
   */
  receive(place, version) {
    const entry = this.entry(place);
    const { value, revision, seq, origin } = version;
    if (revision < entry.server.revision) return null;
    entry.server = { value, revision, seq, origin };
    if (entry.waiting > 0) return null;
    entry.value = value;
    entry.origin = origin ?? "human";
    entry.revision = Math.max(entry.revision, revision);
    return this.overtaken(entry);
  }

  /** A decision made here: seen at once, on its way. @param {Decision} decision */
  decide(decision) {
    const entry = this.entry(decision);
    this.lay(entry, decision);
    entry.mine = decision;
    entry.waiting += 1;
    this.resolve(entry);
  }

  /** A decision from before a reload or of a closed tab, without an answer yet. @param {Decision} decision */
  resume(decision) {
    const entry = this.entry(decision);
    entry.waiting += 1;
    if ((entry.mine?.client_at ?? "") < decision.client_at) entry.mine = decision;
    // the server may have taken it already, and perhaps more since: then the version of the server counts
    if (decision.base + 1 > entry.revision) this.lay(entry, decision);
  }

  /** A decision made in another tab, which also sends it. @param {Decision} decision */
  overhear(decision) {
    const entry = this.entry(decision);
    if (entry.latest ? decision.client_at <= entry.latest : decision.base + 1 <= entry.revision) return;
    this.lay(entry, decision);
    const asked = entry.conflict?.decision.client_at;
    if (asked && decision.client_at > asked) this.resolve(entry);
  }

  /** Let a decision be seen. @param {Entry} entry @param {Decision} decision */
  lay(entry, decision) {
    entry.value = decision.value;
    entry.origin = decision.origin;
    entry.revision = Math.max(entry.revision, decision.base + 1);
    if (decision.client_at > entry.latest) entry.latest = decision.client_at;
  }

  /**
   * The server has a decision.
   * @param {Decision} decision @param {{seq: number, revision: number}} saved
   * @returns {Decision|null} one of ours to send again
   */
  acknowledge(decision, saved) {
    const entry = this.entry(decision);
    entry.waiting = Math.max(0, entry.waiting - 1);
    if (saved.revision >= entry.server.revision) {
      const { value, origin } = decision;
      entry.server = { value, revision: saved.revision, seq: saved.seq, origin };
    }
    if (entry.waiting > 0) return null;
    this.settle(entry);
    this.askOfClash(entry, decision);
    return this.overtaken(entry);
  }

  /** The server would not take a decision: what the server holds counts again. @param {Decision} decision */
  refuse(decision) {
    const entry = this.entry(decision);
    entry.waiting = Math.max(0, entry.waiting - 1);
    if (entry.mine?.uuid === decision.uuid) entry.mine = null;
    if (entry.waiting === 0) this.settle(entry);
  }

  /**
   * A decision was made against a stale revision. What this browser made of it counts by when it was made;
   * what somebody else did, the person is asked about.
   *
   * @param {Decision} decision @param {Version} current
   * @returns {Decision|null} one of ours to send again
   */
  conflict(decision, current) {
    const entry = this.entry(decision);
    const before = entry.server;
    entry.waiting = Math.max(0, entry.waiting - 1);
    if (current.revision >= before.revision) entry.server = { ...current };
    const theirs = entry.server;
    const time = this.precedence.of(theirs.seq);
    // what it was made against was not taken, or not yet: the server is behind us, not ahead of us
    const isBehind = theirs.revision < decision.base && theirs.seq === before.seq;
    if (!time && !isBehind) entry.clash = { ...theirs };
    if (entry.waiting > 0) return null;
    this.settle(entry);
    const isLater = !time || time < decision.client_at;
    if (isLater && entry.clash?.seq !== theirs.seq && !same(decision.value, entry.value)) return decision;
    this.askOfClash(entry, isLater ? decision : { ...decision, value: entry.value });
    return null;
  }

  /**
   * Ask about what somebody else decided while ours were on their way, unless that was earlier, or the same.
   * @param {Entry} entry @param {Decision} mine
   */
  askOfClash(entry, mine) {
    const { clash } = entry;
    entry.clash = null;
    if (!clash || same(clash.value, mine.value)) return;
    const time = this.precedence.of(clash.seq);
    if (!time || time > mine.client_at) this.ask(entry, mine, clash);
  }

  /** @param {Entry} entry @param {Decision} decision of this browser @param {Version} theirs */
  ask(entry, decision, theirs) {
    entry.conflict = { decision, theirs };
    this.conflicted.add(entry);
  }

  /** The person has chosen, or decided anew. @param {Entry} entry */
  resolve(entry) {
    entry.conflict = null;
    this.conflicted.delete(entry);
  }

  /** The person has chosen what the server holds. @param {Entry} entry */
  yield(entry) {
    this.resolve(entry);
    entry.mine = null;
  }

  /**
   * Questions that other tabs have answered: by now it is known who made the other version, and when.
   * @returns {Decision[]} ours that were later, to be sent again
   */
  reconsider() {
    /** @type {Decision[]} */
    const again = [];
    for (const entry of [...this.conflicted]) {
      const { conflict, server } = entry;
      if (!conflict || !this.isKnown(conflict, server)) continue;
      this.resolve(entry);
      const time = this.precedence.of(server.seq);
      const isLater = time < conflict.decision.client_at && !same(conflict.decision.value, server.value);
      if (isLater && time) again.push(conflict.decision);
      else if (isLater) this.ask(entry, conflict.decision, { ...server });
    }
    return again;
  }

  /** Whether a question is over. @param {Conflict} conflict @param {Version} server what it holds by now */
  isKnown({ decision, theirs }, server) {
    if (this.precedence.of(theirs.seq)) return true;
    return this.precedence.of(server.seq) > decision.client_at && same(server.value, theirs.value);
  }

  /**
   * The server takes what fits its revision, which may be an older decision than the last of this browser.
   * @param {Entry} entry @returns {Decision|null} the last, to be sent again, where it was made here
   */
  overtaken(entry) {
    const time = this.precedence.of(entry.server.seq);
    const { mine } = entry;
    const isLast = mine !== null && time !== "" && time < mine.client_at && mine.client_at === entry.latest;
    return isLast && !entry.conflict && !same(mine.value, entry.value) ? mine : null;
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
