// The page's rules as a process: one JSON line in (a codebook with frames), one JSON line out (what the page says).
import { createInterface } from "node:readline";
import { Codebook } from "../../annotator/workspace/assets/model/codebook.js";
import { CodePoints } from "../../annotator/workspace/assets/model/codepoints.js";
import { violations } from "../../annotator/workspace/assets/rules/constraints.js";
import { derived, quoteMode } from "../../annotator/workspace/assets/rules/derivation.js";

const LEVELS = ["always", "done", "advise"];

for await (const line of createInterface({ input: process.stdin })) {
  const { codebook: json, frames } = JSON.parse(line);
  const codebook = new Codebook(json);
  process.stdout.write(`${JSON.stringify(frames.map((frame) => answer(frame, codebook)))}\n`);
}

function answer(record, codebook) {
  const points = new CodePoints(record.text);
  const sentence = { id: "x", position: 0, paragraph: 0, kind: record.kind, start: 0, end: points.length };
  const frame = { ...record, sentence, points };
  const claims = [...record.claims, ...record.elsewhere];
  return {
    violations: LEVELS.map((when) => violations(frame, codebook, when)),
    values: claims.map((claim) => ({
      ...derived(claim, codebook, points, record.quoted),
      ...Object.fromEntries(Object.entries(claim.values).filter(([, value]) => value !== null)),
    })),
    modes: claims.map((claim) => quoteMode(points, claim.content, record.quoted)),
  };
}
