// @ts-check
/**
 * The codebook's rules, checked while working: the same as labels/codebook/constraints.py, which decides on the server.
 * Both meet tests/shared_cases/constraints.json. A layer that is not set breaks no rule about its values.
 */

import { same } from "../model/codebook.js";
import { derived, fulfilled, quoteMode } from "./derivation.js";

/** @typedef {import("../model/types.js").Frame} Frame */
/** @typedef {import("../model/types.js").Claim} Claim */
/** @typedef {import("../model/types.js").Constraint} Constraint */
/** @typedef {import("../model/types.js").Violation} Violation */
/** @typedef {import("../model/types.js").Value} Value */
/** @typedef {import("../model/codebook.js").Codebook} Codebook */
/** @typedef {{frame: Frame, codebook: Codebook, of: (claim: Claim) => Record<string, Value>}} Case
 *   of: the labels of a claim as they stand, set or derived */
/** @typedef {(rule: Constraint, one: Case) => Violation[]} Rule */

/** @type {Record<string, string[]>} */
const LEVELS = { always: ["always"], done: ["always", "done"], advise: ["always", "done", "advise"] };

/**
 * Every constraint that the sentence breaks, in the codebook's order; then what is missing.
 *
 * @param {Frame} frame @param {Codebook} codebook
 * @param {"always"|"done"|"advise"} when
 * @returns {Violation[]}
 */
export function violations(frame, codebook, when) {
  const one = caseOf(frame, codebook);
  const found = codebook.constraints
    .filter((rule) => LEVELS[when].includes(rule.when))
    .flatMap((rule) => RULES[rule.rule]?.(rule, one) ?? []);
  return when === "always" ? found : [...found, ...missing(one)];
}

/** The layers that a claim or sentence lacks before it is done, by claim id ("" for a sentence without claims).
 * @param {Violation[]} found @param {Codebook} codebook @returns {Map<string, string[]>} */
export function lacking(found, codebook) {
  const required = new Set(codebook.constraints.filter((rule) => rule.rule === "required").map((rule) => rule.id));
  /** @type {Map<string, string[]>} */
  const result = new Map();
  for (const { constraint, claim, layers } of found) {
    if (constraint !== "required" && !required.has(constraint)) continue;
    result.set(claim ?? "", [...(result.get(claim ?? "") ?? []), ...layers]);
  }
  const order = codebook.layers.map((layer) => layer.id);
  for (const layers of result.values()) layers.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return result;
}

/** @param {Frame} frame @param {Codebook} codebook @returns {Case} */
function caseOf(frame, codebook) {
  /** @type {Map<string, Record<string, Value>>} */
  const known = new Map();
  return {
    frame,
    codebook,
    of(claim) {
      let values = known.get(claim.id);
      if (!values) {
        values = derived(claim, codebook, frame.points, frame.quoted);
        for (const [layer, value] of Object.entries(claim.values)) if (value !== null) values[layer] = value;
        known.set(claim.id, values);
      }
      return values;
    },
  };
}

/** @type {Record<string, Rule>} */
const RULES = {
  alone,
  together,
  needs,
  required,
  only_with: onlyWith,
  elsewhere,
  quotes,
  distinct,
};

/** @param {Constraint} rule @param {Claim|null} claim @param {string} message @param {string[]} layers @returns {Violation} */
function violation(rule, claim, message, layers) {
  return { constraint: rule.id, claim: claim?.id ?? null, message: rule.message || message, when: rule.when, layers };
}

/** @param {unknown} value */
function isSet(value) {
  return value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
}

/** @param {Codebook} codebook @param {string[]} layers @param {string} [joined] */
function titles(codebook, layers, joined = ", ") {
  return layers.map((layer) => `'${codebook.layerTitle(layer)}'`).join(joined);
}

/** @param {Codebook} codebook @param {string} layer @param {string} value */
function valueTitle(codebook, layer, value) {
  return `'${codebook.title(layer, value)}'`;
}

/** @param {Record<string, Value>} values @param {Codebook} codebook @param {string} but */
function hasOtherLayers(values, codebook, but) {
  return codebook.layers.some((layer) => layer.id !== but && isSet(values[layer.id]));
}

