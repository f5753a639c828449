// @ts-check
/** How the page looks and behaves for this person: text, columns, behavior. */

import { button, h } from "../view/dom.js";
import { DENSITIES, SIZES } from "../settings.js";
import { Dialog } from "./dialog.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {{set(name: string, value: unknown): void, toggleOutlet(article: string): void,
 *   move(article: string, by: -1|1): void}} Hooks */

/** @type {[string, string, string][]} setting, its name, what it does */
const SWITCHES = [
  ["align", TEXTS.align, TEXTS.alignHint],
  ["moveOn", TEXTS.moveOn, TEXTS.moveOnHint],
  ["blind", TEXTS.blind, TEXTS.blindHint],
  ["keys", TEXTS.singleKeys, TEXTS.singleKeysHint],
];

export class Display extends Dialog {
  /** @param {() => void} onClose @param {Hooks} hooks */
  constructor(onClose, hooks) {
    super("cd-display", TEXTS.display, onClose);
    this.hooks = hooks;
    this.isBlind = false;
    this.opener = "D";
    this.sizes = this.choice(
      "size",
      TEXTS.textSize,
      SIZES.map((size) => [String(size), `${Math.round(size * 100)} %`]),
    );
    this.densities = this.choice(
      "density",
      TEXTS.density,
      DENSITIES.map((name) => [name, TEXTS[name]]),
    );
    this.columns = h("ol", { class: "cd-columns" });
    this.switches = SWITCHES.map(([name, text, hint]) => this.tick(name, text, hint));
    this.body.append(
      this.sizes,
      this.densities,
      h("fieldset", { class: "cd-field" }, h("legend", {}, TEXTS.columns), this.columns),
      h("fieldset", { class: "cd-field" }, h("legend", {}, TEXTS.behavior), ...this.switches),
    );
  }

  /** @param {string} setting @param {string} title @param {[string, string][]} values */
  choice(setting, title, values) {
    const options = values.map(([value, text]) => {
      const input = h("input", { type: "radio", name: `cd-${setting}`, value, "data-setting": setting });
      input.addEventListener("change", () =>
        this.hooks.set(setting, setting === "size" ? Number(value) : value),
      );
      return h("label", { class: "cd-option" }, input, text);
    });
    return h(
      "fieldset",
      { class: "cd-field" },
      h("legend", {}, title),
      h("div", { class: "cd-options" }, ...options),
    );
  }

  /** @param {string} setting @param {string} text @param {string} hint */
  tick(setting, text, hint) {
    const input = h("input", { type: "checkbox", "data-switch": setting });
    input.addEventListener("change", () => this.hooks.set(setting, input.checked));
    return h(
      "label",
      { class: "cd-option" },
      input,
      h("span", {}, text, h("span", { class: "cd-quiet" }, ` ${hint}`)),
    );
  }

  /** @param {import("../settings.js").Settings} settings */
  showSettings(settings) {
    this.isBlind = settings.is("blind");
    for (const input of this.root.querySelectorAll("input[type=radio]")) {
      const one = /** @type {HTMLInputElement} */ (input);
      one.checked = String(settings.values[one.dataset.setting ?? ""]) === one.value;
    }
    for (const input of this.root.querySelectorAll("input[data-switch]")) {
      const one = /** @type {HTMLInputElement} */ (input);
      one.checked = settings.is(one.dataset.switch ?? "");
    }
  }

  /** @param {import("../model/types.js").Article[]} articles in their order @param {string[]} visible ids */
  showColumns(articles, visible) {
    // a press draws the list anew: the keyboard stays on the button that was pressed
    const held = /** @type {HTMLElement|null} */ (this.columns.querySelector(":focus"))?.dataset;
    const [article, what] = [held?.article, held?.what];
    this.columns.replaceChildren(
      ...articles.map((one, index) => this.column(one, visible, index, articles.length)),
    );
    if (!article) return;
    const again = [...this.columns.querySelectorAll("[data-article]")].map(
      (one) => /** @type {HTMLElement} */ (one),
    );
    const mine = again.filter((one) => one.dataset.article === article && !one.matches(":disabled"));
    (mine.find((one) => one.dataset.what === what) ?? mine[0])?.focus();
  }

  /**
   * @param {import("../model/types.js").Article} article
   * @param {string[]} visible
   * @param {number} index
   * @param {number} total
   */
  column(article, visible, index, total) {
    const shown = visible.includes(article.id);
    const tick = h("input", {
      type: "checkbox",
      "data-article": article.id,
      "data-what": "show",
      checked: shown,
    });
    tick.disabled = shown && visible.length === 1;
    tick.addEventListener("change", () => this.hooks.toggleOutlet(article.id));
    const name = article.outlet || article.title || article.id;
    const step = (/** @type {-1|1} */ by) => {
      const text = fill(by < 0 ? TEXTS.moveLeft : TEXTS.moveRight, { name });
      const what = by < 0 ? "left" : "right";
      const attributes = {
        class: "cd-step",
        "aria-label": text,
        title: text,
        "data-article": article.id,
        "data-what": what,
      };
      const one = button(attributes, () => this.hooks.move(article.id, by), by < 0 ? "‹" : "›");
      one.disabled = by < 0 ? index === 0 : index === total - 1;
      return one;
    };
    return h("li", {}, h("label", { class: "cd-option" }, tick, name), step(-1), step(1));
  }
}
