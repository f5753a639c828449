// @ts-check
/** What the keys and buttons do to the focused sentence: decide, show, send; then move on. */

import { describe, finish, press, step, toggleUnsure, write as writeText } from "./actions.js";
import { derived } from "../rules/derivation.js";
import { NOTE, UNSURE } from "../model/labels.js";
import { PAGE } from "../view/movement.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("./actions.js").Outcome} Outcome */
/** @typedef {import("../model/model.js").Model} Model */

/** Commands that a held key repeats. */
const MOVES = new Set(["up", "down", "left", "right", "pageUp", "pageDown", "nextOpen", "undo", "redo"]);

export class Labeling {
  /** @param {import("../workspace.js").Workspace} page */
  constructor(page) {
    this.page = page;
  }

  /**
   * A key press that is ours to read.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it meant something
   */
  key(event) {
    this.page.status.hush();
    if (this.page.marking.key(event)) return true;
    // single keys can be switched off (WCAG 2.1.4); arrows, Enter and what has a modifier stay
    const single = [...event.key].length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (single && !this.page.settings.is("keys")) return false;
    const meaning = this.page.keymap?.meaning(event);
    if (!meaning || !this.page.model) return false;
    // a held key moves on, but does not set and take back for as long as it is held
    if (event.repeat && (meaning.kind !== "command" || !MOVES.has(meaning.name))) return true;
    if (meaning.kind === "value") this.press(meaning.layer, meaning.value, event.timeStamp);
    else if (meaning.kind === "step") this.step(meaning.layer, meaning.by, event.timeStamp);
    else if (meaning.kind === "layer") this.page.claiming.layer(meaning.layer);
    else return this.command(meaning.name, event.timeStamp);
    return true;
  }

  /** @param {string} layer @param {string} value @param {number} [at] time of the key */
  press(layer, value, at = performance.now()) {
    const { model } = this.page;
    const sentence = this.page.board.focused;
    if (!model || !sentence) return;
    this.page.claiming.mouse.close();
    const outcome = press(model, sentence, this.page.claim, layer, value, {
      finish: this.page.settings.is("moveOn"),
    });
    if (outcome.claim !== undefined) this.page.claim = outcome.claim;
    this.apply(outcome, sentence, at);
    if (outcome.refusal) return;
    const target = outcome.claim ?? sentence;
    const now = model.labels.value(target, layer);
    const on = Array.isArray(now) ? /** @type {unknown[]} */ (now).includes(value) : now === value;
    this.page.guideline.rest(layer, value);
    const title = model.codebook.title(layer, value);
    const said = on
      ? fill(TEXTS.set, { layer: model.codebook.layerTitle(layer), value: title })
      : fill(TEXTS.cleared, { value: title });
    this.page.status.say(said);
    if (outcome.finished) this.advance();
  }

  /** @param {string} layer @param {number} by @param {number} at */
  step(layer, by, at) {
    const { model } = this.page;
    const sentence = this.page.board.focused;
    if (!model || !sentence) return;
    const frame = model.frame(sentence);
    const claim = frame.claims.find((one) => one.id === this.page.claim);
    const computed = claim ? derived(claim, model.codebook, frame.points, frame.quoted)[layer] : null;
    const outcome = step(model, sentence, this.page.claim, layer, by, computed ?? null);
    this.apply(outcome, sentence, at);
    if (outcome.refusal) return;
    const value = String(model.labels.value(this.page.claim ?? "", layer) ?? computed ?? "");
    this.page.status.say(
      fill(TEXTS.set, { layer: model.codebook.layerTitle(layer), value: model.codebook.title(layer, value) }),
    );
  }

  /** Let an outcome stand. @param {Outcome} outcome @param {string} sentence
   * @param {number} at */
  apply(outcome, sentence, at) {
    const { model } = this.page;
    if (!model) return;
    if (outcome.refusal) {
      this.page.notices.show({ key: "rule", tone: "info", text: outcome.refusal });
      this.page.status.say(outcome.refusal);
      return;
    }
    this.page.notices.hide("rule");
    const decisions = model.commit(outcome.changes, sentence);
    // on its way first: the server works while the page draws
    this.page.saving.send(decisions, at);
    this.page.paint(sentence);
    if (outcome.reopened) this.page.status.say(TEXTS.reopened);
  }

