// @ts-check
/** Which articles are side by side, and in which order; the order of outlets is kept from event to event. */

/** @typedef {import("../model/types.js").Article} Article */
/** @typedef {{show(articles: Article[], visible: string[]): void, draw(): void}} Hooks */

/** As many outlets keep their place. */
const REMEMBERED = 200;

export class Outlets {
  /** @param {import("./work.js").Work} work @param {Hooks} hooks */
  constructor(work, hooks) {
    this.work = work;
    this.hooks = hooks;
    /** @type {string[]} ids of the articles in view */
    this.visible = [];
  }

  get articles() {
    return this.work.model?.articles ?? [];
  }

  /** Order the articles of an event that is about to be shown, and begin with the first ones. */
  begin() {
    const { order, columns } = this.work.settings.values;
    const outlets = /** @type {string[]} */ (order);
    const rank = (/** @type {string} */ outlet) => outlets.indexOf(outlet) + 1 || outlets.length + 1;
    this.articles.sort((a, b) => rank(a.outlet) - rank(b.outlet));
    this.visible = this.articles.map((article) => article.id).slice(0, Math.max(1, Number(columns) || 2));
    this.hooks.show(this.articles, this.visible);
  }

  /** @param {string} article @param {-1|1} by */
  move(article, by) {
    const { articles } = this;
    const { settings } = this.work;
    const from = articles.findIndex((one) => one.id === article);
    const to = from + by;
    if (from < 0 || !articles[to]) return;
    [articles[from], articles[to]] = [articles[to], articles[from]];
    const moved = articles.map((one) => one.outlet);
    const before = /** @type {string[]} */ (settings.values.order);
    const others = before.filter((outlet) => !moved.includes(outlet));
    // covered names are of this event only
    if (!settings.is("blind")) settings.set("order", [...moved, ...others].slice(0, REMEMBERED));
    this.change(articles.map((one) => one.id).filter((id) => this.visible.includes(id)));
  }

  /** Move the view so that it holds an article, with as many columns as before. @param {string} article */
  bring(article) {
    const ids = this.articles.map((one) => one.id);
    const [count, index] = [this.visible.length, ids.indexOf(article)];
    const from = index > ids.indexOf(this.visible[0]) ? Math.max(0, index - count + 1) : index;
    this.change(ids.slice(from, from + count));
  }

  /** @param {string} article */
  toggle(article) {
    const on = !this.visible.includes(article);
    if (!on && this.visible.length === 1) return;
    const ids = this.articles.map((one) => one.id);
    this.change(ids.filter((id) => (id === article ? on : this.visible.includes(id))));
    this.work.settings.set("columns", this.visible.length);
  }

  /** @param {string[]} visible */
  change(visible) {
    this.visible = visible;
    this.hooks.show(this.articles, visible);
    this.hooks.draw();
  }
}
