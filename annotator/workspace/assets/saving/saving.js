// @ts-check
/**
 * From a decision to "saved #n": hands decisions to the outbox, takes the answers, and words what went wrong.
 */

import { openDatabase } from "./database.js";
import { Outbox, noDatabase } from "./outbox.js";
import { Questions } from "./questions.js";
import { sendDecisions } from "./server.js";
import { Tabs } from "./tabs.js";
import { TEXTS, fill } from "../texts.js";
import { same } from "../model/codebook.js";
import { Precedence } from "../model/precedence.js";
import { layerWords, valueWords } from "../model/value_words.js";

/** @typedef {import("../model/types.js").Decision} Decision */
/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../model/types.js").Version} Version */
/** @typedef {import("./outbox.js").Stored} Stored */
/**
 * @typedef {{status: import("../view/status.js").Status, notices: import("../view/notices.js").Notices,
 *   timings: import("../timings.js").Timings, onChanged(sentences: Set<string>): void, onShow(sentence:
 *   string): void, onReload(): void}} Surroundings
 */

export class Saving {
  /** @param {Surroundings} around */
  constructor(around) {
    this.around = around;
    this.client = crypto.randomUUID();
    this.database = typeof indexedDB === "undefined" ? noDatabase() : openDatabase();
    this.tabs = new Tabs((message) => this.overheard(message));
    /** @type {Outbox|null} */
    this.outbox = null;
    /** @type {Model|null} */
    this.model = null;
    this.seq = 0;
    this.wasOffline = false;
    /** What the messages were drawn from; with most keys it stays the same. */
    this.shown = "";
    this.precedence = new Precedence();
    this.questions = new Questions(this);
    this.wake = () => void this.outbox?.resume();
    this.leave = () => this.outbox?.flush();
    this.warn = (/** @type {BeforeUnloadEvent} */ event) => {
      if (this.outbox && !this.outbox.stored && this.outbox.waiting.size) event.preventDefault();
    };
    for (const name of ["online", "focus", "pageshow"]) window.addEventListener(name, this.wake);
    window.addEventListener("pagehide", this.leave);
    window.addEventListener("beforeunload", this.warn);
  }

  destroy() {
    for (const name of ["online", "focus", "pageshow"]) window.removeEventListener(name, this.wake);
    window.removeEventListener("pagehide", this.leave);
    window.removeEventListener("beforeunload", this.warn);
    this.outbox?.close();
    this.tabs.close();
  }

  /** Take up a model that has just been fetched: what still waits for this event is laid over it.
   * @param {Model} model @param {number} head last seq of the annotator */
  async use(model, head) {
    if (this.outbox && this.outbox.annotator !== model.annotator.id) {
      this.outbox.close();
      this.outbox = null;
    }
    if (!this.outbox) {
      this.outbox = this.newOutbox(model.annotator);
      await this.outbox.load();
    }
    this.seq = Math.max(this.seq, head);
    model.follow(this.precedence);
    this.model = model;
    this.adopted([...this.outbox.waiting.values()]);
    this.questions.layOver();
    this.around.notices.hide("codebook");
    this.outbox.flush();
    this.showState();
  }

  /** @param {import("../model/types.js").Annotator} annotator */
  newOutbox(annotator) {
    return new Outbox({
      annotator: annotator.id,
      database: this.database,
      post: (batch) => sendDecisions(annotator, this.client, batch),
      onAnswer: (answer, sent) => this.answered(answer, sent),
      onChange: () => this.showState(),
      onKept: (uuids) => this.around.timings.note(uuids, "durable_at"),
      onAdopted: (records) => this.adopted(records),
    });
  }

  /** Decisions of an earlier or another tab are sent from here. @param {Stored[]} records */
  adopted(records) {
    /** @type {Set<string>} */
    const touched = new Set();
    for (const { decision } of records) {
      this.precedence.hear(decision.client_at);
      if (this.ours(decision, touched)) this.model?.labels.resume(decision);
    }
    for (const sentence of touched) this.model?.recount(sentence);
    if (touched.size) this.around.onChanged(touched);
  }

  /** Keep and send what was just decided. @param {Decision[]} decisions @param {number} keyAt */
  send(decisions, keyAt) {
    if (decisions.length === 0 || !this.outbox || !this.model) return;
    this.around.timings.begin(
      decisions.map((decision) => decision.uuid),
      keyAt,
    );
    this.outbox.add(decisions, this.model.event.id);
    this.tabs.tell({ what: "decided", annotator: this.model.annotator.id, decisions });
    this.questions.show();
  }

