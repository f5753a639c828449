// What must be true of every module of the page.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { codebookOf } from "./bundle.mjs";

const FOLDER = new URL("../../annotator/workspace/assets/", import.meta.url);
const FILES = readdirSync(FOLDER, { recursive: true }).filter((name) => name.endsWith(".js"));
const read = (name) => readFileSync(new URL(name, FOLDER), "utf8");

test("text never becomes markup", () => {
  for (const name of FILES)
    assert.doesNotMatch(read(name), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/, name);
});

test("every module is type-checked and short", () => {
  for (const name of FILES) {
    assert.match(read(name), /^\/\/ @ts-check/, name);
    assert.ok(read(name).split("\n").length <= 400, name);
  }
});

test("no module names a layer of the codebook", () => {
  // these describe the wire, where "source" is also a kind of target
  const modules = FILES.filter((name) => !["model/types.js", "model/wire.js"].includes(name));
  for (const layer of codebookOf("shipped").layer) {
    for (const name of modules)
      assert.doesNotMatch(read(name), new RegExp(`["'\`.]${layer.id}\\b["'\`]`), `${name} names ${layer.id}`);
  }
});

test("nothing is loaded from elsewhere", () => {
  for (const name of [...FILES, "style.css"]) assert.doesNotMatch(read(name), /https?:\/\//, name);
});

/** What only a browser has. */
const DOM =
  /\b(?:document|window|navigator|localStorage|HTMLElement|getComputedStyle|requestAnimationFrame)\b[.(]/;

/** A module's code without comments. */
const code = (name) =>
  read(name)
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "");

test("the rooms of facts and rules touch no DOM and no view", () => {
  for (const name of FILES.filter((one) => /^(?:model|rules|commands)\//.test(one))) {
    assert.doesNotMatch(code(name), DOM, name);
    assert.doesNotMatch(code(name), /from "\.\.\/(?:view|dialogs|control|saving)\//, name);
  }
});

test("no folder holds more than 17 modules", () => {
  const folders = FILES.map((name) => name.split("/").slice(0, -1).join("/"));
  for (const folder of new Set(folders)) {
    const count = folders.filter((one) => one === folder).length;
    assert.ok(count <= 17, `${folder || "assets"} holds ${count}`);
  }
});

test("no module reaches through the page", () => {
  for (const name of FILES) assert.doesNotMatch(code(name), /this\.page\b/, name);
});
