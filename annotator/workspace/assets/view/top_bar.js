// @ts-check
/** The line over the columns: which event, which outlets are in view, how the page behaves, what is saved. */

import { ROOT } from "../address.js";
import { button, h, write } from "./dom.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {{open(event: string): void, toggleOutlet(article: string): void, toggle(setting: string): void,
 *   command(name: string): void}} Controls */

/** @type {[string, string, string, string][]} command, name, what it shows, key */
const WAYS = [
  ["codebook", TEXTS.codebook, TEXTS.codebookHint, "Shift+G"],
  ["article", TEXTS.article, TEXTS.articleHint, "Shift+A"],
  ["unsureList", TEXTS.unsureList, TEXTS.unsureHint, "Shift+U"],
  ["display", TEXTS.display, TEXTS.displayHint, "Shift+D"],
  ["help", TEXTS.keys, "", "?"],
];

export class TopBar {
  /** @param {Controls} controls @param {HTMLElement} status */
  constructor(controls, status) {
    this.controls = controls;
    this.name = h("h1", { class: "cd-event" });
    this.number = h("span", { class: "cd-quiet" });
    this.previous = this.step("previousEvent", "‹");
    this.next = this.step("nextEvent", "›");
    this.outlets = h("div", { class: "cd-outlets", role: "group", "aria-label": TEXTS.show });
    this.moveOn = this.setting("moveOn", TEXTS.moveOn, TEXTS.moveOnHint);
    this.who = h("a", { class: "cd-who", href: new URL("who", ROOT).href });
    const title = h("div", { class: "cd-title-line" }, this.previous, this.next, this.name, this.number);
    const ways = WAYS.map(([name, text, hint, key]) => this.way(name, text, hint, key));
    const switches = h("div", { class: "cd-switches" }, this.moveOn, ...ways, this.who);
    const tools = h("div", { class: "cd-tools" }, this.outlets, switches);
    const back = h(
      "div",
      { class: "cd-back" },
      this.walk("undo", "↶", "Ctrl+Z"),
      this.walk("redo", "↷", "Ctrl+Y"),
    );
    this.root = h("div", { class: "cd-top" }, title, tools, back, status);
  }

  /** @param {string} name @param {string} text @param {string} hint @param {string} key */
  way(name, text, hint, key) {
    const cap = key === "?" ? [h("kbd", { class: "cd-key", "aria-hidden": "true" }, key)] : [];
    const attributes = {
      class: "cd-switch",
      "data-open": name,
      "aria-keyshortcuts": key,
      title: hint ? `${hint} (${key})` : null,
    };
    return button(attributes, () => this.controls.command(name), ...cap, text);
  }

  /** For those without a keyboard. @param {"undo"|"redo"} name @param {string} sign @param {string} key */
  walk(name, sign, key) {
    const text = TEXTS[name];
    const attributes = {
      class: "cd-step",
      "data-command": name,
      "aria-label": text,
      "aria-keyshortcuts": key.replace("Ctrl", "Control"),
      title: `${text} (${key})`,
    };
    return button(attributes, () => this.controls.command(name), sign);
  }

  /** @param {HTMLElement} one the button, which names an event */
  openGoal(one) {
    if (one.dataset.event) this.controls.open(one.dataset.event);
  }

  /** @param {"previousEvent"|"nextEvent"} text @param {string} sign */
  step(text, sign) {
    const label = TEXTS[text];
    const one = button({ class: "cd-step", "aria-label": label, title: label }, () => {}, sign);
    one.addEventListener("click", () => this.openGoal(one));
    return one;
  }

  /** @param {string} name @param {string} text @param {string} hint */
  setting(name, text, hint) {
    const attributes = { class: "cd-switch", "data-setting": name, "aria-pressed": "false", title: hint };
    return button(
      attributes,
      () => this.controls.toggle(name),
      h("span", { class: "cd-tick", "aria-hidden": "true" }),
      text,
    );
  }

  /** @param {import("../model/types.js").Event} event @param {{name: string}} annotator */
  showEvent(event, annotator) {
    write(this.name, event.name);
    this.name.title = event.name;
    write(this.who, annotator.name);
    const who = fill(TEXTS.who, { name: annotator.name });
    this.who.title = who;
    this.who.setAttribute("aria-label", who);
    write(this.number, fill(TEXTS.eventPlace, { number: event.number, total: event.total }));
    for (const [one, goal] of /** @type {[HTMLButtonElement, string|null][]} */ ([
      [this.previous, event.previous],
      [this.next, event.next],
    ])) {
      one.disabled = !goal;
      one.dataset.event = goal ?? "";
    }
  }

  /** @param {import("../model/types.js").Article[]} articles @param {string[]} visible ids */
  showOutlets(articles, visible) {
    this.outlets.hidden = articles.length < 2;
    // a press draws them anew: the keyboard stays on the one that was pressed
    const held = /** @type {HTMLElement|null} */ (this.outlets.querySelector(":focus"))?.dataset.article;
    this.outlets.replaceChildren(
      ...articles.map((article) => {
        const pressed = visible.includes(article.id) ? "true" : "false";
        const name = article.outlet || article.title || article.id;
        const attributes = {
          class: "cd-switch",
          "data-article": article.id,
          "aria-pressed": pressed,
          title: name,
        };
        const run = () => this.controls.toggleOutlet(article.id);
        return button(
          attributes,
          run,
          h("span", { class: "cd-tick", "aria-hidden": "true" }),
          h("span", { class: "cd-switch-name", dir: "auto" }, name),
        );
      }),
    );
    if (held)
      /** @type {HTMLElement|null} */ (
        this.outlets.querySelector(`[data-article="${CSS.escape(held)}"]`)
      )?.focus();
  }

  /** @param {import("../settings.js").Settings} settings */
  showSettings(settings) {
    this.moveOn.setAttribute("aria-pressed", String(settings.is("moveOn")));
  }
}