/** @type {Rule} */
function alone(rule, { frame, codebook }) {
  const here = { layer: rule.layer, values: [rule.value] };
  const title = valueTitle(codebook, rule.layer, rule.value);
  const message = `${title} excludes every other claim and label of this sentence.`;
  const found = [];
  if (fulfilled(here, frame.values) && (frame.claims.length || hasOtherLayers(frame.values, codebook, rule.layer))) {
    found.push(violation(rule, null, message, [rule.layer]));
  }
  for (const claim of frame.claims) {
    const others = frame.claims.length > 1 || hasOtherLayers(claim.values, codebook, rule.layer);
    if (fulfilled(here, claim.values) && others) found.push(violation(rule, claim, message, [rule.layer]));
  }
  return found;
}

/** @type {Rule} */
function together(rule, { frame, codebook, of }) {
  /** @type {{layer: string, value: string}[]} */
  const members = rule.members;
  return frame.claims.flatMap((claim) => {
    const values = of(claim);
    const decided = members.filter((member) => isSet(values[member.layer]));
    const holding = decided.filter((member) => fulfilled({ layer: member.layer, values: [member.value] }, values));
    if (holding.length === 0) return [];
    const named = members.map((member) => valueTitle(codebook, member.layer, member.value)).join(" and ");
    if (holding.length < decided.length) {
      const message = `${named} go together: choose all of them or none.`;
      return [violation(rule, claim, message, decided.map((member) => member.layer))];
    }
    const extra = /** @type {string[]} */ (rule.without ?? []).filter((layer) => isSet(values[layer]));
    if (extra.length === 0) return [];
    return [violation(rule, claim, `With ${named} there is no ${titles(codebook, extra)}: clear it.`, extra)];
  });
}

/** @type {Rule} */
function needs(rule, { frame, codebook, of }) {
  return frame.claims
    .filter((claim) => {
      const values = of(claim);
      const asked = fulfilled(rule.if, values) && !fulfilled(rule.unless, values);
      return asked && !rule.any_of.some((/** @type {string} */ layer) => isSet(values[layer]));
    })
    .map((claim) => {
      return violation(rule, claim, `This claim still needs ${titles(codebook, rule.any_of, " or ")}.`, rule.any_of);
    });
}

/** @type {Rule} */
function required(rule, { frame, codebook, of }) {
  return frame.claims.flatMap((claim) => {
    const values = of(claim);
    const lacks = /** @type {string[]} */ (rule.layers).filter((layer) => !isSet(values[layer]));
    if (lacks.length === 0 || fulfilled(rule.unless, values)) return [];
    return [violation(rule, claim, `This claim has no ${titles(codebook, lacks)} yet.`, lacks)];
  });
}

/** @type {Rule} */
function onlyWith(rule, { frame, codebook, of }) {
  const title = titles(codebook, [rule.layer]);
  return frame.claims.flatMap((claim) => {
    const values = of(claim);
    const value = values[rule.layer];
    if (!isSet(value)) return [];
    const entries = Array.isArray(value) ? value : [value];
    if (isSet(values[rule.if.layer]) && !fulfilled(rule.if, values)) {
      const allowed = rule.if.values.map((/** @type {string} */ id) => valueTitle(codebook, rule.if.layer, id));
      return [violation(rule, claim, `${title} only goes with ${allowed.join(" or ")}.`, [rule.layer])];
    }
    if (rule.max && entries.length > rule.max) {
      return [violation(rule, claim, `${title} takes at most ${rule.max}, not ${entries.length}.`, [rule.layer])];
    }
    /** @type {string[]} */
    const others = rule.not_among ?? [];
    const named = others.flatMap((layer) => namesIn(values[layer]));
    if (others.length && namesIn(value).some((name) => named.includes(name) || isOutlet(name, frame))) {
      const message = `${title} names neither the outlet itself nor ${titles(codebook, others)}.`;
      return [violation(rule, claim, message, [rule.layer, ...others])];
    }
    return [];
  });
}

/** The ids of sources or values that a label holds; ranges have none. @param {Value|undefined} value
 * @returns {string[]} */