  /** @param {string} name @param {number} [at] @returns {boolean} whether it meant something */
  command(name, at = performance.now()) {
    const sentence = this.page.board.focused;
    if (!this.page.model || !sentence) return false;
    const { movement } = this.page.board;
    switch (name) {
      case "down":
        return this.go(movement.along(sentence, 1), TEXTS.lastSentence);
      case "up":
        return this.go(movement.along(sentence, -1), TEXTS.firstSentence);
      case "pageDown":
        return this.go(movement.along(sentence, PAGE), TEXTS.lastSentence);
      case "pageUp":
        return this.go(movement.along(sentence, -PAGE), TEXTS.firstSentence);
      case "left":
        return this.go(this.across(sentence, -1), TEXTS.noOtherOutlet);
      case "right":
        return this.go(this.across(sentence, 1), TEXTS.noOtherOutlet);
      case "first":
        return this.go(movement.end(sentence, "first"), TEXTS.firstSentence);
      case "last":
        return this.go(movement.end(sentence, "last"), TEXTS.lastSentence);
      case "nextOpen":
        return this.go(this.nextOpen(sentence), TEXTS.allSeen);
      default:
        return this.mark(name, sentence, at);
    }
  }

  /** @param {string} name @param {string} sentence @param {number} at */
  mark(name, sentence, at) {
    const model = /** @type {Model} */ (this.page.model);
    if (name === "done") this.done(sentence, at);
    else if (name === UNSURE) this.unsure(model, sentence, at);
    else if (name === NOTE) this.openNote(sentence);
    else if (name === "undo") this.walk(model.undo(), TEXTS.undone, TEXTS.nothingToUndo, at);
    else if (name === "redo") this.walk(model.redo(), TEXTS.redone, TEXTS.nothingToRedo, at);
    else if (name === "help") this.page.help.open();
    else if (this.page.reading.command(name)) return true;
    else if (name === "fold") this.page.board.fold();
    else if (name === "escape") this.escape();
    else if (name === "nextClaim") this.nextClaim(1);
    else if (name === "previousClaim") this.nextClaim(-1);
    else return this.page.claiming.command(name, at);
    return true;
  }

  /** @param {string|null} sentence @param {string} otherwise what is said where there is none */
  go(sentence, otherwise) {
    if (sentence) this.page.pick(sentence);
    else this.page.status.hint(otherwise);
    return true;
  }

  /**
   * The sentence beside, also of an outlet that is not in view.
   * @param {string} sentence
   * @param {-1|1} direction
   */
  across(sentence, direction) {
    const { board, model } = this.page;
    const beside = board.movement.across(sentence, direction);
    if (beside || !model) return beside;
    const ids = model.articles.map((one) => one.id);
    const goal = ids[ids.indexOf(model.place(sentence).article.id) + direction];
    if (!goal) return null;
    this.page.columns.bring(goal);
    const isThere = (/** @type {string} */ id) => model.place(id).article.id === goal;
    const aligned = [...(model.aligned.get(sentence) ?? [])].find(isThere);
    return (
      board.movement.across(sentence, direction) ??
      aligned ??
      board.movement.columns.flat().find(isThere) ??
      null
    );
  }

  /** The next open sentence in view, else the first of an outlet that is not. @param {string} sentence */
  nextOpen(sentence) {
    const { board, model } = this.page;
    const isOpen = (/** @type {string} */ id) => model?.state(id).done !== true;
    const found = board.movement.nextOpen(sentence, isOpen);
    if (found || !model) return found;
    return [...model.located].find(([id, { work }]) => work && isOpen(id))?.[0] ?? null;
  }

  /** @param {string} sentence @param {number} at */
  done(sentence, at) {
    const model = /** @type {Model} */ (this.page.model);
    if (!model.state(sentence).done) {
      const outcome = finish(model, sentence);
      // an unsure sentence may be left as it is
      if (outcome.refusal && !model.state(sentence).unsure) {
        this.apply(outcome, sentence, at);
        return;
      }
      if (!outcome.refusal) this.apply(outcome, sentence, at);
    } else if (
      model.counts.done === model.counts.total &&
      model.event.next &&
      this.page.notices.list.has("all")
    ) {
      void this.page.open(model.event.next);
      return;
    }
    this.advance();
  }

