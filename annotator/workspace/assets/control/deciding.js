// @ts-check
/** The commands that decide something about the focused sentence or claim. */

import { clear, finish, removeValue } from "../commands/actions.js";
import { repeat } from "../commands/attribution.js";
import { arrange, merge, remove } from "../commands/claims.js";
import { TEXTS } from "../texts.js";

/** @typedef {import("./work.js").Work} Work */
/** @typedef {import("./work.js").Here} Here */
/** @typedef {import("../commands/messages.js").Outcome} Outcome */
/**
 * @typedef {{apply(outcome: Outcome, at: number): boolean, advance(): void, openNext(): boolean,
 *   send(decisions: import("../model/types.js").Decision[], at: number): void, pick(sentence: string): void,
 *   paint(sentences: Iterable<string>): void, say(text: string): void, hint(text: string): void}} Hooks
 *   openNext: go on where the end of the event is announced; false where it is not
 */

export class Deciding {
  /** @param {Work} work @param {Hooks} hooks */
  constructor(work, hooks) {
    this.work = work;
    this.hooks = hooks;
  }

  /** @returns {Record<string, (at: number) => void>} */
  commands() {
    return {
      done: (at) => this.done(at),
      undo: (at) => this.walk(this.work.model?.undo() ?? null, TEXTS.undone, TEXTS.nothingToUndo, at),
      redo: (at) => this.walk(this.work.model?.redo() ?? null, TEXTS.redone, TEXTS.nothingToRedo, at),
      merge: (at) => this.change(({ model, sentence, claim }) => merge(model, sentence, claim), at),
      remove: (at) => this.change(({ model, sentence, claim }) => remove(model, sentence, claim), at),
      clear: (at) => this.clear(at),
      repeat: (at) => this.repeat(at),
      earlier: () => this.arrange(-1),
      later: () => this.arrange(1),
    };
  }

  /** @param {(here: Here) => Outcome} work @param {number} at */
  change(work, at) {
    const { here } = this.work;
    if (here) this.hooks.apply(work(here), at);
  }

  /** @param {number} at */
  done(at) {
    const { here } = this.work;
    if (!here) return;
    const { model, sentence } = here;
    if (model.state(sentence).done) {
      if (!this.hooks.openNext()) this.hooks.advance();
      return;
    }
    const outcome = finish(model, sentence);
    // an unsure sentence may be left as it is
    if (outcome.refusal && model.state(sentence).unsure) this.hooks.advance();
    else this.hooks.apply(outcome, at);
  }

  /** @param {number} at */
  clear(at) {
    const { layer, value, here } = this.work;
    if (here && layer && hasSeveral(here, layer)) {
      this.hooks.apply(removeValue(here.model, here.sentence, here.claim, layer, value), at);
    } else {
      this.change(({ model, sentence, claim }) => clear(model, sentence, claim, layer), at);
      this.work.layer = null;
    }
    this.work.value = null;
  }

  /** @param {number} at */
  repeat(at) {
    const finishes = this.work.settings.is("moveOn");
    this.change(({ model, sentence, claim }) => repeat(model, sentence, claim, { finish: finishes }), at);
  }

  /** @param {1|-1} by */
  arrange(by) {
    const { here } = this.work;
    if (!here) return;
    const message = arrange(here.model, here.sentence, here.claim, by);
    this.hooks.paint([here.sentence]);
    this.hooks.say(message);
  }

  /**
   * @param {{decisions: import("../model/types.js").Decision[], sentence: string}|null} walked
   * @param {string} message @param {string} otherwise @param {number} at
   */
  walk(walked, message, otherwise, at) {
    if (!walked) {
      this.hooks.hint(otherwise);
      return;
    }
    this.hooks.send(walked.decisions, at);
    this.hooks.pick(walked.sentence);
    this.hooks.paint(
      new Set([walked.sentence, ...walked.decisions.flatMap(({ sentence }) => sentence ?? [])]),
    );
    this.hooks.say(message);
  }
}

/** Does a layer that takes several values have one? @param {Here} here @param {string} layer */
function hasSeveral({ model, sentence, claim }, layer) {
  if (model.codebook.byId.get(layer)?.measurement !== "set") return false;
  return model.labels.value(claim ?? sentence, layer) !== null;
}
