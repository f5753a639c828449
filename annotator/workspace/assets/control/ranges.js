// @ts-check
/**
 * Marking words with the keyboard: letters and arrows choose them, Enter keeps them, Escape leaves all as it
 * was.
 */

import { isWhole, rangesOf, setRanges, split } from "../commands/claims.js";
import { latinAt } from "../commands/layout.js";
import { candidates } from "../commands/candidates.js";
import { RangeEdit } from "../commands/range_edit.js";
import { CONTENT } from "../model/labels.js";
import { roleTitle, rolesOf } from "../model/roles.js";
import { joined } from "../model/word_ranges.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../model/word_ranges.js").Range} Range */
/** @typedef {import("./work.js").Work} Work */
/**
 * @typedef {{apply(outcome: import("../commands/messages.js").Outcome, at?: number): boolean, refresh():
 *   void, show(bar: {title: string, words: string, layer: string, ranges: Range[]}|null): void,
 *   reveal(sentence: string): void, isRightToLeft(sentence: string): boolean, rest(layer: string): void,
 *   say(text: string): void, hint(text: string): void}} Hooks show: the bar that names what is marked, null
 *   to hide it; reveal: bring a sentence into view
 */

/** What is read aloud and shown of a long range (characters). */
const SHOWN = 160;
/** More candidates than this are no help. */
const MOST = 10;
const TYPED = /^[\p{L}\p{N}]$/u;

export class Ranges {
  /** @param {Work} work @param {Hooks} hooks */
  constructor(work, hooks) {
    this.work = work;
    this.hooks = hooks;
    /** @type {RangeEdit|null} */
    this.edit = null;
    /** @type {Range[][]} */
    this.candidates = [];
    this.candidate = 0;
    this.rightToLeft = false;
  }

  get isOn() {
    return this.edit !== null;
  }

  /** Begin with what is marked, else with a candidate. @param {string} layer */
  start(layer) {
    const { here } = this.work;
    if (!here) return;
    const { model, sentence, claim } = here;
    const { article, sentence: place } = model.place(sentence);
    const own = claim && !(layer === CONTENT && isWhole(model, claim)) ? rangesOf(model, claim, layer) : [];
    const words = model.wordsOf(article);
    const first = words.after(place.start);
    this.candidates = distinct([...(own.length ? [own] : []), ...candidates(model, sentence, claim, layer)]);
    if (this.candidates.length === 0 && first) this.candidates = [[first]];
    this.candidate = 0;
    this.edit = new RangeEdit(words, layer, this.candidates[0] ?? [], [place.start, place.end]);
    this.rightToLeft = this.hooks.isRightToLeft(sentence);
    this.hooks.rest(layer);
    this.show();
  }

  /**
   * Another claim, whose words are marked at once.
   * @param {number} at
   * @param {Range|null} selected by the mouse
   */
  split(at, selected) {
    const { here } = this.work;
    if (!here || !this.hooks.apply(split(here.model, here.sentence, here.claim), at)) return;
    if (selected) this.set(CONTENT, [selected], at);
    else this.start(CONTENT);
  }

  /** Set ranges at once. @param {string} layer @param {Range[]} ranges @param {number} [at] */
  set(layer, ranges, at) {
    const { here } = this.work;
    if (!here) return;
    this.hooks.apply(setRanges(here.model, here.sentence, here.claim, layer, ranges), at);
    this.work.layer = layer;
  }

