// @ts-check
/** The sources of an article in one small list: each can be renamed, merged into another, or removed while unused. */

import { button, h, write } from "./dom.js";
import { Sheet } from "./sheet.js";
import { TEXTS, fill } from "./texts.js";

/** @typedef {{id: string, name: string, uses: number}} Row */
/** @typedef {{rename(source: string, name: string): void, unite(from: string, into: string): void,
 *   forget(source: string): void, closed(): void}} Hands */

export class SourceList extends Sheet {
  /** @param {Hands} hands */
  constructor(hands) {
    super("cd-sources", TEXTS.sources, () => hands.closed());
    this.hands = hands;
    this.opener = "T";
    this.said = h("p", { class: "cd-sources-said", role: "status" });
    this.rows = h("div", { class: "cd-sources-rows" });
    this.body.append(this.rows, this.said);
  }

  /** @param {Row[]} rows */
  openWith(rows) {
    this.show(rows);
    this.open();
    this.rows.querySelector("input")?.focus();
  }

  /** @param {Row[]} rows @param {string} [refusal] why the last wish was not granted */
  show(rows, refusal = "") {
    write(this.said, refusal);
    if (rows.length === 0) this.rows.replaceChildren(h("p", {}, TEXTS.sourcesNone));
    else this.rows.replaceChildren(...rows.map((row) => this.row(row, rows)));
  }

  /** @param {Row} row @param {Row[]} rows */
  row(row, rows) {
    const field = h("input", { class: "cd-pick-field", type: "text", "aria-label": TEXTS.sourceName, maxlength: "200", dir: "auto", "data-source": row.id });
    field.value = row.name;
    field.addEventListener("change", () => this.hands.rename(row.id, field.value));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) field.blur();
    });
    const uses = row.uses === 1 ? TEXTS.sourceUsesOne : fill(TEXTS.sourceUses, { count: row.uses });
    const others = rows.filter((one) => one.id !== row.id);
    const into = h("select", { class: "cd-action", "aria-label": fill(TEXTS.sourceUniteLabel, { name: row.name }), disabled: others.length === 0 });
    into.append(h("option", { value: "" }, TEXTS.sourceUnite), ...others.map((one) => h("option", { value: one.id }, one.name)));
    into.addEventListener("change", () => into.value && this.hands.unite(row.id, into.value));
    const label = fill(TEXTS.sourceForgetLabel, { name: row.name });
    const forget = button({ class: "cd-action", "aria-label": label, disabled: row.uses > 0 }, () => this.hands.forget(row.id), TEXTS.sourceForget);
    return h("div", { class: "cd-sources-row" }, field, h("span", { class: "cd-quiet" }, uses), into, forget);
  }
}
