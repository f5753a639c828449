// @ts-check
/** Where the keys lead: from sentence to sentence, outlet to outlet, claim to claim. */

import { CONTENT } from "../model/labels.js";
import { rangesOf } from "../commands/claims.js";
import { PAGE } from "../articles/movement.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("./work.js").Work} Work */
/**
 * @typedef {{pick(sentence: string): void, pickClaim(claim: string): void, bring(article: string): void,
 *   fold(): void, hint(text: string): void, say(text: string): void, atEnd(): void}} Hooks
 */

export class Navigation {
  /**
   * @param {Work} work
   * @param {{movement: import("../articles/movement.js").Movement}} board
   * @param {Hooks} hooks bring: put an article into view; atEnd: everything is done
   */
  constructor(work, board, hooks) {
    this.work = work;
    this.board = board;
    this.hooks = hooks;
  }

  /** @returns {Record<string, () => void>} */
  commands() {
    const last = TEXTS.lastSentence;
    const first = TEXTS.firstSentence;
    return {
      down: () => this.step((movement, here) => movement.along(here, 1), last),
      up: () => this.step((movement, here) => movement.along(here, -1), first),
      pageDown: () => this.step((movement, here) => movement.along(here, PAGE), last),
      pageUp: () => this.step((movement, here) => movement.along(here, -PAGE), first),
      first: () => this.step((movement, here) => movement.end(here, "first"), first),
      last: () => this.step((movement, here) => movement.end(here, "last"), last),
      left: () => this.go(this.beside(-1), TEXTS.noOtherOutlet),
      right: () => this.go(this.beside(1), TEXTS.noOtherOutlet),
      counterpartLeft: () => this.go(this.counterpart(-1), TEXTS.noCounterpart),
      counterpartRight: () => this.go(this.counterpart(1), TEXTS.noCounterpart),
      nextOpen: () => this.go(this.nextOpen(), TEXTS.allSeen),
      nextClaim: () => this.claim(1),
      previousClaim: () => this.claim(-1),
      fold: () => this.hooks.fold(),
    };
  }

  /**
   * @param {(movement: import("../articles/movement.js").Movement, here: string) => string|null} find
   * @param {string} otherwise
   */
  step(find, otherwise) {
    const { sentence } = this.work;
    if (sentence) this.go(find(this.board.movement, sentence), otherwise);
  }

  /** @param {string|null} sentence @param {string} otherwise what is said where there is none */
  go(sentence, otherwise) {
    if (sentence) this.hooks.pick(sentence);
    else this.hooks.hint(otherwise);
  }

  /** The sentence beside, also of an outlet that is not in view. @param {-1|1} direction */
  beside(direction) {
    const { sentence } = this.work;
    if (!sentence) return null;
    const beside = this.board.movement.across(sentence, direction);
    if (beside) return beside;
    if (!this.bringNext(direction)) return null;
    return this.board.movement.across(sentence, direction) ?? this.board.movement.first;
  }

  /**
   * The sentence that is proposed to say the same, in the next outlet that has one.
   * @param {-1|1} direction
   */
  counterpart(direction) {
    const { here } = this.work;
    if (!here) return null;
    const ids = here.model.articles.map((one) => one.id);
    const own = ids.indexOf(here.model.place(here.sentence).article.id);
    const others = [...(here.model.aligned.get(here.sentence) ?? [])]
      .map((id) => ({ id, by: (ids.indexOf(here.model.place(id).article.id) - own) * direction }))
      .filter(({ by }) => by > 0);
    return others.sort((a, b) => a.by - b.by)[0]?.id ?? null;
  }

  /**
   * Bring the next outlet in a direction into view.
   * @param {-1|1} direction
   * @returns {boolean} whether there is one
   */
  bringNext(direction) {
    const { here } = this.work;
    if (!here) return false;
    const ids = here.model.articles.map((one) => one.id);
    const goal = ids[ids.indexOf(here.model.place(here.sentence).article.id) + direction];
    if (goal) this.hooks.bring(goal);
    return Boolean(goal);
  }

  /** The next open sentence in view, else the first of an outlet that is not. */
  nextOpen() {
    const { here } = this.work;
    if (!here) return null;
    const isOpen = (/** @type {string} */ id) => here.model.state(id).done !== true;
    const inView = this.board.movement.nextOpen(here.sentence, isOpen);
    return inView ?? [...here.model.located].find(([id, { work }]) => work && isOpen(id))?.[0] ?? null;
  }

  /** To the next sentence; from the end of a column to what is still open elsewhere. */
  advance() {
    const { here } = this.work;
    if (!here) return;
    const { counts } = here.model;
    if (counts.done === counts.total) this.hooks.atEnd();
    else this.go(this.board.movement.along(here.sentence, 1) ?? this.nextOpen(), TEXTS.allSeen);
  }

  /** @param {number} by */
  claim(by) {
    const { here } = this.work;
    const claims = here?.model.claims(here.sentence) ?? [];
    if (!here || claims.length < 2) return;
    const index = claims.indexOf(here.claim ?? "") + by;
    const claim = claims[(index + claims.length) % claims.length];
    this.hooks.pickClaim(claim);
    const { points } = here.model.place(here.sentence);
    const words = points.quote(rangesOf(here.model, claim, CONTENT));
    const number = claims.indexOf(claim) + 1;
    this.hooks.say(fill(TEXTS.claimFocused, { number, total: claims.length, words }));
  }
}
