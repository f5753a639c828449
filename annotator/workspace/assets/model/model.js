// @ts-check
/** An event with one annotator's labels: what the page shows and what its keys act on. Free of the DOM. */

import { shownPairs } from "./alignment.js";
import { CodePoints } from "./codepoints.js";
import { Codebook, same } from "./codebook.js";
import { Draft } from "./draft.js";
import { History } from "./history.js";
import { CONTENT, Labels, NAME, STATE, UNSURE } from "./labels.js";
import { Precedence } from "./precedence.js";
import { rolesOf } from "./roles.js";
import { isComplete } from "../rules/settling.js";
import { WordRanges } from "./word_ranges.js";

/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Decision} Decision */
/**
 * @typedef {{sentence: import("./types.js").Sentence, article: import("./types.js").Article, points:
 *   CodePoints, work: boolean}} Located
 */

export class Model {
  /**
   * @param {import("./types.js").Bundle} bundle
   * @param {{uuid?: () => string, now?: () => number}} [options] now: milliseconds since 1970
   */
  constructor(bundle, options = {}) {
    this.uuid = options.uuid ?? (() => crypto.randomUUID());
    this.precedence = new Precedence(options.now);
    this.event = bundle.event;
    this.annotator = bundle.annotator;
    this.codebook = new Codebook(bundle.codebook);
    this.articles = bundle.articles;
    /**
     * Kinds of sentence that are work; the rest of a page is boilerplate, shown folded and counted as seen.
     */
    this.labelable = new Set(bundle.labelable);
    this.labels = new Labels(this.precedence);
    this.history = new History();
    /** @type {Map<string, Located>} */
    this.located = new Map();
    /** @type {Map<string, Set<string>>} sentences that stand for one another, best first */
    this.aligned = new Map();
    /** @type {Map<string, {done: boolean, unsure: boolean}>} */
    this.states = new Map();
    this.counts = { total: 0, done: 0, unsure: 0 };
    for (const article of bundle.articles) this.addArticle(article);
    /** @type {Map<string, string[]>} the order in which a person goes through the claims of a sentence */
    this.arranged = new Map();
    /** @type {Record<string, import("./types.js").Suggestion[]>} by sentence */
    this.suggestions = bundle.suggestions ?? {};
    /** @type {Map<string, WordRanges>} by article, made when first asked for */
    this.words = new Map();
    /** @type {Map<string, {source: string, seq: number}>} the source that was chosen last, by article */
    this.latest = new Map();
    this.pairs = shownPairs(bundle.alignment, bundle.articles);
    for (const [a, b] of [...this.pairs].sort((p, q) => q[2] - p[2])) {
      this.align(a, b);
      this.align(b, a);
    }
    for (const label of bundle.labels) {
      this.labels.receive(label, label);
      this.noteSource(label, label.seq);
    }
    for (const id of this.located.keys()) this.recount(id);
  }

  /** @param {import("./types.js").Article} article */
  addArticle(article) {
    const points = new CodePoints(article.text);
    for (const sentence of article.sentences) {
      const work = this.labelable.has(sentence.kind);
      this.located.set(sentence.id, { sentence, article, points, work });
      if (work) this.counts.total += 1;
    }
  }

  /** @param {string} from @param {string} to */
  align(from, to) {
    const others = this.aligned.get(from) ?? new Set();
    this.aligned.set(from, others.add(to));
  }

  /** A sentence with its article. @param {string} id @returns {Located} */
  place(id) {
    const found = this.located.get(id);
    if (!found) throw new RangeError(`There is no sentence ${id} in this event.`);
    return found;
  }

  /** Share the clock of the page's other models. @param {Precedence} precedence */
  follow(precedence) {
    this.precedence = precedence;
    this.labels.precedence = precedence;
  }

  /** The characters of a sentence. @param {string} id */
  textOf(id) {
    const { sentence, points } = this.place(id);
    return points.slice(sentence.start, sentence.end);
  }

  /** The range that a claim over the whole sentence has. @param {string} id @returns {[number, number]} */
  rangeOf(id) {
    const { sentence, points } = this.place(id);
    return points.trimmed(sentence.start, sentence.end) ?? [sentence.start, sentence.end];
  }

