// @ts-check
/**
 * Words marked with the mouse or a finger: drag, double click, Shift and click; then a small bar asks what
 * they are.
 */

import { button, h } from "./dom.js";
import { CONTENT } from "../model/labels.js";
import { rolesOf } from "../model/roles.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../model/word_ranges.js").Range} Range */
/** @typedef {{sentence: string, range: Range}} Selected */
/** @typedef {{sentence: string, offset: number}} Point */

/** A finger's selection is taken once it rests (ms). */
const REST = 400;

export class MouseMarks {
  /** @param {import("../workspace.js").Workspace} page
   * @param {(layer: string|null, range: Range, add: boolean) => void} onChosen layer null: a new claim */
  constructor(page, onChosen) {
    this.page = page;
    this.onChosen = onChosen;
    this.root = h("div", { class: "cd-pop", role: "toolbar", "aria-label": TEXTS.popTitle, hidden: true });
    /** @type {Range|null} */
    this.range = null;
    /** @type {Point|null} where the last click was, from which Shift and a click extend */
    this.last = null;
    this.touching = false;
    /** @type {any} */
    this.timer = null;
    const { list } = page.board;
    list.addEventListener("pointerdown", (event) => this.pressed(event));
    list.addEventListener("click", (event) => this.clicked(event), true);
    this.released = (/** @type {PointerEvent} */ event) => this.release(event);
    this.selected = () => this.selectionMoved();
    document.addEventListener("pointerup", this.released);
    document.addEventListener("selectionchange", this.selected);
  }

  destroy() {
    clearTimeout(this.timer);
    document.removeEventListener("pointerup", this.released);
    document.removeEventListener("selectionchange", this.selected);
  }

  get isOpen() {
    return this.range !== null;
  }

  /** @param {PointerEvent} event */
  pressed(event) {
    this.touching = event.pointerType === "touch";
    if (!event.shiftKey) this.close();
  }