  /** To the next sentence; from the end of a column to what is still open elsewhere. */
  advance() {
    const { model } = this.page;
    const sentence = this.page.board.focused;
    if (!model || !sentence) return;
    if (model.counts.done === model.counts.total) {
      const next = model.event.next;
      const onward = { text: TEXTS.nextEvent, run: () => next && void this.page.open(next) };
      const actions = [next ? onward : { text: TEXTS.events, run: () => location.assign("/events") }];
      const text = next ? TEXTS.eventDoneNext : TEXTS.eventDone;
      this.page.notices.show({ key: "all", tone: "info", text, actions });
      this.page.status.say(text);
      return;
    }
    this.go(this.page.board.movement.along(sentence, 1) ?? this.nextOpen(sentence), TEXTS.allSeen);
  }

  escape() {
    this.page.notices.hide("rule");
    this.page.claiming.mouse.close();
  }

  /** @param {number} by */
  nextClaim(by) {
    const claims = this.page.model?.claims(this.page.board.focused ?? "") ?? [];
    if (claims.length < 2) return;
    const index = claims.indexOf(this.page.claim ?? "") + by;
    const claim = claims[(index + claims.length) % claims.length];
    this.page.pickClaim(claim);
    const number = claims.indexOf(claim) + 1;
    this.page.status.say(
      fill(TEXTS.claimFocused, { number, total: claims.length, words: this.page.wordsOf(claim) }),
    );
  }

  /**
   * @param {{decisions: import("../model/types.js").Decision[], sentence: string}|null} walked
   * @param {string} said
   * @param {string} otherwise
   * @param {number} at
   */
  walk(walked, said, otherwise, at) {
    if (!walked) {
      this.page.status.hint(otherwise);
      return;
    }
    this.page.saving.send(walked.decisions, at);
    this.page.pick(walked.sentence);
    for (const one of new Set([walked.sentence, ...walked.decisions.map((decision) => decision.sentence)])) {
      if (one) this.page.paint(one);
    }
    this.page.status.say(said);
  }

  /** @param {Model} model @param {string} sentence @param {number} at */
  unsure(model, sentence, at) {
    this.apply(toggleUnsure(model, sentence), sentence, at);
    this.page.status.say(model.labels.value(sentence, UNSURE) === null ? TEXTS.sureAgain : TEXTS.markUnsure);
  }

  /** @param {string} sentence */
  openNote(sentence) {
    const model = /** @type {Model} */ (this.page.model);
    const { labels } = model;
    const claims = model.claims(sentence);
    const claim = this.page.claim;
    // a note from before the claim was made is not out of reach while there is one claim only
    const older =
      claims.length < 2 && labels.value(claim ?? "", NOTE) === null && labels.value(sentence, NOTE) !== null;
    const target = claim && !older ? claim : sentence;
    const number = claims.indexOf(target) + 1;
    const name = number && claims.length > 1 ? fill(TEXTS.noteLabelClaim, { number }) : TEXTS.noteLabel;
    this.page.note.open({ target, layer: NOTE }, String(labels.value(target, NOTE) ?? ""), name);
  }

  /** Open a layer that takes words of the annotator's own. @param {string} layer */
  openText(layer) {
    const model = /** @type {Model} */ (this.page.model);
    const { claim } = this.page;
    const text = String(model.labels.value(claim ?? "", layer) ?? "");
    this.page.note.open({ target: claim, layer }, text, model.codebook.layerTitle(layer));
  }

  /** @param {import("../view/note_editor.js").Place} place @param {string} text */
  saveText({ target, layer }, text) {
    const { model } = this.page;
    const sentence = this.page.board.focused;
    if (!model || !sentence) return;
    // a claim that the first words have made gets the next ones, too
    const claim = target ?? this.page.claim;
    const isNote = layer === NOTE;
    const outcome = isNote
      ? writeText(model, sentence, claim ?? sentence, NOTE, text)
      : describe(model, sentence, claim, layer, text);
    if (outcome.claim !== undefined) this.page.claim = outcome.claim;
    this.apply(outcome, sentence, performance.now());
    if (!outcome.refusal) this.page.status.say(TEXTS.written);
  }

  /** @param {string} text */
  reason(text) {
    const { model } = this.page;
    const sentence = this.page.board.focused;
    if (!model || !sentence || !model.state(sentence).unsure) return;
    this.apply(writeText(model, sentence, sentence, UNSURE, text), sentence, performance.now());
  }
}
