// @ts-check
/** The whole codebook, searchable: what is asked, every value, the doubtful cases. */

import { valuesOf } from "../model/codebook.js";
import { h, write } from "../view/dom.js";
import { layerNodes, valueNodes } from "../panel/guideline.js";
import { Dialog } from "./dialog.js";
import { TEXTS, fill } from "../texts.js";

export class CodebookDialog extends Dialog {
  /** @param {() => void} onClose */
  constructor(onClose) {
    super("cd-codebook", TEXTS.codebook, onClose);
    const [label, hint] = [TEXTS.searchCodebook, TEXTS.search];
    this.field = h("input", {
      class: "cd-search",
      type: "search",
      "aria-label": label,
      placeholder: hint,
      autocomplete: "off",
    });
    this.matches = h("span", { class: "cd-quiet", role: "status" });
    this.field.addEventListener("input", () => this.search(this.field.value));
    this.tools.append(this.field, this.matches);
    this.opener = "G";
    /** @type {{root: HTMLElement, words: string, part: HTMLElement}[]} what a search shows or hides */
    this.entries = [];
    /** @type {Map<string, HTMLElement>} */
    this.layers = new Map();
  }

  /** @param {import("../model/codebook.js").Codebook} codebook */
  use(codebook) {
    const { json } = codebook;
    this.entries = [];
    this.layers.clear();
    write(this.title, [json.title, json.version].filter(Boolean).join(" ") || TEXTS.codebook);
    const guideline = (json.guideline ?? "").split(/\n\s*\n/).filter((text) => text.trim());
    const parts = [
      this.part(
        TEXTS.guideline,
        guideline.map((text) => [h("p", {}, text.trim())]),
      ),
    ];
    for (const layer of codebook.layers) {
      const [title, ...question] = layerNodes(layer);
      const values = valuesOf(layer).map((value) => valueNodes(null, value));
      const part = this.part(title.textContent ?? layer.id, [
        ...(question.length ? [question] : []),
        ...values,
      ]);
      this.layers.set(layer.id, part);
      parts.push(part);
    }
    const rules = (json.edge_rule ?? []).map((rule) => [h("h4", {}, rule.title), h("p", {}, rule.text)]);
    parts.push(this.part(TEXTS.edgeRules, rules));
    const relations = (json.relation ?? []).map((value) => valueNodes(null, value));
    parts.push(this.part(TEXTS.relations, relations));
    this.body.replaceChildren(...parts.filter((part) => part.childElementCount > 1));
    this.search("");
  }

  /** @param {string} title @param {Node[][]} entries */
  part(title, entries) {
    const part = h("section", { class: "cd-part" }, h("h3", {}, title));
    for (const nodes of entries) {
      const root = h("div", { class: "cd-entry" }, ...nodes);
      part.append(root);
      this.entries.push({ root, words: plain(`${title} ${root.textContent}`), part });
    }
    return part;
  }

  /** Show what holds every word. @param {string} query */
  search(query) {
    const wanted = plain(query).split(/\s+/).filter(Boolean);
    let count = 0;
    /** @type {Set<HTMLElement>} */
    const parts = new Set();
    for (const { root, words, part } of this.entries) {
      root.hidden = !wanted.every((word) => words.includes(word));
      if (root.hidden) continue;
      count += 1;
      parts.add(part);
    }
    for (const { part } of this.entries) part.hidden = !parts.has(part);
    write(this.matches, wanted.length ? fill(TEXTS.matches, { count }) : "");
  }

  /** @param {string|null} [layer] what to begin with */
  openAt(layer = null) {
    this.field.value = "";
    this.search("");
    this.open();
    const part = this.layers.get(layer ?? "");
    if (part) part.scrollIntoView({ block: "start" });
    else this.body.scrollTop = 0;
    this.field.focus({ preventScroll: true });
  }
}

/** Without case and accents. @param {string} text */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
