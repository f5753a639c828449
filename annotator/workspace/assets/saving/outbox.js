// @ts-check
/**
 * Decisions that the server has not acknowledged yet: in memory for speed, in the database for survival, sent
 * in order with one request at a time until each has an answer. Knows nothing of the page.
 */

import { TEXTS } from "../texts.js";
import { LIMITS } from "../model/shared.js";

/** @typedef {import("../model/types.js").Decision} Decision */
/** @typedef {import("../model/types.js").Version} Version */
/** @typedef {{uuid: string, annotator: string, event: string, order: number, decision: Decision,
 *   reason: string|null, theirs?: Version}} Stored a decision in the browser's database; `reason` says why it
 *   was refused; `theirs` is what somebody else decided, where the person is to choose */
/** @typedef {{put(records: Stored[]): Promise<void>, remove(uuids: string[]): Promise<void>,
 *   all(annotator: string): Promise<Stored[]>}} Database */
/** @typedef {{acknowledged?: Record<string, {seq: number, revision: number, duplicate?: boolean}>,
 *   conflicts?: Record<string, {seq: number, current: import("../model/types.js").Version|null}>,
 *   refused?: Record<string, {reason: string}>, codebook?: string}} Answer */
/** @typedef {"saved"|"sending"|"offline"|"signed-out"|"somebody-else"|"trouble"} State */

/** The server takes at most this many decisions in one request. */
export const BATCH = /** @type {number} */ (LIMITS.batch);
const FIRST_WAIT = 250;
const LONGEST_WAIT = 5000;
/** A key press while waiting tries again at once, but not more often than this (ms). */
const EAGER = 500;

export class Outbox {
  /**
   * @param {object} options
   * @param {string} options.annotator
   * @param {Database} options.database
   * @param {(batch: Decision[]) => Promise<Answer>} options.post rejects with `status` where there was an
   *   answer
   * @param {(answer: Answer, sent: Map<string, Stored>) => void} [options.onAnswer]
   * @param {() => void} [options.onChange] called whenever state or counts may have changed
   * @param {(uuids: string[]) => void} [options.onKept] these are in the database
   * @param {(records: Stored[]) => void} [options.onAdopted] other tabs left these; they are sent from here
   * @param {() => number} [options.now] milliseconds since 1970
   * @param {(work: () => void, ms: number) => any} [options.setTimer]
   * @param {(timer: any) => void} [options.clearTimer]
   * @param {() => number} [options.random]
   */
  constructor(options) {
    this.annotator = options.annotator;
    this.database = options.database;
    this.post = options.post;
    this.onAnswer = options.onAnswer ?? (() => {});
    this.onChange = options.onChange ?? (() => {});
    this.onKept = options.onKept ?? (() => {});
    this.onAdopted = options.onAdopted ?? (() => {});
    this.now = options.now ?? (() => performance.timeOrigin + performance.now());
    // kept as arrows: a bare window.setTimeout called as a method throws "Illegal invocation"
    this.setTimer = options.setTimer ?? ((work, ms) => setTimeout(work, ms));
    this.clearTimer = options.clearTimer ?? ((timer) => clearTimeout(timer));
    this.random = options.random ?? Math.random;
    /** @type {Map<string, Stored>} what waits, in the order it was made */
    this.waiting = new Map();
    /** @type {Map<string, Stored>} what the server would not take */
    this.refused = new Map();
    /** @type {Map<string, Stored>} about which the person is to choose */
    this.asked = new Map();
    /** @type {State} */
    this.state = "saved";
    /** False once the browser has failed to store; what waits is then lost with the tab. */
    this.stored = true;
    /** Why the server could not save, in its own words; "" where it gave none. */
    this.reason = "";
    this.inFlight = false;
    this.limit = BATCH;
    this.wait = 0;
    this.lastOrder = 0;
    this.lastTry = 0;
    /** @type {any} */
    this.timer = null;
  }

