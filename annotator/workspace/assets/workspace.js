// @ts-check
/** The workspace of one event: brings keys, model, views and saving together. */

import { blinded } from "./blinding.js";
import { Board } from "./board.js";
import { Claiming } from "./claiming.js";
import { rangesOf } from "./claims.js";
import { h } from "./dom.js";
import { Guideline } from "./guideline.js";
import { Help } from "./help.js";
import { Ink } from "./ink.js";
import { Keyboard } from "./keyboard.js";
import { Keymap } from "./keymap.js";
import { Labeling } from "./labeling.js";
import { CONTENT } from "./labels.js";
import { Marks } from "./marks.js";
import { Model } from "./model.js";
import { NoteEditor } from "./note_editor.js";
import { Notices } from "./notices.js";
import { Panel } from "./panel.js";
import { Reading } from "./reading.js";
import { lacking, violations } from "./rules.js";
import { Saving } from "./saving.js";
import { fetchEvent } from "./server.js";
import { Settings, browserStorage } from "./settings.js";
import { Status } from "./status.js";
import { TEXTS, fill } from "./texts.js";
import { TopBar } from "./top_bar.js";

/** Narrower than this (px), the articles stand below one another. */
const NARROW = 760;
const RETRY = 2000;

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
      (target, text) => this.labeling.saveNote(target, text),
      () => this.focusBoard(),
    );
    this.help = new Help(() => this.focusBoard());
    this.reading = new Reading(this);
    this.top = new TopBar(
      {
        open: (event) => void this.open(event),
        toggleOutlet: (article) => this.toggleOutlet(article),
        toggle: (setting) => this.prefer(setting, !this.settings.is(setting)),
        command: (name) => void this.labeling.command(name),
      },
      this.status.root,
    );
    const side = h("aside", { class: "cd-side", "aria-label": TEXTS.labelsOfSentence }, this.panel.root, this.note.root, this.claiming.picker.root, this.guideline.root);
    const main = h("div", { class: "cd-main" }, this.board.scroller, side, this.marking.root, this.claiming.mouse.root);
    this.root = h("div", { class: "cd", role: "group", "aria-label": TEXTS.workspace }, this.top.root, this.notices.root, main, this.help.root, ...this.reading.roots, this.claiming.list.root);
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
    this.keyboard = new Keyboard(this.root, (event) => this.labeling.key(event), () => this.focusBoard());
    this.resize = new ResizeObserver(() => this.fit());
    this.resize.observe(this.root.parentElement ?? this.root);
    this.refit = () => this.fit();
    window.addEventListener("resize", this.refit);
    /** @type {Model|null} */
    this.model = null;
    /** @type {Keymap|null} */
    this.keymap = null;
    /** @type {string[]} */
    this.visible = [];
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
    this.saving.destroy();
    this.block?.classList.remove("cd-page");
    this.style.remove();
    this.root.remove();
  }

  /** Streamlit's wish; the same wish again is none. @param {string|null} event */
  ask(event) {
    if (this.asked === event) return;
    this.asked = event;
    if (this.model && this.model.event.id === event) return;
    void this.open(event);
  }

  /** Fetch an event and draw it; tries again until it is there. @param {string|null} event
   * @param {string|null} [sentence] to begin with */
  async open(event, sentence = null) {
    this.note.close();
    this.loading += 1;
    const mine = this.loading;
    try {
      const bundle = await fetchEvent(event);
      if (mine !== this.loading) return;
      const forced = bundle.settings.blind === true;
      this.reading.display.showSettings(this.settings, forced);
      const model = new Model(forced || this.settings.is("blind") ? blinded(bundle) : bundle);
      await this.saving.use(model, bundle.head ?? 0);
      if (mine !== this.loading) return;
      this.notices.hide("load");
      this.show(model, sentence);
    } catch (error) {
      if (mine !== this.loading) return;
      this.openFailed(event, /** @type {any} */ (error));
    }
  }

  /** @param {string|null} event @param {Error & {status?: number}} error */
  openFailed(event, error) {
    // a fault of ours is to be seen, not to be tried again for ever
    if (error.status === undefined) throw error;
    const reload = { text: TEXTS.signIn, run: () => location.reload() };
    const again = { text: TEXTS.tryAgain, run: () => void this.open(event) };
    if (error.status === 401) {
      this.notices.show({ key: "load", tone: "warning", text: TEXTS.loadSignedOut, actions: [reload] });
    } else if (error.status === 404) {
      this.notices.show({ key: "load", tone: "info", text: TEXTS.loadNone, actions: [again] });
      return;
    } else {
      const text = fill(TEXTS.loadFailed, { reason: error.message });
      this.notices.show({ key: "load", tone: "warning", text, actions: [again] });
    }
    const mine = this.loading;
    setTimeout(() => mine === this.loading && void this.open(event), RETRY);
  }

  /** @param {Model} model @param {string|null} [sentence] to begin with */
  show(model, sentence = null) {
    const same = this.model?.codebook.hash === model.codebook.hash;
    const here = sentence ?? (this.model?.event.id === model.event.id ? this.board.focused : null);
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
    const order = /** @type {string[]} */ (this.settings.values.order);
    const rank = (/** @type {string} */ outlet) => (order.indexOf(outlet) + 1 || order.length + 1);
    model.articles.sort((a, b) => rank(a.outlet) - rank(b.outlet));
    const ids = model.articles.map((article) => article.id);
    this.visible = ids.slice(0, Math.max(1, Number(this.settings.values.columns) || 2));
    this.top.showEvent(model.event, model.annotator);
    this.showOutlets();
    this.showSettings();
    this.status.count(model.counts);
    this.board.focused = null;
    this.fit();
    this.draw();
    const open = this.board.movement.columns.flat().find((id) => !model.state(id).done);
    const start = here ?? open ?? this.board.movement.first;
    this.board.scroller.scrollTop = 0;
    if (start) this.pick(start);
    this.focusBoard();
    this.root.dataset.event = model.event.id;
    this.root.dataset.ready = "1";
    rememberEvent(model.event.id);
  }

  draw() {
    if (!this.model) return;
    this.board.draw(this.model, this.visible, { align: this.settings.is("align"), stacked: this.stacked });
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
    this.reading.display.showSettings(this.settings, this.reading.display.forced);
  }

  showOutlets() {
    if (!this.model) return;
    this.top.showOutlets(this.model.articles, this.visible);
    this.reading.display.showColumns(this.model.articles, this.visible);
  }

  /** @param {string} article @param {-1|1} by */
  moveColumn(article, by) {
    const articles = this.model?.articles ?? [];
    const from = articles.findIndex((one) => one.id === article);
    const to = from + by;
    if (from < 0 || !articles[to]) return;
    [articles[from], articles[to]] = [articles[to], articles[from]];
    const moved = articles.map((one) => one.outlet);
    const others = /** @type {string[]} */ (this.settings.values.order).filter((outlet) => !moved.includes(outlet));
    // covered names are of this event only
    if (!this.reading.display.isBlind) this.settings.set("order", [...moved, ...others].slice(0, 200));
    const shown = new Set(this.visible);
    this.visible = articles.map((one) => one.id).filter((id) => shown.has(id));
    this.showOutlets();
    this.draw();
  }

  /** Move the view so that it holds an article, with as many columns as before. @param {string} article */
  bring(article) {
    if (!this.model) return;
    const ids = this.model.articles.map((one) => one.id);
    const [count, index] = [this.visible.length, ids.indexOf(article)];
    const from = index > ids.indexOf(this.visible[0]) ? Math.max(0, index - count + 1) : index;
    this.visible = ids.slice(from, from + count);
    this.showOutlets();
    this.draw();
  }

  /** @param {string} article */
  toggleOutlet(article) {
    if (!this.model) return;
    const on = !this.visible.includes(article);
    if (!on && this.visible.length === 1) return;
    this.visible = this.model.articles
      .map((one) => one.id)
      .filter((id) => (id === article ? on : this.visible.includes(id)));
    this.settings.set("columns", this.visible.length);
    this.showOutlets();
    this.draw();
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
    const place = fill(TEXTS.sentencePlace, { outlet: article.outlet || article.title, number: index + 1, total });
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
    if (!this.visible.includes(article.id)) this.bring(article.id);
    if (!this.board.rows.has(sentence) && !work) this.board.fold();
    if (this.board.focused !== sentence) this.notices.hide("rule");
    this.note.close();
    // a click into the focused sentence leaves the focused claim as it is
    if (this.board.focused !== sentence) this.claim = null;
    this.board.focus(sentence);
    this.paintPanel();
    // what is asked next stands beside the work
    const [asked] = lacking(violations(model.frame(sentence), model.codebook, "done"), model.codebook).values();
    const next = asked?.[0] ?? (model.isTouched(sentence) ? undefined : model.codebook.choiceLayers[0]?.id);
    if (next) this.guideline.rest(next, "");
  }

  /** The words of a claim. @param {string} claim */
  wordsOf(claim) {
    const { model } = this;
    if (!model || !this.board.focused) return "";
    const { points } = model.place(this.board.focused);
    return rangesOf(model, claim, CONTENT).map(([start, end]) => points.slice(start, end)).join(" … ");
  }

  /** @param {string} claim */
  pickClaim(claim) {
    if (this.claim !== claim) this.claiming.finish();
    this.claim = claim;
    this.paintPanel();
  }
}

/** So that a reload comes back to the same event. @param {string} event */
function rememberEvent(event) {
  const here = new URL(location.href);
  if (here.searchParams.get("event") === event) return;
  here.searchParams.set("event", event);
  history.replaceState(history.state, "", here);
}
