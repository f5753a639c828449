// @ts-check
/**
 * Questions to the person: which of two versions of a label counts. They are kept in the browser's database
 * until they have an answer, so that a reload, or another event, puts none aside.
 */

import { same } from "../model/codebook.js";
import { layerWords, valueWords } from "../model/value_words.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../model/labels.js").Entry} Entry */
/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../model/types.js").Decision} Decision */
/** @typedef {import("../model/types.js").Value} Value */
/** @typedef {import("../model/types.js").Version} Version */
/** @typedef {import("./outbox.js").Stored} Stored */

export class Questions {
  /** @param {import("./saving.js").Saving} saving */
  constructor(saving) {
    this.saving = saving;
  }

  /** What a question needs; null while no event is open. */
  get here() {
    const { model, outbox } = this.saving;
    return model && outbox ? { model, outbox } : null;
  }

  /** Keep a question, and let the other tabs ask it, too. @param {Stored} record @param {Version} theirs */
  keep(record, theirs) {
    const { outbox, tabs } = this.saving;
    void outbox?.ask(record, theirs).then(() => tabs.tell({ what: "asked", annotator: record.annotator }));
  }

  /** Lay the questions that have no answer yet over the labels of the open event. */
  layOver() {
    if (!this.here) return;
    const { model, outbox } = this.here;
    for (const { uuid, decision, theirs } of outbox.asked.values()) {
      if (!theirs || !model.concerns(decision)) continue;
      const entry = model.labels.entry(decision);
      if (entry.conflict?.decision.uuid === uuid) continue;
      const now = entry.server.revision > theirs.revision ? { ...entry.server } : theirs;
      if (entry.waiting === 0 && !same(decision.value, now.value)) model.labels.ask(entry, decision, now);
    }
    this.show();
  }

  /** Show what is asked; a question of the open event is over as soon as its label has been decided anew. */
  show() {
    if (!this.here) return;
    const { model, outbox } = this.here;
    const open = new Map([...model.labels.conflicted].map((entry) => [entry.conflict?.decision.uuid, entry]));
    const over = [...outbox.asked.values()].filter(
      ({ uuid, decision }) => model.concerns(decision) && !open.has(uuid),
    );
    if (over.length) outbox.chosen(over.map(({ uuid }) => uuid));
    for (const { conflict } of open.values()) {
      if (conflict && !outbox.asked.has(conflict.decision.uuid))
        this.keep(outbox.recordOf(conflict.decision, model.event.id), conflict.theirs);
    }
    /** @type {Set<string>} */
    const keys = new Set();
    for (const entry of open.values()) this.showHere(model, entry, keys);
    for (const record of outbox.asked.values()) {
      if (!model.concerns(record.decision)) this.showElsewhere(model, record, keys);
    }
    this.saving.around.notices.keepOnly("conflict ", keys);
  }

  /** @param {Model} model @param {Entry} entry @param {Set<string>} keys */
  showHere(model, entry, keys) {
    const { place, conflict } = entry;
    if (!conflict) return;
    const quote = place.sentence ? model.textOf(place.sentence).slice(0, 60) : "";
    const text = fill(TEXTS.conflict, { layer: layerWords(model, place.layer), quote });
    const choose = (/** @type {Value} */ value) => this.choose(entry, value);
    this.notice(model, `${place.target} ${place.layer}`, { ...conflict, text, choose }, keys);
  }

  /** @param {Model} model @param {Stored} record of an event that is not open @param {Set<string>} keys */
  showElsewhere(model, record, keys) {
    const { decision, theirs, uuid } = record;
    if (!theirs) return;
    const text = fill(TEXTS.conflictElsewhere, { layer: layerWords(model, decision.layer) });
    const choose = (/** @type {Value} */ value) => this.chooseElsewhere(record, theirs, value);
    this.notice(model, uuid, { decision, theirs, text, choose }, keys);
  }

  /**
   * @param {Model} model
   * @param {string} name
   * @param {{decision: Decision, theirs: Version, text: string, choose(value: Value): void}} question
   * @param {Set<string>} keys
   */
  notice(model, name, { decision, theirs, text, choose }, keys) {
    const words = (/** @type {Value} */ value) => valueWords(model, decision.sentence, decision.layer, value);
    const actions = [
      { text: fill(TEXTS.conflictMine, { value: words(decision.value) }), run: () => choose(decision.value) },
      { text: fill(TEXTS.conflictTheirs, { value: words(theirs.value) }), run: () => choose(theirs.value) },
    ];
    const key = `conflict ${name}`;
    keys.add(key);
    this.saving.around.notices.show({ key, tone: "warning", text, actions });
  }

  /** @param {Entry} entry @param {Value} value */
  choose(entry, value) {
    if (!this.here || !entry.conflict) return;
    const { model } = this.here;
    const { decision } = entry.conflict;
    const sentence = entry.place.sentence ?? "";
    model.labels.yield(entry);
    if (!same(entry.value, value))
      this.saving.send(model.commit([{ ...entry.place, value }], sentence), performance.now());
    this.answered(decision.uuid);
    if (sentence) this.saving.around.onChanged(new Set([sentence]));
    this.show();
  }

  /** @param {Stored} record @param {Version} theirs @param {Value} value */
  chooseElsewhere({ uuid, event, decision }, theirs, value) {
    if (!this.here) return;
    if (!same(value, theirs.value)) {
      const [renewed, action] = [crypto.randomUUID(), crypto.randomUUID()];
      const client_at = this.saving.precedence.next();
      const mine = { ...decision, uuid: renewed, action, base: theirs.revision, client_at };
      this.here.outbox.add([mine], event);
    }
    this.answered(uuid);
    this.show();
  }

  /** @param {string} uuid of the decision that was asked about */
  answered(uuid) {
    const { outbox, tabs } = this.saving;
    outbox?.chosen([uuid]);
    if (outbox) tabs.tell({ what: "chosen", annotator: outbox.annotator, uuids: [uuid] });
  }

  /** Another tab has the answers. @param {string[]} uuids */
  answeredElsewhere(uuids) {
    if (!this.here) return;
    const { model, outbox } = this.here;
    for (const entry of [...model.labels.conflicted]) {
      if (uuids.includes(entry.conflict?.decision.uuid ?? "")) model.labels.yield(entry);
    }
    outbox.chosen(uuids);
    this.show();
  }
}
