// @ts-check
/**
 * Everything that is seen: makes the views, lays them out, and offers the controllers what they need of them.
 */

import { Board } from "../articles/board.js";
import { ClaimPanel } from "../panel/claim_panel.js";
import { h } from "./dom.js";
import { Guideline } from "../panel/guideline.js";
import { MouseSelection } from "../articles/mouse_selection.js";
import { NoteEditor } from "../panel/note_editor.js";
import { Notices } from "./notices.js";
import { Panel } from "../panel/panel.js";
import { RangeBar } from "../articles/range_bar.js";
import { ReasonField } from "../panel/reason_field.js";
import { Screen } from "./screen.js";
import { SourcePicker } from "../panel/source_picker.js";
import { Status } from "./status.js";
import { SuggestionLine } from "../articles/suggestion_line.js";
import { TopBar } from "./top_bar.js";
import { Underlines } from "../articles/underlines.js";
import { CodebookDialog } from "../dialogs/codebook_dialog.js";
import { Display } from "../dialogs/display.js";
import { EndDialog } from "../dialogs/end_dialog.js";
import { Help } from "../dialogs/help.js";
import { Reader } from "../dialogs/reader.js";
import { SourceList } from "../dialogs/source_list.js";
import { UnsureList } from "../dialogs/unsure_list.js";
import { TEXTS } from "../texts.js";

/** @typedef {import("../control/work.js").Work} Work */
/** @typedef {import("../model/word_ranges.js").Range} Range */
/**
 * @typedef {{pick(sentence: string): void, pickClaim(claim: string): void, press(layer: string, value:
 *   string): void, remove(layer: string, value: string): void, clear(layer: string): void, command(name:
 *   string): void, openLayer(layer: string): void,
 *   saveNote(target: import("../panel/note_editor.js").Target, text: string): void, saveReason(text: string):
 *   void, selected(layer: string|null, range: Range, isAdded: boolean): void, placeRange(range: Range, how:
 *   "replace"|"add"|"extend"): void, keepRange(): void, leaveRange(): void, open(event: string): void,
 *   visit(event: string, sentence: string): void, prefer(setting: string, value: unknown): void,
 *   toggleOutlet(article: string): void, moveOutlet(article: string, by: -1|1): void, renameSource(source:
 *   string, name: string): void, uniteSources(from: string, into: string): void, forgetSource(source:
 *   string): void, listSources(): void, suggestion(): import("../control/suggesting.js").Shown|null, edit():
 *   import("../commands/range_edit.js").RangeEdit|null, visible(): string[]}} Hooks
 */

/** Narrower than this (px), the articles are stacked. */
const NARROW = 760;
/** Lower than this (px), the panel needs the room of the definition. */
const LOW = 800;

export class Views {
  /** @param {Work} work @param {Hooks} hooks */
  constructor(work, hooks) {
    this.work = work;
    this.hooks = hooks;
    this.status = new Status();
    this.notices = new Notices();
    this.board = new Board((sentence) => hooks.pick(sentence));
    this.guideline = new Guideline((isOpen) => hooks.prefer("guideline", isOpen ? "open" : "closed"));
    this.note = new NoteEditor(hooks.saveNote, () => this.focus());
    this.picker = new SourcePicker(
      () => this.focus(),
      () => hooks.listSources(),
    );
    this.bar = new RangeBar({ keep: hooks.keepRange, leave: hooks.leaveRange });
    this.reason = this.newReason();
    this.claims = this.newClaims();
    this.panel = this.newPanel();
    this.selection = this.newSelection();
    this.dialogs = this.newDialogs();
    this.list = this.newSourceList();
    this.end = this.newEnd();
    this.top = new TopBar(
      {
        open: hooks.open,
        toggleOutlet: hooks.toggleOutlet,
        toggle: (setting) => hooks.prefer(setting, !work.settings.is(setting)),
        command: hooks.command,
      },
      this.status.root,
    );
    this.screen = this.newScreen();
    this.root = this.layOut();
  }

  newReason() {
    return new ReasonField({
      save: this.hooks.saveReason,
      clear: () => this.hooks.command("sure"),
      back: () => this.focus(),
    });
  }

  newClaims() {
    return new ClaimPanel({
      command: (name) => {
        this.hooks.command(name);
        this.focus();
      },
      layer: this.hooks.openLayer,
      pickClaim: this.hooks.pickClaim,
    });
  }

  newPanel() {
    const { hooks, work } = this;
    const views = {
      press: hooks.press,
      remove: hooks.remove,
      clear: hooks.clear,
      command: hooks.command,
      point: (/** @type {string} */ layer, /** @type {string} */ value) => this.guideline.show(layer, value),
      leave: () => this.guideline.leave(),
      label: (/** @type {string} */ key) => work.keymap?.label(key) ?? key,
    };
    return new Panel(views, this.claims, this.reason);
  }

