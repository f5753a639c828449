// @ts-check
/** Every event with one's progress: a table of links that stays quick with thousands of rows. */

import { ROOT } from "./address.js";
import { button, h, write } from "./view/dom.js";
import { CorpusWatch } from "./saving/corpus_watch.js";
import { fetchEvents } from "./saving/server.js";
import { Hits } from "./hits.js";
import { Settings, browserStorage } from "./settings.js";
import { TEXTS, fill } from "./texts.js";

/**
 * @typedef {{id: string, name: string, outlets: string[], sentences: number, done: number, unsure: number}}
 *   Row
 */
/** @typedef {{parentElement: HTMLElement|ShadowRoot}} Call */

/** Rows drawn at first, and with each press on "more". */
const PAGE = 100;
const RETRY = 2000;

/** @type {WeakMap<object, {list: EventList, generation: number}>} */
const INSTANCES = new WeakMap();

/** What Streamlit calls, and calls again on the same element. @param {Call} call @returns {() => void} */
export default function draw({ parentElement }) {
  const live = INSTANCES.get(parentElement) ?? { list: new EventList(parentElement), generation: 0 };
  INSTANCES.set(parentElement, live);
  live.generation += 1;
  const generation = live.generation;
  void live.list.load();
  return () => {
    if (live.generation !== generation) return;
    live.list.destroy();
    INSTANCES.delete(parentElement);
  };
}

/**
 * The rows that hold every word, in name or outlet.
 * @param {Row[]} rows
 * @param {string} words
 * @param {boolean} unfinished
 */
export function chosen(rows, words, unfinished) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (unfinished && row.done >= row.sentences) return false;
    const text = [row.name, ...row.outlets].join(" ").toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

class EventList {
  /** @param {HTMLElement|ShadowRoot} parent */
  constructor(parent) {
    this.isBlind = new Settings(browserStorage()).is("blind");
    /** @type {Row[]} */
    this.rows = [];
    this.shown = PAGE;
    this.gone = false;
    this.field = h("input", {
      class: "cd-search",
      type: "search",
      "aria-label": TEXTS.eventsFilter,
      placeholder: TEXTS.eventsFilter,
    });
    this.unfinished = h("input", { type: "checkbox" });
    for (const input of [this.field, this.unfinished]) {
      input.addEventListener("input", () => {
        this.shown = PAGE;
        this.draw();
        if (input === this.field && !this.isBlind) this.hits.look(this.field.value);
      });
    }
    this.count = h("p", { class: "cd-quiet", role: "status" }, TEXTS.eventsLoading);
    this.body = h("tbody", {});
    const heads = [TEXTS.event, TEXTS.outlets, TEXTS.progressHead, TEXTS.unsureHead].map((text) =>
      h("th", { scope: "col" }, text),
    );
    this.table = h("table", { class: "cd-events-table" }, h("thead", {}, h("tr", {}, ...heads)), this.body);
    this.hits = new Hits();
    this.more = button({ class: "cd-action" }, () => this.showMore());
    this.root = h(
      "div",
      { class: "cd-events" },
      h("h1", {}, TEXTS.events),
      this.tools(),
      this.table,
      this.more,
      this.hits.root,
    );
    this.style = h("link", { rel: "stylesheet", href: new URL("events_page.css", import.meta.url).href });
    parent.append(this.style, this.root);
    // Streamlit listens for single keys on the document
    this.root.addEventListener("keydown", (event) => event.stopPropagation());
    this.watch = new CorpusWatch(
      () => null,
      () => void this.load(),
    );
  }

  tools() {
    const unfinished = h("label", { class: "cd-option" }, this.unfinished, TEXTS.eventsOpen);
    return h("div", { class: "cd-events-tools" }, this.field, unfinished, this.count);
  }

  destroy() {
    this.gone = true;
    this.watch.stop();
    this.hits.destroy();
    this.root.remove();
    this.style.remove();
  }

  async load() {
    try {
      this.rows = await fetchEvents();
    } catch (error) {
      write(this.count, fill(TEXTS.eventsFailed, { reason: /** @type {Error} */ (error).message }));
      setTimeout(() => this.gone || void this.load(), RETRY);
      return;
    }
    if (!this.gone) this.draw();
  }

  draw() {
    const matches = chosen(this.rows, this.isBlind ? "" : this.field.value, this.unfinished.checked);
    const visible = matches.slice(0, this.shown);
    // a list that is drawn anew keeps the keyboard where it was
    const focused = /** @type {HTMLElement|null} */ (this.body.querySelector("tr:focus-within"));
    this.body.replaceChildren(...visible.map((row) => this.row(row)));
    if (focused) this.focusRow(focused.dataset.event ?? "");
    this.table.hidden = matches.length === 0;
    const text = fill(TEXTS.eventsShown, { count: matches.length, total: this.rows.length });
    const none = this.rows.length ? TEXTS.eventsNone : TEXTS.noArticles;
    write(this.count, matches.length ? text : none);
    const left = Math.min(PAGE, matches.length - visible.length);
    this.more.hidden = left <= 0;
    write(this.more, fill(TEXTS.eventsMore, { count: left }));
    this.root.dataset.ready = "1";
  }

  /** @param {string} event */
  focusRow(event) {
    /** @type {HTMLElement|null} */ (
      this.body.querySelector(`tr[data-event="${CSS.escape(event)}"] a`)
    )?.focus();
  }

  showMore() {
    const first = this.shown;
    this.shown += PAGE;
    this.draw();
    // the keyboard goes on where the new rows begin
    /** @type {HTMLElement|null} */ (this.body.rows[first]?.querySelector("a"))?.focus();
  }

  /** @param {Row} row */
  row(row) {
    const { id, name, outlets, sentences, done, unsure } = row;
    const link = h("a", { href: new URL(`?event=${encodeURIComponent(id)}`, ROOT).href }, name);
    const share = sentences ? done / sentences : 0;
    const bar = h("span", { class: "cd-bar", "aria-hidden": "true" }, h("span", {}));
    /** @type {HTMLElement} */ (bar.firstChild).style.width = `${100 * share}%`;
    const number = fill(TEXTS.outletCount, { count: outlets.length });
    return h(
      "tr",
      { "data-event": id },
      h("th", { scope: "row", dir: "auto" }, link),
      h("td", { dir: "auto" }, this.isBlind ? number : outlets.join(", ")),
      h("td", {}, bar, fill(TEXTS.progressOf, { done, total: sentences })),
      h("td", {}, unsure ? String(unsure) : ""),
    );
  }
}
