// @ts-check
/**
 * The claims of the focused sentence: what the keys and buttons do to them, their words, sources and
 * suggestions.
 */

import { repeat } from "./attribution.js";
import { ClaimPanel } from "../view/claim_panel.js";
import { arrange, mark, merge, rangesOf, remove, split } from "./claims.js";
import { h, write } from "../view/dom.js";
import { CONTENT } from "../model/labels.js";
import { Marking } from "./marking.js";
import { keyCap } from "../view/panel.js";
import { MouseMarks } from "../view/mouse_selection.js";
import { accept, openOffers } from "./suggestions.js";
import { roleTitle, rolesOf } from "../model/roles.js";
import { violations } from "../rules/constraints.js";
import { SourceList } from "../dialogs/source_list.js";
import { SourcePicker } from "../view/source_picker.js";
import { choose, forget, proposedSource, rename, sourcesOf, unite, uses } from "./sources.js";
import { TEXTS, fill } from "../texts.js";
import { joined } from "../model/word_ranges.js";

/** @typedef {import("../rules/settling.js").Outcome} Outcome */
/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../model/word_ranges.js").Range} Range */

/** How long the keys rest before advice is looked for (ms). */
const REST = 150;

export class Claiming {
  /** @param {import("../workspace.js").Workspace} page whose board is made already */
  constructor(page) {
    this.page = page;
    this.marking = new Marking(page);
    this.mouse = new MouseMarks(page, (layer, range, add) => this.marked(layer, range, add));
    this.picker = new SourcePicker(
      () => page.focusBoard(),
      () => this.editSources(),
    );
    this.list = new SourceList({
      rename: (source, name) => this.editList((model, sentence) => rename(model, sentence, source, name)),
      unite: (from, into) =>
        this.editList(
          (model, sentence) => unite(model, model.place(sentence).article.id, from, into),
          (model) => fill(TEXTS.sourceUnited, { name: model.sourceNames()[into] ?? "" }),
        ),
      forget: (source) =>
        this.editList((model, sentence) => forget(model, model.place(sentence).article.id, source)),
      closed: () => page.focusBoard(),
    });
    this.panel = new ClaimPanel({
      command: (name) => {
        this.command(name, performance.now());
        if (!this.picker.isOpen) page.focusBoard();
      },
      layer: (layer) => this.layer(layer),
      pickClaim: (claim) => page.pickClaim(claim),
    });
    /** Which of the open suggestions is offered. */
    this.turn = 0;
    this.reason = h("span", {});
    this.said = h(
      "span",
      { class: "cd-hint", "data-command": "accept", title: TEXTS.offerHint },
      keyCap("␣"),
      this.reason,
    );
    page.board.list.addEventListener(
      "click",
      (event) => {
        if (!(event.target instanceof Node) || !this.said.contains(event.target)) return;
        event.stopPropagation();
        this.command("accept", performance.now());
      },
      true,
    );
    page.board.list.addEventListener("click", (event) => this.clickedClaim(event));
    /** @type {any} */
    this.timer = null;
    this.advised = "";
  }

  /** A click on the line of a claim focuses it. @param {MouseEvent} event */
  clickedClaim(event) {
    const line = event.target instanceof Element ? event.target.closest("[data-claim]") : null;
    const claim = line instanceof HTMLElement ? line.dataset.claim : undefined;
    const { model, board } = this.page;
    if (claim && model && board.focused && model.claims(board.focused).includes(claim))
      this.page.pickClaim(claim);
  }

  /**
   * What the rules would like to see on the focused claim, once the keys rest: some look through the article.
   */
  advise() {
    clearTimeout(this.timer);
    const { claim } = this.page;
    if (this.advised !== claim) this.panel.advise("");
    this.advised = claim ?? "";
    this.timer = setTimeout(() => {
      const { model, board } = this.page;
      if (!model || !board.focused || this.page.claim !== claim || !claim) return;
      const found = violations(model.frame(board.focused), model.codebook, "advise");
      this.panel.advise(found.find((one) => one.claim === claim && one.when === "advise")?.message ?? "");
    }, REST);
  }

  destroy() {
    clearTimeout(this.timer);
    this.mouse.destroy();
  }

  /** Something that is open here is finished before another sentence is worked on. */
  finish() {
    if (this.marking.isOn && !this.marking.keep()) this.marking.leave();
    this.mouse.close();
    this.picker.close();
    this.turn = 0;
  }

