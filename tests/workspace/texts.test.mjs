import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { TEXTS, fill } from "../../annotator/workspace/assets/texts.js";

const ASSETS = new URL("../../annotator/workspace/assets/", import.meta.url);
const files = readdirSync(ASSETS, { recursive: true }).filter((name) => name.endsWith(".js"));
const source = (name) => readFileSync(new URL(name, ASSETS), "utf8");

/** A module without comments, and without the list of words of a language that some rules need. */
const code = (name) =>
  source(name)
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "")
    .replace(/new \w*Error\([^;]*?\)/g, "")
    .replace(/"[^"\n]*"(?=\s*(?:\+|\)?\.split|,?\n\s*\)?\.split))/g, "");

/** What Streamlit writes, and what only browsers read. */
const FOREIGN = new Set(["Connection error", "noopener noreferrer", "input, textarea"]);
/** Selectors and styles: they hold signs that no sentence has. */
const MACHINE = /[[\]{}=>#]|^\.|cd-|--|\bcalc\(|^\w+[A-Z]\w*$/;

/** Texts for people in a module: words with blanks between them, or one with a capital and a stop. */
function texts(text) {
  const all = Array.from(text.matchAll(/(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1/g), ([, , inside]) =>
    inside.replace(/\$\{[^}]*\}/g, "\u0000").trim(),
  );
  return all.filter((words) => {
    const isSentence = /\p{L}{2,}[.!?:,;]?\s+[\p{L}“"(]/u.test(words) || /^\p{Lu}\p{L}+[.!?:]$/u.test(words);
    return isSentence && !MACHINE.test(words) && !FOREIGN.has(words);
  });
}

test("what looks for texts finds sentences, with and without a full stop", () => {
  const sample = `x("No words of this claim are quoted."); y('Mark as done'); z(\`Still missing: \${it}\`)`;
  assert.equal(texts(sample).length, 3);
  assert.deepEqual(
    texts('q(".cd-row [data-x]"); h("div", { class: "cd-a cd-b" }); at("input, textarea")'),
    [],
  );
});

test("no module but texts.js holds words for people", () => {
  const lists = new Set(["texts.js", "model/shared.js"]);
  const found = files
    .filter((one) => !lists.has(one))
    .flatMap((name) => texts(code(name)).map((words) => `${name}: ${words}`));
  assert.deepEqual(found, []);
});

test("no text says the same as another", () => {
  const all = Object.values(TEXTS);
  assert.deepEqual(
    all.filter((text, index) => text.length > 12 && all.indexOf(text) !== index),
    [],
  );
});

test("plurals follow the rules of the language", () => {
  assert.equal(fill("{count} {count:line|lines}", { count: 1 }), "1 line");
  assert.equal(fill("{count} {count:line|lines}", { count: 0 }), "0 lines");
  assert.equal(fill(TEXTS.signedOut, { count: 1 }).includes("1 decision is"), true);
});

test("every text is used", () => {
  const all = files
    .filter((one) => one !== "texts.js")
    .map(code)
    .join("\n");
  const named = new Set(Array.from(all.matchAll(/(?<!_)TEXTS\.(\w+)/g), ([, name]) => name));
  const byName = new Set(Array.from(all.matchAll(/["'](\w+)["']/g), ([, name]) => name));
  assert.deepEqual(
    Object.keys(TEXTS).filter((name) => !named.has(name) && !byName.has(name)),
    [],
  );
});

test("every text that is asked for exists", () => {
  const asked = files.flatMap((one) =>
    Array.from(code(one).matchAll(/(?<!_)TEXTS\.(\w+)/g), ([, name]) => name),
  );
  assert.deepEqual(
    asked.filter((name) => !(name in TEXTS)),
    [],
  );
});
