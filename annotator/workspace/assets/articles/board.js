// @ts-check
/** The articles side by side: heads, bands of sentences, folded boilerplate, the focused sentence. */

import { bandsOf, heightsOf, itemsOf } from "./bands.js";
import { h, write } from "../view/dom.js";
import { Movement } from "./movement.js";
import { elementId, paintRow, sentenceRow } from "./sentence_row.js";
import { TEXTS, fill } from "../texts.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("./bands.js").Item} Item */

/**
 * Long cells are split and short bands joined (in lines), so that the browser can leave out what is far from
 * view. It watches each part that it may leave out: with one part a sentence that alone took longer than a
 * frame.
 */
const CHUNK = 40;
/** Around the focused sentence (px), and below it, where the eyes go next. */
const MARGIN = 6;
const AHEAD = 90;
/** So many frames after a jump heights may still change. */
const SETTLING = 4;

export class Board {
  /** @param {(sentence: string) => void} onPick */
  constructor(onPick) {
    this.onPick = onPick;
    /** @type {(sentence: string) => void} called with every row that is made */
    this.onRow = () => {};
    this.heads = h("div", { class: "cd-heads" });
    this.list = h("div", { class: "cd-list", role: "listbox", tabindex: "0", "aria-label": TEXTS.sentences });
    this.scroller = h("div", { class: "cd-scroller" }, this.heads, this.list);
    /** @type {Map<string, HTMLElement>} */
    this.rows = new Map();
    /** @type {Set<string>} folds that are open, by the id of their first sentence */
    this.opened = new Set();
    /** @type {string[]} */
    this.beside = [];
    /** @type {string|null} */
    this.focused = null;
    /** @type {Model|null} */
    this.model = null;
    this.movement = new Movement([], new Map());
    this.revealing = false;
    this.list.addEventListener("click", (event) => this.clicked(event));
  }

  /** Draw articles anew. @param {Model} model @param {string[]} articles ids, in order
   * @param {{align: boolean, stacked: boolean}} options */
  draw(model, articles, options) {
    this.model = model;
    this.options = options;
    this.articles = articles.map(
      (id) =>
        /** @type {import("../model/types.js").Article} */ (
          model.articles.find((article) => article.id === id)
        ),
    );
    const columns = this.articles.map((article) => itemsOf(article, (kind) => model.labelable.has(kind)));
    const aligned = options.align && !options.stacked;
    this.bands = bandsOf(columns, aligned ? model.pairs : []);
    this.rows.clear();
    this.scroller.style.setProperty("--cd-columns", String(articles.length));
    this.scroller.classList.toggle("cd-stacked", options.stacked);
    this.heads.hidden = options.stacked;
    this.heads.replaceChildren(...this.articles.map((article) => head(article, "header")));
    this.list.replaceChildren(...this.sections(this.bands));
    this.measure(columns);
    const focus = this.focused;
    this.focused = null;
    this.beside = [];
    if (focus && this.rows.has(focus)) this.focus(focus);
    else if (focus && this.movement.first) this.onPick(this.movement.first);
  }

  /** @param {Item[][]} columns */
  measure(columns) {
    this.columns = columns;
    const ids = columns.map((items) =>
      items.flatMap((item) => {
        if (item.kind === "sentence") return [item.id];
        return item.kind === "boilerplate" && this.opened.has(item.id) ? item.ids : [];
      }),
    );
    this.movement = new Movement(ids, heightsOf(this.bands ?? []));
  }

  /** Bands joined to parts of some height. @param {import("./bands.js").Band[]} bands */
  sections(bands) {
    /** @type {HTMLElement[]} */
    const sections = [];
    let lines = CHUNK;
    for (const band of bands) {
      // what is above the heads of a stacked list must not be cut off from them
      const whole = this.options?.stacked || band.weight > CHUNK;
      if (whole || lines + band.weight > CHUNK) {
        sections.push(part(whole ? "cd-section" : "cd-section cd-far"));
        lines = 0;
      }
      lines += whole ? CHUNK : band.weight;
      const section = /** @type {HTMLElement} */ (sections.at(-1));
      section.append(this.band(band, whole));
      section.style.setProperty("--cd-lines", String(Math.round(lines)));
    }
    return sections;
  }

  /**
   * @param {import("./bands.js").Band} band
   * @param {boolean} whole a separate section, whose cells are split
   */
  band(band, whole) {
    const element = part("cd-band");
    band.cells.forEach((items, column) => {
      const article = (this.articles ?? [])[column];
      const cell = h("div", { class: "cd-cell", role: "group", "aria-label": article.outlet });
      if (this.options?.stacked) cell.append(head(article, "div"));
      if (whole) cell.append(...this.chunks(items));
      else cell.append(...items.flatMap((item) => this.item(item)));
      element.append(cell);
    });
    return element;
  }

  /** @param {Item[]} items */
  chunks(items) {
    /** @type {HTMLElement[]} */
    const chunks = [];
    let lines = CHUNK;
    for (const item of items) {
      if (lines >= CHUNK) {
        chunks.push(part("cd-far"));
        lines = 0;
      }
      lines += item.weight;
      const chunk = /** @type {HTMLElement} */ (chunks.at(-1));
      chunk.append(...this.item(item));
      chunk.style.setProperty("--cd-lines", String(Math.round(lines)));
    }
    return chunks;
  }