function namesIn(value) {
  const entries = /** @type {unknown[]} */ (Array.isArray(value) ? value : [value]);
  return /** @type {string[]} */ (entries.filter((one) => typeof one === "string"));
}

/** @param {string} source @param {Frame} frame */
function isOutlet(source, frame) {
  const outlet = folded(frame.outlet);
  return outlet !== "" && folded(frame.source_names[source] ?? "") === outlet;
}

/** A name without regard to capitals and to white space at its ends; "Straße" is "STRASSE". @param {string} name */
function folded(name) {
  return name.trim().toUpperCase().toLowerCase();
}

/** @type {Rule} */
function elsewhere(rule, { frame, codebook, of }) {
  return frame.claims.flatMap((claim) => {
    const values = of(claim);
    if (!fulfilled(rule.if, values)) return [];
    const value = values[rule.layer];
    const everything = () => [...frame.claims, ...frame.elsewhere];
    const stands =
      isSet(value) &&
      everything().some(
        (other) => other.id !== claim.id && same(other.values[rule.layer], value) && fulfilled(rule.where, of(other)),
      );
    if (stands) return [];
    const where = rule.where.values.map((/** @type {string} */ id) => valueTitle(codebook, rule.where.layer, id));
    const title = titles(codebook, [rule.layer]);
    const message = `This needs the same ${title} in another claim of the article that says ${where.join(" or ")}.`;
    return [violation(rule, claim, message, [rule.layer])];
  });
}

/** @type {Rule} */
function quotes(rule, { frame, of }) {
  return frame.claims
    .filter((claim) => {
      if (!fulfilled(rule.if, of(claim))) return false;
      const mode = quoteMode(frame.points, claim.content, frame.quoted);
      return mode !== "direct" && mode !== "mixed";
    })
    .map((claim) => violation(rule, claim, "No words of this claim stand in quotation marks.", [rule.if.layer]));
}

/** @type {Rule} */
function distinct(rule, { frame, of }) {
  /** @type {Set<string>} */
  const seen = new Set();
  return frame.claims.flatMap((claim) => {
    /** @type {Record<string, Value>} */
    const values = { ...of(claim), content: claim.content };
    const key = JSON.stringify(
      rule.layers.map((/** @type {string} */ layer) => (isSet(values[layer]) ? values[layer] : null)),
    );
    const message = "Another claim of this sentence says the same: change one or delete it.";
    const twin = seen.has(key);
    seen.add(key);
    return twin ? [violation(rule, claim, message, rule.layers)] : [];
  });
}

/** Required layers that are not set, where no constraint says so; and a sentence without decision.
 * @param {Case} one @returns {Violation[]} */
function missing({ frame, codebook, of }) {
  const covered = new Set(
    codebook.constraints
      .filter((rule) => rule.rule === "required" && rule.when !== "advise")
      .flatMap((rule) => /** @type {string[]} */ (rule.layers)),
  );
  const asked = codebook.layers.filter((layer) => layer.required);
  /** @type {Violation[]} */
  const found = frame.claims.flatMap((claim) =>
    asked
      .filter((layer) => !covered.has(layer.id) && !isSet(of(claim)[layer.id]))
      .map((layer) => lack(claim.id, layer.id, `'${codebook.layerTitle(layer.id)}' is not set yet.`)),
  );
  if (frame.claims.length || asked.length === 0 || isEmpty(frame, codebook)) return found;
  if (codebook.presetKinds.has(frame.sentence.kind)) return found;
  const empty = codebook.emptyLayer;
  const orNone = empty ? `, or ${valueTitle(codebook, empty.id, empty.empty ?? "")}` : "";
  const message = `Nothing is decided here yet: choose ${titles(codebook, [asked[0].id])}${orNone}.`;
  return [...found, lack(null, asked[0].id, message)];
}

/** @param {string|null} claim @param {string} layer @param {string} message @returns {Violation} */
function lack(claim, layer, message) {
  return { constraint: "required", claim, message, when: "done", layers: [layer] };
}

/** @param {Frame} frame @param {Codebook} codebook */
function isEmpty(frame, codebook) {
  const empty = codebook.emptyLayer;
  return empty !== null && frame.values[empty.id] === empty.empty;
}
