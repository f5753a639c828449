// @ts-check
/**
 * Words selected with the mouse or a finger: drag, double click, Shift and click; then a small bar asks what
 * they are.
 */

import { button, h } from "../view/dom.js";
import { keyCap } from "../view/key_cap.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../model/word_ranges.js").Range} Range */
/** @typedef {{sentence: string, range: Range}} Selected */
/** @typedef {{sentence: string, offset: number}} Point */
/**
 * @typedef {{id: string, title: string, role: number, isTaken: boolean}} Role what words can be; isTaken:
 *   has some
 */
/**
 * @typedef {{model(): import("../model/model.js").Model|null, focused(): string|null, isEditing(): boolean,
 *   roles(): {roles: Role[], canSplit: boolean}, place(range: Range, how: "replace"|"add"|"extend"): void,
 *   pick(sentence: string): void, chosen(layer: string|null, range: Range, isAdded: boolean): void}} Hooks
 *   isEditing: words are being marked with the keyboard; place: what the mouse says about them; chosen: layer
 *   null for a new claim
 */
/** @typedef {{list: HTMLElement, scroller: HTMLElement, rows: Map<string, HTMLElement>}} Board */

/** A finger's selection is taken once it rests (ms). */
const REST = 400;

export class MouseSelection {
  /** @param {Board} board @param {Hooks} hooks */
  constructor(board, hooks) {
    this.board = board;
    this.hooks = hooks;
    const attributes = { class: "cd-selection", role: "toolbar", "aria-label": TEXTS.selectionTitle };
    this.root = h("div", { ...attributes, "data-prompt": "selection", hidden: true });
    /** @type {Range|null} */
    this.range = null;
    /** @type {Point|null} where the last click was, from which Shift and a click extend */
    this.last = null;
    this.touching = false;
    /** @type {any} */
    this.timer = null;
    board.list.addEventListener("pointerdown", (event) => this.pressed(event));
    board.list.addEventListener("click", (event) => this.clicked(event), true);
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

  /** Enter takes the first choice, Escape leaves all as it was. @param {KeyboardEvent} event
   * @returns {boolean} whether that was all it meant */
  key(event) {
    if (!this.isOpen || (event.key !== "Enter" && event.key !== "Escape")) return false;
    const first = this.root.querySelector("button");
    if (event.key === "Enter" && first) first.click();
    else this.leave();
    return true;
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
    if (!target || this.root.contains(target) || !this.board.scroller.contains(target)) return;
    const point = this.pointAt(event.clientX, event.clientY);
    if (event.shiftKey) {
      // our own drawing has moved the browser's idea of where the selection began
      if (point && this.last && !this.hooks.isEditing()) this.extend(this.last, point, event.altKey);
      return;
    }
    this.last = point;
    const how = event.ctrlKey || event.metaKey ? "add" : "replace";
    // a double click selects its word after the release
    setTimeout(() => this.take(how, event.altKey), 0);
  }

  /** @param {Point} from @param {Point} to @param {boolean} exact */
  extend(from, to, exact) {
    const model = this.hooks.model();
    if (!model?.located.has(from.sentence)) return;
    const { article } = model.place(from.sentence);
    if (model.place(to.sentence).article.id !== article.id) return;
    const [start, end] = from.offset < to.offset ? [from.offset, to.offset] : [to.offset, from.offset];
    this.ask({
      sentence: from.sentence,
      range: exact ? [start, end] : model.wordsOf(article).snapped(start, end),
    });
  }

  /**
   * A click on the text: while words are marked it marks one, else it must not close the bar.
   * @param {MouseEvent} event
   */
  clicked(event) {
    const isCollapsed = getSelection()?.isCollapsed !== false;
    if (this.hooks.isEditing()) this.clickedWord(event, isCollapsed);
    else if (!isCollapsed && this.isOpen) event.stopPropagation();
  }

  /** @param {MouseEvent} event @param {boolean} isCollapsed */
  clickedWord(event, isCollapsed) {
    const model = this.hooks.model();
    const target = event.target instanceof Element ? event.target : null;
    const row = target?.closest("[data-sentence]");
    const sentence = row instanceof HTMLElement ? (row.dataset.sentence ?? "") : "";
    if (!model?.located.has(sentence) || !target?.closest(".cd-text")) return;
    const { article } = model.place(sentence);
    if (article.id !== model.place(this.hooks.focused() ?? sentence).article.id) return;
    event.stopPropagation();
    if (!isCollapsed && !event.shiftKey) return;
    const point = this.pointAt(event.clientX, event.clientY);
    if (!point) return;
    const words = model.wordsOf(article);
    const word = words.at(point.offset) ?? words.at(Math.max(0, point.offset - 1));
    const how = event.shiftKey ? "extend" : event.ctrlKey || event.metaKey ? "add" : "replace";
    if (word) this.hooks.place(word, how);
  }

  /** @param {"replace"|"add"} how @param {boolean} exact by letter, not by word */
  take(how, exact) {
    const model = this.hooks.model();
    const selected = this.selection(exact);
    if (!selected || !model) return;
    if (this.hooks.isEditing() && this.isInFocusedArticle(selected.sentence)) {
      this.hooks.place(selected.range, how);
      getSelection()?.removeAllRanges();
      return;
    }
    this.ask(selected);
  }

  /** @param {string} sentence */
  isInFocusedArticle(sentence) {
    const [model, focused] = [this.hooks.model(), this.hooks.focused()];
    return Boolean(model && focused && model.place(focused).article.id === model.place(sentence).article.id);
  }

  /** Ask what selected words are, in the focused sentence or where they are. @param {Selected} selected */
  ask(selected) {
    const [model, focused] = [this.hooks.model(), this.hooks.focused()];
    if (!model) return;
    const [start, end] = selected.range;
    const own = focused ? model.place(focused).sentence : null;
    const touches = own && this.isInFocusedArticle(selected.sentence) && own.start < end && own.end > start;
    if (!touches) this.hooks.pick(selected.sentence);
    this.select(selected);
    this.open(selected.range);
  }

  /**
   * Show as selected what was taken: whole words, also after the page has drawn them anew.
   * @param {Selected} selected
   */
  select({ sentence, range }) {
    const model = this.hooks.model();
    if (!model) return;
    const words = model.wordsOf(model.place(sentence).article);
    const ends = range.map((offset, side) => {
      const place = words.sentences[words.indexAt(side ? offset - 1 : offset)];
      const text = this.board.rows.get(place.id)?.querySelector(".cd-text");
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
    const model = this.hooks.model();
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
    const model = this.hooks.model();
    if (!text || !sentence || !model?.located.has(sentence) || !this.board.list.contains(text)) return null;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(node, offset);
    const { points, sentence: place } = model.place(sentence);
    return { sentence, offset: points.toPoint(points.toUnit(place.start) + before.toString().length) };
  }

  /** @param {Range} range */
  open(range) {
    this.range = range;
    const { roles, canSplit } = this.hooks.roles();
    const buttons = roles.flatMap((role, index) => this.roleButtons(role, index === 0));
    const split = { class: "cd-action", "data-role": "" };
    if (canSplit) buttons.push(button(split, () => this.choose(null, false), TEXTS.selectionClaim));
    this.root.replaceChildren(h("b", {}, TEXTS.selectionTitle), ...buttons);
    this.root.hidden = false;
  }

  /** @param {Role} role @param {boolean} isFirst the one that Enter takes */
  roleButtons({ id, title, role, isTaken }, isFirst) {
    const line = `cd-underline cd-underline-${Math.min(role, 4)} cd-underline-own`;
    const cap = isFirst ? [keyCap("⏎")] : [];
    const attributes = { class: "cd-action", "data-role": id };
    const set = button(attributes, () => this.choose(id, false), ...cap, h("span", { class: line }, title));
    if (!isTaken) return [set];
    const label = fill(TEXTS.selectionAdd, { layer: title });
    const adding = { ...attributes, "data-add": true, "aria-label": label, title: label };
    return [set, button(adding, () => this.choose(id, true), "+")];
  }

  /** @param {string|null} layer @param {boolean} isAdded */
  choose(layer, isAdded) {
    const { range } = this;
    this.leave();
    if (range) this.hooks.chosen(layer, range, isAdded);
  }

  /** Nothing is selected any more. */
  leave() {
    this.close();
    getSelection()?.removeAllRanges();
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
