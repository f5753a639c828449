import assert from "node:assert/strict";
import test from "node:test";
import { CodePoints } from "../../annotator/workspace/assets/model/codepoints.js";

const TEXTS = [
  "",
  "plain",
  "a😀b",
  "😀😀",
  "é\u0301x",
  "👩‍👩‍👧 family",
  "漢字𠮷野家",
  "lone \ud83d here",
  "\ude00\ud83d",
  "العربية 😀 نص",
];

test("every code point starts where iterating the text says it does", () => {
  for (const text of TEXTS) {
    const points = new CodePoints(text);
    const characters = [...text];
    assert.equal(points.length, characters.length);
    let unit = 0;
    characters.forEach((character, point) => {
      assert.equal(points.toUnit(point), unit, text);
      unit += character.length;
    });
    assert.equal(points.toUnit(characters.length), text.length);
  }
});

test("going there and back is going nowhere", () => {
  for (const text of TEXTS) {
    const points = new CodePoints(text);
    for (let point = 0; point <= points.length; point += 1)
      assert.equal(points.toPoint(points.toUnit(point)), point);
  }
});

test("a unit in the middle of a character belongs to that character", () => {
  assert.equal(new CodePoints("a😀b").toPoint(2), 1);
  assert.equal(new CodePoints("😀😀").toPoint(3), 1);
});

test("a slice counts an emoji as one and a combining accent as one of its own", () => {
  assert.equal(new CodePoints("a😀b").slice(1, 2), "😀");
  assert.equal(new CodePoints("e\u0301x").slice(0, 1), "e");
});

test("trimming leaves white space outside and keeps wide characters whole", () => {
  assert.deepEqual(new CodePoints("😀 \u00a0a😀 ").trimmed(1, 6), [3, 5]);
  assert.equal(new CodePoints("a   b").trimmed(1, 4), null);
});
