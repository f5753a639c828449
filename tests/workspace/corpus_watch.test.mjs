// What changed between the loading of an event and the first answer about the corpus is not missed.

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = Object.assign(new EventTarget(), { hidden: false, baseURI: "http://localhost/" });
globalThis.location = new URL("http://localhost/");
const answers = [];
globalThis.fetch = (url) => new Promise((resolve) => answers.push({ url: String(url), resolve }));
const { CorpusWatch } = await import("../../annotator/workspace/assets/saving/corpus_watch.js");

/** Let the oldest request have an answer. */
async function answer(version, state) {
  const view = { version, place: state && { state } };
  answers.shift().resolve(new Response(JSON.stringify(view)));
  await new Promise((resolve) => setTimeout(resolve, 5));
}

test("the first answer about an open event is compared with it; later ones tell what is new", async (t) => {
  let event = null;
  const told = [];
  const watch = new CorpusWatch(
    () => event,
    (view) => told.push(view.place?.state),
  );
  t.after(() => watch.stop());
  event = "e1"; // it opens before the first answer, which is about none
  await answer("1", null);
  assert.deepEqual(told, []);
  watch.look();
  await answer("2", "after a change");
  assert.deepEqual(told, ["after a change"]);
  watch.look();
  await answer("2", "after a change");
  watch.look();
  await answer("3", "after another");
  assert.deepEqual(told, ["after a change", "after another"]);
});

test("without an open event the first answer is what the page shows already", async (t) => {
  const told = [];
  const watch = new CorpusWatch(
    () => null,
    (view) => told.push(view.version),
  );
  t.after(() => watch.stop());
  await answer("1", null);
  assert.deepEqual(told, []);
  watch.look();
  await answer("2", null);
  assert.deepEqual(told, ["2"]);
});