  /** @param {import("./outbox.js").Answer} answer @param {Map<string, Stored>} sent */
  answered(answer, sent) {
    const acknowledged = answer.acknowledged ?? {};
    this.around.timings.note(Object.keys(acknowledged), "acknowledged_at");
    for (const [uuid, { seq }] of Object.entries(acknowledged))
      this.precedence.note(seq, sent.get(uuid)?.decision.client_at);
    /** @type {Set<string>} */
    const touched = new Set();
    /** @type {import("./tabs.js").Saved[]} */
    const saved = [];
    /** @type {{decision: Decision, event: string}[]} what was overtaken by an older decision, or met one */
    const again = [];
    // as they were sent: what an entry of the log met depends on those before it
    for (const [uuid, record] of sent) {
      const outcome = { saved: acknowledged[uuid], met: answer.conflicts?.[uuid] };
      this.seq = Math.max(this.seq, outcome.saved?.seq ?? 0, outcome.met?.seq ?? 0);
      if (outcome.saved) saved.push(savedAs(record.decision, outcome.saved));
      const later = this.outcome(record, outcome, Boolean(answer.refused?.[uuid]), touched);
      if (later) again.push({ decision: later, event: record.event });
    }
    this.again([...again, ...this.reconsidered()]);
    if (saved.length && this.model)
      this.tabs.tell({ what: "saved", annotator: this.model.annotator.id, labels: saved });
    this.changed(touched, answer);
  }

  /**
   * What became of one decision.
   *
   * @param {Stored} record
   * @param {{saved?: {seq: number, revision: number}, met?: {seq: number, current: Version|null}}} outcome
   * @param {boolean} isRefused
   * @param {Set<string>} touched
   * @returns {Decision|null} one to send again
   */
  outcome(record, { saved, met }, isRefused, touched) {
    const { decision } = record;
    const theirs = met && (met.current ?? { value: null, revision: 0, seq: 0 });
    const labels = this.ours(decision, touched) && this.model?.labels;
    if (!labels) return theirs ? this.elsewhere(record, theirs) : null;
    if (saved) return labels.acknowledge(decision, saved);
    if (theirs) return labels.conflict(decision, theirs);
    if (!isRefused) return null;
    labels.refuse(decision);
    this.model?.history.forget(decision.action);
    return null;
  }

  /** A conflict in an event that is not open. @param {Stored} record @param {Version} theirs */
  elsewhere(record, theirs) {
    const { decision } = record;
    if (same(decision.value, theirs.value)) return null;
    const time = this.precedence.of(theirs.seq);
    if (time) return time < decision.client_at ? { ...decision, base: theirs.revision } : null;
    this.questions.keep(record, theirs);
    return null;
  }

  /** @param {Set<string>} touched @param {import("./outbox.js").Answer} answer */
  changed(touched, answer) {
    for (const sentence of touched) this.model?.recount(sentence);
    const visible = Object.keys(answer.conflicts ?? {}).length + Object.keys(answer.refused ?? {}).length;
    // what is merely saved looks the same as before
    if (visible) this.around.onChanged(touched);
    if (answer.codebook && this.model && answer.codebook !== this.model.codebook.hash) {
      const run = () => this.around.onReload();
      const actions = [{ text: TEXTS.loadCodebook, run }];
      this.around.notices.show({ key: "codebook", tone: "info", text: TEXTS.codebookChanged, actions });
    }
    this.questions.show();
  }

  /** A decision on this event, and its sentence noted; undefined for one of another event.
   * @param {Decision|undefined} decision @param {Set<string>} touched */
  ours(decision, touched) {
    if (!decision || !this.model?.concerns(decision)) return undefined;
    if (decision.sentence) touched.add(decision.sentence);
    return decision;
  }

  /** Decisions that need no answer of the person any more, to be sent again. */
  reconsidered() {
    const { model } = this;
    return (model?.labels.reconsider() ?? []).map((decision) => ({ decision, event: model?.event.id ?? "" }));
  }

  /** Send decisions once more, against what the server holds now; those of one action together.
   * @param {{decision: Decision, event: string}[]} decided */
  again(decided) {
    /** @type {Map<string, {event: string, decisions: Decision[]}>} */
    const actions = new Map();
    for (const { decision, event } of decided) {
      const { decisions } = actions.get(decision.action) ?? { decisions: [] };
      actions.set(decision.action, { event, decisions: [...decisions, decision] });
    }
    for (const { event, decisions } of actions.values()) {
      const action = crypto.randomUUID();
      const renewed = decisions.map((decision) => this.renewed(decision, action));
      this.outbox?.add(renewed, event);
    }
  }

  /** @param {Decision} decision @param {string} action @returns {Decision} */
  renewed(decision, action) {
    const labels = this.model?.concerns(decision) ? this.model.labels : null;
    const base = labels ? labels.entry(decision).server.revision : decision.base;
    const renewed = { ...decision, uuid: crypto.randomUUID(), action, base };
    labels?.decide(renewed);
    return renewed;
  }