  /**
   * What the mouse has selected is set, or added to what is set.
   * @param {string|null} layer null: a new claim
   * @param {Range} range
   * @param {boolean} isAdded
   */
  selected(layer, range, isAdded) {
    const { here } = this.work;
    if (!here) return;
    if (layer === null) {
      this.split(performance.now(), range);
      return;
    }
    const before = isAdded && here.claim ? rangesOf(here.model, here.claim, layer) : [];
    this.set(layer, joined([...before, range]));
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether that was all it meant */
  key(event) {
    const { edit } = this;
    if (!edit || !this.work.here) return false;
    const isControl = event.ctrlKey || event.metaKey;
    // a key that is held too long must not keep, begin and keep again
    if (event.repeat && !event.key.startsWith("Arrow")) return true;
    if (event.key === "Escape" || (isControl && event.key.toLowerCase() === "z")) this.leave();
    else if (event.key === "Enter") this.keep();
    else if (event.key === "Tab") this.next(event.shiftKey ? -1 : 1);
    else if (!isControl && (this.move(event, edit) || this.act(event, edit))) this.show();
    else if (!isControl && !event.altKey && TYPED.test(event.key)) this.type(event, edit);
    else return this.other(event);
    return true;
  }

  /**
   * A key of something else: what is marked is kept, then the key does what it means.
   * @param {KeyboardEvent} event
   */
  other(event) {
    const meaning = this.work.keymap?.meaning(event);
    if (!meaning) return event.key.length === 1;
    if (meaning.kind === "command" && meaning.name === "help") return false;
    return !this.keep();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {RangeEdit} edit
   * @returns {boolean} whether the key moves something
   */
  move(event, edit) {
    const along = /** @type {1|-1|undefined} */ ({ ArrowRight: 1, ArrowLeft: -1 }[event.key]);
    if (along) {
      const by = /** @type {1|-1} */ (this.rightToLeft ? -along : along);
      if (event.altKey) edit.nudge(by);
      else if (event.shiftKey) edit.extend(by);
      else edit.move(by);
      return true;
    }
    const end = /** @type {"start"|"end"|undefined} */ ({ Home: "start", End: "end" }[event.key]);
    if (end) edit.jump(end, event.shiftKey);
    return Boolean(end);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {RangeEdit} edit
   * @returns {boolean} whether the key is one of marking
   */
  act(event, edit) {
    if (event.altKey) return false;
    switch (event.key) {
      case "ArrowDown":
        this.propose(1);
        break;
      case "ArrowUp":
        this.propose(-1);
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

  /** Letters go to the word that begins so, capitals extend the range to it. @param {KeyboardEvent} event
   * @param {RangeEdit} edit */
  type(event, edit) {
    const extend = event.shiftKey;
    const isThere = edit.type(event.key, extend) || edit.type(latinAt(event.code), extend);
    if (isThere) this.show();
    else this.hooks.hint(fill(TEXTS.rangeNoWord, { typed: event.key }));
  }

  /** @param {1|-1} by */
  propose(by) {
    if (!this.edit || this.candidates.length === 0) return;
    this.candidate = (this.candidate + by + this.candidates.length) % this.candidates.length;
    this.edit.propose(this.candidates[this.candidate]);
  }

  /** The mouse has marked words of the article. @param {Range} range @param {"replace"|"add"|"extend"} how */
  place(range, how) {
    this.edit?.place(range, how);
    this.show();
  }

  show() {
    const { here } = this.work;
    const { edit } = this;
    if (!here || !edit) return;
    const ranges = edit.value();
    const title = fill(TEXTS.rangeTitle, {
      layer: roleTitle(here.model.codebook, edit.layer, TEXTS.content),
    });
    this.hooks.show({ title, words: this.wordsOf(ranges) || TEXTS.rangeNone, layer: edit.layer, ranges });
    this.hooks.say(`${title}: ${this.wordsOf(edit.active ? [edit.active] : []) || TEXTS.rangeNone}`);
    this.hooks.refresh();
    if (edit.active) this.reveal(edit.active);
  }

  /** Words far from the focused sentence are brought into view. @param {Range} active */
  reveal(active) {
    const { here } = this.work;
    if (!here) return;
    const words = here.model.wordsOf(here.model.place(here.sentence).article);
    const at = this.edit?.moving === "start" ? active[0] : active[1] - 1;
    const { id } = words.sentences[words.indexAt(at)];
    if (id !== here.sentence) this.hooks.reveal(id);
  }

  /** @param {Range[]} ranges */
  wordsOf(ranges) {
    const { here } = this.work;
    if (!here) return "";
    const text = here.model.place(here.sentence).points.quote(joined(ranges));
    return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
  }

  /** Store what is marked. @returns {boolean} whether a rule allowed it */
  keep() {
    const { here } = this.work;
    const { edit } = this;
    if (!here || !edit) return true;
    const outcome = setRanges(here.model, here.sentence, here.claim, edit.layer, edit.value());
    if (!outcome.refusal) this.end();
    const isKept = this.hooks.apply(outcome);
    if (isKept) this.work.layer = edit.layer;
    return isKept;
  }

  /** Keep, and go on with the next kind of words. @param {1|-1} by */
  next(by) {
    const { here } = this.work;
    const { edit } = this;
    if (!here || !edit || !this.keep()) return;
    const { cue, mention, spans } = rolesOf(here.model.codebook);
    const others = spans.map((layer) => layer.id).filter((id) => id !== cue && id !== mention);
    const roles = [...[cue, mention].flatMap((id) => id ?? []), CONTENT, ...others];
    this.start(roles[(roles.indexOf(edit.layer) + by + roles.length) % roles.length]);
  }

  /** What is open is kept where a rule allows it, else left. */
  finish() {
    if (this.isOn && !this.keep()) this.leave();
  }

  leave() {
    this.end();
    this.hooks.refresh();
    this.hooks.say(TEXTS.rangeLeft);
  }

  end() {
    this.edit = null;
    this.hooks.show(null);
  }
}

/** The first few, each once. @param {Range[][]} lists @returns {Range[][]} */
function distinct(lists) {
  const byText = new Map(lists.map((ranges) => [JSON.stringify(ranges), ranges]));
  return [...byText.values()].slice(0, MOST);
}
