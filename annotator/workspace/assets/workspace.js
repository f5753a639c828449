// @ts-check
/** The workspace of one event: brings keys, model, views and saving together. */

import { addressed, nameInAddress } from "./address.js";
import { blinded } from "./model/blinding.js";
import { Board } from "./view/board.js";
import { Claiming } from "./commands/claiming.js";
import { rangesOf } from "./commands/claims.js";
import { Columns } from "./view/columns.js";
import { h } from "./view/dom.js";
import { Guideline } from "./view/guideline.js";
import { Help } from "./dialogs/help.js";
import { Ink } from "./view/ink.js";
import { Keyboard } from "./keyboard.js";
import { Keymap } from "./commands/keymap.js";
import { Labeling } from "./commands/labeling.js";
import { CONTENT } from "./model/labels.js";
import { Marks } from "./timings.js";
import { Model } from "./model/model.js";
import { NoteEditor } from "./view/note_editor.js";
import { Notices } from "./view/notices.js";
import { Panel } from "./view/panel.js";
import { Reading } from "./dialogs/reading.js";
import { lacking, violations } from "./rules/constraints.js";
import { Saving } from "./saving/saving.js";
import { fetchEvent } from "./saving/server.js";
import { Settings, browserStorage } from "./settings.js";
import { Status } from "./view/status.js";
import { TEXTS, fill } from "./texts.js";
import { TopBar } from "./view/top_bar.js";

/** Narrower than this (px), the articles stand below one another. */
const NARROW = 760;
const RETRY = 2000;
/** An event that takes longer to come (ms) is announced. */
const SLOW = 400;

export class Workspace {
  /** @param {HTMLElement|ShadowRoot} parent */
  constructor(parent) {
    this.settings = new Settings(browserStorage());
    this.marks = new Marks();
    /** @type {any} */ (window).__claimdesk = { marks: this.marks.list };
    this.status = new Status();
    this.notices = new Notices();
    this.board = new Board((sentence) => this.pick(sentence));
    this.guideline = new Guideline();
    this.labeling = new Labeling(this);
    this.ink = new Ink(this.board.rows);
    this.board.onRow = (sentence) => this.ink.paint(sentence);
    this.claiming = new Claiming(this);
    this.marking = this.claiming.marking;
    this.panel = new Panel({
      claims: this.claiming.panel,
      press: (layer, value) => this.labeling.press(layer, value),
      command: (name) => void this.labeling.command(name),
      reason: (text) => this.labeling.reason(text),
      point: (layer, value) => this.guideline.show(layer, value),
      leave: () => this.guideline.leave(),
      back: () => this.focusBoard(),
    });
    this.note = new NoteEditor(
      (place, text) => this.labeling.saveText(place, text),
      () => this.focusBoard(),
    );
    this.help = new Help(() => this.focusBoard());
    this.reading = new Reading(this);
    this.columns = new Columns(this);
    this.top = new TopBar(
      {
        open: (event) => void this.open(event),
        toggleOutlet: (article) => this.columns.toggle(article),
        toggle: (setting) => this.prefer(setting, !this.settings.is(setting)),
        command: (name) => void this.labeling.command(name),
      },
      this.status.root,
    );
    const side = h(
      "aside",
      { class: "cd-side", "aria-label": TEXTS.labelsOfSentence },
      this.panel.root,
      this.note.root,
      this.claiming.picker.root,
      this.guideline.root,
    );
    const main = h(
      "div",
      { class: "cd-main" },
      this.board.scroller,
      side,
      this.marking.root,
      this.claiming.mouse.root,
      this.status.bubble,
    );
    this.root = h(
      "div",
      { class: "cd", role: "group", "aria-label": TEXTS.workspace },
      this.top.root,
      this.notices.root,
      main,
      this.help.root,
      ...this.reading.roots,
      this.claiming.list.root,
    );
    this.root.style.visibility = "hidden";
    const style = h("link", { rel: "stylesheet", href: new URL("style.css", import.meta.url).href });
    style.onload = () => {
      this.root.style.removeProperty("visibility");
      // what is hidden can't take the keyboard
      if (this.model && document.activeElement === document.body) this.focusBoard();
    };
    parent.append(style, this.root);
    this.style = style;
    // the articles need the width that Streamlit leaves empty; a :has() rule would be weighed with every key
    this.block = this.root.closest("[data-testid=stMainBlockContainer]");
    this.block?.classList.add("cd-page");
    this.saving = new Saving({
      status: this.status,
      notices: this.notices,
      marks: this.marks,
      onChanged: (sentences) => this.changed(sentences),
      onShow: (sentence) => this.pick(sentence),
      onReload: () => void this.open(this.model?.event.id ?? null),
    });
    this.keyboard = new Keyboard(
      this.root,
      (event) => this.labeling.key(event),
      () => this.focusBoard(),
    );
    this.resize = new ResizeObserver(() => this.fit());
    this.resize.observe(this.root.parentElement ?? this.root);
    this.refit = () => this.fit();
    window.addEventListener("resize", this.refit);
    this.travel = () => this.follow();
    for (const name of ["popstate", "hashchange"]) window.addEventListener(name, this.travel);
    /** @type {Model|null} */
    this.model = null;
    /** @type {Keymap|null} */
    this.keymap = null;
    /** @type {string|null} */
    this.claim = null;
    this.stacked = false;
    this.loading = 0;
    /** @type {string|null|undefined} what Streamlit asked for last */
    this.asked = undefined;
  }