  /** @param {Item} item @returns {HTMLElement[]} */
  item(item) {
    const model = /** @type {Model} */ (this.model);
    if (item.kind === "sentence") return [this.row(item.id)];
    if (item.kind === "heading")
      return [h("p", { class: "cd-heading", dir: "auto", translate: "no" }, model.textOf(item.id))];
    const open = this.opened.has(item.id);
    const fold = h("div", {
      class: "cd-fold",
      role: "option",
      "aria-selected": "false",
      "data-fold": item.id,
    });
    fold.append(
      h("span", {}, fill(TEXTS.boilerplate, { count: item.ids.length })),
      h("span", { class: "cd-fold-verb" }),
    );
    write(/** @type {Node} */ (fold.lastChild), open ? TEXTS.foldHide : TEXTS.foldShow);
    return open ? [fold, ...item.ids.map((id) => this.row(id))] : [fold];
  }

  /** @param {string} id */
  row(id) {
    const row = sentenceRow(/** @type {Model} */ (this.model), id);
    this.rows.set(id, row);
    this.onRow(id);
    return row;
  }

  /** Open or close every fold in view, or one. @param {string} [one] */
  fold(one) {
    if (!this.columns || !this.model) return;
    const folds = this.columns.flat().flatMap((item) => (item.kind === "boilerplate" ? [item.id] : []));
    const open = one ? !this.opened.has(one) : folds.some((id) => !this.opened.has(id));
    for (const id of one ? [one] : folds) {
      if (open) this.opened.add(id);
      else this.opened.delete(id);
    }
    this.draw(
      this.model,
      (this.articles ?? []).map((article) => article.id),
      this.options ?? { align: true, stacked: false },
    );
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const fold = target.closest("[data-fold]");
    if (fold) {
      this.fold(/** @type {HTMLElement} */ (fold).dataset.fold);
      return;
    }
    const row = /** @type {HTMLElement|null} */ (target.closest("[data-sentence]"));
    if (row?.dataset.sentence) this.onPick(row.dataset.sentence);
  }

  /** Move the focus; the page scrolls with the next frame. @param {string} id */
  focus(id) {
    const row = this.rows.get(id);
    if (!row || !this.model) return;
    if (this.focused && this.focused !== id) this.unfocus();
    this.focused = id;
    row.classList.add("cd-on");
    row.setAttribute("aria-selected", "true");
    this.list.setAttribute("aria-activedescendant", elementId(id));
    for (const other of this.model.aligned.get(id) ?? []) {
      this.rows.get(other)?.classList.add("cd-beside");
      this.beside.push(other);
    }
    this.reveal();
  }

  unfocus() {
    const row = this.rows.get(this.focused ?? "");
    row?.classList.remove("cd-on");
    row?.setAttribute("aria-selected", "false");
    for (const other of this.beside) this.rows.get(other)?.classList.remove("cd-beside");
    this.beside = [];
  }

  /**
   * Bring the focused sentence into view with the next frame. What was far from view gets its true height
   * only once it is near, and moves the sentence again: so the next frames look once more.
   * @param {number} [frames]
   */
  reveal(frames = SETTLING) {
    if (this.revealing) return;
    this.revealing = true;
    requestAnimationFrame(() => {
      this.revealing = false;
      const hasMoved = this.focused !== null && this.revealSentence(this.focused);
      const isSettling = hasMoved || frames < SETTLING;
      if (isSettling && frames > 0) this.reveal(frames - 1);
    });
  }

  /**
   * Only the text scrolls: the browser's own way would scroll everything around it, too.
   *
   * @param {string} id
   * @returns {boolean} whether the text had to be scrolled
   */
  revealSentence(id) {
    const row = this.rows.get(id);
    if (!row) return false;
    const [box, frame] = [row.getBoundingClientRect(), this.scroller.getBoundingClientRect()];
    const top = frame.top + (this.heads.hidden ? 0 : this.heads.offsetHeight) + MARGIN;
    const bottom = frame.bottom - MARGIN - Math.min(AHEAD, frame.height / 5);
    const before = this.scroller.scrollTop;
    if (box.top < top || box.height > bottom - top) this.scroller.scrollTop += box.top - top;
    else if (box.bottom > bottom) this.scroller.scrollTop += box.bottom - bottom;
    return this.scroller.scrollTop !== before;
  }

  /** Is the sentence written from right to left? @param {string} id */
  isRightToLeft(id) {
    const text = this.rows.get(id)?.querySelector(".cd-text");
    return text ? getComputedStyle(text).direction === "rtl" : false;
  }

  /** @param {string} id */
  paint(id) {
    const row = this.rows.get(id);
    if (row && this.model) paintRow(row, this.model, id);
  }
}

/** @param {string} name */
function part(name) {
  return h("div", { class: name, role: "presentation" });
}

/**
 * The head of a column.
 * @param {import("../model/types.js").Article} article
 * @param {"header"|"div"} tag
 */
function head(article, tag) {
  // in a stacked list the group already bears the outlet's name
  const spoken = tag === "header" ? {} : { "aria-hidden": "true" };
  const details = [article.published.slice(0, 10), article.byline].filter(Boolean).join(" · ");
  const element = h(tag, { class: "cd-head", translate: "no", ...spoken });
  const name = article.outlet || article.title || article.id;
  element.append(
    h("span", { class: "cd-outlet", title: name, dir: "auto" }, name),
    h("span", { class: "cd-published" }, details),
    h(
      "span",
      { class: "cd-title", dir: "auto", title: article.title || null, lang: article.language || null },
      article.title,
    ),
  );
  return element;
}
