import assert from "node:assert/strict";
import test from "node:test";
import { CodePoints } from "../../annotator/workspace/assets/model/codepoints.js";
import { RangeEdit } from "../../annotator/workspace/assets/commands/range_edit.js";
import { WordRanges, joined, shared, without } from "../../annotator/workspace/assets/model/word_ranges.js";
import { article } from "./bundle.mjs";

function words(language, ...lines) {
  const one = {
    ...article(
      "x",
      "X",
      lines.map((line) => ["body", line]),
    ),
    language,
  };
  return new WordRanges(one, new CodePoints(one.text));
}

function texts(list, index = 0) {
  return list.of(index).map(([start, end]) => list.points.slice(start, end));
}

/** An edit in the first sentence, starting at the words that are given. */
function edit(list, ...ranges) {
  const { start, end } = list.sentences[0];
  return new RangeEdit(list, "any", ranges, [start, end]);
}

function shown(one) {
  return one.value().map(([start, end]) => one.words.points.slice(start, end));
}

test("a hyphen, an apostrophe and the stop of an abbreviation belong to their word", () => {
  const list = words("en", "High-precision U.S. data, 10,000 of them: the town’s “own”.");
  assert.deepEqual(texts(list), [
    "High-precision",
    "U.S.",
    "data",
    "10,000",
    "of",
    "them",
    "the",
    "town’s",
    "own",
  ]);
});

test("offsets of words count code points, also behind an emoji", () => {
  const list = words("en", "So 😀👍🏽 it sank.");
  assert.deepEqual(list.of(0), [
    [0, 2],
    [7, 9],
    [10, 14],
  ]);
});

test("Chinese words are steps although no space is between them", () => {
  const list = words("zh", "轮船沉没了。");
  assert.ok(list.of(0).length >= 2);
  assert.equal(texts(list).join(""), "轮船沉没了");
});

test("Arabic words with their vowel signs are whole", () => {
  assert.deepEqual(texts(words("ar", "قَالَ الوزير إن السفينة غرقت.")), [
    "قَالَ",
    "الوزير",
    "إن",
    "السفينة",
    "غرقت",
  ]);
});

test("an article may say that its language is anything", () => {
  assert.deepEqual(texts(words("English (US)", "It sank.")), ["It", "sank"]);
});

test("steps go over the border of a sentence", () => {
  const list = words("en", "It sank.", "Nobody drowned.");
  assert.deepEqual(list.after(7), [9, 15]);
  assert.deepEqual(list.before(9), [3, 7]);
  assert.equal(list.after(24), null);
  assert.equal(list.before(0), null);
});

test("a character is what a reader takes for one", () => {
  const list = words("en", "a👍🏽é.");
  assert.equal(list.characterAfter(1), 3);
  assert.equal(list.characterBefore(3), 1);
  const combined = words("en", "e\u0301a");
  assert.equal(combined.characterAfter(0), 2);
});

test("a mouse's selection grows to whole words", () => {
  const list = words("en", "The ferry sank.");
  assert.deepEqual(list.snapped(5, 11), [4, 14]);
  assert.deepEqual(list.snapped(3, 4), [3, 4]);
});

test("ranges that overlap or touch become one, in reading order", () => {
  assert.deepEqual(
    joined([
      [5, 9],
      [0, 2],
      [2, 4],
      [8, 12],
      [3, 3],
    ]),
    [
      [0, 4],
      [5, 12],
    ],
  );
  assert.deepEqual(
    without(
      [0, 10],
      [
        [2, 3],
        [5, 12],
      ],
    ),
    [
      [0, 2],
      [3, 5],
    ],
  );
  assert.equal(
    shared(
      [[0, 5]],
      [
        [3, 9],
        [4, 5],
      ],
    ),
    3,
  );
});

test("arrows move from word to word, and over the sentence's end", () => {
  const one = edit(words("en", "The ferry sank.", "Nobody drowned."), [0, 3]);
  one.move(1);
  assert.deepEqual(shown(one), ["ferry"]);
  one.move(1);
  one.move(1);
  assert.deepEqual(shown(one), ["Nobody"]);
  one.move(-1);
  assert.deepEqual(shown(one), ["sank"]);
});

test("Shift and an arrow extend, shorten, and then go the other way", () => {
  const one = edit(words("en", "The old ferry sank."), [8, 13]);
  one.extend(1);
  assert.deepEqual(shown(one), ["ferry sank"]);
  one.extend(-1);
  assert.deepEqual(shown(one), ["ferry"]);
  one.extend(-1);
  assert.deepEqual(shown(one), ["old ferry"]);
  one.extend(1);
  assert.deepEqual(shown(one), ["ferry"]);
});

test("both ends can be moved", () => {
  const one = edit(words("en", "The old ferry sank at once."), [4, 18]);
  one.turnTo("start");
  one.extend(1);
  assert.deepEqual(shown(one), ["ferry sank"]);
  one.turnTo("end");
  one.extend(-1);
  assert.deepEqual(shown(one), ["ferry"]);
});

test("an end is moved by letters, and a range keeps one", () => {
  const one = edit(words("en", "Ferries sank."), [0, 7]);
  one.nudge(-1);
  assert.deepEqual(shown(one), ["Ferrie"]);
  one.turnTo("start");
  one.nudge(1);
  assert.deepEqual(shown(one), ["errie"]);
  for (let count = 0; count < 20; count += 1) one.nudge(1);
  assert.deepEqual(shown(one), ["e"]);
});

test("a further range makes it discontinuous; removing it leaves the first", () => {
  const one = edit(words("en", "The old ferry sank at once."), [0, 3]);
  one.add();
  one.extend(1);
  assert.deepEqual(shown(one), ["The", "old ferry"]);
  one.choose(1);
  one.extend(1);
  assert.deepEqual(shown(one), ["The old ferry"], "ranges that meet are one");
  const two = edit(words("en", "The old ferry sank."), [0, 3], [8, 13]);
  two.remove();
  assert.deepEqual(shown(two), ["The"]);
  two.remove();
  assert.deepEqual(two.value(), []);
  two.extend(1);
  assert.deepEqual(shown(two), ["The"], "from nothing it begins with the first word");
});

test("Home and End go to the ends of the sentence, with Shift the range does", () => {
  const one = edit(words("en", "The old ferry sank.", "Nobody drowned."), [4, 7]);
  one.jump("end", true);
  assert.deepEqual(shown(one), ["old ferry sank"]);
  one.jump("start", true);
  assert.deepEqual(shown(one), ["The old ferry sank"]);
  one.jump("end", false);
  assert.deepEqual(shown(one), ["sank"]);
});

test("what the mouse marks replaces, adds or extends", () => {
  const one = edit(words("en", "The old ferry sank."), [0, 3]);
  one.place([8, 13], "add");
  assert.deepEqual(shown(one), ["The", "ferry"]);
  one.place([14, 18], "extend");
  assert.deepEqual(shown(one), ["The", "ferry sank"]);
  one.place([4, 7], "replace");
  assert.deepEqual(shown(one), ["The", "old"], "the active range only");
});

test("white space at the ends is never part of a range", () => {
  assert.deepEqual(edit(words("en", "The old ferry."), [3, 8]).value(), [[4, 7]]);
});
