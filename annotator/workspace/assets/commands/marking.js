// @ts-check
/** Marking words with the keyboard: the arrows choose them, Enter or the next key keeps them. */

import { isWhole, mark, rangesOf } from "./claims.js";
import { button, h, write } from "../view/dom.js";
import { CONTENT } from "../model/labels.js";
import { proposals } from "./proposals.js";
import { RangeEdit } from "./range_edit.js";
import { roleTitle } from "../model/roles.js";
import { TEXTS, fill } from "../texts.js";
import { joined } from "../model/word_ranges.js";

/** @typedef {import("../model/word_ranges.js").Range} Range */

/** What is read aloud and shown of a long range (characters). */
const SHOWN = 160;
/** More proposals than this are no help. */
const MOST = 10;

export class Marking {
  /** @param {import("../workspace.js").Workspace} page */
  constructor(page) {
    this.page = page;
    /** @type {RangeEdit|null} */
    this.edit = null;
    /** @type {Range[][]} */
    this.proposed = [];
    this.proposal = 0;
    this.rightToLeft = false;
    this.title = h("b", {});
    this.quote = h("q", { class: "cd-mark-words", dir: "auto" });
    const hint = h("span", { class: "cd-mark-hint" }, TEXTS.markHint);
    const foot = h("span", { class: "cd-mark-hint" }, TEXTS.markFoot);
    const keep = button({ class: "cd-action" }, () => this.keep(), TEXTS.keep);
    const drop = button({ class: "cd-action" }, () => this.leave(), TEXTS.drop);
    const line = h("div", { class: "cd-mark-line" }, this.title, this.quote, keep, drop);
    this.root = h(
      "div",
      { class: "cd-mark-bar", role: "group", "aria-label": TEXTS.words, hidden: true },
      line,
      hint,
      foot,
    );
  }

  get isOn() {
    return this.edit !== null;
  }

