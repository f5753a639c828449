// @ts-check
/** The suggestions of the focused sentence: which one is shown, what it would set, and accepting it. */

import { accept, openSuggestions, preview } from "../commands/suggestions.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("./work.js").Work} Work */
/** @typedef {import("../model/types.js").Suggestion} Suggestion */
/**
 * @typedef {{suggestion: Suggestion, number: number, total: number,
 *   preview: Map<string, import("../model/types.js").Value>}} Shown preview: what it would set, by layer
 */
/**
 * @typedef {{apply(outcome: import("../commands/messages.js").Outcome, at: number): boolean, isBusy():
 *   boolean, refresh(): void, fold(): void, say(text: string): void, hint(text: string): void}} Hooks isBusy:
 *   words are being marked
 */

export class Suggesting {
  /** @param {Work} work @param {Hooks} hooks */
  constructor(work, hooks) {
    this.work = work;
    this.hooks = hooks;
    /** How often another one was asked for. */
    this.turn = 0;
  }

  /** @returns {Record<string, (at: number) => void>} */
  commands() {
    return { accept: (at) => this.accept(at), nextSuggestion: () => this.next() };
  }

  /** The suggestion that the key would accept now. @returns {Shown|null} */
  current() {
    const { here } = this.work;
    if (!here || this.hooks.isBusy()) return null;
    const { model, sentence, claim } = here;
    const open = openSuggestions(model, sentence, claim);
    if (open.length === 0) return null;
    const index = this.turn % open.length;
    const suggestion = open[index];
    const shown = preview(model, sentence, claim, suggestion);
    return { suggestion, number: index + 1, total: open.length, preview: shown };
  }

  /** @param {number} at */
  accept(at) {
    const { here } = this.work;
    const current = this.current();
    if (!here || !current) {
      this.hooks.hint(TEXTS.noSuggestion);
      return;
    }
    const finish = this.work.settings.is("moveOn");
    this.hooks.apply(accept(here.model, here.sentence, here.claim, current.suggestion, { finish }), at);
  }

  next() {
    const current = this.current();
    if (!current || current.total < 2) {
      this.hooks.fold();
      return;
    }
    this.turn += 1;
    this.hooks.refresh();
    const next = this.current();
    if (next) this.hooks.say(suggestionText(next));
  }
}

/** @param {Shown} shown */
export function suggestionText({ suggestion, number, total }) {
  const text = total > 1 ? TEXTS.suggestionMore : TEXTS.suggestion;
  return fill(text, { reason: suggestion.reason, number, total });
}