  /** @param {import("./tabs.js").Message} message */
  overheard(message) {
    if (!this.model || !this.outbox || message.annotator !== this.model.annotator.id) return;
    if (message.what === "asked") void this.outbox.resume().then(() => this.questions.layOver());
    else if (message.what === "chosen") this.questions.answeredElsewhere(message.uuids);
    else this.overheardLabels(message, this.model);
  }

  /** @param {Extract<import("./tabs.js").Message, {what: "decided"|"saved"}>} message @param {Model} model */
  overheardLabels(message, model) {
    /** @type {Set<string>} */
    const touched = new Set();
    /** @type {{decision: Decision, event: string}[]} */
    const again = [];
    for (const decision of message.what === "decided" ? message.decisions : []) {
      this.precedence.hear(decision.client_at);
      if (this.ours(decision, touched)) model.labels.overhear(decision);
    }
    for (const label of message.what === "saved" ? message.labels : []) {
      this.precedence.note(label.seq, label.client_at);
      if (!model.concerns(label)) continue;
      if (label.sentence) touched.add(label.sentence);
      const decision = model.labels.receive(label, label);
      if (decision) again.push({ decision, event: model.event.id });
    }
    this.again([...again, ...this.reconsidered()]);
    for (const sentence of touched) model.recount(sentence);
    if (touched.size) this.around.onChanged(touched);
    this.questions.show();
  }

  showState() {
    if (!this.outbox) return;
    const { state, waiting, stored } = this.outbox;
    const { status } = this.around;
    status.show(this.outbox, this.seq);
    const calm = state === "saved" || state === "sending";
    const shown = `${calm ? "" : `${state} ${waiting.size}`} ${stored} ${this.outbox.refused.size}`;
    if (shown === this.shown) return;
    this.shown = shown;
    const count = waiting.size;
    const name = this.model?.annotator.name ?? "";
    const reload = [{ text: TEXTS.signIn, run: () => location.reload() }];
    this.notice("offline", state === "offline", TEXTS.offline);
    this.notice("signed-out", state === "signed-out", fill(TEXTS.signedOut, { count }), reload);
    this.notice(
      "somebody-else",
      state === "somebody-else",
      fill(TEXTS.somebodyElse, { count, name }),
      reload,
    );
    const why = this.outbox.reason || TEXTS.troubleUnknown;
    this.notice("trouble", state === "trouble", fill(TEXTS.trouble, { count, reason: why }));
    this.notice("memory", !stored, TEXTS.memoryOnly);
    if (this.wasOffline && calm) status.say(TEXTS.online);
    this.wasOffline = !calm;
    this.showRefused();
  }

  /**
   * @param {string} key
   * @param {boolean} on
   * @param {string} text
   * @param {{text: string, run: () => void}[]} [actions]
   */
  notice(key, on, text, actions) {
    if (on) this.around.notices.show({ key, tone: "warning", text, actions });
    else this.around.notices.hide(key);
  }

  showRefused() {
    const refused = this.outbox?.refused ?? new Map();
    /** @type {Map<string, import("./outbox.js").Stored[]>} */
    const actions = new Map();
    for (const record of refused.values()) {
      actions.set(record.decision.action, [...(actions.get(record.decision.action) ?? []), record]);
    }
    const keys = new Set();
    for (const [action, records] of actions) {
      const key = `refused ${action}`;
      keys.add(key);
      const { decision, reason } = records.find((record) => record.decision.sentence) ?? records[0];
      const here = decision.sentence && this.model?.located.has(decision.sentence);
      const what = records.map((record) => this.describe(record.decision)).join(", ");
      const dismiss = {
        text: TEXTS.dismiss,
        run: () => records.forEach(({ uuid }) => this.outbox?.dismiss(uuid)),
      };
      const show = { text: TEXTS.refusedShow, run: () => this.around.onShow(decision.sentence ?? "") };
      const text = fill(TEXTS.refused, { what, reason: reason ?? "" });
      this.around.notices.show({ key, tone: "warning", text, actions: here ? [show, dismiss] : [dismiss] });
    }
    this.around.notices.keepOnly("refused ", keys);
  }

  /** @param {Decision} decision */
  describe({ layer, sentence, value }) {
    if (!this.model) return layer;
    return `${layerWords(this.model, layer)}: ${valueWords(this.model, sentence, layer, value)}`;
  }
}

/** What other tabs hear of a decision that the server has taken. @param {Decision} decision
 * @param {{seq: number, revision: number}} taken @returns {import("./tabs.js").Saved} */
function savedAs({ target_kind, target, sentence, layer, value, origin, client_at }, { seq, revision }) {
  const place = { target_kind, target, sentence: sentence ?? "", article: "", layer };
  return { ...place, value, revision, seq, origin, client_at };
}