  /** Begin with what is marked, else with a proposal. @param {string} layer */
  start(layer) {
    const { model, board, claim } = this.page;
    const sentence = board.focused;
    if (!model || !sentence) return;
    const { article, sentence: place } = model.place(sentence);
    const set = claim && !(layer === CONTENT && isWhole(model, claim)) ? rangesOf(model, claim, layer) : [];
    const words = model.wordsOf(article);
    const first = words.after(place.start);
    this.proposed = distinct([...(set.length ? [set] : []), ...proposals(model, sentence, claim, layer)]);
    if (this.proposed.length === 0 && first) this.proposed = [[first]];
    this.proposal = 0;
    this.edit = new RangeEdit(words, layer, this.proposed[0] ?? [], [place.start, place.end]);
    const text = board.rows.get(sentence)?.querySelector(".cd-text");
    this.rightToLeft = text ? getComputedStyle(text).direction === "rtl" : false;
    this.show();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether that was all it meant */
  key(event) {
    const { edit } = this;
    if (!edit || !this.page.model) return false;
    const control = event.ctrlKey || event.metaKey;
    // a key that is held too long must not keep, begin and keep again
    if (event.repeat && !event.key.startsWith("Arrow")) return true;
    if (event.key === "Escape" || (control && event.key.toLowerCase() === "z")) {
      this.leave();
      return true;
    }
    if (!control && this.step(event, edit)) {
      this.show();
      return true;
    }
    const meaning = this.page.keymap?.meaning(event);
    if (!meaning) return event.key.length === 1;
    if (meaning.kind === "command" && meaning.name === "help") return false;
    if (!this.keep()) return true;
    // the key that began it ends it, as Enter does; every other key goes on to what it means
    return event.key === "Enter" || (meaning.kind === "layer" && meaning.layer === edit.layer);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {RangeEdit} edit
   * @returns {boolean} whether the key is one of marking
   */
  step(event, edit) {
    const along = /** @type {1|-1|undefined} */ ({ ArrowRight: 1, ArrowLeft: -1 }[event.key]);
    if (along) {
      const by = /** @type {1|-1} */ (this.rightToLeft ? -along : along);
      if (event.altKey) edit.nudge(by);
      else if (event.shiftKey) edit.extend(by);
      else edit.move(by);
      return true;
    }
    if (event.altKey) return false;
    switch (event.key) {
      case "ArrowDown":
        this.propose(1);
        break;
      case "ArrowUp":
        this.propose(-1);
        break;
      case "Home":
        edit.jump("start", event.shiftKey);
        break;
      case "End":
        edit.jump("end", event.shiftKey);
        break;
      case "[":
        edit.turnTo("start");
        break;
      case "]":
        edit.turnTo("end");
        break;
      case " ":
        edit.add();
        break;
      case ",":
        edit.choose(-1);
        break;
      case ".":
        edit.choose(1);
        break;
      case "Delete":
      case "Backspace":
        edit.remove();
        break;
      default:
        return false;
    }
    return true;
  }

  /** @param {1|-1} by */
  propose(by) {
    if (!this.edit || this.proposed.length === 0) return;
    this.proposal = (this.proposal + by + this.proposed.length) % this.proposed.length;
    this.edit.propose(this.proposed[this.proposal]);
  }

  /** The mouse has marked words of the article. @param {Range} range @param {"replace"|"add"|"extend"} how */
  place(range, how) {
    this.edit?.place(range, how);
    this.show();
  }

  show() {
    const { model, board } = this.page;
    const { edit } = this;
    if (!model || !edit) return;
    this.root.hidden = false;
    const words = this.wordsOf(edit.value());
    write(this.title, fill(TEXTS.markTitle, { layer: roleTitle(model.codebook, edit.layer, TEXTS.content) }));
    write(this.quote, words || TEXTS.markNothing);
    this.root.dataset.layer = edit.layer;
    this.root.dataset.ranges = JSON.stringify(edit.value());
    this.page.status.say(
      `${this.title.textContent}: ${this.wordsOf(edit.active ? [edit.active] : []) || TEXTS.markNothing}`,
    );
    this.page.light();
    if (edit.active && board.focused) this.reveal(edit.active);
  }

  /** Words far from the focused sentence are brought into view. @param {Range} active */
  reveal(active) {
    const { model, board } = this.page;
    if (!model || !board.focused) return;
    const words = model.wordsOf(model.place(board.focused).article);
    const { id } = words.sentences[words.indexAt(this.edit?.moving === "start" ? active[0] : active[1] - 1)];
    if (id !== board.focused)
      requestAnimationFrame(() => board.rows.get(id)?.scrollIntoView({ block: "nearest" }));
  }

  /** @param {Range[]} ranges */
  wordsOf(ranges) {
    const { model, board } = this.page;
    if (!model || !board.focused) return "";
    const { points } = model.place(board.focused);
    const text = points.quote(joined(ranges));
    return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
  }

  /** Store what is marked. @returns {boolean} whether a rule allowed it */
  keep() {
    const { model, board, claim } = this.page;
    const { edit } = this;
    const sentence = board.focused;
    if (!model || !edit || !sentence) return true;
    const outcome = mark(model, sentence, claim, edit.layer, edit.value());
    if (outcome.refusal) {
      this.page.labeling.apply(outcome, sentence, performance.now());
      return false;
    }
    this.end();
    if (outcome.claim) this.page.claim = outcome.claim;
    this.page.labeling.apply(outcome, sentence, performance.now());
    const layer = roleTitle(model.codebook, edit.layer, TEXTS.content);
    const words = this.wordsOf(edit.value());
    this.page.status.say(words ? fill(TEXTS.markKept, { layer, words }) : fill(TEXTS.markCleared, { layer }));
    return true;
  }

  leave() {
    this.end();
    this.page.light();
    this.page.status.say(TEXTS.markLeft);
  }

  end() {
    this.edit = null;
    this.root.hidden = true;
    delete this.root.dataset.ranges;
  }
}

/** The first few, each once. @param {Range[][]} lists @returns {Range[][]} */
function distinct(lists) {
  const found = new Map(lists.map((ranges) => [JSON.stringify(ranges), ranges]));
  return [...found.values()].slice(0, MOST);
}
