// @ts-check
/** The overview of all keys: the tool's own, and those of the codebook. */

import { isChoice, valuesOf } from "../model/codebook.js";
import { h } from "../view/dom.js";
import { keyCap } from "../view/key_cap.js";
import { keyOf, rolesOf } from "../model/roles.js";
import { Dialog } from "./dialog.js";
import { KEY_TEXTS, RANGE_KEY_TEXTS, TEXTS } from "../texts.js";

export class Help extends Dialog {
  /** @param {() => void} onClose */
  constructor(onClose) {
    super("cd-help", TEXTS.keysTitle, onClose);
    this.body.classList.add("cd-help-body");
    this.opener = "?";
  }

  /**
   * @param {import("../model/codebook.js").Codebook} codebook
   * @param {(key: string) => string} label what to show for a key on this keyboard
   */
  use(codebook, label) {
    const flags = codebook.json.flags ?? {};
    /** @type {[string[], string][]} */
    const own = KEY_TEXTS.flatMap(([keys, text, need]) =>
      has(codebook, need) ? [[keys.map(label), text]] : [],
    );
    if (flags.unsure) own.push([[label(flags.unsure)], TEXTS.markUnsure]);
    if (flags.note) own.push([[label(flags.note)], TEXTS.writeNote]);
    const layers = codebook.layers.filter(isChoice).flatMap((layer) => {
      /** @type {[string[], string][]} */
      const rows = valuesOf(layer).flatMap((value) => {
        return value.key
          ? [/** @type {[string[], string]} */ ([[label(value.key)], value.title || value.id])]
          : [];
      });
      if (layer.step_keys?.length) rows.push([layer.step_keys, `${layer.title || layer.id} − / +`]);
      return rows.length ? [table(layer.title || layer.id, rows)] : [];
    });
    /** @type {[string[], string][]} */
    const marking = RANGE_KEY_TEXTS.map(([keys, text]) => [[...keys], String(text)]);
    const others = codebook.layers
      .filter((layer) => !isChoice(layer))
      .flatMap((layer) => {
        const keys = [...new Set([keyOf(codebook, layer), layer.key ?? ""])].filter(Boolean);
        return keys.length ? [/** @type {[string[], string]} */ ([keys, layer.title || layer.id])] : [];
      });
    const more = others.length ? [table(TEXTS.words, others)] : [];
    this.body.replaceChildren(
      table(TEXTS.keysOwn, own),
      table(TEXTS.keysRanges, marking),
      ...more,
      ...layers,
    );
  }
}

/**
 * Does the codebook have what a key is for?
 * @param {import("../model/codebook.js").Codebook} codebook
 * @param {string} [need]
 */
function has(codebook, need) {
  if (need === "claims") return codebook.hasClaims;
  if (need === "sources") return rolesOf(codebook).sources.length > 0;
  return need !== "suggestions" || Boolean(codebook.json.suggestion);
}

/** @param {string} title @param {[readonly string[], string][]} rows */
function table(title, rows) {
  const list = h("dl", {});
  for (const [keys, text] of rows)
    list.append(h("dt", {}, ...keys.map((key) => keyCap(key))), h("dd", {}, text));
  for (const cap of list.querySelectorAll("kbd")) cap.removeAttribute("aria-hidden");
  return h("section", { class: "cd-help-part" }, h("h3", {}, title), list);
}
