// @ts-check
/**
 * From a decision to "saved #n": hands decisions to the outbox, takes the answers, and words what went wrong.
 */

import { openDatabase } from "./database.js";
import { Outbox, noDatabase } from "./outbox.js";
import { sendDecisions } from "./server.js";
import { Tabs } from "./tabs.js";
import { TEXTS, fill } from "../texts.js";
import { layerWords, valueWords } from "../model/value_words.js";

/** @typedef {import("../model/types.js").Decision} Decision */
/** @typedef {import("../model/model.js").Model} Model */
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
    this.wake = () => this.outbox?.flush();
    this.warn = (/** @type {BeforeUnloadEvent} */ event) => {
      if (this.outbox && !this.outbox.stored && this.outbox.waiting.size) event.preventDefault();
    };
    for (const name of ["online", "focus", "pagehide", "pageshow"]) window.addEventListener(name, this.wake);
    window.addEventListener("beforeunload", this.warn);
  }

  destroy() {
    for (const name of ["online", "focus", "pagehide", "pageshow"])
      window.removeEventListener(name, this.wake);
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
    this.model = model;
    for (const { decision } of this.outbox.waiting.values()) {
      if (!model.concerns(decision)) continue;
      model.labels.resume(decision);
      model.recount(decision.sentence ?? "");
    }
    this.around.notices.keepOnly("conflict ", new Set());
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
    });
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
    this.showConflicts();
  }

  /** @param {import("./outbox.js").Answer} answer @param {Map<string, import("./outbox.js").Stored>} sent */
  answered(answer, sent) {
    /** @type {Set<string>} */
    const touched = new Set();
    /** @type {import("../model/types.js").Label[]} */
    const saved = [];
    this.around.timings.note(Object.keys(answer.acknowledged ?? {}), "acknowledged_at");
    for (const [uuid, { seq, revision }] of Object.entries(answer.acknowledged ?? {})) {
      this.seq = Math.max(this.seq, seq);
      const decision = this.ours(sent.get(uuid)?.decision, touched);
      if (!decision) continue;
      this.model?.labels.acknowledge(decision, { seq, revision });
      const { target_kind, target, sentence, layer, value, origin } = decision;
      const place = { target_kind, target, sentence: sentence ?? "", article: "", layer };
      saved.push({ ...place, value, revision, seq, origin });
    }
    this.objected(answer, sent, touched);
    if (saved.length && this.model)
      this.tabs.tell({ what: "saved", annotator: this.model.annotator.id, labels: saved });
    this.changed(touched, answer);
  }

  /**
   * What the server did not take: decided elsewhere in the meantime, or refused.
   *
   * @param {import("./outbox.js").Answer} answer
   * @param {Map<string, import("./outbox.js").Stored>} sent
   * @param {Set<string>} touched
   */
  objected(answer, sent, touched) {
    for (const [uuid, { seq, current }] of Object.entries(answer.conflicts ?? {})) {
      this.seq = Math.max(this.seq, seq);
      const decision = this.ours(sent.get(uuid)?.decision, touched);
      const theirs = current ?? { value: null, revision: 0, seq: 0 };
      if (decision && this.model?.labels.conflict(decision, theirs) === "again") this.again(decision);
    }
    for (const uuid of Object.keys(answer.refused ?? {})) {
      const decision = this.ours(sent.get(uuid)?.decision, touched);
      if (!decision || !this.model) continue;
      this.model.labels.refuse(decision);
      this.model.history.forget(decision.action);
    }
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
    this.showConflicts();
  }

  /** A decision on this event, and its sentence noted; undefined for one of another event.
   * @param {Decision|undefined} decision @param {Set<string>} touched */
  ours(decision, touched) {
    if (!decision || !this.model?.concerns(decision)) return undefined;
    if (decision.sentence) touched.add(decision.sentence);
    return decision;
  }

  /** @param {Decision} decision made against a revision that never came to be */
  again(decision) {
    if (!this.model || !this.outbox) return;
    const { target_kind, target, sentence, layer, value } = decision;
    const origin = /** @type {"human"} */ (decision.origin);
    const change = { target_kind, target, sentence, layer, value, origin };
    const decisions = this.model.commit([change], sentence ?? "", { remember: false });
    this.outbox.add(decisions, this.model.event.id);
  }

  /** @param {import("./tabs.js").Message} message */
  overheard(message) {
    if (!this.model || message.annotator !== this.model.annotator.id) return;
    /** @type {Set<string>} */
    const touched = new Set();
    if (message.what === "decided") {
      for (const decision of message.decisions) {
        if (this.ours(decision, touched)) this.model.labels.overhear(decision);
      }
    } else {
      for (const label of message.labels) {
        if (!this.model.concerns(label)) continue;
        if (label.sentence) touched.add(label.sentence);
        this.model.labels.receive(label, label);
      }
    }
    for (const sentence of touched) this.model.recount(sentence);
    if (touched.size) this.around.onChanged(touched);
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

  showConflicts() {
    const model = this.model;
    if (!model) return;
    const keys = new Set();
    for (const entry of model.labels.conflicted) {
      const { place, conflict } = entry;
      if (!conflict || !place.sentence) continue;
      const key = `conflict ${place.target} ${place.layer}`;
      keys.add(key);
      const quote = model.textOf(place.sentence).slice(0, 60);
      const mine = fill(TEXTS.conflictMine, {
        value: valueWords(model, place.sentence, place.layer, conflict.mine),
      });
      const theirs = fill(TEXTS.conflictTheirs, {
        value: valueWords(model, place.sentence, place.layer, conflict.theirs.value),
      });
      this.around.notices.show({
        key,
        tone: "warning",
        text: fill(TEXTS.conflict, { layer: layerWords(model, place.layer), quote }),
        actions: [
          { text: mine, run: () => this.choose(entry, conflict.mine) },
          { text: theirs, run: () => this.choose(entry, conflict.theirs.value) },
        ],
      });
    }
    this.around.notices.keepOnly("conflict ", keys);
  }

  /** @param {import("../model/labels.js").Entry} entry @param {import("../model/types.js").Value} value */
  choose(entry, value) {
    const { model } = this;
    const { sentence } = entry.place;
    if (!model || !sentence) return;
    model.labels.resolve(entry);
    if (JSON.stringify(entry.value) !== JSON.stringify(value)) {
      this.send(model.commit([{ ...entry.place, value }], sentence), performance.now());
    }
    this.around.onChanged(new Set([sentence]));
    this.showConflicts();
  }
}
