// @ts-check
/** Choosing the sources of a claim, and keeping the article's list of them. */

import { choose, forget, proposedSource, rename, sourcesOf, unite, uses } from "../commands/sources.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("./work.js").Work} Work */
/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../commands/messages.js").Outcome} Outcome */
/**
 * @typedef {{apply(outcome: Outcome, at?: number): boolean,
 *   ask(question: import("../panel/source_picker.js").Question): void,
 *   openList(rows: import("../dialogs/source_list.js").Row[]): void,
 *   showList(rows: import("../dialogs/source_list.js").Row[], message: string): void}} Hooks
 */

export class SourceNaming {
  /** @param {Work} work @param {Hooks} hooks */
  constructor(work, hooks) {
    this.work = work;
    this.hooks = hooks;
  }

  /** @returns {Record<string, () => void>} */
  commands() {
    return { sources: () => this.openList() };
  }

  /** Ask for the sources of a layer of the focused claim. @param {string} layer */
  pick(layer) {
    const { here } = this.work;
    if (!here) return;
    const { model, sentence, claim } = here;
    const list = sourcesOf(model, model.place(sentence).article.id);
    const value = claim ? model.labels.value(claim, layer) : null;
    const definition = model.codebook.layer(layer);
    this.hooks.ask({
      title: fill(TEXTS.pickTitle, { layer: definition.title || layer }),
      list,
      proposed: proposedSource(model, sentence, claim),
      chosen: [value ?? []].flat().flatMap((id) => list.find((one) => one.id === id) ?? []),
      several: definition.measurement === "list",
      done: (choices) => {
        this.hooks.apply(choose(model, sentence, this.work.claim, layer, choices));
        this.work.layer = layer;
      },
    });
  }

  openList() {
    const { here } = this.work;
    if (here) this.hooks.openList(this.rows(here.model, here.sentence));
  }

  /** @param {string} source @param {string} name */
  rename(source, name) {
    this.edit((model, sentence) => rename(model, sentence, source, name));
  }

  /** @param {string} from @param {string} into */
  unite(from, into) {
    this.edit(
      (model, sentence) => unite(model, model.place(sentence).article.id, from, into),
      (model) => fill(TEXTS.sourceUnited, { name: model.sourceNames()[into] ?? "" }),
    );
  }

  /** @param {string} source */
  forget(source) {
    this.edit((model, sentence) => forget(model, model.place(sentence).article.id, source));
  }

  /** @param {(model: Model, sentence: string) => Outcome} work @param {(model: Model) => string} [message] */
  edit(work, message = () => "") {
    const { here } = this.work;
    if (!here) return;
    const outcome = work(here.model, here.sentence);
    if (!outcome.refusal) this.hooks.apply(outcome);
    this.hooks.showList(this.rows(here.model, here.sentence), outcome.refusal ?? message(here.model));
  }

  /** @param {Model} model @param {string} sentence */
  rows(model, sentence) {
    const { article } = model.place(sentence);
    const claims = uses(model, article.id);
    return sourcesOf(model, article.id).map((one) => ({ ...one, uses: claims.get(one.id)?.length ?? 0 }));
  }
}
