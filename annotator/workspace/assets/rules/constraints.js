// @ts-check
/**
 * The codebook's rules, checked while working: the same as labels/codebook/constraints.py, which decides on
 * the server, with the same messages; a differential test compares both. A layer that is not set breaks no
 * rule about its values.
 */

import { same } from "../model/codebook.js";
import { MESSAGES } from "../model/shared.js";
import { derived, fulfilled, holds, quoteMode } from "./derivation.js";

/** @typedef {import("../model/types.js").SentenceLabels} SentenceLabels */
/** @typedef {import("../model/types.js").Claim} Claim */
/** @typedef {import("../model/types.js").Condition} Condition */
/** @typedef {import("../model/types.js").Constraint} Constraint */
/** @typedef {import("../model/types.js").Violation} Violation */
/** @typedef {import("../model/types.js").Value} Value */
/** @typedef {import("../model/codebook.js").Codebook} Codebook */
/** @typedef {import("../model/wire.js").OnlyWith} OnlyWith */
/**
 * @typedef {{labeled: SentenceLabels, codebook: Codebook, claims: Claim[], of: (claim: Claim) =>
 *   Record<string, Value>, name: (claim: Claim) => string|null}} Case claims: those of the sentence, or the
 *   labeled sentence as the only one; of: a claim's labels, set or derived; name: the claim's id in a
 *   violation, null for the sentence itself
 */

/** @type {Record<"always"|"done"|"advise", string[]>} */
const LEVELS = { always: ["always"], done: ["always", "done"], advise: ["always", "done", "advise"] };

/**
 * Every constraint that the sentence breaks, in the codebook's order; then what is missing.
 *
 * @param {SentenceLabels} labeled @param {Codebook} codebook
 * @param {"always"|"done"|"advise"} when
 * @returns {Violation[]}
 */
export function violations(labeled, codebook, when) {
  const one = caseOf(labeled, codebook);
  const broken = codebook.constraints
    .filter((rule) => LEVELS[when].includes(rule.when))
    .flatMap((rule) => brokenBy(rule, one));
  return when === "always" ? broken : [...broken, ...missing(one)];
}

/** @param {Constraint} rule @param {Case} one @returns {Violation[]} */
function brokenBy(rule, one) {
  switch (rule.rule) {
    case "alone":
      return alone(rule, one);
    case "together":
      return together(rule, one);
    case "needs":
      return needs(rule, one);
    case "required":
      return required(rule, one);
    case "only_with":
      return onlyWith(rule, one);
    case "elsewhere":
      return elsewhere(rule, one);
    case "quotes":
      return quotes(rule, one);
    case "distinct":
      return distinct(rule, one);
    default:
      return []; // a preset is where a sentence starts, and across_articles is about claim groups
  }
}

/**
 * The layers that a claim or sentence lacks before it is done, by claim id ("" for a sentence without
 * claims).
 * @param {Violation[]} broken
 * @param {Codebook} codebook
 * @returns {Map<string, string[]>}
 */
export function lacking(broken, codebook) {
  const asked = new Set(
    codebook.constraints.filter((rule) => rule.rule === "required").map((rule) => rule.id),
  );
  /** @type {Map<string, string[]>} */
  const result = new Map();
  for (const { constraint, claim, layers } of broken) {
    if (constraint !== "required" && !asked.has(constraint)) continue;
    result.set(claim ?? "", [...(result.get(claim ?? "") ?? []), ...layers]);
  }
  const order = codebook.layers.map((layer) => layer.id);
  for (const layers of result.values()) layers.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return result;
}

/** @param {SentenceLabels} labeled @param {Codebook} codebook @returns {Case} */
function caseOf(labeled, codebook) {
  /** @type {Map<string, Record<string, Value>>} */
  const known = new Map();
  return {
    labeled,
    codebook,
    claims: claimsOf(labeled, codebook),
    of(claim) {
      let values = known.get(claim.id);
      if (!values) {
        values = derived(claim, codebook, labeled.points, labeled.quoted);
        for (const [layer, value] of Object.entries(claim.values)) if (value !== null) values[layer] = value;
        known.set(claim.id, values);
      }
      return values;
    },
    name: (claim) => (codebook.json.target === "sentence" ? null : claim.id),
  };
}

/** The claims of a sentence; where the codebook labels sentences, the sentence once it has labels.
 * @param {SentenceLabels} labeled @param {Codebook} codebook @returns {Claim[]} */
export function claimsOf(labeled, codebook) {
  if (codebook.json.target !== "sentence") return labeled.claims;
  const { sentence, points } = labeled;
  const values = Object.fromEntries(
    Object.entries(labeled.values).filter(([layer]) => codebook.byId.has(layer)),
  );
  const isLabel = (/** @type {[string, Value]} */ [layer, value]) =>
    isSet(value) && !codebook.isEmpty(layer, value);
  if (!Object.entries(values).some(isLabel)) return [];
  const span = points.trimmed(sentence.start, sentence.end) ?? [sentence.start, sentence.end];
  return [{ id: sentence.id, sentence: sentence.id, content: [span], values }];
}