  /** Take up what an earlier or closed tab has left. Call flush() when the page is ready for answers. */
  async load() {
    /** @type {Stored[]} */
    const adopted = [];
    try {
      const records = await this.database.all(this.annotator);
      for (const record of records) {
        this.lastOrder = Math.max(this.lastOrder, record.order);
        if (record.reason !== null) this.refused.set(record.uuid, record);
        else if (record.theirs) this.asked.set(record.uuid, record);
        else if (!this.waiting.has(record.uuid)) adopted.push(record);
      }
      const made = [...this.waiting.values(), ...adopted].sort((a, b) => a.order - b.order);
      this.waiting = new Map(made.map((record) => [record.uuid, record]));
    } catch {
      this.stored = false;
    }
    this.onAdopted(adopted);
    this.onChange();
  }

  /**
   * Send what waits in any tab of this browser, in the order it was made. Other tabs may do the same at the
   * same time: the server takes each decision once.
   */
  async resume() {
    if (this.inFlight) return;
    this.lastTry = this.now();
    await this.load();
    this.flush();
  }

  /** Keep and send the decisions of one action. @param {Decision[]} decisions @param {string} event */
  add(decisions, event) {
    /** @type {Stored[]} */
    const records = decisions.map((decision) => this.recordOf(decision, event));
    for (const record of records) this.waiting.set(record.uuid, record);
    if (this.state === "saved") this.state = "sending";
    // in the same task, so neither waits for the other: the request leaves, and the database gets it
    const isCalm = this.state === "sending";
    if (isCalm) this.flush();
    this.keep(records);
    if (!isCalm && this.now() - this.lastTry > EAGER) void this.resume();
    this.onChange();
  }

  /** @param {Decision} decision @param {string} event @returns {Stored} */
  recordOf(decision, event) {
    const { annotator } = this;
    const order = this.nextOrder(decision);
    return { uuid: decision.uuid, annotator, event, order, decision, reason: null };
  }

  /** Send what waits, unless a request is under way. */
  flush() {
    if (this.inFlight || this.waiting.size === 0) return;
    this.clearTimer(this.timer);
    this.timer = null;
    this.inFlight = true;
    this.lastTry = this.now();
    const sent = this.nextBatch();
    this.post([...sent.values()].map((record) => record.decision)).then(
      (answer) => this.answered(answer, sent),
      (error) => this.failed(error?.status ?? 0, sent, String(error?.message ?? "")),
    );
  }

  /** Forget a refused decision that the person has seen. @param {string} uuid */
  dismiss(uuid) {
    this.refused.delete(uuid);
    this.database.remove([uuid]).catch(() => this.storageFailed());
    this.onChange();
  }

  /** Keep a question to the person until it has an answer, also over a reload.
   * @param {Stored} record @param {Version} theirs @returns {Promise<void>} when it is in the database */
  async ask(record, theirs) {
    const asked = { ...record, theirs };
    this.asked.set(record.uuid, asked);
    await this.database.put([asked]).catch(() => this.storageFailed());
  }

  /** The person has chosen. @param {string[]} uuids */
  chosen(uuids) {
    for (const uuid of uuids) this.asked.delete(uuid);
    this.database.remove(uuids).catch(() => this.storageFailed());
  }

  /** Stop sending; what waits stays in the database. */
  close() {
    this.clearTimer(this.timer);
    this.onAnswer = () => {};
    this.onChange = () => {};
    this.onKept = () => {};
    this.onAdopted = () => {};
    this.post = () => new Promise(() => {});
  }

  /** @param {Decision} decision */
  nextOrder(decision) {
    // the clock may stand still or be set back; the order may not
    const time = Date.parse(decision.client_at) || this.now();
    this.lastOrder = Math.max(time, this.lastOrder + 0.001);
    return this.lastOrder;
  }

  /** @param {Stored[]} records */
  keep(records) {
    this.database.put(records).then(
      () => this.onKept(records.map((record) => record.uuid)),
      () => this.storageFailed(),
    );
  }

  storageFailed() {
    this.stored = false;
    this.onChange();
  }