  destroy() {
    this.loading += 1;
    this.keyboard.destroy();
    this.claiming.destroy();
    this.resize.disconnect();
    window.removeEventListener("resize", this.refit);
    for (const name of ["popstate", "hashchange"]) window.removeEventListener(name, this.travel);
    this.saving.destroy();
    this.block?.classList.remove("cd-page");
    this.style.remove();
    this.root.remove();
  }

  /** Streamlit's wish; the same wish again is none. @param {string|null} event */
  ask(event) {
    if (this.asked === event) return;
    this.asked = event;
    const isOpen = this.model !== null && this.model.event.id === event;
    if (!isOpen) void this.open(event, addressed().sentence);
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
    if (event !== this.model?.event.id) {
      void this.open(event, sentence);
    } else if (sentence) {
      this.pick(sentence);
      this.focusBoard();
      if (!this.model.located.has(sentence)) this.status.hint(TEXTS.loadNoSentence);
    }
  }

  /** Fetch an event and draw it; tries again until it is there. @param {string|null} event
   * @param {string|null} [sentence] to begin with */
  async open(event, sentence = null) {
    this.note.close();
    this.loading += 1;
    const mine = this.loading;
    const slow = setTimeout(
      () => this.notices.show({ key: "load", tone: "info", text: TEXTS.loading }),
      SLOW,
    );
    try {
      const bundle = await fetchEvent(event);
      if (mine !== this.loading) return;
      const model = new Model(this.settings.is("blind") ? blinded(bundle) : bundle);
      await this.saving.use(model, bundle.head ?? 0);
      if (mine !== this.loading) return;
      this.notices.hide("load");
      this.show(model, sentence);
    } catch (error) {
      if (mine !== this.loading) return;
      this.openFailed(event, sentence, /** @type {any} */ (error));
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {string|null} event @param {string|null} sentence @param {Error & {status?: number}} error */
  openFailed(event, sentence, error) {
    // a fault of ours is to be seen, not to be tried again for ever
    if (error.status === undefined) throw error;
    const reload = { text: TEXTS.signIn, run: () => location.reload() };
    const again = { text: TEXTS.tryAgain, run: () => void this.open(event, sentence) };
    if (error.status === 401) {
      this.notices.show({ key: "load", tone: "warning", text: TEXTS.loadSignedOut, actions: [reload] });
    } else if (error.status === 404) {
      const next = { text: TEXTS.openNext, run: () => void this.open(null) };
      const [text, actions] = event ? [TEXTS.loadUnknown, [next]] : [TEXTS.loadNone, [again]];
      this.notices.show({ key: "load", tone: "info", text, actions });
      return;
    } else {
      const text = fill(TEXTS.loadFailed, { reason: error.message });
      this.notices.show({ key: "load", tone: "warning", text, actions: [again] });
    }
    const mine = this.loading;
    setTimeout(() => mine === this.loading && void this.open(event, sentence), RETRY);
  }

  /** @param {Model} model @param {string|null} [sentence] to begin with */
  show(model, sentence = null) {
    const same = this.model?.codebook.hash === model.codebook.hash;
    const before = this.model?.event.id === model.event.id ? this.board.focused : null;
    const isFirst = this.model === null;
    this.claiming.finish();
    this.model = model;
    this.ink.use(model);
    this.keymap = new Keymap(model.codebook);
    if (!same) {
      this.panel.use(model.codebook);
      this.guideline.use(model.codebook);
      this.help.use(model.codebook);
      this.reading.handbook.use(model.codebook);
    }
    this.top.showEvent(model.event, model.annotator);
    this.columns.begin(model);
    this.showSettings();
    this.status.count(model.counts);
    this.board.focused = null;
    this.fit();
    this.draw();
    const open = this.board.movement.columns.flat().find((id) => !model.state(id).done);
    const start = [sentence, before, open, this.board.movement.first].find(
      (id) => id && model.located.has(id),
    );
    this.board.scroller.scrollTop = 0;
    if (start) this.pick(start);
    if (sentence && start !== sentence) this.status.hint(TEXTS.loadNoSentence);
    this.root.dataset.event = model.event.id;
    this.root.dataset.ready = "1"; // shown from here on: what is hidden can't take the keyboard
    this.focusBoard();
    nameInAddress(model.event.id, isFirst);
  }

  draw() {
    if (!this.model) return;
    this.board.draw(this.model, this.columns.visible, {
      align: this.settings.is("align"),
      stacked: this.stacked,
    });
  }

  /** Take the height that the page leaves, and stack the columns where it is narrow. */
  fit() {
    const box = this.root.getBoundingClientRect();
    const top = box.top + window.scrollY;
    this.root.style.setProperty("--cd-top", `${Math.max(0, Math.round(top))}px`);
    const stacked = box.width > 0 && box.width < NARROW;
    this.root.classList.toggle("cd-narrow", stacked);
    if (stacked === this.stacked) return;
    this.stacked = stacked;
    this.draw();
  }

  focusBoard() {
    this.board.list.focus({ preventScroll: true });
  }

  /** @param {string} setting @param {unknown} value */
  prefer(setting, value) {
    this.settings.set(setting, value);
    this.showSettings();
    if (setting === "align") this.draw();
    // a fresh copy: what was covered, and what was not, is nowhere kept
    if (setting === "blind") void this.open(this.model?.event.id ?? null);
  }

  showSettings() {
    const { size, density } = this.settings.values;
    this.root.style.setProperty("--cd-scale", String(size));
    this.root.dataset.density = String(density);
    this.top.showSettings(this.settings);
    this.reading.display.showSettings(this.settings);
  }

  /** @param {string} sentence */
  paint(sentence) {
    const { model } = this;
    if (!model) return;
    this.board.paint(sentence);
    this.ink.changed(sentence);
    if (sentence === this.board.focused) this.paintPanel();
    this.status.count(model.counts);
  }

  paintPanel() {
    const { model } = this;
    const sentence = this.board.focused;
    if (!model || !sentence) return;
    const claims = model.claims(sentence);
    if (!this.claim || !claims.includes(this.claim)) this.claim = claims[0] ?? null;
    const { article } = model.place(sentence);
    const [column, index] = this.board.movement.places.get(sentence) ?? [0, 0];
    const total = this.board.movement.columns[column]?.length ?? 0;
    const place = fill(TEXTS.sentencePlace, {
      outlet: article.outlet || article.title,
      number: index + 1,
      total,
    });
    this.panel.paint(model, sentence, this.claim, place);
    this.light();
  }

  /** Show in the words what the keys act on: the focused claim, what is being marked, what is offered. */
  light() {
    const { model } = this;
    const sentence = this.board.focused;
    if (!model || !sentence) return;
    const offered = this.claiming.offered();
    this.claiming.panel.paint(model, sentence, this.claim);
    this.ink.attend({ sentence, claim: this.claim, edit: this.marking.edit, offer: offered?.offer ?? null });
    this.claiming.hint(offered);
    this.claiming.advise();
  }

  /** Labels came from elsewhere. @param {Set<string>} sentences */
  changed(sentences) {
    for (const sentence of sentences) this.paint(sentence);
  }

  /** Work on a sentence; one that is not in view is brought there. @param {string} sentence */
  pick(sentence) {
    const { model } = this;
    if (!model?.located.has(sentence)) return;
    if (this.board.focused !== sentence) this.claiming.finish();
    const { article, work } = model.place(sentence);
    if (!this.columns.visible.includes(article.id)) this.columns.bring(article.id);
    if (!this.board.rows.has(sentence) && !work) this.board.fold();
    if (this.board.focused !== sentence) this.notices.hide("rule");
    this.note.close();
    // a click into the focused sentence leaves the focused claim as it is
    if (this.board.focused !== sentence) this.claim = null;
    this.board.focus(sentence);
    this.paintPanel();
    // what is asked next stands beside the work; where nothing is, what was decided first
    const [asked] = lacking(
      violations(model.frame(sentence), model.codebook, "done"),
      model.codebook,
    ).values();
    const layers = model.codebook.choiceLayers.map((layer) => layer.id);
    const values = { ...model.labels.values(sentence), ...model.labels.values(this.claim ?? "") };
    const set = layers.find((layer) => typeof values[layer] === "string");
    if (asked?.[0] || !set) this.guideline.rest(asked?.[0] ?? layers[0] ?? "", "");
    else this.guideline.rest(set, String(values[set]));
  }

  /** The words of a claim. @param {string} claim */
  wordsOf(claim) {
    const { model } = this;
    if (!model || !this.board.focused) return "";
    const { points } = model.place(this.board.focused);
    return points.quote(rangesOf(model, claim, CONTENT));
  }

  /** @param {string} claim */
  pickClaim(claim) {
    if (this.claim !== claim) this.claiming.finish();
    this.claim = claim;
    this.paintPanel();
  }
}