  newSelection() {
    const { hooks, work } = this;
    return new MouseSelection(this.board, {
      model: () => work.model,
      focused: () => work.sentence,
      isEditing: () => hooks.edit() !== null,
      roles: () => this.screen.roles(),
      place: hooks.placeRange,
      pick: hooks.pick,
      chosen: hooks.selected,
    });
  }

  newDialogs() {
    const { hooks } = this;
    const closed = () => this.focus();
    const view = { set: hooks.prefer, toggleOutlet: hooks.toggleOutlet, move: hooks.moveOutlet };
    return {
      codebook: new CodebookDialog(closed),
      reader: new Reader(closed),
      unsure: new UnsureList(closed, hooks.visit),
      display: new Display(closed, view),
      help: new Help(closed),
    };
  }

  newSourceList() {
    const { renameSource: rename, uniteSources: unite, forgetSource: forget } = this.hooks;
    return new SourceList({ rename, unite, forget, closed: () => this.focus() });
  }

  newEnd() {
    const { hooks } = this;
    const review = () => hooks.command("unsureList");
    return new EndDialog({ review, open: hooks.open, closed: () => this.focus() });
  }

  newScreen() {
    const { hooks } = this;
    const { board, guideline, status } = this;
    const underlines = new Underlines(board.rows);
    const suggestion = new SuggestionLine(board.rows, board.list, () => hooks.command("accept"));
    board.list.addEventListener("click", (event) => {
      const line = event.target instanceof Element ? event.target.closest("[data-claim]") : null;
      if (line instanceof HTMLElement && line.dataset.claim) hooks.pickClaim(line.dataset.claim);
    });
    const { panel, claims } = this;
    return new Screen(this.work, { board, panel, claims, underlines, suggestion, guideline, status }, hooks);
  }

  layOut() {
    const { panel } = this;
    const labels = { class: "cd-side", "aria-label": TEXTS.labelsOfSentence };
    const side = h("aside", labels, panel.root, this.picker.root, this.guideline.root);
    const shown = [this.notices.root, this.status.message, this.bar.root];
    const under = h("div", { class: "cd-under" }, ...shown, this.selection.root, this.note.root);
    const text = h("div", { class: "cd-main-text" }, this.board.scroller, under);
    const main = h("div", { class: "cd-main" }, text, side);
    const roots = [...Object.values(this.dialogs), this.list, this.end].map((dialog) => dialog.root);
    const attributes = { class: "cd", role: "group", "aria-label": TEXTS.workspace };
    return h("div", attributes, this.top.root, main, ...roots);
  }

  /** Put everything on the page. @param {HTMLElement|ShadowRoot} parent */
  attach(parent) {
    this.root.style.visibility = "hidden";
    const style = h("link", { rel: "stylesheet", href: new URL("../style.css", import.meta.url).href });
    style.onload = () => {
      this.root.style.removeProperty("visibility");
      // what is hidden can't take the keyboard
      if (this.work.model && document.activeElement === document.body) this.focus();
      this.fit();
    };
    parent.append(style, this.root);
    this.style = style;
    // the articles need the width that Streamlit leaves empty; a :has() rule would be weighed with every key
    this.block = this.root.closest("[data-testid=stMainBlockContainer]");
    this.block?.classList.add("cd-page");
    this.refit = () => this.fit();
    this.resize = new ResizeObserver(this.refit);
    this.resize.observe(this.root.parentElement ?? this.root);
    this.resize.observe(this.board.scroller);
    window.addEventListener("resize", this.refit);
  }

  destroy() {
    this.screen.destroy();
    this.selection.destroy();
    this.resize?.disconnect();
    if (this.refit) window.removeEventListener("resize", this.refit);
    this.block?.classList.remove("cd-page");
    this.style?.remove();
    this.root.remove();
  }

  /** Take up an event. @param {import("../model/model.js").Model} model @param {boolean} isSameCodebook */
  use(model, isSameCodebook) {
    for (const key of ["rule", "all"]) this.notices.hide(key);
    this.status.hush();
    this.screen.views.underlines.use(model);
    if (!isSameCodebook) {
      this.panel.use(model.codebook);
      this.guideline.use(model.codebook);
      this.dialogs.codebook.use(model.codebook);
    }
    this.panel.relabel();
    this.top.showEvent(model.event, model.annotator);
    this.status.count(model.counts);
    this.board.focused = null;
    this.fit();
  }