/** @param {Constraint} rule @param {string|null} claim @param {string} text @param {string[]} layers
 * @returns {Violation} */
function violation(rule, claim, text, layers) {
  return { constraint: rule.id, claim, message: rule.message || text, when: rule.when, layers };
}

/** The message of that name with its placeholders filled in. @param {keyof typeof MESSAGES} name
 * @param {Record<string, string|number>} [words] */
function message(name, words = {}) {
  return MESSAGES[name].replace(/\{(\w+)\}/g, (_, word) => String(words[word]));
}

/** @param {unknown} value */
function isSet(value) {
  return (
    value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0)
  );
}

/** @param {Codebook} codebook @param {string[]} layers @param {string} [joined] */
function titles(codebook, layers, joined = ", ") {
  return layers.map((layer) => `'${codebook.layerTitle(layer)}'`).join(joined);
}

/** @param {Codebook} codebook @param {string} layer @param {string} value */
function valueTitle(codebook, layer, value) {
  return `'${codebook.title(layer, value)}'`;
}

/** @param {Codebook} codebook @param {Condition} condition */
function valueTitles(codebook, { layer, values }) {
  return values.map((value) => valueTitle(codebook, layer, value)).join(" or ");
}

/** @param {Record<string, Value>} values @param {Codebook} codebook @param {string} but */
function hasOtherLayers(values, codebook, but) {
  return codebook.layers.some((layer) => layer.id !== but && isSet(values[layer.id]));
}

/** @param {{layer: string, value: string}} member @param {Record<string, Value>} values */
function has(member, values) {
  return holds(values[member.layer], [member.value]);
}

/** @param {import("../model/wire.js").Alone} rule @param {Case} one */
function alone(rule, { labeled, codebook }) {
  const text = message("alone", { value: valueTitle(codebook, rule.layer, rule.value) });
  const broken = [];
  const others = labeled.claims.length > 0 || hasOtherLayers(labeled.values, codebook, rule.layer);
  if (others && has(rule, labeled.values)) broken.push(violation(rule, null, text, [rule.layer]));
  for (const claim of labeled.claims) {
    const beside = labeled.claims.length > 1 || hasOtherLayers(claim.values, codebook, rule.layer);
    if (beside && has(rule, claim.values)) broken.push(violation(rule, claim.id, text, [rule.layer]));
  }
  return broken;
}

/** @param {import("../model/wire.js").Together} rule @param {Case} one */
function together(rule, { codebook, claims, of, name }) {
  return claims.flatMap((claim) => {
    const values = of(claim);
    const decided = rule.members.filter((member) => isSet(values[member.layer]));
    const holding = decided.filter((member) => has(member, values));
    if (holding.length === 0) return [];
    const named = rule.members
      .map((member) => valueTitle(codebook, member.layer, member.value))
      .join(" and ");
    if (holding.length < decided.length) {
      const layers = decided.map((member) => member.layer);
      return [violation(rule, name(claim), message("together", { values: named }), layers)];
    }
    const extra = rule.without.filter((layer) => isSet(values[layer]));
    if (extra.length === 0) return [];
    const text = message("without", { values: named, layers: titles(codebook, extra) });
    return [violation(rule, name(claim), text, extra)];
  });
}

/** @param {import("../model/wire.js").Needs} rule @param {Case} one */
function needs(rule, { codebook, claims, of, name }) {
  const text = message("needs", { layers: titles(codebook, rule.any_of, " or ") });
  return claims
    .filter((claim) => {
      const values = of(claim);
      const asked = fulfilled(rule.if, values) && !fulfilled(rule.unless, values);
      return asked && !rule.any_of.some((layer) => isSet(values[layer]));
    })
    .map((claim) => violation(rule, name(claim), text, rule.any_of));
}

/** @param {import("../model/wire.js").Required} rule @param {Case} one */
function required(rule, { codebook, claims, of, name }) {
  return claims.flatMap((claim) => {
    const values = of(claim);
    const lacks = rule.layers.filter((layer) => !isSet(values[layer]));
    if (lacks.length === 0 || fulfilled(rule.unless, values)) return [];
    return [violation(rule, name(claim), message("required", { layers: titles(codebook, lacks) }), lacks)];
  });
}

/** @param {OnlyWith} rule @param {Case} one */
function onlyWith(rule, { labeled, codebook, claims, of, name }) {
  const layer = titles(codebook, [rule.layer]);
  return claims.flatMap((claim) => {
    const values = of(claim);
    const value = values[rule.layer];
    if (!isSet(value)) return [];
    const count = Array.isArray(value) ? value.length : 1;
    let layers = [rule.layer];
    let text = "";
    if (isSet(values[rule.if.layer]) && !fulfilled(rule.if, values)) {
      text = message("only_with", { layer, values: valueTitles(codebook, rule.if) });
    } else if (rule.max !== null && count > rule.max) {
      text = message("max", { layer, max: rule.max, count });
    } else if (namesOneOf(rule, values, labeled)) {
      text = message("not_among", { layer, layers: titles(codebook, rule.not_among, " or ") });
      layers = [...layers, ...rule.not_among];
    }
    return text ? [violation(rule, name(claim), text, layers)] : [];
  });
}