  /**
   * The suggestion that the key would accept now.
   * @returns {{offer: import("../model/types.js").Suggestion, number: number, total: number}|null}
   */
  offered() {
    const { model, board } = this.page;
    if (!model || !board.focused || this.marking.isOn) return null;
    const open = openOffers(model, board.focused);
    if (open.length === 0) return null;
    const index = this.turn % open.length;
    return { offer: open[index], number: index + 1, total: open.length };
  }

  /** Name the suggestion under the words of the sentence. @param {ReturnType<Claiming["offered"]>} offered */
  hint(offered) {
    const { board } = this.page;
    const line = offered ? board.rows.get(board.focused ?? "")?.querySelector(".cd-labels") : null;
    if (!line || !offered) {
      this.said.remove();
      return;
    }
    const { number, total, offer } = offered;
    write(
      this.reason,
      fill(total > 1 ? TEXTS.offerMore : TEXTS.offer, { reason: offer.reason, number, total }),
    );
    const place =
      line.lastElementChild === this.said ? line.children[line.children.length - 2] : line.lastElementChild;
    const goal = place instanceof HTMLElement && place.classList.contains("cd-claim") ? place : line;
    if (this.said.parentElement !== goal) goal.append(this.said);
  }

  /** @param {string} name @param {number} at @returns {boolean} whether it meant something */
  command(name, at) {
    const { model, board, claim } = this.page;
    const sentence = board.focused;
    if (!model || !sentence) return false;
    switch (name) {
      case "split":
        this.split(model, sentence, claim, at);
        break;
      case "merge":
        this.change(merge(model, sentence, claim), sentence, at, () => TEXTS.claimsJoined);
        break;
      case "remove":
        this.change(remove(model, sentence, claim), sentence, at, () =>
          fill(TEXTS.claimRemoved, { count: model.claims(sentence).length }),
        );
        break;
      case "repeat":
        this.repeat(model, sentence, claim, at);
        break;
      case "accept":
        this.accept(model, sentence, claim, at);
        break;
      case "nextOffer":
        this.nextOffer();
        break;
      case "earlier":
        this.arrange(model, sentence, claim, -1);
        break;
      case "later":
        this.arrange(model, sentence, claim, 1);
        break;
      case "sources":
        this.editSources();
        break;
      default:
        return false;
    }
    return true;
  }

  /** @param {Outcome} outcome @param {string} sentence @param {number} at @param {() => string} said */
  change(outcome, sentence, at, said) {
    if (!outcome.refusal && outcome.claim !== undefined) this.page.claim = outcome.claim;
    this.page.labeling.apply(outcome, sentence, at);
    if (!outcome.refusal && outcome.changes.length) this.page.status.say(said());
  }

  /** Another claim; its words are marked at once. @param {Model} model @param {string} sentence
   * @param {string|null} claim @param {number} at */
  split(model, sentence, claim, at) {
    const selected = this.mouse.range;
    this.mouse.close();
    const outcome = split(model, sentence, claim);
    this.change(outcome, sentence, at, () => {
      const claims = model.claims(sentence);
      return fill(TEXTS.claimAdded, {
        number: claims.indexOf(outcome.claim ?? "") + 1,
        total: claims.length,
      });
    });
    if (outcome.refusal) return;
    if (selected) this.mark(CONTENT, [selected], at);
    else this.marking.start(CONTENT);
  }

  /** @param {Model} model @param {string} sentence @param {string|null} claim @param {number} at */
  repeat(model, sentence, claim, at) {
    const outcome = repeat(model, sentence, claim, { finish: this.page.settings.is("moveOn") });
    this.change(outcome, sentence, at, () => {
      const { attribution } = rolesOf(model.codebook);
      const titles = outcome.changes.filter(
        (one) => attribution.has(one.layer) && typeof one.value === "string",
      );
      const values = titles.map(
        (one) =>
          model.codebook.value(one.layer, String(one.value))?.title ??
          model.sourceNames()[String(one.value)] ??
          "",
      );
      return fill(TEXTS.repeated, { values: values.filter(Boolean).join(", ") });
    });
    if (outcome.finished) this.page.labeling.advance();
  }

  /** @param {Model} model @param {string} sentence @param {string|null} claim @param {number} at */
  accept(model, sentence, claim, at) {
    const offered = this.offered();
    if (!offered) {
      this.page.status.hint(TEXTS.noOffer);
      return;
    }
    const outcome = accept(model, sentence, claim, offered.offer, {
      finish: this.page.settings.is("moveOn"),
    });
    const { points } = model.place(sentence);
    const words = points.quote(offered.offer.content);
    this.change(outcome, sentence, at, () => fill(TEXTS.offerAccepted, { words }));
    if (outcome.finished) this.page.labeling.advance();
  }

