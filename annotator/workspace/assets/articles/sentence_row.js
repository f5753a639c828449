// @ts-check
/** One sentence in its column: its words, and quietly under them what has been decided. */

import { isChoice } from "../model/codebook.js";
import { h } from "../view/dom.js";
import { rangesOf } from "../commands/claims.js";
import { CONTENT, NAME, NOTE, UNSURE } from "../model/labels.js";
import { rolesOf } from "../model/roles.js";
import { lacking, violations } from "../rules/constraints.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../model/model.js").Model} Model */

/** @param {string} id */
export function elementId(id) {
  return `cd-sentence-${id}`;
}

/** @param {Model} model @param {string} id */
export function sentenceRow(model, id) {
  const { sentence, article } = model.place(id);
  const row = h(
    "div",
    {
      class: "cd-row",
      role: "option",
      id: elementId(id),
      "aria-selected": "false",
      "data-sentence": id,
      "data-kind": sentence.kind,
      lang: article.language || null,
    },
    h("span", { class: "cd-state", "aria-hidden": "true" }),
    h("p", { class: "cd-text", dir: "auto", translate: "no" }, model.textOf(id)),
    h("p", { class: "cd-labels", translate: "no" }),
  );
  paintRow(row, model, id);
  return row;
}

/**
 * Show what is decided on the sentence now.
 * @param {HTMLElement} row
 * @param {Model} model
 * @param {string} id
 */
export function paintRow(row, model, id) {
  const labels = /** @type {HTMLElement} */ (row.lastElementChild);
  const state = model.state(id);
  const claims = model.claims(id);
  const touched = claims.length > 0 || model.isTouched(id);
  const name = state.done ? "done" : state.unsure ? "unsure" : touched ? "begun" : "unseen";
  if (row.dataset.state !== name) row.dataset.state = name;
  if (!touched) {
    if (labels.firstChild) labels.replaceChildren();
    return;
  }
  /** @type {Node[]} */
  const parts = [];
  /** @type {Map<string, string[]>} */
  const absent = state.done
    ? new Map()
    : lacking(violations(model.frame(id), model.codebook, "done"), model.codebook);
  claims.forEach((claim, index) =>
    parts.push(claimLine(model, claim, claims.length > 1 ? index + 1 : 0, absent)),
  );
  const own = valueSpans(model, id);
  if (own.length) parts.push(h("span", { class: "cd-claim" }, ...own));
  const flags = flagSpans(model, id, state.done);
  if (flags.length) parts.push(h("span", { class: "cd-flags" }, ...flags));
  labels.replaceChildren(...parts);
}

/** @param {Model} model @param {string} claim @param {number} number @param {Map<string, string[]>} absent */
function claimLine(model, claim, number, absent) {
  const line = h("span", { class: "cd-claim", "data-claim": claim });
  if (number) line.append(h("span", { class: "cd-number" }, String(number)));
  line.append(...valueSpans(model, claim), ...sourceSpans(model, claim));
  if (number) line.append(h("span", { class: "cd-voice" }, wordsOf(model, claim)));
  for (const layer of absent.get(claim) ?? []) {
    line.append(h("span", { class: "cd-missing", "data-missing": layer }, missingText(model, layer)));
  }
  return line;
}

/** Who says it, by name; relays in their order. @param {Model} model @param {string} claim */
function sourceSpans(model, claim) {
  return rolesOf(model.codebook).sources.flatMap((layer) => {
    const value = model.labels.value(claim, layer.id);
    if (value === null) return [];
    const names = [value].flat().map((id) => {
      const name = model.labels.value(String(id), NAME);
      return name && typeof name === "object" && "name" in name ? name.name : String(id);
    });
    const text =
      layer.measurement === "list" ? fill(TEXTS.passedOn, { names: names.join(" → ") }) : names.join(", ");
    return [
      h(
        "span",
        { class: "cd-label", "data-layer": layer.id, "data-value": JSON.stringify(value), dir: "auto" },
        text,
      ),
    ];
  });
}

/** What a screen reader says of a claim among several. @param {Model} model @param {string} claim */
function wordsOf(model, claim) {
  const { points } = model.place(claim.slice(0, claim.lastIndexOf(".")));
  return points.quote(rangesOf(model, claim, CONTENT));
}

/** @param {Model} model @param {string} layer */
function missingText(model, layer) {
  return fill(TEXTS.missing, { layer: model.codebook.layerTitle(layer) });
}

/** @param {Model} model @param {string} target */
function valueSpans(model, target) {
  const values = model.labels.values(target);
  const implied = new Set();
  for (const [layer, value] of Object.entries(values)) {
    for (const [other, id] of Object.entries(model.codebook.value(layer, String(value))?.implies ?? {})) {
      if (values[other] === id) implied.add(other);
    }
  }
  const spans = [];
  for (const layer of model.codebook.layers) {
    const value = values[layer.id];
    if (value === undefined || value === null) continue;
    if (layer.measurement === "text") spans.push(textSpan(layer, String(value)));
    if (!isChoice(layer)) continue;
    for (const one of Array.isArray(value) ? value : [value]) {
      const title = model.codebook.title(layer.id, String(one));
      // what another value brings along is not worth reading twice
      const hidden = implied.has(layer.id);
      spans.push(
        h("span", { class: "cd-label", "data-layer": layer.id, "data-value": String(one), hidden }, title),
      );
    }
  }
  return spans;
}

/** What the annotator wrote. @param {import("../model/types.js").Layer} layer @param {string} text */
function textSpan(layer, text) {
  const attributes = { class: "cd-label cd-flag", "data-layer": layer.id, "data-value": text, dir: "auto" };
  return h("span", attributes, `${layer.title || layer.id}: ${text}`);
}

/** @param {Model} model @param {string} id @param {boolean} done */
function flagSpans(model, id, done) {
  const spans = [];
  const targets = [id, ...model.claims(id)];
  const reason = targets.map((target) => model.labels.value(target, UNSURE)).find((value) => value !== null);
  const note = targets.map((target) => model.labels.value(target, NOTE)).find((value) => value !== null);
  if (reason !== undefined) {
    const text = reason ? `${TEXTS.unsure}: ${reason}` : TEXTS.unsure;
    spans.push(h("span", { class: "cd-flag", "data-layer": UNSURE, "data-value": String(reason) }, text));
  }
  if (note !== undefined) {
    const text = `${TEXTS.note}: ${note}`;
    spans.push(h("span", { class: "cd-flag", "data-layer": NOTE, "data-value": String(note) }, text));
  }
  if (done) spans.push(h("span", { class: "cd-done" }, TEXTS.done));
  return spans;
}
