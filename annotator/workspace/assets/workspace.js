// @ts-check
/** The workspace of one event: makes the views and the controllers, and ties them together. */

import { addressed, nameInAddress } from "./address.js";
import { clear } from "./commands/actions.js";
import { Controller } from "./control/controller.js";
import { Deciding } from "./control/deciding.js";
import { Dialogs } from "./control/dialogs.js";
import { Navigation } from "./control/navigation.js";
import { Opening } from "./control/opening.js";
import { Outlets } from "./control/outlets.js";
import { Ranges } from "./control/ranges.js";
import { SourceNaming } from "./control/source_naming.js";
import { Suggesting } from "./control/suggesting.js";
import { Work } from "./control/work.js";
import { Writing } from "./control/writing.js";
import { Keyboard } from "./keyboard.js";
import { CorpusWatch } from "./saving/corpus_watch.js";
import { Saving } from "./saving/saving.js";
import { Settings, browserStorage } from "./settings.js";
import { TEXTS } from "./texts.js";
import { Timings } from "./timings.js";
import { Views } from "./view/views.js";
import { watchTranslation } from "./view/translation.js";

/** @typedef {import("./model/model.js").Model} Model */

export class Workspace {
  /** @param {HTMLElement|ShadowRoot} parent */
  constructor(parent) {
    this.settings = new Settings(browserStorage());
    this.work = new Work(this.settings);
    this.timings = new Timings();
    /** @type {any} */ (window).__claimdesk = { timings: this.timings.list };
    this.views = new Views(this.work, this.viewHooks());
    const { work, views, does } = this;
    this.controller = this.newController();
    this.outlets = new Outlets(work, views.outletHooks());
    this.navigation = this.newNavigation();
    this.ranges = new Ranges(work, { ...does, ...views.rangeHooks() });
    this.suggesting = this.newSuggesting();
    this.writing = new Writing(work, { ...does, ...views.writingHooks() });
    this.sources = new SourceNaming(work, { ...does, ...views.sourceHooks() });
    this.dialogs = new Dialogs(work, views.dialogs, () => views.guideline.layer);
    this.deciding = new Deciding(work, { ...does, openNext: () => this.openNext() });
    this.bind();
    this.saving = this.newSaving();
    this.opening = this.newOpening();
    this.views.attach(parent);
    this.keyboard = this.newKeyboard();
    this.listen();
    /** @type {string|null|undefined} the event that Streamlit asked for last */
    this.asked = undefined;
  }

  /** What the views' buttons, lists and fields do. @returns {import("./view/views.js").Hooks} */
  viewHooks() {
    return {
      pick: (sentence) => this.pick(sentence),
      pickClaim: (claim) => this.pickClaim(claim),
      press: (layer, value) => this.controller.press(layer, value),
      remove: (layer, value) => this.controller.remove(layer, value),
      clear: (layer) => this.clear(layer),
      command: (name) => void this.controller.command(name),
      openLayer: (layer) => this.openLayer(layer),
      saveNote: (target, text) => this.writing.save(target, text),
      saveReason: (text) => this.writing.saveReason(text),
      selected: (layer, range, isAdded) => {
        this.ranges.selected(layer, range, isAdded);
        this.views.focus();
      },
      placeRange: (range, how) => this.ranges.place(range, how),
      keepRange: () => void this.ranges.keep(),
      leaveRange: () => this.ranges.leave(),
      open: (event) => void this.opening.open(event),
      visit: (event, sentence) => this.visit(event, sentence),
      prefer: (setting, value) => this.prefer(setting, value),
      toggleOutlet: (article) => this.outlets.toggle(article),
      moveOutlet: (article, by) => this.outlets.move(article, by),
      renameSource: (source, name) => this.sources.rename(source, name),
      uniteSources: (from, into) => this.sources.unite(from, into),
      forgetSource: (source) => this.sources.forget(source),
      listSources: () => this.sources.openList(),
      suggestion: () => this.suggesting.current(),
      edit: () => this.ranges.edit,
      visible: () => this.outlets.visible,
    };
  }

  /** What most controllers need of the others. */
  get does() {
    const { screen, status, board } = this.views;
    return {
      apply: (/** @type {import("./commands/messages.js").Outcome} */ outcome, /** @type {number} */ at) =>
        this.controller.apply(outcome, at),
      say: (/** @type {string} */ text) => status.say(text),
      hint: (/** @type {string} */ text) => status.hint(text),
      paint: (/** @type {Iterable<string>} */ sentences) => {
        screen.paint(sentences);
        this.views.keepTrue();
      },
      pick: (/** @type {string} */ sentence) => this.pick(sentence),
      send: (/** @type {import("./model/types.js").Decision[]} */ decisions, /** @type {number} */ at) =>
        this.saving.send(decisions, at),
      fold: () => board.fold(),
      advance: () => this.navigation.advance(),
      rest: (/** @type {string} */ layer, value = "") => this.views.guideline.rest(layer, value),
    };
  }

