// @ts-check
/**
 * The codebook beside the work: what the focused value means. Always in the same place, so that nothing
 * jumps.
 */

import { valuesOf } from "../model/codebook.js";
import { button, h, write } from "../view/dom.js";
import { TEXTS, fill } from "../texts.js";

export class Guideline {
  /** @param {(isOpen: boolean) => void} onToggle */
  constructor(onToggle) {
    this.body = h("div", {
      class: "cd-guideline-body",
      tabindex: "0",
      role: "region",
      "aria-label": TEXTS.guideline,
    });
    const run = () => onToggle(this.body.hidden);
    this.toggle = button(
      { class: "cd-guideline-toggle", "data-command": "guideline" },
      run,
      TEXTS.guidelineHide,
    );
    this.root = h(
      "section",
      { class: "cd-guideline", "aria-label": TEXTS.guideline },
      this.toggle,
      this.body,
    );
    /** @type {Map<string, Node[]>} */
    this.composed = new Map();
    this.shown = "";
    /** What is shown when nothing is pointed at. */
    this.resting = "";
    /** @type {Node[]} */
    this.waiting = [];
    this.drawing = false;
    this.scrolled = false;
    this.body.addEventListener("scroll", () => (this.scrolled = true), { passive: true });
    /** @type {import("../model/codebook.js").Codebook|null} */
    this.codebook = null;
  }

  /** @param {import("../model/codebook.js").Codebook} codebook */
  use(codebook) {
    this.codebook = codebook;
    this.composed.clear();
    this.shown = "";
    this.rest("", "");
  }

  /**
   * What is shown until something else is chosen.
   * @param {string} layer
   * @param {string} value "" for the layer
   */
  rest(layer, value) {
    this.resting = `${layer} ${value}`;
    this.show(layer, value);
  }

  /** @param {boolean} isOpen */
  open(isOpen) {
    this.body.hidden = !isOpen;
    this.root.classList.toggle("cd-closed", !isOpen);
    write(this.toggle, isOpen ? TEXTS.guidelineHide : TEXTS.guidelineShow);
    this.toggle.setAttribute("aria-expanded", String(isOpen));
  }

  /** The layer that is shown, or null. */
  get layer() {
    return this.shown.split(" ")[0] || null;
  }

  /**
   * Show for a moment, as long as the mouse or the focus is on it.
   * @param {string} layer
   * @param {string} value
   */
  show(layer, value) {
    const key = `${layer} ${value}`;
    if (this.shown === key || !this.codebook) return;
    let nodes = this.composed.get(key);
    if (!nodes) {
      nodes = this.compose(layer, value);
      this.composed.set(key, nodes);
    }
    this.shown = key;
    this.waiting = nodes;
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.body.replaceChildren(...this.waiting);
      // setting it makes the browser lay out the page there and then: not with every key
      if (this.scrolled) this.body.scrollTop = 0;
      this.scrolled = false;
    });
  }

  /** Back to what was shown before. */
  leave() {
    const [layer, value] = this.resting.split(" ");
    this.show(layer, value);
  }

  /** @param {string} layer @param {string} value @returns {Node[]} */
  compose(layer, value) {
    const codebook = /** @type {import("../model/codebook.js").Codebook} */ (this.codebook);
    const definition = codebook.byId.get(layer);
    if (!definition) return [h("p", { class: "cd-quiet" }, TEXTS.pickValue)];
    const meaning = value ? codebook.value(layer, value) : undefined;
    const nodes = meaning ? valueNodes(definition, meaning) : layerNodes(definition);
    const rules = codebook.edgeRules(layer);
    if (rules.length) {
      const list = rules.map((rule) => h("li", {}, h("b", {}, rule.title), ` ${rule.text}`));
      nodes.push(h("h4", {}, TEXTS.edgeRules), h("ul", {}, ...list));
    }
    return nodes;
  }
}

/**
 * @param {import("../model/types.js").Layer|null} layer named over the value, or null
 * @param {import("../model/types.js").LayerValue|import("../model/wire.js").Relation} value
 * @returns {Node[]}
 */
export function valueNodes(layer, value) {
  const title = h(layer ? "h3" : "h4", {}, value.title || value.id);
  /** @type {Node[]} */
  const nodes = layer ? [h("p", { class: "cd-over" }, layer.title || layer.id), title] : [title];
  if (value.definition) nodes.push(h("p", {}, value.definition));
  if ("test" in value && value.test)
    nodes.push(h("p", { class: "cd-test" }, h("b", {}, `${TEXTS.test}: `), value.test));
  const under = layer ? "h4" : "h5";
  nodes.push(...listNodes(under, TEXTS.examples, value.examples));
  nodes.push(...listNodes(under, TEXTS.nearMisses, value.near_misses));
  return nodes;
}

/** @param {import("../model/types.js").Layer} layer @returns {Node[]} */
export function layerNodes(layer) {
  /** @type {Node[]} */
  const nodes = [h("h3", {}, layer.title || layer.id)];
  if (layer.question) nodes.push(h("p", { class: "cd-question" }, layer.question));
  if (layer.definition) nodes.push(h("p", {}, layer.definition));
  if (layer.decision_order?.length) {
    const titles = new Map(valuesOf(layer).map((value) => [value.id, value.title || value.id]));
    const values = layer.decision_order.map((id) => titles.get(id) ?? id).join(" → ");
    nodes.push(h("p", { class: "cd-test" }, fill(TEXTS.decisionOrder, { values })));
  }
  return nodes;
}

/** @param {"h4"|"h5"} tag @param {string} title @param {string[]|undefined} texts @returns {HTMLElement[]} */
function listNodes(tag, title, texts) {
  if (!texts?.length) return [];
  return [h(tag, {}, title), h("ul", {}, ...texts.map((text) => h("li", {}, text)))];
}
