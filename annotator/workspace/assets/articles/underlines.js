// @ts-check
/**
 * What is marked in the words of a sentence: each claim's content, cue and source told apart by the kind of
 * line, by a number and a letter, and only then by color. Lines of overlapping ranges lie below one another.
 */

import { rangesOf } from "../commands/claims.js";
import { same } from "../model/codebook.js";
import { h } from "../view/dom.js";
import { CONTENT } from "../model/labels.js";
import { rolesOf } from "../model/roles.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../model/word_ranges.js").Range} Range */
/**
 * @typedef {{start: number, end: number, layer: string, role: number, claims: number[], own: boolean,
 *   label: string, suggested: boolean, track: number}} Underline claims: numbers to show; own: of the focused
 *   claim
 */
/**
 * @typedef {{sentence: string|null, claim: string|null, edit:
 *   import("../commands/range_edit.js").RangeEdit|null,
 *   suggestion: import("../model/types.js").Suggestion|null}}
 *   Attention
 */

export class Underlines {
  /** @param {Map<string, HTMLElement>} rows of the board, by sentence */
  constructor(rows) {
    this.rows = rows;
    /** @type {Model|null} */
    this.model = null;
    /** @type {Attention} */
    this.attention = { sentence: null, claim: null, edit: null, suggestion: null };
    /** @type {Map<string, Set<string>>} sentences that claims of another one reach into, and those claims */
    this.reached = new Map();
    /** @type {Map<string, string[]>} the sentences that the claims of one reach into */
    this.reaching = new Map();
    /** @type {WeakMap<HTMLElement, string>} what a row was drawn from */
    this.drawn = new WeakMap();
    /** @type {Set<string>} sentences that are drawn because of the attention */
    this.lit = new Set();
  }

  /** @param {Model} model */
  use(model) {
    this.model = model;
    this.attention = { sentence: null, claim: null, edit: null, suggestion: null };
    this.reached.clear();
    this.reaching.clear();
    this.lit.clear();
    for (const sentence of model.labels.claimsOf.keys())
      if (model.located.has(sentence)) this.follow(sentence);
  }

  /** The labels of a sentence have changed. @param {string} sentence */
  changed(sentence) {
    const before = this.reaching.get(sentence) ?? [];
    for (const one of new Set([sentence, ...before, ...this.follow(sentence)])) this.paint(one);
  }

  /** Draw attention to one claim of one sentence, to what is being marked and what is suggested there.
   * @param {Attention} attention */
  attend(attention) {
    this.attention = attention;
    const before = this.lit;
    this.lit = new Set();
    if (attention.sentence) {
      this.lit.add(attention.sentence);
      for (const one of this.reaching.get(attention.sentence) ?? []) this.lit.add(one);
      for (const [start, end] of attention.edit?.value() ?? []) this.light(attention.sentence, start, end);
      for (const [start, end] of attention.edit?.active ? [attention.edit.active] : [])
        this.light(attention.sentence, start, end);
    }
    for (const one of new Set([...before, ...this.lit])) this.paint(one);
  }

  /** @param {string} sentence any of the article @param {number} start @param {number} end */
  light(sentence, start, end) {
    if (!this.model) return;
    const words = this.model.wordsOf(this.model.place(sentence).article);
    for (const index of words.touching(start, end)) this.lit.add(words.sentences[index].id);
  }

