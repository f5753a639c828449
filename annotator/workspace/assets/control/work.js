// @ts-check
/** What is being worked on: the event, the focused sentence and claim. Free of the DOM. */

import { Keymap } from "../commands/keymap.js";
import { Layout } from "../commands/layout.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {{model: Model, sentence: string, claim: string|null}} Here the place of the work */

export class Work {
  /** @param {import("../settings.js").Settings} settings */
  constructor(settings) {
    this.settings = settings;
    this.layout = new Layout();
    /** @type {Model|null} */
    this.model = null;
    /** @type {Keymap|null} */
    this.keymap = null;
    /** @type {string|null} the focused sentence */
    this.sentence = null;
    /** @type {string|null} the focused claim */
    this.claim = null;
    /** @type {string|null} the layer that was set last on the focused claim */
    this.layer = null;
    /** @type {string|null} its value that was set last */
    this.value = null;
  }

  /** Take up an event. @param {Model} model */
  use(model) {
    this.model = model;
    this.keymap = new Keymap(model.codebook, this.layout);
    this.sentence = null;
    this.focusClaim(null);
  }

  /** The focused sentence with its event; null before there is one. @returns {Here|null} */
  get here() {
    const { model, sentence, claim } = this;
    return model && sentence ? { model, sentence, claim } : null;
  }

  /** @param {string} sentence */
  focus(sentence) {
    if (this.sentence === sentence) return;
    this.sentence = sentence;
    this.focusClaim(null);
  }

  /** @param {string|null} claim */
  focusClaim(claim) {
    if (this.claim !== claim) this.layer = this.value = null;
    this.claim = claim;
  }

  /** The focused claim; the first of the sentence where the focused one is gone. */
  keepClaim() {
    if (!this.model || !this.sentence) return;
    const claims = this.model.claims(this.sentence);
    if (!this.claim || !claims.includes(this.claim)) this.focusClaim(claims[0] ?? null);
  }
}