  /** Whole actions from the front, as many as one request takes. */
  nextBatch() {
    /** @type {Map<string, Stored[]>} */
    const actions = new Map();
    for (const record of this.waiting.values()) {
      const action = record.decision.action;
      if (!actions.has(action) && actions.size >= this.limit) break;
      const members = actions.get(action) ?? [];
      members.push(record);
      actions.set(action, members);
    }
    /** @type {Map<string, Stored>} */
    const batch = new Map();
    for (const members of actions.values()) {
      if (batch.size > 0 && batch.size + members.length > this.limit) break;
      for (const record of members) batch.set(record.uuid, record);
    }
    return batch;
  }

  /** @param {Answer} answer @param {Map<string, Stored>} sent */
  answered(answer, sent) {
    this.inFlight = false;
    const settled = [
      ...Object.keys(answer.acknowledged ?? {}),
      ...Object.keys(answer.conflicts ?? {}),
    ].filter((uuid) => sent.has(uuid));
    for (const uuid of settled) this.waiting.delete(uuid);
    if (settled.length) this.database.remove(settled).catch(() => this.storageFailed());
    let refusals = 0;
    for (const [uuid, { reason }] of Object.entries(answer.refused ?? {})) {
      const record = sent.get(uuid);
      if (record) refusals += this.refuse(record, reason);
    }
    this.onAnswer(answer, sent);
    if (settled.length + refusals === 0) {
      this.retryLater("trouble");
      return;
    }
    this.wait = 0;
    this.limit = BATCH;
    this.state = this.waiting.size ? "sending" : "saved";
    this.flush();
    this.onChange();
  }

  /** @param {Stored} record @param {string} reason @returns {number} 1 */
  refuse(record, reason) {
    const kept = { ...record, reason };
    this.waiting.delete(record.uuid);
    this.refused.set(record.uuid, kept);
    this.keep([kept]);
    return 1;
  }

  /**
   * @param {number} status 0 where no answer came
   * @param {Map<string, Stored>} sent
   * @param {string} [reason]
   */
  failed(status, sent, reason = "") {
    this.inFlight = false;
    // only what the server says of being unable to write is meant for people
    this.reason = status === 503 ? reason.replace(/\.$/, "") : "";
    if (status === 413 || status === 422) {
      this.narrow(status, sent);
      return;
    }
    /** @type {Record<number, State>} */
    const states = { 0: "offline", 401: "signed-out", 409: "somebody-else" };
    this.retryLater(states[status] ?? "trouble");
  }

  /**
   * A body the server can't take: find the action at fault by sending fewer, so that it does not hold up the
   * rest.
   * @param {number} status
   * @param {Map<string, Stored>} sent
   */
  narrow(status, sent) {
    const actions = new Set([...sent.values()].map((record) => record.decision.action));
    if (actions.size > 1) {
      this.limit = Math.max(1, Math.floor(Math.min(this.limit, actions.size) / 2));
      this.flush();
      return;
    }
    /** @type {Record<string, {reason: string}>} */
    const refused = {};
    const reason = status === 413 ? TEXTS.tooLong : TEXTS.notUnderstood;
    for (const record of sent.values()) {
      refused[record.uuid] = { reason };
    }
    this.answered({ refused }, sent);
  }

  /** @param {State} state */
  retryLater(state) {
    this.state = state;
    this.wait = Math.min(LONGEST_WAIT, this.wait ? this.wait * 2 : FIRST_WAIT);
    this.clearTimer(this.timer);
    this.timer = this.setTimer(
      () => {
        this.timer = null;
        void this.resume();
      },
      this.wait * (0.75 + this.random() / 2),
    );
    this.onChange();
  }
}

/** An outbox that keeps nothing over a reload, for browsers without IndexedDB. @returns {Database} */
export function noDatabase() {
  const refuse = () => Promise.reject(new Error("no database"));
  return { put: refuse, remove: () => Promise.resolve(), all: refuse };
}