  /**
   * Note which other sentences the claims of one reach into.
   * @param {string} sentence
   * @returns {string[]} those
   */
  follow(sentence) {
    const model = /** @type {Model} */ (this.model);
    for (const before of this.reaching.get(sentence) ?? []) {
      for (const claim of this.reached.get(before) ?? [])
        if (sentenceOf(claim) === sentence) this.reached.get(before)?.delete(claim);
    }
    this.reaching.delete(sentence);
    const { sentence: own, article } = model.place(sentence);
    const layers = [CONTENT, ...rolesOf(model.codebook).spans.map((layer) => layer.id)];
    /** @type {Set<string>} */
    const others = new Set();
    for (const claim of model.claims(sentence)) {
      for (const [start, end] of layers.flatMap((layer) => rangesOf(model, claim, layer))) {
        if (start >= own.start && end <= own.end) continue;
        const words = model.wordsOf(article);
        for (const index of words.touching(start, end)) {
          const { id } = words.sentences[index];
          if (id === sentence) continue;
          others.add(id);
          this.reached.set(id, (this.reached.get(id) ?? new Set()).add(claim));
        }
      }
    }
    if (others.size) this.reaching.set(sentence, [...others]);
    return [...others];
  }

  /** Draw the words of a sentence, if what is marked in them differs. @param {string} sentence */
  paint(sentence) {
    const row = this.rows.get(sentence);
    const { model } = this;
    if (!row || !model) return;
    const underlines = this.underlines(model, sentence);
    const edit = this.attention.edit && this.lit.has(sentence) ? this.attention.edit : null;
    const key =
      underlines.length || edit
        ? JSON.stringify([underlines, edit && [edit.kept, edit.active, edit.moving]])
        : "";
    if ((this.drawn.get(row) ?? "") === key) return;
    this.drawn.set(row, key);
    const text = /** @type {HTMLElement} */ (row.querySelector(".cd-text"));
    text.replaceChildren(...pieces(model, sentence, underlines, edit));
    const depth = Math.max(0, ...underlines.map((line) => line.track));
    text.classList.toggle("cd-deep", depth > 0);
    text.style.setProperty("--cd-depth", String(depth));
  }

  /** @param {Model} model @param {string} sentence @returns {Underline[]} */
  underlines(model, sentence) {
    const own = model.claims(sentence);
    const foreign = this.reached.get(sentence);
    const here = this.attention.sentence === sentence;
    const suggestion = here ? this.attention.suggestion : null;
    if (own.length === 0 && !foreign?.size && !suggestion) return [];
    const { start, end } = model.place(sentence).sentence;
    /** @type {Map<string, Underline>} */
    const lines = new Map();
    for (const claim of [...own, ...(foreign ?? [])]) this.underlinesOf(model, claim, lines);
    if (suggestion) addSuggestion(model, suggestion, lines);
    return tracked([...lines.values()].filter((line) => line.start < end && line.end > start));
  }

  /**
   * @param {Model} model
   * @param {string} claim
   * @param {Map<string, Underline>} lines the same words of several claims are one
   */
  underlinesOf(model, claim, lines) {
    const all = model.claims(sentenceOf(claim));
    const number = all.indexOf(claim) + 1;
    const several = all.length > 1 || sentenceOf(claim) !== this.attention.sentence;
    const { spans } = rolesOf(model.codebook);
    [CONTENT, ...spans.map((layer) => layer.id)].forEach((layer, role) => {
      if (this.attention.edit?.layer === layer && this.attention.claim === claim) return;
      // a claim over the whole sentence needs no line under everything
      if (
        layer === CONTENT &&
        all.length === 1 &&
        same(rangesOf(model, claim, layer), [model.rangeOf(sentenceOf(claim))])
      )
        return;
      for (const [start, end] of rangesOf(model, claim, layer)) {
        const key = `${role} ${start} ${end}`;
        const letter = role === 0 ? "" : (model.codebook.layerTitle(layer)[0] ?? "").toLowerCase();
        const line = lines.get(key) ?? {
          start,
          end,
          layer,
          role,
          claims: [],
          own: false,
          label: letter,
          suggested: false,
          track: 0,
        };
        if (several && all.length > 1) line.claims.push(number);
        line.own ||= claim === this.attention.claim;
        lines.set(key, line);
      }
    });
  }
}

/** @param {string} claim */
function sentenceOf(claim) {
  return claim.slice(0, claim.lastIndexOf("."));
}

