import assert from "node:assert/strict";
import { test } from "node:test";

import { chosen } from "../../annotator/workspace/assets/events_page.js";

const rows = [
  { id: "a", name: "Dam burst", outlets: ["Post", "Mail"], sentences: 4, done: 4, unsure: 0 },
  { id: "b", name: "Ferry sinks", outlets: ["Post"], sentences: 4, done: 3, unsure: 1 },
];
const ids = (words, unfinished = false) => chosen(rows, words, unfinished).map((row) => row.id);

test("words are looked for in names and outlets, in any order and case", () => {
  assert.deepEqual(
    [ids("POST"), ids("mail dam"), ids("mail ferry"), ids(" ")],
    [["a", "b"], ["a"], [], ["a", "b"]],
  );
});

test("finished events can be left out", () => {
  assert.deepEqual(ids("", true), ["b"]);
});
