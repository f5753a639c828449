// @ts-check
/**
 * The one place where outcomes take effect: commit, send, draw, say, move on. And where keys find their
 * command.
 */

import { press, removeValue, step } from "../commands/actions.js";
import { derived } from "../rules/derivation.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../commands/messages.js").Outcome} Outcome */
/** @typedef {import("./work.js").Work} Work */
/** @typedef {(at: number) => void} Command */
/**
 * @typedef {{send(decisions: import("../model/types.js").Decision[], at: number): void, paint(sentences:
 *   Iterable<string>): void, refuse(text: string): void, accepted(): void, say(text: string): void,
 *   hint(text: string): void, hush(): void, rest(layer: string, value: string): void, advance(): void,
 *   before(): void}} Hooks accepted: what a rule objected to is over; rest: show the guideline; before: a
 *   value key is about to act
 */

/** Commands that a held key repeats. */
const REPEATED = new Set(["up", "down", "left", "right", "pageUp", "pageDown", "nextOpen", "undo", "redo"]);

export class Controller {
  /** @param {Work} work @param {Hooks} hooks */
  constructor(work, hooks) {
    this.work = work;
    this.hooks = hooks;
    /** @type {Map<string, Command>} */
    this.commands = new Map();
    /** The first of two strokes, while the second is awaited. */
    this.stroke = "";
    /** @type {(layer: string) => void} opens a layer that takes more than a key */
    this.openLayer = () => {};
    /** @type {(event: KeyboardEvent) => boolean} what a mode makes of a key first; true where that was all */
    this.mode = () => false;
  }

  /** @param {Record<string, Command>} commands */
  add(commands) {
    for (const [name, run] of Object.entries(commands)) this.commands.set(name, run);
  }

  /**
   * Let an outcome take effect.
   *
   * @param {Outcome} outcome
   * @param {number} [at] time of the key
   * @param {() => void} [then] done before the page moves on
   * @returns {boolean} whether it took effect
   */
  apply(outcome, at = performance.now(), then = () => {}) {
    const { here } = this.work;
    if (!here) return false;
    if (outcome.refusal) {
      this.hooks.refuse(outcome.refusal);
      return false;
    }
    this.hooks.accepted();
    if (outcome.claim !== undefined) this.work.focusClaim(outcome.claim);
    const decisions = here.model.commit(outcome.changes, here.sentence);
    // on its way first: the server works while the page draws
    this.hooks.send(decisions, at);
    this.hooks.paint(new Set([here.sentence, ...outcome.changes.flatMap(({ sentence }) => sentence ?? [])]));
    this.report(outcome);
    then();
    if (outcome.finished) this.hooks.advance();
    return true;
  }

  /** @param {Outcome} outcome */
  report({ changes, message, hint, reopened }) {
    if (hint) this.hooks.hint(hint);
    else if (reopened) this.hooks.say(TEXTS.reopened);
    else if (message && changes.length) this.hooks.say(message);
  }

  /**
   * A key press that is ours to read.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it meant something
   */
  key(event) {
    this.hooks.hush();
    this.work.layout.observe(event);
    if (this.stroke) return this.secondStroke(event);
    if (this.mode(event)) return true;
    // single keys can be switched off (WCAG 2.1.4); arrows, Enter and what has a modifier remain
    const isSingle = [...event.key].length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isSingle && !this.work.settings.is("keys")) return false;
    const meaning = this.work.keymap?.meaning(event);
    if (!meaning || !this.work.here) return false;
    return this.act(meaning, event);
  }

  /** The second of two strokes. @param {KeyboardEvent} event */
  secondStroke(event) {
    const first = this.stroke;
    const meaning = this.work.keymap?.second(first, event);
    // Shift and its like are no stroke
    if (!meaning && /^(Shift|Control|Alt|Meta|CapsLock)$/.test(event.key)) return true;
    this.stroke = "";
    if (meaning) return this.act(meaning, event);
    const key = this.work.keymap?.label(first) ?? first;
    if (event.key !== "Escape") this.hooks.hint(fill(TEXTS.noSecondStroke, { key, second: event.key }));
    return true;
  }

  /**
   * @param {import("../commands/keymap.js").Meaning} meaning
   * @param {KeyboardEvent} event
   */
  act(meaning, event) {
    // a held key moves on, but does not decide for as long as it is held
    if (event.repeat && (meaning.kind !== "command" || !REPEATED.has(meaning.name))) return true;
    if (meaning.kind === "stroke") this.wait(meaning.key);
    else if (meaning.kind === "value") this.press(meaning.layer, meaning.value, event.timeStamp);
    else if (meaning.kind === "step") this.step(meaning.layer, meaning.by, event.timeStamp);
    else if (meaning.kind === "layer") this.openLayer(meaning.layer);
    else return this.command(meaning.name, event.timeStamp);
    return true;
  }

  /** The first of two strokes: say what may follow. @param {string} key */
  wait(key) {
    this.stroke = key;
    this.hooks.hint(fill(TEXTS.secondStroke, { key: this.work.keymap?.label(key) ?? key }));
  }

  /** @param {string} name @param {number} [at] @returns {boolean} whether it meant something */
  command(name, at = performance.now()) {
    const run = this.commands.get(name);
    if (!run || !this.work.here) return false;
    run(at);
    return true;
  }

  /** @param {string} layer @param {string} value @param {number} [at] time of the key */
  press(layer, value, at) {
    const { here } = this.work;
    if (!here) return;
    this.hooks.before();
    const finish = this.work.settings.is("moveOn");
    const outcome = press(here.model, here.sentence, here.claim, layer, value, { finish });
    this.apply(outcome, at, () => {
      this.work.layer = layer;
      this.work.value = value;
      this.hooks.rest(layer, value);
    });
  }

  /** Take one value out of a layer that takes several. @param {string} layer @param {string} value */
  remove(layer, value) {
    const { here } = this.work;
    if (here) this.apply(removeValue(here.model, here.sentence, here.claim, layer, value));
  }

  /** @param {string} layer @param {number} by @param {number} at */
  step(layer, by, at) {
    const { here } = this.work;
    if (!here) return;
    const frame = here.model.frame(here.sentence);
    const claim = frame.claims.find((one) => one.id === here.claim);
    const computed = claim ? derived(claim, here.model.codebook, frame.points, frame.quoted)[layer] : null;
    if (this.apply(step(here.model, here.sentence, here.claim, layer, by, computed ?? null), at)) {
      this.work.layer = layer;
    }
  }
}