  selectionMoved() {
    if (!this.touching) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.take("replace", false), REST);
  }

  /** @param {PointerEvent} event */
  release(event) {
    const target = event.target instanceof Node ? event.target : null;
    if (!target || this.root.contains(target) || !this.page.board.scroller.contains(target)) return;
    const point = this.pointAt(event.clientX, event.clientY);
    if (event.shiftKey) {
      // our own drawing has moved the browser's idea of where the selection began
      if (point && this.last && !this.page.marking.isOn) this.extend(this.last, point, event.altKey);
      return;
    }
    this.last = point;
    const how = event.ctrlKey || event.metaKey ? "add" : "replace";
    // a double click selects its word after the release
    setTimeout(() => this.take(how, event.altKey), 0);
  }

  /** @param {Point} from @param {Point} to @param {boolean} exact */
  extend(from, to, exact) {
    const { model } = this.page;
    if (!model?.located.has(from.sentence)) return;
    const { article } = model.place(from.sentence);
    if (model.place(to.sentence).article.id !== article.id) return;
    const [start, end] = from.offset < to.offset ? [from.offset, to.offset] : [to.offset, from.offset];
    this.ask({
      sentence: from.sentence,
      range: exact ? [start, end] : model.wordsOf(article).snapped(start, end),
    });
  }

  /** While words are being marked, a click on a word of the article marks it. @param {MouseEvent} event */
  clicked(event) {
    const { marking, model, board } = this.page;
    const selection = getSelection();
    if (!model || (!marking.isOn && selection?.isCollapsed !== false)) return;
    const row = event.target instanceof Element ? event.target.closest("[data-sentence]") : null;
    const sentence = row instanceof HTMLElement ? (row.dataset.sentence ?? "") : "";
    const here =
      model.located.has(sentence) &&
      model.place(sentence).article.id === model.place(board.focused ?? sentence).article.id;
    if (!marking.isOn) {
      if (this.isOpen) event.stopPropagation();
      return;
    }
    if (!here || !(event.target instanceof Element && event.target.closest(".cd-text"))) return;
    event.stopPropagation();
    if (selection?.isCollapsed === false && !event.shiftKey) return;
    const point = this.pointAt(event.clientX, event.clientY);
    if (!point) return;
    const words = model.wordsOf(model.place(sentence).article);
    const word = words.at(point.offset) ?? words.at(Math.max(0, point.offset - 1));
    if (word)
      marking.place(word, event.shiftKey ? "extend" : event.ctrlKey || event.metaKey ? "add" : "replace");
  }

  /** @param {"replace"|"add"} how @param {boolean} exact by letter, not by word */
  take(how, exact) {
    const { marking, model, board } = this.page;
    const found = this.selection(exact);
    if (!found || !model) return;
    const { article } = model.place(found.sentence);
    const focused = board.focused ? model.place(board.focused) : null;
    if (marking.isOn && focused?.article.id === article.id) {
      marking.place(found.range, how);
      getSelection()?.removeAllRanges();
      return;
    }
    this.ask(found);
  }

  /** Ask what selected words are, in the focused sentence or where they are. @param {Selected} found */
  ask(found) {
    const { model, board } = this.page;
    if (!model) return;
    const { article } = model.place(found.sentence);
    const focused = board.focused ? model.place(board.focused) : null;
    const [start, end] = found.range;
    const touches =
      focused &&
      focused.article.id === article.id &&
      focused.sentence.start < end &&
      focused.sentence.end > start;
    if (!touches) this.page.pick(found.sentence);
    this.select(found);
    this.open(found.range);
  }

  /**
   * Show as selected what was taken: whole words, also after the page has drawn them anew.
   * @param {Selected} found
   */
  select({ sentence, range }) {
    const { model, board } = this.page;
    if (!model) return;
    const words = model.wordsOf(model.place(sentence).article);
    const ends = range.map((offset, side) => {
      const place = words.sentences[words.indexAt(side ? offset - 1 : offset)];
      const text = board.rows.get(place.id)?.querySelector(".cd-text");
      const { points } = words;
      return text ? nodeAt(text, points.toUnit(offset) - points.toUnit(place.start)) : null;
    });
    const [from, to] = ends;
    if (from && to) getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  }

  /**
   * The place in the article of a point of the screen.
   * @param {number} x
   * @param {number} y
   * @returns {Point|null}
   */
  pointAt(x, y) {
    const root = /** @type {any} */ (document);
    const position = root.caretPositionFromPoint?.(x, y);
    if (position) return this.pointOf(position.offsetNode, position.offset);
    const range = root.caretRangeFromPoint?.(x, y);
    return range ? this.pointOf(range.startContainer, range.startOffset) : null;
  }

  /**
   * What is selected in one article; null where nothing is.
   * @param {boolean} exact
   * @returns {Selected|null}
   */
  selection(exact) {
    const selection = getSelection();
    const { model } = this.page;
    if (!model || !selection || selection.isCollapsed || selection.rangeCount === 0) return null;
    const range = selection.getRangeAt(0);
    const from = this.pointOf(range.startContainer, range.startOffset);
    if (!from) return null;
    const { article, points, sentence } = model.place(from.sentence);
    const to = this.pointOf(range.endContainer, range.endOffset);
    // a triple click ends outside of the words
    const end = to && model.place(to.sentence).article.id === article.id ? to.offset : sentence.end;
    const trimmed = points.trimmed(from.offset, end);
    if (!trimmed) return null;
    return { sentence: from.sentence, range: exact ? trimmed : model.wordsOf(article).snapped(...trimmed) };
  }

  /** The place of a point of the page in the article. @param {Node} node @param {number} offset
   * @returns {Point|null} */
  pointOf(node, offset) {
    const element = node instanceof Element ? node : node.parentElement;
    const text = element?.closest(".cd-text");
    const row = text?.closest("[data-sentence]");
    const sentence = row instanceof HTMLElement ? row.dataset.sentence : undefined;
    const { model } = this.page;
    if (!text || !sentence || !model?.located.has(sentence) || !this.page.board.list.contains(text))
      return null;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(node, offset);
    const { points, sentence: place } = model.place(sentence);
    return { sentence, offset: points.toPoint(points.toUnit(place.start) + before.toString().length) };
  }

  /** @param {Range} range */
  open(range) {
    const { model } = this.page;
    if (!model) return;
    this.range = range;
    const roles = [{ id: CONTENT, title: TEXTS.content }, ...rolesOf(model.codebook).spans];
    const buttons = roles.flatMap(({ id, title }, role) => {
      const ink = h("span", { class: `cd-ink cd-ink-${Math.min(role, 4)} cd-ink-own` }, title || id);
      const set = button({ class: "cd-action", "data-role": id }, () => this.choose(id, false), ink);
      const taken =
        this.page.claim !== null && model.labels.value(this.page.claim, id) !== null && id !== CONTENT;
      const label = fill(TEXTS.popAdd, { layer: title || id });
      const add = button(
        { class: "cd-action", "data-role": id, "data-add": true, "aria-label": label, title: label },
        () => this.choose(id, true),
        "+",
      );
      return taken || (id === CONTENT && this.page.claim) ? [set, add] : [set];
    });
    const made = button(
      { class: "cd-action", "data-role": "" },
      () => this.choose(null, false),
      TEXTS.popClaim,
    );
    this.root.replaceChildren(...buttons, ...(this.page.claim ? [made] : []));
    this.root.hidden = false;
    this.place();
  }

  /** Under the selected words, inside the page. */
  place() {
    const box = getSelection()?.getRangeAt(0).getBoundingClientRect();
    const frame = this.root.offsetParent?.getBoundingClientRect();
    if (!box || !frame) return;
    const left = Math.max(4, Math.min(box.left - frame.left, frame.width - this.root.offsetWidth - 4));
    const below = box.bottom - frame.top + 6;
    const fits = below + this.root.offsetHeight < frame.height;
    this.root.style.left = `${left}px`;
    this.root.style.top = `${fits ? below : Math.max(4, box.top - frame.top - this.root.offsetHeight - 6)}px`;
  }

  /** @param {string|null} layer @param {boolean} add */
  choose(layer, add) {
    const { range } = this;
    this.close();
    getSelection()?.removeAllRanges();
    if (range) this.onChosen(layer, range, add);
  }

  close() {
    this.range = null;
    this.root.hidden = true;
  }
}

/** The text node that holds a letter of an element's text. @param {Element} element @param {number} unit */
function nodeAt(element, unit) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = unit;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (left <= length) return { node, offset: left };
    left -= length;
  }
  return null;
}
