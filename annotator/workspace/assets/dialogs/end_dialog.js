// @ts-check
/** The end of the last event: what was done, what is unsure, where to go. */

import { ROOT } from "../address.js";
import { button, h } from "../view/dom.js";
import { fetchEvents } from "../saving/server.js";
import { Dialog } from "./dialog.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {{total: number, done: number, unsure: number}} Counts of the open event */
/** @typedef {{review(): void, open(event: string): void, closed(): void}} Hooks */

export class EndDialog extends Dialog {
  /** @param {Hooks} hooks */
  constructor(hooks) {
    super("cd-end", TEXTS.endTitle, () => hooks.closed());
    this.hooks = hooks;
    this.opened = 0;
  }

  /** @param {string} event that is open @param {Counts} counts */
  async openWith(event, counts) {
    this.opened += 1;
    const mine = this.opened;
    const project = h("p", { role: "status" });
    const unsure = counts.unsure ? TEXTS.endUnsure : TEXTS.endSure;
    const lines = [fill(TEXTS.endEvent, counts), fill(unsure, counts)].map((text) => h("p", {}, text));
    this.actions = h("div", { class: "cd-end-actions" });
    if (counts.unsure) this.offer("unsure", TEXTS.endReview, () => this.hooks.review());
    this.offer("events", TEXTS.endEvents, () => location.assign(new URL("events", ROOT)));
    this.offer("report", TEXTS.endReport, () => location.assign(new URL("agreement", ROOT)));
    this.body.replaceChildren(...lines, project, this.actions);
    this.open();
    this.focusFirst();
    const events = await fetchEvents().catch(() => null);
    if (mine !== this.opened || !events) return;
    // the last key may still be on its way to the server
    const here = { done: counts.done, sentences: counts.total };
    this.showProject(
      project,
      events.map((row) => (row.id === event ? { ...row, ...here } : row)),
    );
  }

  /** @param {HTMLElement} line @param {import("../events_page.js").Row[]} events */
  showProject(line, events) {
    const sum = (/** @type {"done"|"sentences"} */ key) => events.reduce((total, row) => total + row[key], 0);
    const values = { done: sum("done"), total: sum("sentences"), events: events.length };
    const open = events.filter((row) => row.done < row.sentences);
    const parts = [fill(TEXTS.endProject, values)];
    if (open.length) parts.push(fill(TEXTS.endOpen, { count: open.length }));
    line.textContent = parts.join(" ");
    if (!open.length) return;
    this.offer("next", TEXTS.endNext, () => this.hooks.open(open[0].id), true);
    this.focusFirst();
  }

  /** @param {string} name @param {string} text @param {() => void} run @param {boolean} [isFirst] */
  offer(name, text, run, isFirst = false) {
    const action = () => {
      this.close();
      run();
    };
    const one = button({ class: "cd-action", "data-end": name }, action, text);
    if (isFirst) this.actions?.prepend(one);
    else this.actions?.append(one);
  }

  focusFirst() {
    this.actions?.querySelector("button")?.focus();
  }
}
