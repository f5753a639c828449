import assert from "node:assert/strict";
import test from "node:test";
import { shownPairs } from "../../annotator/workspace/assets/model/alignment.js";
import { bandsOf, heightsOf, itemsOf } from "../../annotator/workspace/assets/articles/bands.js";
import { Movement } from "../../annotator/workspace/assets/articles/movement.js";
import { article } from "./bundle.mjs";

const column = (name, count, weight = 2) =>
  Array.from({ length: count }, (_, n) => ({ kind: "sentence", id: `${name}${n}`, weight }));
const ids = (bands) => bands.map((band) => band.cells.map((cell) => cell.map((item) => item.id)));

test("boilerplate in a row is one line, and headings stand alone", () => {
  const made = article("a", "X", [
    ["kicker", "K"],
    ["byline", "B"],
    ["body", "One."],
    ["runin_heading", "What now:"],
    ["body", "Two."],
    ["boilerplate", "©"],
  ]);
  const items = itemsOf(made, (kind) => kind === "body");
  assert.deepEqual(
    items.map((item) => item.kind),
    ["boilerplate", "sentence", "heading", "sentence", "boilerplate"],
  );
  assert.deepEqual(items[0].ids, ["a-0", "a-1"]);
});

test("an aligned pair begins a band together", () => {
  const bands = bandsOf([column("a", 3), column("b", 3)], [["a1", "b2", 1]]);
  assert.deepEqual(ids(bands), [
    [["a0"], ["b0", "b1"]],
    [["a1", "a2"], ["b2"]],
  ]);
});

test("pairs that cross are not both kept: the better chain is", () => {
  const bands = bandsOf(
    [column("a", 4), column("b", 4)],
    [
      ["a0", "b3", 0.9],
      ["a1", "b1", 0.6],
      ["a2", "b2", 0.6],
    ],
  );
  assert.deepEqual(
    bands.slice(1).map((band) => band.cells[0][0].id),
    ["a1", "a2"],
  );
});

test("a pair that would leave a large blank is left to the highlight", () => {
  const bands = bandsOf([column("a", 2), column("b", 30)], [["a1", "b29", 1]]);
  assert.equal(bands.length, 1);
});

test("every sentence stands in exactly one place, whatever the pairs", () => {
  const columns = [column("a", 9), column("b", 7, 3), column("c", 11, 1)];
  for (let seed = 1; seed < 200; seed += 1) {
    const pairs = Array.from({ length: seed % 12 }, (_, n) => {
      const sides = [
        ["a", "b"],
        ["b", "c"],
        ["c", "a"],
        ["c", "b"],
      ][(seed + n) % 4];
      return [
        `${sides[0]}${(seed * 7 + n * 3) % 9}`,
        `${sides[1]}${(seed * 5 + n * 2) % 7}`,
        ((seed * n) % 10) / 10,
      ];
    });
    const bands = bandsOf(columns, pairs);
    columns.forEach((items, index) => {
      assert.deepEqual(
        bands.flatMap((band) => band.cells[index]),
        items,
      );
    });
  }
});

test("three columns share a band where all are aligned", () => {
  const bands = bandsOf(
    [column("a", 3), column("b", 3), column("c", 3)],
    [
      ["a1", "b1", 1],
      ["c1", "b1", 1],
    ],
  );
  assert.deepEqual(
    bands[1].cells.map((cell) => cell[0].id),
    ["a1", "b1", "c1"],
  );
});

test("going across leads to what is beside, and back again", () => {
  const columns = [column("a", 4), column("b", 4, 1)];
  const ids = columns.map((items) => items.map((item) => item.id));
  const movement = new Movement(ids, heightsOf(bandsOf(columns, [])));
  assert.equal(movement.across("a1", 1), "b2");
  assert.equal(movement.across("b2", -1), "a1");
  assert.equal(movement.across("a1", -1), null);
});

test("a pair that lies far apart is shown only where it is very alike", () => {
  const long = (id) => ({
    id,
    sentences: Array.from({ length: 21 }, (_, index) => ({ id: `${id}${index}` })),
  });
  const pairs = [
    ["a0", "b20", 0.4],
    ["a0", "b19", 0.6],
    ["a5", "b7", 0.25],
    ["a5", "gone", 0.9],
  ];
  assert.deepEqual(shownPairs(pairs, [long("a"), long("b")]), [pairs[1], pairs[2]]);
});

test("along a column the keys stop at its ends", () => {
  const movement = new Movement([["a", "b", "c"]], new Map());
  assert.equal(movement.along("a", 1), "b");
  assert.equal(movement.along("a", 10), "c");
  assert.equal(movement.along("c", 1), null);
  assert.equal(movement.end("b", "first"), "a");
});

test("the next open sentence is looked for onwards, then from the start", () => {
  const movement = new Movement(
    [
      ["a", "b"],
      ["c", "d"],
    ],
    new Map(),
  );
  assert.equal(
    movement.nextOpen("b", (id) => id === "d" || id === "a"),
    "d",
  );
  assert.equal(
    movement.nextOpen("d", (id) => id === "a"),
    "a",
  );
  assert.equal(
    movement.nextOpen("d", () => false),
    null,
  );
});
