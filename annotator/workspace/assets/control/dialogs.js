// @ts-check
/** What lies one key away from the work: the codebook, the article, what was unsure, the view, the keys. */

/** @typedef {import("./work.js").Work} Work */
/**
 * @typedef {{codebook: import("../dialogs/codebook_dialog.js").CodebookDialog,
 *   reader: import("../dialogs/reader.js").Reader, unsure: import("../dialogs/unsure_list.js").UnsureList,
 *   display: import("../dialogs/display.js").Display, help: import("../dialogs/help.js").Help}} All
 */

export class Dialogs {
  /** @param {Work} work @param {All} all @param {() => string|null} layer whose guideline is shown */
  constructor(work, all, layer) {
    this.work = work;
    this.all = all;
    this.layer = layer;
  }

  get roots() {
    return Object.values(this.all).map((dialog) => dialog.root);
  }

  /** @returns {Record<string, () => void>} */
  commands() {
    return {
      codebook: () => this.all.codebook.openAt(this.layer()),
      article: () => this.openArticle(),
      unsureList: () => void (this.work.model && this.all.unsure.openFor(this.work.model)),
      display: () => this.all.display.open(),
      help: () => this.openHelp(),
    };
  }

  /** A codebook has come. @param {import("../model/codebook.js").Codebook} codebook */
  use(codebook) {
    this.all.codebook.use(codebook);
  }

  openArticle() {
    const { here } = this.work;
    if (here) this.all.reader.openAt(here.model, here.sentence);
  }

  openHelp() {
    const { model, keymap } = this.work;
    if (!model || !keymap) return;
    this.all.help.use(model.codebook, (key) => keymap.label(key));
    this.all.help.open();
  }
}
