// @ts-check
/** What each command of the annotator changes. Pure: reads the model, returns changes or the reason there are none. */

import { isChoice, same, valuesOf } from "./codebook.js";
import { Draft } from "./draft.js";
import { NOTE, STATE, UNSURE, CONTENT } from "./labels.js";
import { lacking, violations } from "./rules.js";
import { TEXTS, fill } from "./texts.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {{changes: import("./types.js").Change[], refusal?: string, claim?: string|null, finished?: boolean}} Outcome
 *   refusal: why nothing changes, for the annotator; claim: which claim it concerned; finished: the sentence is done */

/**
 * A value key. The first on a sentence makes its claim; the same value again takes it back.
 *
 * @param {Model} model @param {string} sentence @param {string|null} claim
 * @param {string} layer @param {string} value
 * @param {{finish?: boolean}} [options] finish: mark the sentence done once nothing is missing
 * @returns {Outcome}
 */
export function press(model, sentence, claim, layer, value, options = {}) {
  const draft = new Draft(model, sentence);
  if (model.codebook.isEmpty(layer, value)) return pressEmpty(model, draft, layer, value, options);
  const target = claim ?? draft.newClaim();
  const added = choose(model, draft, target, layer, value);
  const empty = model.codebook.emptyLayer;
  if (empty && draft.get(sentence, empty.id) === empty.empty) draft.clear(sentence, empty.id);
  return { ...settle(model, draft, options.finish === true && added), claim: target };
}

/** @param {Model} model @param {Draft} draft @param {string} layer @param {string} value
 * @param {{finish?: boolean}} options @returns {Outcome} */
function pressEmpty(model, draft, layer, value, options) {
  if (draft.get(draft.sentence, layer) === value) {
    draft.clear(draft.sentence, layer);
    return { ...settle(model, draft, false), claim: null };
  }
  const claims = draft.claims();
  if (claims.length > 1) return { changes: [], refusal: aloneMessage(model, layer, value) };
  for (const claim of claims) draft.clear(claim, CONTENT);
  draft.set(draft.sentence, layer, value);
  return { ...settle(model, draft, options.finish === true), claim: null };
}

/** @param {Model} model @param {string} layer @param {string} value */
function aloneMessage(model, layer, value) {
  const rule = model.codebook.constraints.find(
    (one) => one.rule === "alone" && one.layer === layer && one.value === value,
  );
  return rule?.message || fill(TEXTS.emptyRefused, { value: model.codebook.title(layer, value) });
}

/** Set or take back one value with all it brings. @returns {boolean} whether it was set
 * @param {Model} model @param {Draft} draft @param {string} target @param {string} layer @param {string} value */
function choose(model, draft, target, layer, value) {
  const before = draft.get(target, layer);
  if (model.codebook.layer(layer).measurement === "set") return toggle(model, draft, target, layer, value);
  if (before === value) {
    draft.clear(target, layer);
    takeBackImplied(model, draft, target, layer, value);
    return false;
  }
  setWithImplied(model, draft, target, layer, value, new Set());
  return true;
}

/** @param {Model} model @param {Draft} draft @param {string} target @param {string} layer @param {string} value */
function toggle(model, draft, target, layer, value) {
  const before = /** @type {string[]} */ (draft.get(target, layer) ?? []);
  const chosen = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  const order = valuesOf(model.codebook.layer(layer)).map((one) => one.id);
  chosen.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  draft.set(target, layer, chosen.length ? chosen : null);
  return chosen.includes(value);
}

/** @param {Model} model @param {Draft} draft @param {string} target @param {string} layer @param {string} value
 * @param {Set<string>} seen layers set by this key already, so that no circle of implications can hang the page */
function setWithImplied(model, draft, target, layer, value, seen) {
  seen.add(layer);
  draft.set(target, layer, value);
  const meaning = model.codebook.value(layer, value);
  for (const [other, values] of Object.entries(meaning?.clears ?? {})) {
    const current = draft.get(target, other);
    if (current !== null && (values.includes("*") || values.some((one) => same(one, current)))) {
      draft.clear(target, other);
    }
  }
  for (const [other, implied] of Object.entries(meaning?.implies ?? {})) {
    const keeps = meaning?.implies_unless?.[other] ?? [];
    if (seen.has(other) || keeps.includes(String(draft.get(target, other)))) continue;
    setWithImplied(model, draft, target, other, implied, seen);
  }
}

