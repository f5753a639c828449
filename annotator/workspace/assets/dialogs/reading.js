// @ts-check
/** What lies one key away from the work: the codebook, the article, what was unsure, how the page looks. */

import { Display } from "./display.js";
import { Handbook } from "./codebook_dialog.js";
import { Reader } from "./reader.js";
import { UnsureList } from "./unsure_list.js";

export class Reading {
  /** @param {import("../workspace.js").Workspace} page */
  constructor(page) {
    this.page = page;
    const back = () => page.focusBoard();
    this.handbook = new Handbook(back);
    this.reader = new Reader(back);
    this.unsure = new UnsureList(back, (event, sentence) => page.visit(event, sentence));
    this.display = new Display(back, {
      set: (name, value) => page.prefer(name, value),
      toggleOutlet: (article) => page.columns.toggle(article),
      move: (article, by) => page.columns.move(article, by),
    });
    this.roots = [this.handbook, this.reader, this.unsure, this.display].map((sheet) => sheet.root);
  }

  /** @param {string} name @returns {boolean} whether it is a command of this kind */
  command(name) {
    const { model, board } = this.page;
    const sentence = board.focused;
    if (!model || !sentence) return false;
    if (name === "codebook") this.handbook.openAt(this.page.guideline.layer);
    else if (name === "article") this.reader.openAt(model, sentence);
    else if (name === "unsureList") void this.unsure.openFor(model);
    else if (name === "display") this.display.open();
    else return false;
    return true;
  }
}