  /** The sentence as the rules see it. @param {string} id */
  frame(id) {
    return new Draft(this, id).frame();
  }

  /** Ids of the claims of a sentence, in the order they were made or arranged. @param {string} id */
  claims(id) {
    const made = (this.labels.claimsOf.get(id) ?? []).filter(
      (claim) => this.labels.value(claim, CONTENT) !== null,
    );
    const order = this.arranged.get(id);
    const place = (/** @type {string} */ claim) =>
      order?.includes(claim) ? order.indexOf(claim) : made.length;
    return order ? made.sort((a, b) => place(a) - place(b)) : made;
  }

  /** The words of an article. @param {import("./types.js").Article} article */
  wordsOf(article) {
    let words = this.words.get(article.id);
    if (!words) {
      words = new WordRanges(article, this.place(article.sentences[0].id).points);
      this.words.set(article.id, words);
    }
    return words;
  }

  /** Does a decision concern this event: one of its sentences, or a source of one of its articles?
   * @param {import("./types.js").LabelAddress & {value?: import("./types.js").Value}} place */
  concerns(place) {
    if (place.sentence) return this.located.has(place.sentence);
    const { value } = place;
    const article = value && typeof value === "object" && "article" in value ? value.article : null;
    return this.labels.sources.has(place.target) || this.articles.some((one) => one.id === article);
  }

  /**
   * Remember which source was chosen last.
   * @param {import("./types.js").LabelAddress & {value: import("./types.js").Value}} label
   * @param {number} seq
   */
  noteSource(label, seq) {
    if (label.layer !== rolesOf(this.codebook).name?.id || !label.sentence || typeof label.value !== "string")
      return;
    const article = this.located.get(label.sentence)?.article.id ?? "";
    if (seq >= (this.latest.get(article)?.seq ?? 0)) this.latest.set(article, { source: label.value, seq });
  }

  /** The source that was chosen last in an article, if it is still on its list. @param {string} article
   * @returns {string|null} */
  lastSource(article) {
    const found = this.latest.get(article)?.source;
    return found && this.labels.value(found, NAME) !== null ? found : null;
  }

  /**
   * The annotator's claims in the other sentences of an article.
   * @param {string} article
   * @param {string} sentence
   */
  claimsElsewhere(article, sentence) {
    /** @type {import("./types.js").Claim[]} */
    const claims = [];
    for (const place of this.articles.find((one) => one.id === article)?.sentences ?? []) {
      if (place.id !== sentence)
        claims.push(...(this.claims(place.id).length ? this.frame(place.id).claims : []));
    }
    return claims;
  }

  /** Canonical names by source id. @returns {Record<string, string>} */
  sourceNames() {
    /** @type {Record<string, string>} */
    const names = {};
    for (const target of this.labels.sources) {
      const value = this.labels.value(target, NAME);
      if (value && typeof value === "object" && "name" in value) names[target] = value.name;
    }
    return names;
  }

  /**
   * The value that sentences of this one's kind start with, where the codebook presets one.
   * @param {string} id
   */
  preset(id) {
    const { sentence } = this.place(id);
    return this.codebook.presets.find((rule) => rule.kinds.includes(sentence.kind)) ?? null;
  }

  /** @param {string} id */
  state(id) {
    return this.states.get(id) ?? { done: false, unsure: false };
  }

  /** Has anything been decided on the sentence? @param {string} id */
  isTouched(id) {
    return this.claims(id).length > 0 || Object.keys(this.labels.values(id)).length > 0;
  }