/**
 * @param {Model} model
 * @param {import("../model/types.js").Suggestion} suggestion
 * @param {Map<string, Underline>} lines
 */
function addSuggestion(model, suggestion, lines) {
  const { spans } = rolesOf(model.codebook);
  const parts = [
    suggestion.content,
    ...spans.map((layer) => /** @type {Range[]} */ (suggestion.values[layer.id] ?? [])),
  ];
  parts.forEach((ranges, role) => {
    const layer = role === 0 ? CONTENT : spans[role - 1].id;
    const label = role === 0 ? "" : (model.codebook.layerTitle(layer)[0] ?? "").toLowerCase();
    for (const [start, end] of ranges) {
      const line = { start, end, layer, role, claims: [], own: false, label, suggested: true, track: 0 };
      lines.set(`suggestion ${role} ${start} ${end}`, line);
    }
  });
}

/** Give underlines that overlap a line of their own. @param {Underline[]} underlines */
function tracked(underlines) {
  underlines.sort((a, b) => a.start - b.start || b.end - a.end);
  /** @type {number[]} where each line is free again */
  const free = [];
  for (const line of underlines) {
    let track = free.findIndex((end) => end <= line.start);
    if (track < 0) track = free.length;
    free[track] = line.end;
    line.track = track;
  }
  return underlines;
}

/** The words of a sentence in pieces, each wrapped in what is marked there.
 * @param {Model} model @param {string} sentence @param {Underline[]} underlines
 * @param {import("../commands/range_edit.js").RangeEdit|null} edit @returns {Node[]} */
function pieces(model, sentence, underlines, edit) {
  const {
    sentence: { start, end },
    points,
  } = model.place(sentence);
  const edited = edit ? [...edit.kept, ...(edit.active ? [edit.active] : [])] : [];
  const inside = (/** @type {number} */ cut) => cut > start && cut < end;
  const cuts = [...underlines.flatMap((line) => [line.start, line.end]), ...edited.flat()].filter(inside);
  const borders = [...new Set([start, ...cuts, end])].sort((a, b) => a - b);
  /** @type {Node[]} */
  const nodes = [];
  for (let index = 0; index + 1 < borders.length; index += 1) {
    const [from, to] = [borders[index], borders[index + 1]];
    /** @type {Node} */
    let node = document.createTextNode(points.slice(from, to));
    const over = edited.find((range) => range[0] < to && range[1] > from);
    if (over && edit) node = editedPiece(node, from, to, over, edit);
    for (const line of underlines.filter((one) => one.start < to && one.end > from).reverse()) {
      node = underlinedPiece(node, line, from, start);
    }
    nodes.push(node);
  }
  return nodes;
}

/** @param {Node} node @param {Underline} line @param {number} from @param {number} start of the sentence */
function underlinedPiece(node, line, from, start) {
  const first = from === line.start || (from === start && line.start < start);
  const tag = first ? `${line.start < start ? "…" : ""}${line.claims.join(",")}${line.label}` : "";
  const kind = `cd-underline cd-underline-${Math.min(line.role, 4)}${line.own ? " cd-underline-own" : ""}${line.suggested ? " cd-underline-suggested" : ""}`;
  const element = h("span", { class: kind, "data-underline": line.layer, "data-tag": tag || null }, node);
  element.style.setProperty("--cd-track", String(line.track));
  return element;
}

/** @param {Node} node @param {number} from @param {number} to @param {Range} range
 * @param {import("../commands/range_edit.js").RangeEdit} edit */
function editedPiece(node, from, to, range, edit) {
  const active = range === edit.active;
  const classes = ["cd-edit"];
  if (active) classes.push("cd-edit-active");
  if (active && from === range[0] && edit.moving === "start") classes.push("cd-edit-from");
  if (active && to === range[1] && edit.moving !== "start") classes.push("cd-edit-to");
  return h("span", { class: classes.join(" ") }, node);
}
