// @ts-check
/**
 * The sources of an article in one small list: each can be renamed, merged into another, or removed while
 * unused.
 */

import { button, h, write } from "../view/dom.js";
import { Dialog } from "./dialog.js";
import { TEXTS, fill } from "../texts.js";
import { LIMITS } from "../model/shared.js";

/** @typedef {{id: string, name: string, uses: number}} Row */
/** @typedef {{rename(source: string, name: string): void, unite(from: string, into: string): void,
 *   forget(source: string): void, closed(): void}} Hooks */

export class SourceList extends Dialog {
  /** @param {Hooks} hooks */
  constructor(hooks) {
    super("cd-sources", TEXTS.sources, () => hooks.closed());
    this.hooks = hooks;
    this.opener = "T";
    this.message = h("p", { class: "cd-sources-message", role: "status" });
    this.rows = h("div", { class: "cd-sources-rows" });
    this.body.append(this.rows, this.message);
  }

  /** @param {Row[]} rows */
  openWith(rows) {
    this.show(rows);
    this.open();
    this.focusOn("");
  }

  /** Every change draws the rows anew: the keyboard goes on there. @param {string} source "" for the first */
  focusOn(source) {
    const fields = [...this.rows.querySelectorAll("input")];
    const field = fields.find((one) => one.dataset.source === source) ?? fields[0];
    if (field) field.focus();
    else this.body.focus();
  }

  /** @param {Row[]} rows @param {string} [refusal] why the last wish was not granted */
  show(rows, refusal = "") {
    write(this.message, refusal);
    if (rows.length === 0) this.rows.replaceChildren(h("p", {}, TEXTS.sourcesNone));
    else this.rows.replaceChildren(...rows.map((row) => this.row(row, rows)));
  }

  /** @param {Row} row @param {Row[]} rows */
  row(row, rows) {
    const field = h("input", {
      class: "cd-pick-field",
      type: "text",
      "aria-label": TEXTS.sourceName,
      maxlength: String(LIMITS.title),
      dir: "auto",
      "data-source": row.id,
    });
    field.value = row.name;
    field.addEventListener("change", () => this.hooks.rename(row.id, field.value));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && field.value !== row.name) {
        // what was there before comes back; once more, and the dialog closes
        field.value = row.name;
        event.stopPropagation();
        event.preventDefault();
      }
      if (event.key !== "Enter" || event.isComposing) return;
      field.blur();
      this.focusOn(row.id);
    });
    const uses = fill(TEXTS.sourceUses, { count: row.uses });
    const others = rows.filter((one) => one.id !== row.id);
    const into = h("select", {
      class: "cd-action",
      "aria-label": fill(TEXTS.sourceUniteLabel, { name: row.name }),
      disabled: others.length === 0,
    });
    into.append(
      h("option", { value: "" }, TEXTS.sourceUnite),
      ...others.map((one) => h("option", { value: one.id }, one.name)),
    );
    into.addEventListener("change", () => {
      const goal = into.value;
      if (goal) this.hooks.unite(row.id, goal);
      this.focusOn(goal);
    });
    const label = fill(TEXTS.sourceForgetLabel, { name: row.name });
    const drop = () => {
      this.hooks.forget(row.id);
      this.focusOn("");
    };
    const forget = button(
      { class: "cd-action", "aria-label": label, disabled: row.uses > 0 },
      drop,
      TEXTS.sourceForget,
    );
    return h("div", { class: "cd-sources-row" }, field, h("span", { class: "cd-quiet" }, uses), into, forget);
  }
}
