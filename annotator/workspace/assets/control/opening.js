// @ts-check
/** Opening an event: fetching it, saying so where that takes long, trying again until it is there. */

import { blinded } from "../model/blinding.js";
import { Model } from "../model/model.js";
import { fetchEvent } from "../saving/server.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../view/notices.js").Notice} Notice */
/**
 * @typedef {{notices: {show(notice: Notice): void, hide(key: string): void}, isBlind(): boolean,
 *   take(model: Model, head: number): Promise<void>, show(model: Model, sentence: string|null): void}} Hooks
 *   take: lay over the model what still waits to be sent; show: draw it, at a sentence
 */

const RETRY = 2000;
/** An event that takes longer to come (ms) is announced; one that takes much longer, too. */
const SLOW = 400;
const VERY_SLOW = 2500;

export class Opening {
  /** @param {Hooks} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    this.count = 0;
    this.isLoading = false;
    /** @type {any[]} */
    this.timers = [];
  }

  /** Nothing that is under way matters any more. */
  stop() {
    this.count += 1;
    this.isLoading = false;
    this.calm();
  }

  calm() {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers = [];
  }

  /**
   * Fetch an event and show it; tries again until it is there.
   * @param {string|null} event null: the next open one
   * @param {string|null} [sentence] to begin with
   */
  async open(event, sentence = null) {
    this.stop();
    const mine = this.count;
    this.isLoading = true;
    const announce = (/** @type {string} */ text) => () =>
      this.hooks.notices.show({ key: "load", tone: "info", text });
    this.timers = [
      setTimeout(announce(TEXTS.loading), SLOW),
      setTimeout(announce(TEXTS.loadingSlow), VERY_SLOW),
    ];
    try {
      const bundle = await fetchEvent(event);
      if (mine !== this.count) return;
      const model = new Model(this.hooks.isBlind() ? blinded(bundle) : bundle);
      await this.hooks.take(model, bundle.head ?? 0);
      if (mine !== this.count) return;
      this.stop();
      this.hooks.notices.hide("load");
      this.hooks.show(model, sentence);
    } catch (error) {
      if (mine !== this.count) return;
      this.calm();
      this.failed(event, sentence, /** @type {any} */ (error));
    }
  }

  /** @param {string|null} event @param {string|null} sentence @param {Error & {status?: number}} error */
  failed(event, sentence, error) {
    // a fault of ours is to be seen, not to be tried again for ever
    if (error.status === undefined) throw error;
    const { notices } = this.hooks;
    const again = { text: TEXTS.tryAgain, run: () => void this.open(event, sentence) };
    if (error.status === 404) {
      this.isLoading = false;
      const next = { text: TEXTS.openNext, run: () => void this.open(null) };
      const [text, actions] = event ? [TEXTS.loadUnknown, [next]] : [TEXTS.loadNone, [again]];
      notices.show({ key: "load", tone: "info", text, actions });
      return;
    }
    if (error.status === 401) {
      const reload = { text: TEXTS.signIn, run: () => location.reload() };
      notices.show({ key: "load", tone: "warning", text: TEXTS.loadSignedOut, actions: [reload] });
    } else {
      const text = fill(TEXTS.loadFailed, { reason: error.message });
      notices.show({ key: "load", tone: "warning", text, actions: [again] });
    }
    const mine = this.count;
    setTimeout(() => mine === this.count && void this.open(event, sentence), RETRY);
  }
}
