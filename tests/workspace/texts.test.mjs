import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { TEXTS } from "../../annotator/workspace/assets/texts.js";

const ASSETS = new URL("../../annotator/workspace/assets/", import.meta.url);
const files = readdirSync(ASSETS, { recursive: true }).filter((name) => name.endsWith(".js"));
const source = (name) => readFileSync(new URL(name, ASSETS), "utf8");

/** A module without comments and without what only developers read. */
const code = (name) =>
  source(name)
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "")
    .replace(/new \w*Error\([^;]*?\)/g, "")
    // lists of the words of a language, as codebooks have them
    .replace(/"[^"\n]*"(?=\s*(?:\+|\)?\.split|,?\n\s*\)?\.split))/g, "");

/** What Streamlit writes, and what only browsers read. */
const FOREIGN = new Set(["Connection error", "noopener noreferrer", "input, textarea"]);

test("no module but texts.js holds words for people", () => {
  const found = [];
  for (const name of files.filter((one) => one !== "texts.js")) {
    for (const [, , text] of code(name).matchAll(/(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1/g)) {
      const words = text.replace(/\$\{[^}]*\}/g, "").trim();
      const selector = /[[\]{}=>:#.]|cd-|^\w+[A-Z]\w+$/.test(words);
      if (/\p{L}{2,}[ ,]+\p{L}{2,}/u.test(words) && !selector && !FOREIGN.has(words))
        found.push(`${name}: ${words}`);
    }
  }
  assert.deepEqual(found, []);
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
