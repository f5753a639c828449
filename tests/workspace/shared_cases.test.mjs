// The cases that the Python rules meet too (tests/labels/test_constraints.py, test_derivation.py).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Codebook } from "../../annotator/workspace/assets/model/codebook.js";
import { CodePoints } from "../../annotator/workspace/assets/model/codepoints.js";
import { quoteMode, stanceOf } from "../../annotator/workspace/assets/rules/derivation.js";
import { violations } from "../../annotator/workspace/assets/rules/constraints.js";
import { codebookOf } from "./bundle.mjs";

const read = (name) =>
  JSON.parse(readFileSync(new URL(`../shared_cases/${name}.json`, import.meta.url), "utf8"));

for (const one of read("constraints").cases) {
  test(`rules: ${one.name}`, () => {
    const [start, end] = one.sentence;
    const frame = {
      sentence: { id: "x", position: 0, paragraph: 0, kind: one.kind, start, end },
      points: new CodePoints(one.text),
      outlet: one.outlet,
      values: one.values,
      claims: one.claims,
      elsewhere: one.elsewhere,
      source_names: one.source_names,
      quoted: one.quoted,
    };
    const found = violations(frame, new Codebook(codebookOf(one.codebook)), one.when);
    assert.deepEqual(
      found.map(({ constraint, claim }) => [constraint, claim]),
      one.violations,
    );
  });
}

const derivations = read("derivations");
for (const one of derivations.mode) {
  test(`quotation: ${one.name}`, () => {
    assert.equal(quoteMode(new CodePoints(one.text), one.content, one.quoted), one.mode ?? null);
  });
}
for (const one of derivations.stance) {
  test(`stance: ${one.name}`, () => {
    const codebook = new Codebook(codebookOf("shipped"));
    const layer = codebook.layers.find((layer) => layer.derived === "cue_stance");
    const claim = { id: "x.1", sentence: "x", content: [], values: one.values };
    assert.equal(stanceOf(claim, layer, codebook, new CodePoints(one.text)), one.outlet_stance);
  });
}