/** @param {OnlyWith} rule @param {Record<string, Value>} values @param {SentenceLabels} labeled */
function namesOneOf(rule, values, labeled) {
  if (rule.not_among.length === 0) return false;
  const others = rule.not_among.flatMap((layer) => namesIn(values[layer]));
  return namesIn(values[rule.layer]).some((name) => others.includes(name) || isOutlet(name, labeled));
}

/** The ids of sources or values that a label holds; ranges have none. @param {Value|undefined} value
 * @returns {string[]} */
function namesIn(value) {
  const entries = /** @type {unknown[]} */ (Array.isArray(value) ? value : [value]);
  return /** @type {string[]} */ (entries.filter((entry) => typeof entry === "string"));
}

/** @param {string} source @param {SentenceLabels} labeled */
function isOutlet(source, labeled) {
  const outlet = folded(labeled.outlet);
  return outlet !== "" && folded(labeled.source_names[source] ?? "") === outlet;
}

/**
 * A name without regard to capitals and to white space at its ends; "Straße" is "STRASSE".
 * @param {string} name
 */
function folded(name) {
  return name.trim().toUpperCase().toLowerCase();
}

/** @param {import("../model/wire.js").Elsewhere} rule @param {Case} one */
function elsewhere(rule, { labeled, codebook, claims, of, name }) {
  const layer = titles(codebook, [rule.layer]);
  const text = message("elsewhere", { layer, values: valueTitles(codebook, rule.where) });
  return claims.flatMap((claim) => {
    const values = of(claim);
    if (!fulfilled(rule.if, values)) return [];
    const value = values[rule.layer];
    const everything = () => [...labeled.claims, ...labeled.elsewhere];
    const isFound =
      isSet(value) &&
      everything().some(
        (other) =>
          other.id !== claim.id && same(other.values[rule.layer], value) && fulfilled(rule.where, of(other)),
      );
    return isFound ? [] : [violation(rule, name(claim), text, [rule.layer])];
  });
}

/** @param {import("../model/wire.js").Quotes} rule @param {Case} one */
function quotes(rule, { labeled, claims, of, name }) {
  return claims
    .filter((claim) => {
      if (!fulfilled(rule.if, of(claim))) return false;
      const mode = quoteMode(labeled.points, claim.content, labeled.quoted);
      return mode !== "direct" && mode !== "mixed";
    })
    .map((claim) => violation(rule, name(claim), message("quotes"), [rule.if.layer]));
}

/** @param {import("../model/wire.js").Distinct} rule @param {Case} one */
function distinct(rule, { claims, of, name }) {
  /** @type {Set<string>} */
  const seen = new Set();
  return claims.flatMap((claim) => {
    /** @type {Record<string, Value>} */
    const values = { ...of(claim), content: claim.content };
    const key = JSON.stringify(rule.layers.map((layer) => (isSet(values[layer]) ? values[layer] : null)));
    const isTwin = seen.has(key);
    seen.add(key);
    return isTwin ? [violation(rule, name(claim), message("distinct"), rule.layers)] : [];
  });
}

/** Required layers that are not set, where no constraint says so; and a sentence without decision.
 * @param {Case} one @returns {Violation[]} */
function missing({ labeled, codebook, claims, of, name }) {
  const covered = new Set(
    codebook.constraints.flatMap((rule) =>
      rule.rule === "required" && rule.when !== "advise" ? rule.layers : [],
    ),
  );
  const asked = codebook.layers.filter((layer) => layer.required);
  const lacks = claims.flatMap((claim) =>
    asked
      .filter((layer) => !covered.has(layer.id) && !isSet(of(claim)[layer.id]))
      .map((layer) =>
        lack(name(claim), layer.id, message("required", { layers: titles(codebook, [layer.id]) })),
      ),
  );
  if (claims.length || asked.length === 0 || isEmpty(labeled, codebook)) return lacks;
  if (codebook.presetKinds.has(labeled.sentence.kind)) return lacks;
  const layer = titles(codebook, [asked[0].id]);
  const empty = codebook.emptyLayer;
  const text = empty
    ? message("undecided_or_empty", { layer, value: valueTitle(codebook, empty.id, empty.empty) })
    : message("undecided", { layer });
  return [...lacks, lack(null, asked[0].id, text)];
}

/** @param {string|null} claim @param {string} layer @param {string} text @returns {Violation} */
function lack(claim, layer, text) {
  return { constraint: "required", claim, message: text, when: "done", layers: [layer] };
}

/** @param {SentenceLabels} labeled @param {Codebook} codebook */
function isEmpty(labeled, codebook) {
  const empty = codebook.emptyLayer;
  return empty !== null && labeled.values[empty.id] === empty.empty;
}
