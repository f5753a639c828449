// @ts-check
/** Which key means what: the tool's own commands, and the values of the codebook. */

import { isChoice, valuesOf } from "../model/codebook.js";
import { CONTENT } from "../model/labels.js";
import { rolesOf } from "../model/roles.js";
import { COMMANDS, ROLES, SHIFTED, WITH_ALT } from "../model/shared.js";

/** @typedef {{kind: "command", name: string} | {kind: "value", layer: string, value: string}
 *   | {kind: "step", layer: string, by: number} | {kind: "layer", layer: string}} Meaning
 *   layer: open what is not chosen among values: words to mark or to write, sources to pick */
/**
 * @typedef {{key: string, code?: string, shiftKey?: boolean, ctrlKey?: boolean, metaKey?: boolean, altKey?:
 *   boolean, getModifierState?: (name: string) => boolean}} Press what is read of a KeyboardEvent
 */

const CODES = Object.freeze({
  "-": "Minus",
  "=": "Equal",
  "[": "BracketLeft",
  "]": "BracketRight",
  ";": "Semicolon",
  "'": "Quote",
  "`": "Backquote",
  "\\": "Backslash",
  "/": "Slash",
});

/** Looks keys up. */
export class Keymap {
  /** @param {import("../model/codebook.js").Codebook} codebook */
  constructor(codebook) {
    /** @type {Map<string, Meaning>} */
    this.byKey = new Map();
    /** @type {Map<string, Meaning>} */
    this.byCode = new Map();
    for (const [key, name] of Object.entries(COMMANDS)) this.byKey.set(key, { kind: "command", name });
    const { words, naming } = rolesOf(codebook);
    const roles = { contentRanges: CONTENT, cueRanges: words, mentionRanges: naming };
    for (const [key, role] of Object.entries(ROLES)) {
      const layer = roles[/** @type {keyof typeof roles} */ (role)];
      if (layer) this.bind(key, { kind: "layer", layer });
    }
    for (const [flag, key] of Object.entries(codebook.json.flags ?? {})) {
      if (typeof key === "string" && key) this.bind(key, { kind: "command", name: flag });
    }
    for (const layer of codebook.layers) this.bindLayer(layer);
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
      if (value.key)
        this.bind(value.key, { kind: "value", layer: layer.id, value: value.id }, layer.physical_keys);
    }
  }

  /** @param {string} key @param {Meaning} meaning @param {boolean} [physical] */
  bind(key, meaning, physical = false) {
    const table = physical ? this.byCode : this.byKey;
    const name = physical ? codeOf(key) : key;
    if (!table.has(name)) table.set(name, meaning);
  }

  /** What a key press means; undefined where nothing. @param {Press} press @returns {Meaning|undefined} */
  meaning(press) {
    if (press.ctrlKey || press.metaKey || press.altKey) {
      if (!press.getModifierState?.("AltGraph")) return withModifier(press);
    }
    if (!press.shiftKey && press.code) {
      const physical = this.byCode.get(press.code);
      if (physical) return physical;
    }
    const shifted = press.shiftKey ? named(SHIFTED, press.key.toLowerCase()) : undefined;
    if (shifted) return shifted;
    const exact = this.byKey.get(press.key);
    if (exact || press.shiftKey) return exact;
    // Caps Lock, then layouts whose letters or digits are not Latin: the key's place decides
    return this.byKey.get(press.key.toLowerCase()) ?? this.byKey.get(latin(press));
  }
}

/** @param {Record<string, string>} table @param {string} key @returns {Meaning|undefined} */
function named(table, key) {
  return Object.hasOwn(table, key) ? { kind: "command", name: table[key] } : undefined;
}

/** @param {Press} press @returns {Meaning|undefined} */
function withModifier(press) {
  if (press.altKey && !press.ctrlKey && !press.metaKey) return named(WITH_ALT, press.code ?? "");
  if (press.altKey || !(press.ctrlKey || press.metaKey)) return undefined;
  const key = press.key.toLowerCase();
  const letter = /^[a-z]$/.test(key) ? key : latin(press);
  if (letter === "z") return { kind: "command", name: press.shiftKey ? "redo" : "undo" };
  if (letter === "y" && !press.shiftKey) return { kind: "command", name: "redo" };
  return undefined;
}

/** The KeyboardEvent.code of a key of a codebook that binds by place. @param {string} key */
export function codeOf(key) {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  if (/^[0-9]$/.test(key)) return `Digit${key}`;
  return CODES[/** @type {keyof typeof CODES} */ (key)] ?? key;
}

/** @param {Press} press */
function latin(press) {
  return /^(?:Key|Digit)([A-Z0-9])$/.exec(press.code ?? "")?.[1].toLowerCase() ?? "";
}
