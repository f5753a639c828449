import assert from "node:assert/strict";
import test from "node:test";
import { choices, fit, plain } from "../../annotator/workspace/assets/commands/sources.js";

const LIST = [
  "Ministry of State Security",
  "South China Morning Post",
  "Élise Dupont",
  "وزارة الداخلية",
  "国家安全部",
].map((name, index) => ({ id: `s${index}`, name }));
const found = (typed) =>
  choices(LIST, typed, null)
    .filter((one) => one.id)
    .map((one) => one.name);

test("a few letters find a source: of its beginning, of its words, its initials", () => {
  assert.deepEqual(found("min"), ["Ministry of State Security"]);
  assert.deepEqual(found("sec"), ["Ministry of State Security"]);
  assert.deepEqual(found("mo po"), ["South China Morning Post"]);
  assert.deepEqual(found("mss"), ["Ministry of State Security"]);
  assert.deepEqual(found("elise"), ["Élise Dupont"]);
  assert.deepEqual(found("وزارة"), ["وزارة الداخلية"]);
  assert.deepEqual(found("国家"), ["国家安全部"]);
});

test("what fits better comes first", () => {
  const list = [
    { id: "a", name: "Harbour Police" },
    { id: "b", name: "Police" },
    { id: "c", name: "Policy Office" },
  ];
  assert.deepEqual(
    choices(list, "police", null).map((one) => one.id),
    ["b", "a"],
  );
});

test("a name that nobody has is offered as a new one, after those that fit", () => {
  assert.deepEqual(
    choices(LIST, "South", null).map((one) => [one.id, one.name]),
    [
      ["s1", "South China Morning Post"],
      [undefined, "South"],
    ],
  );
  assert.deepEqual(choices(LIST, " élise dupont ", null).length, 1);
});

test("with nothing typed the proposed source comes first, and all others follow", () => {
  assert.deepEqual(
    choices(LIST, "", LIST[2]).map((one) => one.id),
    ["s2", "s0", "s1", "s3", "s4"],
  );
  assert.deepEqual(choices([], "", { name: "New" }), [{ name: "New" }]);
});

test("an overlong name is cut where a source may not be longer", () => {
  assert.equal([...choices([], "😀".repeat(300), null)[0].name].length, 200);
});

test("letters that do not fit find nothing", () => {
  assert.equal(fit("Ministry", "xyz"), null);
  assert.equal(fit("Ministry", "ms"), null);
  assert.equal(plain("  Élise—Dupont’s "), "elise duponts");
});
