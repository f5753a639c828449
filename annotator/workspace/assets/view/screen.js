// @ts-check
/** Draws the state of the work: the articles, the panel, what is marked in the words, the counts. */

import { CONTENT } from "../model/labels.js";
import { lacking, violations } from "../rules/constraints.js";
import { suggestionText } from "../control/suggesting.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../control/work.js").Work} Work */
/** @typedef {import("../control/suggesting.js").Shown} Shown */
/**
 * @typedef {{board: import("../articles/board.js").Board, panel: import("../panel/panel.js").Panel, claims:
 *   import("../panel/claim_panel.js").ClaimPanel, underlines: import("../articles/underlines.js").Underlines,
 *   suggestion: import("../articles/suggestion_line.js").SuggestionLine, guideline:
 *   import("../panel/guideline.js").Guideline, status: import("./status.js").Status}} Views
 */
/**
 * @typedef {{suggestion(): Shown|null, edit(): import("../commands/range_edit.js").RangeEdit|null,
 *   visible(): string[]}} Sources
 *   suggestion: the one to show; edit: the words that are being marked; visible: the articles in view
 */

/** How long the keys rest before advice is looked for (ms). */
const REST = 150;

export class Screen {
  /** @param {Work} work @param {Views} views @param {Sources} sources */
  constructor(work, views, sources) {
    this.work = work;
    this.views = views;
    this.sources = sources;
    this.isStacked = false;
    /** @type {any} */
    this.timer = null;
    this.advised = "";
    views.board.onRow = (sentence) => views.underlines.paint(sentence);
  }

  destroy() {
    clearTimeout(this.timer);
  }

  /** Draw the articles anew. */
  draw() {
    const { model, settings } = this.work;
    const options = { align: settings.is("align"), stacked: this.isStacked };
    if (model) this.views.board.draw(model, this.sources.visible(), options);
  }

  /** Labels of sentences have changed. @param {Iterable<string>} sentences */
  paint(sentences) {
    const { model } = this.work;
    if (!model) return;
    for (const sentence of sentences) {
      if (!model.located.has(sentence)) continue;
      this.views.board.paint(sentence);
      this.views.underlines.changed(sentence);
      if (sentence === this.work.sentence) this.paintPanel();
    }
    this.views.status.count(model.counts);
  }

  paintPanel() {
    this.work.keepClaim();
    const { here } = this.work;
    if (!here) return;
    const { model, sentence, claim } = here;
    const { places, columns } = this.views.board.movement;
    const { article } = model.place(sentence);
    const [column, index] = places.get(sentence) ?? [0, 0];
    const total = columns[column]?.length ?? 0;
    const outlet = article.outlet || article.title;
    const shown = this.sources.suggestion();
    this.views.panel.paint(model, sentence, claim, {
      place: fill(TEXTS.sentencePlace, { outlet, number: index + 1, total }),
      preview: shown?.preview ?? new Map(),
    });
    this.attend(shown);
  }

  /** Show in the words what the keys act on: the focused claim, what is being marked, what is suggested. */
  refresh() {
    this.attend(this.sources.suggestion());
  }

  /** @param {Shown|null} shown */
  attend(shown) {
    const { here } = this.work;
    if (!here) return;
    const { sentence, claim } = here;
    this.views.underlines.attend({
      sentence,
      claim,
      edit: this.sources.edit(),
      suggestion: shown?.suggestion ?? null,
    });
    this.views.suggestion.show(shown ? sentence : null, shown ? suggestionText(shown) : "");
    this.advise();
  }

  /**
   * What the rules would like to see on the focused claim, once the keys rest: some look through the article.
   */
  advise() {
    clearTimeout(this.timer);
    const { claim } = this.work;
    if (this.advised !== claim) this.views.claims.advise("");
    this.advised = claim ?? "";
    this.timer = setTimeout(() => {
      const { here } = this.work;
      if (!here?.claim || here.claim !== claim) return;
      const advice = violations(here.model.frame(here.sentence), here.model.codebook, "advise");
      const own = advice.find((one) => one.claim === claim && one.when === "advise");
      this.views.claims.advise(own?.message ?? "");
    }, REST);
  }

  /** Show the definition of what is asked next; where nothing is, of what was decided first. */
  restGuideline() {
    const { here } = this.work;
    if (!here) return;
    const { model, sentence, claim } = here;
    const { guideline } = this.views;
    const [asked] = lacking(
      violations(model.frame(sentence), model.codebook, "done"),
      model.codebook,
    ).values();
    const layers = model.codebook.choiceLayers.map((layer) => layer.id);
    const values = { ...model.labels.values(sentence), ...model.labels.values(claim ?? "") };
    const set = layers.find((layer) => typeof values[layer] === "string");
    if (asked?.[0] || !set) guideline.rest(asked?.[0] ?? layers[0] ?? "", "");
    else guideline.rest(set, String(values[set]));
  }

  /**
   * What the mouse's words can be.
   * @returns {{roles: import("../articles/mouse_selection.js").Role[], canSplit: boolean}}
   */
  roles() {
    const { here } = this.work;
    if (!here) return { roles: [], canSplit: false };
    const { model, claim } = here;
    const spans = model.codebook.layers.filter((layer) => layer.measurement === "span");
    const content = model.codebook.hasClaims ? [{ id: CONTENT, title: TEXTS.content }] : [];
    const roles = [...content, ...spans].map(({ id, title }) => ({
      id,
      title: title || id,
      role: id === CONTENT ? 0 : spans.findIndex((layer) => layer.id === id) + 1,
      isTaken: claim !== null && model.labels.value(claim, id) !== null,
    }));
    return { roles, canSplit: claim !== null && model.codebook.hasClaims };
  }
}