/** @param {Model} model @param {Draft} draft @param {string} target @param {string} layer @param {string} value */
function takeBackImplied(model, draft, target, layer, value) {
  for (const [other, implied] of Object.entries(model.codebook.value(layer, value)?.implies ?? {})) {
    if (draft.get(target, other) === implied) draft.clear(target, other);
  }
}

/** Check a draft against the rules; a done sentence that is no longer complete is no longer done.
 * @param {Model} model @param {Draft} draft @param {boolean} finish @returns {Outcome} */
function settle(model, draft, finish) {
  const before = new Set(violations(model.frame(draft.sentence), model.codebook, "always").map(nameOf));
  const frame = draft.frame();
  const broken = violations(frame, model.codebook, "always").find((one) => !before.has(nameOf(one)));
  if (broken) return { changes: [], refusal: broken.message };
  const done = draft.get(draft.sentence, STATE) === "done";
  let finished = false;
  if (done || finish) {
    const complete = isComplete(frame, model.codebook);
    if (done && !complete) draft.clear(draft.sentence, STATE);
    if (!done && complete) {
      draft.set(draft.sentence, STATE, "done");
      finished = true;
    }
  }
  return { changes: draft.changes(), finished };
}

/** @param {import("./types.js").Violation} violation */
function nameOf(violation) {
  return `${violation.constraint} ${violation.claim ?? ""}`;
}

/** May the sentence be called done? @param {import("./types.js").Frame} frame
 * @param {import("./codebook.js").Codebook} codebook */
export function isComplete(frame, codebook) {
  return violations(frame, codebook, "done").length === 0;
}

/** Mark a sentence done, or say what it lacks. @param {Model} model @param {string} sentence @returns {Outcome} */
export function finish(model, sentence) {
  const draft = new Draft(model, sentence);
  const frame = draft.frame();
  const broken = violations(frame, model.codebook, "done");
  if (broken.length) {
    const layers = [...new Set([...lacking(broken, model.codebook).values()].flat())];
    const names = layers.map((layer) => model.codebook.layerTitle(layer)).join(", ");
    const claimless = frame.claims.length === 0;
    return {
      changes: [],
      refusal: names && !claimless ? fill(TEXTS.stillMissing, { layers: names }) : broken[0].message,
    };
  }
  draft.set(sentence, STATE, "done");
  return { changes: draft.changes(), finished: true };
}

/** Unsure on or off. @param {Model} model @param {string} sentence @returns {Outcome} */
export function toggleUnsure(model, sentence) {
  const draft = new Draft(model, sentence);
  draft.set(sentence, UNSURE, draft.get(sentence, UNSURE) === null ? "" : null);
  return { changes: draft.changes() };
}

/** Free text on a sentence or claim; an empty note is none, an empty reason is still "unsure".
 * @param {Model} model @param {string} sentence @param {string} target
 * @param {"note"|"unsure"} layer @param {string} text @returns {Outcome} */
export function write(model, sentence, target, layer, text) {
  const draft = new Draft(model, sentence);
  const clean = storable(text).trim();
  draft.set(target, layer, clean === "" && layer === NOTE ? null : clean);
  return { changes: draft.changes() };
}

/** Without what no text column can hold: NUL and halves of characters. @param {string} text */
function storable(text) {
  return text.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
}

/** One step up or down an ordered layer from where it stands. @param {Model} model @param {string} sentence
 * @param {string|null} claim @param {string} layer @param {number} by @param {string|null} derived @returns {Outcome} */
export function step(model, sentence, claim, layer, by, derived) {
  if (!claim) return { changes: [], refusal: TEXTS.noClaimYet };
  const definition = model.codebook.layer(layer);
  if (!isChoice(definition)) return { changes: [] };
  const draft = new Draft(model, sentence);
  const ids = valuesOf(definition).map((value) => value.id);
  const current = ids.indexOf(String(draft.get(claim, layer) ?? derived));
  const next = ids[Math.max(0, Math.min(ids.length - 1, current < 0 ? 0 : current + by))];
  draft.set(claim, layer, next === derived ? null : next);
  return { ...settle(model, draft, false), claim };
}
