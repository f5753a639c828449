// @ts-check
/**
 * Which key means what: the tool's own commands, and the values of the codebook. What a key prints decides,
 * and only where it prints no Latin letter its place; in a codebook that binds by place, places decide about
 * every key. So no press has two meanings on any keyboard.
 */

import { isChoice, valuesOf } from "../model/codebook.js";
import { CONTENT } from "../model/labels.js";
import { rolesOf } from "../model/roles.js";
import { COMMANDS, ROLES, SHIFTED, WITH_ALT } from "../model/shared.js";
import { Layout, codeOf, isForeign, latinAt, qwerty } from "./layout.js";

/** @typedef {{kind: "command", name: string} | {kind: "value", layer: string, value: string}
 *   | {kind: "step", layer: string, by: number} | {kind: "layer", layer: string}
 *   | {kind: "stroke", key: string}} Meaning
 *   layer: open what is not chosen by one key: words to mark or to write, sources to
 *   pick; stroke: the first of two */
/** @typedef {import("./layout.js").Press & {getModifierState?: (name: string) => boolean}} Press */

/** What Alt goes with, by what is printed; the place where it says nothing. */
const PLACES = Object.freeze({ ",": "Comma", ".": "Period" });
/** Commands about claims: without effect where sentences are labeled whole. */
const ABOUT_CLAIMS = new Set(["nextClaim", "previousClaim", "split", "merge", "remove", "earlier", "later"]);
/** Keys that a text prompt is still composing, or that print nothing yet. */
const UNFINISHED = new Set(["Process", "Dead", "Unidentified", "Compose"]);

/** Looks keys up. */
export class Keymap {
  /**
   * @param {import("../model/codebook.js").Codebook} codebook
   * @param {Layout} [layout]
   */
  constructor(codebook, layout = new Layout()) {
    this.layout = layout;
    /** @type {Map<string, Meaning>} */
    this.byKey = new Map();
    /** Do keys mean places on the keyboard, whatever they print? */
    this.isByPlace = codebook.json.is_by_place === true;
    /** @type {boolean} */
    this.hasClaims = codebook.hasClaims;
    for (const [key, name] of Object.entries(COMMANDS)) {
      if (this.has(name)) this.byKey.set(key, { kind: "command", name });
    }
    const { cue, mention } = rolesOf(codebook);
    const roles = { contentRanges: this.hasClaims ? CONTENT : null, cueRanges: cue, mentionRanges: mention };
    for (const [key, role] of Object.entries(ROLES)) {
      const layer = roles[/** @type {keyof typeof roles} */ (role)];
      if (layer) this.bind(key, { kind: "layer", layer });
    }
    for (const [flag, key] of Object.entries(codebook.json.flags ?? {})) {
      if (typeof key === "string" && key) this.bind(key, { kind: "command", name: flag });
    }
    for (const layer of codebook.layers) this.bindLayer(layer);
  }

  /** Does a command mean something with this codebook? @param {string} name */
  has(name) {
    return this.hasClaims || !ABOUT_CLAIMS.has(name);
  }

  /** @param {import("../model/types.js").Layer} layer */
  bindLayer(layer) {
    const steps = layer.step_keys ?? [];
    if (steps.length === 2) {
      this.bind(steps[0], { kind: "step", layer: layer.id, by: -1 });
      this.bind(steps[1], { kind: "step", layer: layer.id, by: 1 });
    }
    if (!isChoice(layer)) {
      if (layer.key) this.bind(layer.key, { kind: "layer", layer: layer.id });
      return;
    }
    for (const value of valuesOf(layer)) {
      if (!value.key) continue;
      this.bind(value.key, { kind: "value", layer: layer.id, value: value.id });
      // a key of two strokes: the first waits for the second
      if (isTwoStrokes(value.key)) this.bind(value.key[0], { kind: "stroke", key: value.key[0] });
    }
  }

  /** @param {string} key @param {Meaning} meaning */
  bind(key, meaning) {
    if (!this.byKey.has(key)) this.byKey.set(key, meaning);
  }

