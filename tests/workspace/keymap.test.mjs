import assert from "node:assert/strict";
import test from "node:test";
import { Codebook } from "../../annotator/workspace/assets/model/codebook.js";
import { Keymap } from "../../annotator/workspace/assets/commands/keymap.js";
import { codebookOf } from "./bundle.mjs";

const shipped = new Keymap(new Codebook(codebookOf("shipped")));
const value = (layer, id) => ({ kind: "value", layer, value: id });
const command = (name) => ({ kind: "command", name });

test("every key of the codebook means its value", () => {
  for (const layer of codebookOf("shipped").layer) {
    for (const one of layer.value) {
      if (!one.key) continue;
      const code = /[0-9]/.test(one.key) ? `Digit${one.key}` : `Key${one.key.toUpperCase()}`;
      assert.deepEqual(shipped.meaning({ key: one.key, code }), value(layer.id, one.id));
    }
  }
});

test("a layer with physical keys is bound to the places of a QWERTY keyboard", () => {
  const { layer, ...rest } = codebookOf("shipped");
  const places = layer.map((one) => ({ ...one, physical_keys: true }));
  const byPlace = new Keymap(new Codebook({ ...rest, layer: places, is_by_place: true }));
  assert.deepEqual(byPlace.meaning({ key: "y", code: "KeyZ" }), value("certainty", "denied"));
});

test("what a key prints decides: QWERTZ has z and y in each other's places", () => {
  assert.deepEqual(shipped.meaning({ key: "z", code: "KeyY" }), value("certainty", "denied"));
  assert.deepEqual(shipped.meaning({ key: "y", code: "KeyZ" }), command("repeat"));
});

test("caps lock changes nothing", () => {
  assert.deepEqual(shipped.meaning({ key: "J", code: "KeyJ", shiftKey: false }), command("down"));
});

test("a Cyrillic layout reaches the commands by place", () => {
  assert.deepEqual(shipped.meaning({ key: "о", code: "KeyJ" }), command("down"));
});

test("a French layout reaches the digits without shift", () => {
  assert.deepEqual(shipped.meaning({ key: "&", code: "Digit1" }), value("claim_type", "event"));
});

test("undo and redo answer to Ctrl and to Cmd", () => {
  assert.deepEqual(shipped.meaning({ key: "z", code: "KeyZ", ctrlKey: true }), command("undo"));
  assert.deepEqual(
    shipped.meaning({ key: "Z", code: "KeyZ", metaKey: true, shiftKey: true }),
    command("redo"),
  );
  assert.deepEqual(shipped.meaning({ key: "y", code: "KeyY", ctrlKey: true }), command("redo"));
});

test("other combinations are left to the browser", () => {
  assert.equal(shipped.meaning({ key: "1", code: "Digit1", ctrlKey: true }), undefined);
  assert.equal(shipped.meaning({ key: "j", code: "KeyJ", altKey: true }), undefined);
});

test("a sign typed with AltGr is a key like any other", () => {
  const press = {
    key: "[",
    code: "Digit8",
    ctrlKey: true,
    altKey: true,
    getModifierState: (name) => name === "AltGraph",
  };
  assert.deepEqual(shipped.meaning(press), { kind: "step", layer: "outlet_stance", by: -1 });
});

test("shift and a letter is not that letter", () => {
  assert.equal(shipped.meaning({ key: "O", code: "KeyO", shiftKey: true }), undefined);
});

test("the flags' keys come from the codebook", () => {
  assert.deepEqual(shipped.meaning({ key: "q", code: "KeyQ" }), command("unsure"));
  assert.deepEqual(shipped.meaning({ key: "/", code: "Slash" }), command("note"));
});

test("another codebook brings its own keys", () => {
  const mood = new Keymap(new Codebook(codebookOf("codebook_mood.toml")));
  assert.deepEqual(mood.meaning({ key: "m", code: "KeyM" }), value("topic", "people"));
  assert.deepEqual(mood.meaning({ key: "j", code: "KeyJ" }), command("down"));
});
