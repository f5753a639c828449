// @ts-check
/** Sentences found by the words in the search field of the list of events, each a link to its place. */

import { h, write } from "./view/dom.js";
import { fetchHits } from "./saving/server.js";
import { TEXTS, fill } from "./texts.js";

/** A search begins when nobody has typed for so long (ms). */
const PAUSE = 250;
/** Shorter words are in nearly every sentence. */
const SHORTEST = 2;

export class Hits {
  constructor() {
    this.words = "";
    this.timer = 0;
    this.said = h("p", { class: "cd-quiet", role: "status" });
    this.list = h("ul", { class: "cd-hits" });
    this.root = h("section", {}, h("h2", {}, TEXTS.sentencesFound), this.said, this.list);
    this.root.hidden = true;
  }

  destroy() {
    clearTimeout(this.timer);
    this.words = "";
  }

  /** Search for words, once typing pauses. @param {string} words */
  look(words) {
    clearTimeout(this.timer);
    this.words = words.trim();
    if (this.words.length < SHORTEST) this.root.hidden = true;
    else this.timer = setTimeout(() => void this.search(this.words), PAUSE);
  }

  /** @param {string} words */
  async search(words) {
    let hits = /** @type {import("./model/wire.js").HitView[]} */ ([]);
    let problem = "";
    try {
      hits = await fetchHits(words);
    } catch (error) {
      problem = fill(TEXTS.sentencesFailed, { reason: /** @type {Error} */ (error).message });
    }
    // an answer that comes late is about words that are no longer in the field
    if (words !== this.words) return;
    write(this.said, problem || (hits.length ? "" : TEXTS.sentencesNone));
    this.list.replaceChildren(...hits.map(row));
    this.root.hidden = false;
    this.root.dataset.words = words;
  }
}

/** @param {import("./model/wire.js").HitView} hit */
function row({ event, outlet, text, about, link }) {
  const place = [event, outlet, about].filter(Boolean).join(" · ");
  return h(
    "li",
    {},
    h("a", { href: new URL(link, location.origin).href, dir: "auto", translate: "no" }, text),
    h("span", { class: "cd-quiet", dir: "auto" }, ` ${place}`),
  );
}