  /** What a key press means; undefined where nothing. @param {Press} press @returns {Meaning|undefined} */
  meaning(press) {
    if (UNFINISHED.has(press.key)) return undefined;
    if (press.ctrlKey || press.metaKey || press.altKey) {
      if (!press.getModifierState?.("AltGraph")) return this.withModifier(press);
    }
    return press.shiftKey ? this.withShift(press) : this.plain(press);
  }

  /** What the second of two strokes means. @param {string} first @param {Press} press
   * @returns {Meaning|undefined} */
  second(first, press) {
    if (UNFINISHED.has(press.key) || press.ctrlKey || press.metaKey || press.altKey) return undefined;
    const [key, place] = [this.keyOf(press), this.placeOf(press)];
    return this.byKey.get(first + key) ?? (place ? this.byKey.get(first + place) : undefined);
  }

  /**
   * The key that counts: as printed, or as its place has it. Caps Lock changes nothing.
   * @param {Press} press
   */
  keyOf(press) {
    const place = this.isByPlace ? qwerty(press.code ?? "") : "";
    return place || (press.key.length === 1 ? press.key.toLowerCase() : press.key);
  }

  /** @param {Press} press @returns {Meaning|undefined} */
  plain(press) {
    return this.byKey.get(this.keyOf(press)) ?? this.byKey.get(this.placeOf(press));
  }

  /** @param {Press} press @returns {Meaning|undefined} */
  withShift(press) {
    const key = this.keyOf(press).toLowerCase();
    const letter = this.placeOf(press);
    const name = lookUp(SHIFTED, key) ?? (letter ? lookUp(SHIFTED, letter) : undefined);
    if (name && this.has(name)) return { kind: "command", name };
    // where small letters print another script, capitals may be the only Latin ones
    return this.byKey.get(press.key) ?? (this.layout.isForeign ? this.byKey.get(key) : undefined);
  }

  /** @param {Press} press @returns {Meaning|undefined} */
  withModifier(press) {
    if (press.altKey && !press.ctrlKey && !press.metaKey) return this.withAlt(press);
    if (press.altKey || !(press.ctrlKey || press.metaKey)) return undefined;
    const letter = /^[a-z]$/i.test(press.key) ? press.key.toLowerCase() : this.placeOf(press);
    if (letter === "z") return { kind: "command", name: press.shiftKey ? "redo" : "undo" };
    if (letter === "y" && !press.shiftKey) return { kind: "command", name: "redo" };
    return undefined;
  }

  /** With Alt some systems print other signs: then the place counts. @param {Press} press
   * @returns {Meaning|undefined} */
  withAlt(press) {
    const printed = this.layout.printed(press.code ?? "");
    const name = lookUp(WITH_ALT, lookUp(PLACES, press.key) ?? lookUp(PLACES, printed) ?? press.code ?? "");
    return name && this.has(name) ? { kind: "command", name } : undefined;
  }

  /**
   * The Latin letter or digit of a key's place, where its print can't be meant: letters of another script,
   * and rows that print digits only with Shift.
   *
   * @param {Press} press
   */
  placeOf(press) {
    const latin = latinAt(press.code);
    if (/^[0-9]$/.test(latin)) return press.shiftKey ? "" : latin;
    return isForeign(press.key) || this.layout.isForeign ? latin : "";
  }

  /** What to show for a key on this keyboard. @param {string} key one or two strokes @returns {string} */
  label(key) {
    if (isTwoStrokes(key)) return [...key].map((stroke) => this.label(stroke)).join("");
    if (key.length !== 1) return key;
    const printed = this.layout.printed(codeOf(key));
    if (this.isByPlace) return printed || key;
    return /^[0-9]$/.test(key) && printed !== key && this.byKey.has(printed) ? `⇧${key}` : key;
  }
}

/** @param {Record<string, string>} table @param {string} key */
function lookUp(table, key) {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Not a key with a name, such as F1. @param {string} key */
function isTwoStrokes(key) {
  return /^[a-z0-9]{2}$/.test(key);
}