  /**
   * Make decisions of changes and let them stand here. Returns them in the order they must be sent.
   *
   * @param {Change[]} changes @param {string} sentence where the annotator works
   * @param {{kind?: Decision["kind"], remember?: boolean}} [options]
   * @returns {Decision[]}
   */
  commit(changes, sentence, options = {}) {
    if (changes.length === 0) return [];
    const action = this.uuid();
    const at = this.precedence.next();
    const reversible = changes.map((change) => ({
      ...change,
      before: this.labels.value(change.target, change.layer),
      after: change.value,
      origin: change.origin ?? "human",
      origin_before: this.labels.find(change.target, change.layer)?.origin ?? "human",
    }));
    const decisions = changes.map((change) => this.decision(change, action, at, options.kind));
    for (const decision of decisions) {
      this.labels.decide(decision);
      this.noteSource(decision, Infinity);
    }
    for (const place of new Set([sentence, ...changes.map((change) => change.sentence ?? sentence)]))
      this.recount(place);
    if (options.remember !== false) this.history.record({ action, sentence, changes: reversible });
    return decisions;
  }

  /**
   * @param {Change} change
   * @param {string} action
   * @param {string} at
   * @param {Decision["kind"]} [kind]
   * @returns {Decision}
   */
  decision(change, action, at, kind) {
    const { target_kind, target, sentence, layer, value } = change;
    return {
      uuid: this.uuid(),
      action,
      target_kind,
      target,
      sentence,
      layer,
      kind: kind ?? (value === null ? "clear" : "set"),
      base: this.labels.find(target, layer)?.revision ?? 0,
      value,
      codebook: this.codebook.hash,
      origin: change.origin ?? "human",
      client_at: at,
    };
  }

  /**
   * Take back the last action.
   * @returns {{decisions: Decision[], sentence: string}|null} null where there is none
   */
  undo() {
    return this.walk(this.history.past, this.history.future, "before", "after", "undo");
  }

  /** Do again what was taken back last. @returns {{decisions: Decision[], sentence: string}|null} */
  redo() {
    return this.walk(this.history.future, this.history.past, "after", "before", undefined);
  }

  /** @param {import("./history.js").Step[]} from @param {import("./history.js").Step[]} to
   * @param {"before"|"after"} goal @param {"before"|"after"} present @param {Decision["kind"]} [kind] */
  walk(from, to, goal, present, kind) {
    let step = from.pop();
    while (step) {
      // what another tab or a conflict has changed since is not ours to take back
      const mine = step.changes.filter((one) => same(this.labels.value(one.target, one.layer), one[present]));
      if (mine.length) {
        to.push(step);
        const origin = goal === "before" ? "origin_before" : "origin";
        const changes = mine.map(
          (one) => /** @type {Change} */ ({ ...one, value: one[goal], origin: one[origin] }),
        );
        const ordered = this.reopening(kind ? changes.reverse() : changes);
        const decisions = this.commit(ordered, step.sentence, { kind, remember: false });
        return { decisions, sentence: step.sentence };
      }
      step = from.pop();
    }
    return null;
  }

  /** Changes of an undone action, with the done sentences that they leave incomplete opened again.
   * @param {Change[]} changes */
  reopening(changes) {
    const result = [...changes];
    for (const sentence of new Set(changes.map((change) => change.sentence))) {
      if (sentence === null) continue;
      const draft = new Draft(this, sentence);
      for (const change of changes) draft.pending.set(`${change.target} ${change.layer}`, change);
      if (draft.get(sentence, STATE) !== "done" || isComplete(draft.frame(), this.codebook)) continue;
      draft.clear(sentence, STATE);
      const cleared = draft.pending.get(`${sentence} ${STATE}`);
      const place = result.findIndex((change) => change.target === sentence && change.layer === STATE);
      if (cleared) result.splice(place < 0 ? result.length : place, place < 0 ? 0 : 1, cleared);
    }
    return result.filter(
      (change) => change.confirms || !same(change.value, this.labels.value(change.target, change.layer)),
    );
  }

  /** Count a sentence anew after a change. @param {string} id */
  recount(id) {
    const located = this.located.get(id);
    if (!located) return;
    const before = this.states.get(id) ?? { done: false, unsure: false };
    const unsure =
      this.labels.value(id, UNSURE) !== null ||
      this.claims(id).some((claim) => this.labels.value(claim, UNSURE) !== null);
    const after = { done: this.labels.value(id, STATE) === "done", unsure };
    this.states.set(id, after);
    if (!located.work) return;
    this.counts.done += Number(after.done) - Number(before.done);
    this.counts.unsure += Number(after.unsure) - Number(before.unsure);
  }
}