  newController() {
    return new Controller(this.work, {
      ...this.does,
      refuse: (text) => this.views.refuse(text),
      accepted: () => this.views.notices.hide("rule"),
      hush: () => this.views.status.hush(),
      before: () => this.views.selection.close(),
    });
  }

  newNavigation() {
    return new Navigation(this.work, this.views.board, {
      ...this.does,
      pickClaim: (claim) => this.pickClaim(claim),
      bring: (article) => this.outlets.bring(article),
      atEnd: () => this.atEnd(),
    });
  }

  newSuggesting() {
    return new Suggesting(this.work, {
      ...this.does,
      isBusy: () => this.ranges.isOn,
      refresh: () => this.views.screen.paintPanel(),
    });
  }

  /** Give the controller the commands of all. */
  bind() {
    const { controller, ranges } = this;
    const all = [this.navigation, this.deciding, this.suggesting, this.writing, this.sources, this.dialogs];
    for (const one of all) controller.add(one.commands());
    controller.add({
      split: (at) => ranges.split(at, this.views.takeSelection()),
      escape: () => this.views.escape(),
    });
    controller.openLayer = (layer) => this.openLayer(layer);
    controller.mode = (event) => this.views.selection.key(event) || ranges.key(event);
    this.work.layout.onChange = () => this.views.panel.relabel();
  }

  newSaving() {
    return new Saving({
      status: this.views.status,
      notices: this.views.notices,
      timings: this.timings,
      onChanged: (sentences) => this.views.screen.paint(sentences),
      onShow: (sentence) => this.pick(sentence),
      onReload: () => void this.opening.open(this.work.model?.event.id ?? null),
    });
  }

  newOpening() {
    return new Opening({
      notices: this.views.notices,
      isBlind: () => this.settings.is("blind"),
      take: (model, head) => this.saving.use(model, head),
      show: (model, sentence) => this.show(model, sentence),
    });
  }

  newKeyboard() {
    return new Keyboard(this.views.root, {
      key: (event) => this.controller.key(event),
      isReady: () => this.work.here !== null,
      isMarking: () => this.ranges.isOn,
      prompt: () => this.views.prompt,
      refocus: () => this.views.focus(),
    });
  }

  /** Follow the address, the window, the keyboard's letters and the browser's translation. */
  listen() {
    this.watch = new CorpusWatch(
      () => this.work.model?.event.id ?? null,
      (view) => this.corpusChanged(view),
    );
    this.travel = () => this.follow();
    for (const name of ["popstate", "hashchange"]) window.addEventListener(name, this.travel);
    this.unwatch = watchTranslation(this.views.root, (isTranslated) =>
      this.views.warnOfTranslation(isTranslated),
    );
    const { keyboard } = /** @type {any} */ (navigator);
    keyboard?.getLayoutMap?.().then(
      (/** @type {Map<string, string>} */ map) => this.work.layout.learn(map),
      () => {}, // told only where the page may know
    );
  }

  destroy() {
    this.opening.stop();
    this.keyboard.destroy();
    this.watch?.stop();
    this.unwatch?.();
    for (const name of ["popstate", "hashchange"]) {
      window.removeEventListener(name, /** @type {() => void} */ (this.travel));
    }
    this.saving.destroy();
    this.views.destroy();
  }

  /** Called by Streamlit on each rerun; ignored if the event has not changed. @param {string|null} event */
  ask(event) {
    if (this.asked === event) return;
    this.asked = event;
    const isOpen = this.work.model !== null && this.work.model.event.id === event;
    if (!isOpen) void this.opening.open(event, addressed().sentence);
  }

  /** Events or articles came, went or changed. @param {import("./model/wire.js").CorpusView} view */
  corpusChanged({ place }) {
    const { model } = this.work;
    if (model === null) {
      if (!this.opening.isLoading) void this.opening.open(this.asked ?? null, addressed().sentence);
      return;
    }
    const run = () => void this.opening.open(model.event.id);
    if (place?.state !== model.event.state) {
      const actions = [{ text: TEXTS.reloadEvent, run }];
      this.views.notices.show({ key: "corpus", tone: "info", text: TEXTS.eventChanged, actions });
    }
    if (place === null) return;
    const { name, number, total, previous, next } = place;
    Object.assign(model.event, { name, number, total, previous, next });
    this.views.top.showEvent(model.event, model.annotator);
  }