  draw() {
    this.screen.draw();
    this.screen.refresh();
  }

  /** Shown from here on: what is hidden can't take the keyboard. @param {string} event */
  ready(event) {
    this.root.dataset.event = event;
    this.root.dataset.ready = "1";
    this.board.reveal();
    this.focus();
  }

  /** Take the height that the page leaves, and stack the columns where it is narrow. */
  fit() {
    const box = this.root.getBoundingClientRect();
    const top = box.top + window.scrollY;
    this.root.style.setProperty("--cd-top", `${Math.max(0, Math.round(top))}px`);
    const isStacked = box.width > 0 && box.width < NARROW;
    this.root.classList.toggle("cd-narrow", isStacked);
    if (isStacked !== this.screen.isStacked) {
      this.screen.isStacked = isStacked;
      this.draw();
    }
    this.showGuideline();
    this.board.reveal();
  }

  /** Every layer comes first: in a low window the definition is closed until it is asked for. */
  showGuideline() {
    const { guideline } = this.work.settings.values;
    const isLow = !this.screen.isStacked && window.innerHeight < LOW;
    this.guideline.open(guideline === "auto" ? !isLow : guideline === "open");
  }

  /** Give the keyboard to the sentences. */
  focus() {
    this.board.list.focus({ preventScroll: true });
  }

  /** The open field that text is typed into, or null. @returns {HTMLElement|null} */
  get prompt() {
    if (this.note.isOpen) return this.note.field;
    return this.picker.isOpen ? this.picker.field : null;
  }

  /** Close what belongs to the sentence that is left. */
  leave() {
    this.notices.hide("rule");
    this.selection.close();
    this.picker.close();
    this.note.close();
  }

  escape() {
    this.notices.hide("rule");
    this.status.hush();
    this.selection.leave();
  }

  /** What the mouse has selected; then nothing is selected any more. */
  takeSelection() {
    const { range } = this.selection;
    if (range) this.selection.leave();
    return range;
  }

  /** A rule objects. @param {string} text */
  refuse(text) {
    this.notices.show({ key: "rule", tone: "info", text });
    this.status.say(text);
  }

  /** The event is done. @param {() => void} open opens the next */
  announceNext(open) {
    const actions = [{ text: TEXTS.nextEvent, run: open }];
    this.notices.show({ key: "all", tone: "info", text: TEXTS.eventDoneNext, actions });
    this.status.say(TEXTS.eventDoneNext);
  }

  /** Messages end when they are no longer true. */
  keepTrue() {
    const counts = this.work.model?.counts;
    if (counts && counts.done < counts.total) this.notices.hide("all");
  }

  /** @param {boolean} isTranslated */
  warnOfTranslation(isTranslated) {
    if (isTranslated) this.notices.show({ key: "translated", tone: "warning", text: TEXTS.translated });
    else this.notices.hide("translated");
  }

  showSettings() {
    const { settings } = this.work;
    const { size, density } = settings.values;
    this.root.style.setProperty("--cd-scale", String(size));
    this.root.dataset.density = String(density);
    this.top.showSettings(settings);
    this.dialogs.display.showSettings(settings);
    this.showGuideline();
    this.board.reveal();
  }

  outletHooks() {
    return {
      show: (
        /** @type {import("../model/types.js").Article[]} */ articles,
        /** @type {string[]} */ visible,
      ) => {
        this.top.showOutlets(articles, visible);
        this.dialogs.display.showColumns(articles, visible);
      },
      draw: () => this.draw(),
    };
  }

  rangeHooks() {
    return {
      refresh: () => this.screen.refresh(),
      show: (/** @type {Parameters<RangeBar["show"]>[0]} */ bar) => this.bar.show(bar),
      reveal: (/** @type {string} */ id) => this.board.revealSentence(id),
      isRightToLeft: (/** @type {string} */ id) => this.board.isRightToLeft(id),
    };
  }

  writingHooks() {
    return {
      openNote: (
        /** @type {import("../panel/note_editor.js").Target} */ target,
        /** @type {string} */ text,
        /** @type {string} */ name,
      ) => this.note.open(target, text, name),
      askReason: () => this.reason.ask(),
    };
  }

  sourceHooks() {
    /** @typedef {import("../dialogs/source_list.js").Row[]} Rows */
    return {
      ask: (/** @type {import("../panel/source_picker.js").Question} */ question) =>
        this.picker.open(question),
      openList: (/** @type {Rows} */ rows) => {
        this.picker.hide();
        this.list.openWith(rows);
      },
      showList: (/** @type {Rows} */ rows, /** @type {string} */ message) => this.list.show(rows, message),
    };
  }
}
