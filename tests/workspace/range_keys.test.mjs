// How many keys a range takes by typing, counted over the claims that a person labeled in whole articles.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import test from "node:test";
import { RangeEdit } from "../../annotator/workspace/assets/commands/range_edit.js";
import { CodePoints } from "../../annotator/workspace/assets/model/codepoints.js";
import { WordRanges } from "../../annotator/workspace/assets/model/word_ranges.js";

const OWN = [new URL("../data/trial/", import.meta.url), "trial.jsonl"];
const SEEDS = [new URL("../../../shared/data/seeds/", import.meta.url), "seed_trial.jsonl"];
/** A range of more keys than this is given up. */
const MOST = 14;

/** The ranges of a trial with the words of their articles. */
function rangesOf([folder, file]) {
  const lines = readFileSync(new URL(file, folder), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const texts = new Map();
  return lines.flatMap(({ doc, start, end, claims }) => {
    if (!texts.has(doc)) texts.set(doc, new CodePoints(readFileSync(new URL(doc, folder), "utf8")));
    const sentences = [{ id: "s", start, end }];
    const words = new WordRanges({ language: "en", sentences }, texts.get(doc));
    const cue = (claim) => claim.attribution?.cue ?? claim.cue;
    return claims.flatMap((claim) =>
      [...claim.spans, ...(cue(claim) ? [cue(claim)] : [])].map(([from, to]) => ({
        words,
        home: [start, end],
        range: [from, to],
      })),
    );
  });
}

/** Sequences of letters that may lead to a word: one letter again and again, or its first letters. */
function spellings(text) {
  const letters = [...text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")];
  const again = Array.from({ length: 8 }, (_, index) => Array(index + 1).fill(letters[0]));
  return [...again, ...[2, 3, 4].map((length) => letters.slice(0, length))].filter((keys) =>
    keys.every(Boolean),
  );
}

/** The fewest keys for one range: the key that opens it, letters, capitals, Enter. */
function keysFor({ words, home, range }) {
  const list = words.of(0);
  const first = list.find(([start]) => start >= range[0]);
  const last = list.filter(([, end]) => end <= range[1]).at(-1);
  const text = (word) => words.points.slice(...word);
  let best = MOST;
  for (const start of spellings(text(first))) {
    for (const end of first === last ? [[]] : spellings(text(last))) {
      const edit = new RangeEdit(words, "content", [list[0]], home);
      const typed = [...start.map((key) => edit.type(key, false)), ...end.map((key) => edit.type(key, true))];
      const isThere = typed.every(Boolean) && edit.active[0] === first[0] && edit.active[1] === last[1];
      if (isThere) best = Math.min(best, typed.length + 2);
    }
  }
  return best;
}

for (const [name, trial] of [
  ["articles of our own", OWN],
  ["the seed articles", SEEDS],
]) {
  const isHere = existsSync(new URL(trial[1], trial[0]));
  test(
    `a range of ${name} takes at most 6 keys on average`,
    { skip: isHere ? false : "its data is not here" },
    () => {
      const counts = rangesOf(trial).map(keysFor);
      assert.ok(counts.length > 20);
      const average = counts.reduce((sum, count) => sum + count, 0) / counts.length;
      assert.ok(average <= 6, `${average.toFixed(2)} keys`);
    },
  );
}

test("letters narrow down, the same letter goes on, and capitals extend", () => {
  const points = new CodePoints("The ship sank near the shore on Sunday.");
  const words = new WordRanges(
    { language: "en", sentences: [{ id: "s", start: 0, end: points.length }] },
    points,
  );
  const edit = new RangeEdit(words, "content", [], [0, points.length]);
  const shown = () => points.slice(...edit.active);
  edit.type("s", false);
  assert.equal(shown(), "ship");
  edit.type("s", false);
  assert.equal(shown(), "sank");
  edit.type("n", false);
  assert.equal(shown(), "near");
  for (const key of "sh") edit.type(key, true);
  assert.equal(shown(), "near the shore");
  assert.equal(edit.type("x", false), false);
  assert.equal(shown(), "near the shore");
});
