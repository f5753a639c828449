// @ts-check
/** Which articles stand side by side, and in which order; the order of outlets stays from event to event. */

/** @typedef {import("../workspace.js").Workspace} Workspace */

export class Columns {
  /** @param {Workspace} page */
  constructor(page) {
    this.page = page;
    /** @type {string[]} ids of the articles in view */
    this.visible = [];
  }

  /** Order the articles of an event that is about to be shown, and begin with the first ones.
   * @param {import("../model/model.js").Model} model */
  begin(model) {
    const { order, columns } = this.page.settings.values;
    const outlets = /** @type {string[]} */ (order);
    const rank = (/** @type {string} */ outlet) => outlets.indexOf(outlet) + 1 || outlets.length + 1;
    model.articles.sort((a, b) => rank(a.outlet) - rank(b.outlet));
    this.visible = model.articles.map((article) => article.id).slice(0, Math.max(1, Number(columns) || 2));
    this.show();
  }

  /** Say in the top bar and in the settings which are in view. */
  show() {
    const articles = this.page.model?.articles ?? [];
    this.page.top.showOutlets(articles, this.visible);
    this.page.reading.display.showColumns(articles, this.visible);
  }

  /** @param {string} article @param {-1|1} by */
  move(article, by) {
    const { model, reading, settings } = this.page;
    const articles = model?.articles ?? [];
    const from = articles.findIndex((one) => one.id === article);
    const to = from + by;
    if (from < 0 || !articles[to]) return;
    [articles[from], articles[to]] = [articles[to], articles[from]];
    const moved = articles.map((one) => one.outlet);
    const others = /** @type {string[]} */ (settings.values.order).filter(
      (outlet) => !moved.includes(outlet),
    );
    // covered names are of this event only
    if (!reading.display.isBlind) settings.set("order", [...moved, ...others].slice(0, 200));
    this.change(articles.map((one) => one.id).filter((id) => this.visible.includes(id)));
  }

  /** Move the view so that it holds an article, with as many columns as before. @param {string} article */
  bring(article) {
    const ids = (this.page.model?.articles ?? []).map((one) => one.id);
    const [count, index] = [this.visible.length, ids.indexOf(article)];
    const from = index > ids.indexOf(this.visible[0]) ? Math.max(0, index - count + 1) : index;
    this.change(ids.slice(from, from + count));
  }

  /** @param {string} article */
  toggle(article) {
    const on = !this.visible.includes(article);
    if (!on && this.visible.length === 1) return;
    const ids = (this.page.model?.articles ?? []).map((one) => one.id);
    this.change(ids.filter((id) => (id === article ? on : this.visible.includes(id))));
    this.page.settings.set("columns", this.visible.length);
  }

  /** @param {string[]} visible */
  change(visible) {
    this.visible = visible;
    this.show();
    this.page.draw();
  }
}
