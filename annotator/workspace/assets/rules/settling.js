// @ts-check
/** May a change stand, and what it means for the sentence's state. Pure. */

import { STATE } from "../model/labels.js";
import { violations } from "./constraints.js";

/** @typedef {import("../model/model.js").Model} Model */
/** @typedef {import("../model/draft.js").Draft} Draft */
/**
 * @typedef {{changes: import("../model/types.js").Change[], refusal?: string, claim?: string|null,
 *   finished?: boolean, reopened?: boolean}} Outcome refusal: why nothing changes, for the annotator; claim:
 *   which claim it concerned; finished: the sentence is done; reopened: it is no longer done
 */

/** Check a draft against the rules; a done sentence that is no longer complete is no longer done.
 * @param {Model} model @param {Draft} draft @param {boolean} finish @returns {Outcome} */
export function settle(model, draft, finish) {
  const before = new Set(violations(model.frame(draft.sentence), model.codebook, "always").map(nameOf));
  const frame = draft.frame();
  const broken = violations(frame, model.codebook, "always").find((one) => !before.has(nameOf(one)));
  if (broken) return { changes: [], refusal: broken.message };
  const done = draft.get(draft.sentence, STATE) === "done";
  let finished = false;
  let reopened = false;
  if (done || finish) {
    const complete = isComplete(frame, model.codebook);
    if (done && !complete) {
      draft.clear(draft.sentence, STATE);
      reopened = true;
    }
    if (!done && complete) {
      draft.set(draft.sentence, STATE, "done");
      finished = true;
    }
  }
  return { changes: draft.changes(), finished, reopened };
}

/** @param {import("../model/types.js").Violation} violation */
function nameOf(violation) {
  return `${violation.constraint} ${violation.claim ?? ""}`;
}

/** May the sentence be called done? @param {import("../model/types.js").SentenceLabels} frame
 * @param {import("../model/codebook.js").Codebook} codebook */
export function isComplete(frame, codebook) {
  return violations(frame, codebook, "done").length === 0;
}
