// @ts-check
/** What the annotator writes: why they are unsure, notes, and layers that take words of their own. */

import { describe, setUnsure, write } from "../commands/actions.js";
import { NOTE, UNSURE } from "../model/labels.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("./work.js").Work} Work */
/** @typedef {import("../panel/note_editor.js").Target} Target */
/**
 * @typedef {{apply(outcome: import("../commands/messages.js").Outcome, at?: number): boolean,
 *   openNote(target: Target, text: string, name: string): void, askReason(): void}} Hooks
 */

export class Writing {
  /** @param {Work} work @param {Hooks} hooks */
  constructor(work, hooks) {
    this.work = work;
    this.hooks = hooks;
  }

  /** @returns {Record<string, (at: number) => void>} */
  commands() {
    return {
      [UNSURE]: (at) => this.unsure(true, at),
      sure: (at) => this.unsure(false, at),
      [NOTE]: () => this.openNote(),
    };
  }

  /**
   * Unsure: asks why, also where the sentence is unsure already.
   * @param {boolean} isUnsure
   * @param {number} at
   */
  unsure(isUnsure, at) {
    const { here } = this.work;
    if (!here) return;
    this.hooks.apply(setUnsure(here.model, here.sentence, isUnsure), at);
    this.work.layer = isUnsure ? UNSURE : null;
    if (isUnsure) this.hooks.askReason();
  }

  openNote() {
    const { here } = this.work;
    if (!here) return;
    const { model, sentence, claim } = here;
    const { labels } = model;
    const claims = model.claims(sentence);
    const hasOwn = claim !== null && labels.value(claim, NOTE) !== null;
    // a note from before the claim was made is not out of reach while there is one claim only
    const isOlder = claims.length < 2 && !hasOwn && labels.value(sentence, NOTE) !== null;
    const target = claim && !isOlder ? claim : sentence;
    const number = claims.indexOf(target) + 1;
    const name = number && claims.length > 1 ? fill(TEXTS.noteLabelClaim, { number }) : TEXTS.noteLabel;
    this.hooks.openNote({ target, layer: NOTE }, String(labels.value(target, NOTE) ?? ""), name);
  }

  /** Open a layer that takes words of the annotator's own. @param {string} layer */
  openText(layer) {
    const { here } = this.work;
    if (!here) return;
    const text = String(here.model.labels.value(here.claim ?? "", layer) ?? "");
    this.hooks.openNote({ target: here.claim, layer }, text, here.model.codebook.layerTitle(layer));
  }

  /** @param {Target} target @param {string} text */
  save({ target, layer }, text) {
    const { here } = this.work;
    if (!here) return;
    const { model, sentence } = here;
    // a claim that the first words have made gets the next ones, too
    const claim = target ?? here.claim;
    if (layer === NOTE) this.hooks.apply(write(model, sentence, claim ?? sentence, NOTE, text));
    else this.hooks.apply(describe(model, sentence, claim, layer, text));
    this.work.layer = layer;
  }

  /** @param {string} text */
  saveReason(text) {
    const { here } = this.work;
    if (!here || !here.model.state(here.sentence).unsure) return;
    this.hooks.apply(write(here.model, here.sentence, here.sentence, UNSURE, text));
  }
}