  /** The browser went back or forward, or to another sentence: go where the address says. */
  follow() {
    const { event, sentence } = addressed();
    if (event) this.visit(event, sentence);
  }

  /**
   * Work on a sentence of any event.
   * @param {string} event
   * @param {string|null} sentence null: the first open one
   */
  visit(event, sentence) {
    const { model } = this.work;
    if (event !== model?.event.id) {
      void this.opening.open(event, sentence);
    } else if (sentence) {
      this.pick(sentence);
      this.views.focus();
      if (!model.located.has(sentence)) this.views.status.hint(TEXTS.loadNoSentence);
    }
  }

  /** Show an event that has come. @param {Model} model @param {string|null} sentence to begin with */
  show(model, sentence) {
    const { work, views } = this;
    const isFirst = work.model === null;
    const isSame = work.model?.codebook.hash === model.codebook.hash;
    const before = work.model?.event.id === model.event.id ? work.sentence : null;
    this.leave();
    work.use(model);
    views.use(model, isSame);
    this.outlets.begin();
    views.showSettings();
    views.draw();
    const { columns, first } = views.board.movement;
    const open = columns.flat().find((id) => !model.state(id).done);
    const start = [sentence, before, open, first].find((id) => id && model.located.has(id));
    if (start) this.pick(start);
    if (sentence && start !== sentence) views.status.hint(TEXTS.loadNoSentence);
    views.notices.hide("corpus");
    views.ready(model.event.id);
    nameInAddress(model.event.id, isFirst);
    this.keyboard.release();
  }

  /** What is open is finished before another sentence or event is worked on. */
  leave() {
    this.ranges.finish();
    this.suggesting.turn = 0;
    this.views.leave();
  }

  /** Work on a sentence; one that is not in view is brought there. @param {string} sentence */
  pick(sentence) {
    const { work, views } = this;
    if (!work.model?.located.has(sentence)) return;
    const { article, work: isWork } = work.model.place(sentence);
    if (work.sentence !== sentence) this.leave();
    if (!this.outlets.visible.includes(article.id)) this.outlets.bring(article.id);
    if (!views.board.rows.has(sentence) && !isWork) views.board.fold();
    // a click into the focused sentence leaves the focused claim as it is
    work.focus(sentence);
    views.board.focus(sentence);
    views.screen.paintPanel();
    views.screen.restGuideline();
  }

  /** @param {string} claim */
  pickClaim(claim) {
    const { here } = this.work;
    if (!here || !here.model.claims(here.sentence).includes(claim)) return;
    if (here.claim !== claim) this.leave();
    this.work.focusClaim(claim);
    this.views.screen.paintPanel();
  }

  /** Clear a layer of the focused claim. @param {string} layer */
  clear(layer) {
    const { here } = this.work;
    if (here) this.controller.apply(clear(here.model, here.sentence, here.claim, layer));
    this.work.layer = null;
  }

  /** What is not chosen by one key: words to mark or to write, sources to pick. @param {string} layer */
  openLayer(layer) {
    const { here } = this.work;
    if (!here) return;
    const measurement = here.model.codebook.byId.get(layer)?.measurement ?? "span";
    const selected = this.views.selection.range;
    if (measurement === "entity" || measurement === "list") this.sources.pick(layer);
    else if (measurement === "text") this.writing.openText(layer);
    else if (selected) this.views.selection.choose(layer, false);
    else {
      this.ranges.start(layer);
      this.views.focus();
    }
    this.views.guideline.rest(layer, "");
  }

  /** @param {string} setting @param {unknown} value */
  prefer(setting, value) {
    this.settings.set(setting, value);
    this.views.showSettings();
    if (setting === "align") this.views.draw();
    // a fresh copy: what was covered, and what was not, is not stored anywhere
    if (setting === "blind") void this.opening.open(this.work.model?.event.id ?? null);
  }

  /** Everything is done: say where it goes on; after the last event, say what was done. */
  atEnd() {
    const { model } = this.work;
    if (!model) return;
    const { next } = model.event;
    if (next) this.views.announceNext(() => void this.opening.open(next));
    else void this.views.end.openWith(model.event.id, { ...model.counts });
  }

  /** Go on to the next event, where its turn is announced. @returns {boolean} whether it is */
  openNext() {
    const next = this.work.model?.event.next;
    if (!next || !this.views.notices.list.has("all")) return false;
    void this.opening.open(next);
    return true;
  }
}
