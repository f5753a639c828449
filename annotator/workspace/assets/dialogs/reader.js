// @ts-check
/** An article as it was imported: all of its text, boilerplate too, with what is known about it. */

import { h, write } from "../view/dom.js";
import { Dialog } from "./dialog.js";
import { TEXTS } from "../texts.js";

/**
 * What the fields of an article are called; other values of its record bear their own names.
 * @type {Map<string, string>}
 */
const METADATA = new Map(Object.entries(TEXTS.metadata));

export class Reader extends Dialog {
  /** @param {() => void} onClose */
  constructor(onClose) {
    super("cd-reader", TEXTS.article, onClose);
    this.opener = "A";
  }

  /**
   * @param {import("../model/model.js").Model} model
   * @param {string} sentence the one in work, shown and marked
   */
  openAt(model, sentence) {
    const { article } = model.place(sentence);
    write(this.title, article.title || article.outlet || TEXTS.article);
    this.title.dir = "auto";
    /** @type {Map<number, import("../model/types.js").Sentence[]>} */
    const paragraphs = new Map();
    for (const one of article.sentences)
      paragraphs.set(one.paragraph, [...(paragraphs.get(one.paragraph) ?? []), one]);
    const text = h("div", { class: "cd-fulltext", translate: "no", lang: article.language || null });
    /** @type {HTMLElement|null} */
    let here = null;
    for (const sentences of paragraphs.values()) {
      const paragraph = h("p", { dir: "auto" });
      for (const one of sentences) {
        const part = h(
          one.id === sentence ? "mark" : "span",
          { "data-kind": one.kind },
          model.textOf(one.id),
        );
        if (one.id === sentence) here = part;
        paragraph.append(part, " ");
      }
      text.append(paragraph);
    }
    this.body.replaceChildren(details(article), text);
    this.open();
    this.body.focus({ preventScroll: true });
    here?.scrollIntoView({ block: "center" });
  }
}

/** @param {import("../model/types.js").Article} article */
function details(article) {
  const list = h("dl", { class: "cd-details" });
  for (const [name, value] of [
    ["outlet", article.outlet],
    ...article.details.filter(([field]) => field !== "title"),
  ]) {
    if (!value) continue;
    const label = METADATA.get(name) ?? name;
    const shown = name === "url" ? linkTo(value) : value;
    list.append(h("div", {}, h("dt", { dir: "auto" }, label), h("dd", { dir: "auto" }, shown)));
  }
  return list;
}

/** A link where the address is one of the web, else its text. @param {string} address */
function linkTo(address) {
  if (!/^https?:\/\//i.test(address)) return address;
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address);
}