  nextOffer() {
    const offered = this.offered();
    if (!offered || offered.total < 2) {
      this.page.board.fold();
      return;
    }
    this.turn += 1;
    this.page.paintPanel();
    const next = this.offered();
    if (next) this.page.status.say(fill(TEXTS.offer, { reason: next.offer.reason }));
  }

  /** @param {Model} model @param {string} sentence @param {string|null} claim @param {1|-1} by */
  arrange(model, sentence, claim, by) {
    const said = arrange(model, sentence, claim, by);
    this.page.paint(sentence);
    this.page.status.say(said);
  }

  /**
   * What is not a choice among values: words to mark or to write, or sources to pick.
   * @param {string} layer
   */
  layer(layer) {
    const { model, board } = this.page;
    if (!model || !board.focused) return;
    const measurement = layer === CONTENT ? "span" : model.codebook.layer(layer).measurement;
    if (measurement === "entity" || measurement === "list") {
      this.pick(model, board.focused, layer);
      return;
    }
    if (measurement === "text") {
      this.page.labeling.openText(layer);
      this.page.guideline.rest(layer, "");
      return;
    }
    if (this.mouse.range) {
      this.mouse.choose(layer, false);
      return;
    }
    this.marking.start(layer);
    this.page.focusBoard();
    this.page.guideline.rest(layer, "");
  }

  /** @param {string|null} layer null: a new claim @param {Range} range @param {boolean} add */
  marked(layer, range, add) {
    const { model, board, claim } = this.page;
    const sentence = board.focused;
    const at = performance.now();
    if (!model || !sentence) return;
    if (layer === null) {
      this.change(split(model, sentence, claim), sentence, at, () => TEXTS.popClaim);
      this.mark(CONTENT, [range], at);
    } else {
      const before = add && claim ? rangesOf(model, claim, layer) : [];
      this.mark(layer, joined([...before, range]), at);
    }
    this.page.focusBoard();
  }

  /** @param {string} layer @param {Range[]} ranges @param {number} at */
  mark(layer, ranges, at) {
    const { model, board, claim } = this.page;
    const sentence = board.focused;
    if (!model || !sentence) return;
    const { points } = model.place(sentence);
    const words = points.quote(ranges);
    const title = roleTitle(model.codebook, layer, TEXTS.content);
    this.change(mark(model, sentence, claim, layer, ranges), sentence, at, () =>
      fill(TEXTS.markKept, { layer: title, words }),
    );
  }

  /** @param {Model} model @param {string} sentence @param {string} layer */
  pick(model, sentence, layer) {
    const { claim } = this.page;
    const { article } = model.place(sentence);
    const definition = model.codebook.layer(layer);
    const list = sourcesOf(model, article.id);
    const set = claim ? model.labels.value(claim, layer) : null;
    const chosen = [set ?? []].flat().flatMap((id) => list.find((one) => one.id === id) ?? []);
    const title = definition.title || layer;
    this.page.guideline.rest(layer, "");
    this.picker.open({
      title: fill(TEXTS.pickTitle, { layer: title }),
      list,
      proposed: proposedSource(model, sentence, claim),
      chosen,
      several: definition.measurement === "list",
      done: (choices) => {
        const names = choices.map((one) => one.name).join(" → ") || TEXTS.nothing;
        this.change(
          choose(model, sentence, this.page.claim, layer, choices),
          sentence,
          performance.now(),
          () => fill(TEXTS.pickSaid, { layer: title, names }),
        );
      },
    });
  }

  editSources() {
    const { model, board } = this.page;
    if (!model || !board.focused) return;
    this.picker.hide();
    this.list.openWith(this.rows(model, board.focused));
  }

  /** @param {Model} model @param {string} sentence */
  rows(model, sentence) {
    const { article } = model.place(sentence);
    const used = uses(model, article.id);
    return sourcesOf(model, article.id).map((one) => ({ ...one, uses: used.get(one.id)?.length ?? 0 }));
  }

  /** @param {(model: Model, sentence: string) => Outcome} work @param {(model: Model) => string} [said] */
  editList(work, said = () => "") {
    const { model, board } = this.page;
    const sentence = board.focused;
    if (!model || !sentence) return;
    const outcome = work(model, sentence);
    this.page.labeling.apply(outcome, sentence, performance.now());
    for (const one of new Set(outcome.changes.map((change) => change.sentence)))
      if (one) this.page.paint(one);
    this.list.show(this.rows(model, sentence), outcome.refusal ?? said(model));
  }
}
