// @ts-check
/** The line over the columns: which event, which outlets are in view, how the page behaves, what is saved. */

import { button, h, write } from "./dom.js";
import { TEXTS, fill } from "./texts.js";

/** @typedef {{open(event: string): void, toggleOutlet(article: string): void, toggle(setting: string): void,
 *   help(): void}} Controls */

export class TopBar {
  /** @param {Controls} controls @param {HTMLElement} status */
  constructor(controls, status) {
    this.controls = controls;
    this.name = h("h1", { class: "cd-event" });
    this.number = h("span", { class: "cd-quiet" });
    this.previous = this.step("previousEvent", "‹");
    this.next = this.step("nextEvent", "›");
    this.outlets = h("div", { class: "cd-outlets", role: "group", "aria-label": TEXTS.show });
    this.align = this.setting("align", TEXTS.align, TEXTS.alignHint);
    this.moveOn = this.setting("moveOn", TEXTS.moveOn, TEXTS.moveOnHint);
    const keys = button({ class: "cd-switch", "aria-keyshortcuts": "?" }, () => controls.help(), h("kbd", { class: "cd-key", "aria-hidden": "true" }, "?"), TEXTS.keys);
    const title = h("div", { class: "cd-title-line" }, this.previous, this.next, this.name, this.number);
    const switches = h("div", { class: "cd-switches" }, this.outlets, this.align, this.moveOn, keys);
    this.root = h("div", { class: "cd-top" }, title, switches, status);
  }

  /** @param {"previousEvent"|"nextEvent"} text @param {string} sign */
  step(text, sign) {
    const run = () => {
      const goal = one.dataset.event;
      if (goal) this.controls.open(goal);
    };
    const one = button({ class: "cd-step", "aria-label": TEXTS[text], title: TEXTS[text] }, run, sign);
    return one;
  }

  /** @param {string} name @param {string} text @param {string} hint */
  setting(name, text, hint) {
    const attributes = { class: "cd-switch", "data-setting": name, "aria-pressed": "false", title: hint };
    return button(attributes, () => this.controls.toggle(name), h("span", { class: "cd-tick", "aria-hidden": "true" }), text);
  }

  /** @param {import("./types.js").Event} event */
  showEvent(event) {
    write(this.name, event.name);
    write(this.number, fill(TEXTS.eventPlace, { number: event.number, total: event.total }));
    for (const [one, goal] of /** @type {[HTMLButtonElement, string|null][]} */ ([
      [this.previous, event.previous],
      [this.next, event.next],
    ])) {
      one.disabled = !goal;
      one.dataset.event = goal ?? "";
    }
  }

  /** @param {import("./types.js").Article[]} articles @param {string[]} visible ids */
  showOutlets(articles, visible) {
    this.outlets.hidden = articles.length < 2;
    this.outlets.replaceChildren(
      ...articles.map((article) => {
        const pressed = visible.includes(article.id) ? "true" : "false";
        const attributes = { class: "cd-switch", "data-article": article.id, "aria-pressed": pressed };
        const run = () => this.controls.toggleOutlet(article.id);
        return button(attributes, run, h("span", { class: "cd-tick", "aria-hidden": "true" }), article.outlet || article.title);
      }),
    );
  }

  /** @param {import("./settings.js").Settings} settings */
  showSettings(settings) {
    for (const one of [this.align, this.moveOn]) {
      one.setAttribute("aria-pressed", String(settings.is(one.dataset.setting ?? "")));
    }
  }
}
