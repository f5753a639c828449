import assert from "node:assert/strict";
import { test } from "node:test";

import { blinded, namesOf } from "../../annotator/workspace/assets/model/blinding.js";
import { CodePoints } from "../../annotator/workspace/assets/model/codepoints.js";

const article = (outlet, text, more = {}) => ({
  id: outlet,
  outlet,
  title: `${outlet}: news`,
  byline: "By Jo",
  url: "",
  details: [],
  text,
  sentences: [],
  ...more,
});
const blind = (...articles) => blinded({ event: { name: "Dam" }, articles }).articles;

test("outlets are letters, in the order they come in", () => {
  assert.deepEqual(
    blind(article("Sun", ""), article("Mail", "")).map((one) => one.outlet),
    ["Outlet A", "Outlet B"],
  );
});

test("what points to the outlet is left out, and its name in the title is covered", () => {
  const [one] = blind(article("The Daily Gull", "", { url: "https://dailygull.example/a" }));
  assert.deepEqual([one.byline, one.url, one.title], ["", "", "▒▒▒ ▒▒▒▒▒ ▒▒▒▒: news"]);
});

test("of the details only those stay that point to no outlet", () => {
  const details = [
    ["published", "2026-01-01"],
    ["licence", "© Gull"],
    ["section", "Gull Sport"],
  ];
  const [one] = blind(article("The Daily Gull", "", { details }));
  assert.deepEqual(one.details, [["published", "2026-01-01"]]);
});

test("a name is covered in every article of the event, in any case, without its article, and as one word", () => {
  const [, other] = blind(
    article("The Daily Gull", ""),
    article("Mail", "DAILY  GULL, @DailyGull and the Daily Gull."),
  );
  assert.equal(other.text, "▒▒▒▒▒  ▒▒▒▒, @▒▒▒▒▒▒▒▒▒ and ▒▒▒ ▒▒▒▒▒ ▒▒▒▒.");
});

test("a page that glued the name to its neighbours does not give it away", () => {
  const [one] = blind(article("Guardian", "AdvertisementGuardianBy Jo"));
  assert.equal(one.text, "Advertisement▒▒▒▒▒▒▒▒By Jo");
});

test("a line that only names the writer is covered as a whole", () => {
  const sentences = [
    { kind: "byline", start: 3, end: 10 },
    { kind: "body", start: 11, end: 22 },
  ];
  const [one] = blind(article("Mail", "😀 \nBy Jo X\nJo X spoke.", { sentences }));
  assert.equal(one.text, "😀 \n▒▒ ▒▒ ▒\nJo X spoke.");
});

test("a longer word that holds the name stays", () => {
  const [one] = blind(article("Mirror", "The lake mirrored the sky."));
  assert.equal(one.text, "The lake mirrored the sky.");
});

test("a short name is covered only as the outlet writes it", () => {
  const [one] = blind(article("Sun", "Sun readers saw the sun."));
  assert.equal(one.text, "▒▒▒ readers saw the sun.");
});

test("initials and the address are names too", () => {
  const names = namesOf(article("Halven State News", "", { url: "https://www.halvennews.example/x?y" }));
  for (const name of ["HSN", "halvennews.example", "halvennews"]) assert.ok(names.includes(name), name);
});

test("every offset stays where it was, with wide characters in the name and around it", () => {
  const text = "😀 The News😀 Post says é. 新華社 said so.";
  const [one] = blind(article("News😀 Post", text), article("新華社", ""));
  assert.equal(new CodePoints(one.text).length, new CodePoints(text).length);
  assert.equal(one.text, "😀 The ▒▒▒▒▒ ▒▒▒▒ says é. ▒▒▒ said so.");
});

test("signs that mean something in a pattern are only signs", () => {
  const [one] = blind(article("C++ (Daily)", "C++ (Daily) and C (Daily)"));
  assert.equal(one.text, "▒▒▒ ▒▒▒▒▒▒▒ and C (Daily)");
});

test("the given event is left as it was", () => {
  const bundle = { event: { name: "Gull" }, articles: [article("Gull", "Gull")] };
  blinded(bundle);
  assert.deepEqual(
    [bundle.articles[0].outlet, bundle.articles[0].text, bundle.event.name],
    ["Gull", "Gull", "Gull"],
  );
});
