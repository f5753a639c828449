import assert from "node:assert/strict";
import test from "node:test";
import { Codebook } from "../../annotator/workspace/assets/model/codebook.js";
import { Keymap } from "../../annotator/workspace/assets/commands/keymap.js";
import { Layout } from "../../annotator/workspace/assets/commands/layout.js";
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

test("what a key prints wins over its place", () => {
  assert.deepEqual(shipped.meaning({ key: "y", code: "KeyZ" }), command("repeat"));
  assert.deepEqual(shipped.meaning({ key: "z", code: "KeyY" }), value("certainty", "denied"));
  assert.deepEqual(shipped.meaning({ key: "j", code: "KeyC" }), command("down"));
});

/** What the letter row and the rows of digits and signs print on keyboards. */
const ROWS = {
  codes: [..."QWERTYUIOPASDFGHJKLZXCVBNM"].map((letter) => `Key${letter}`),
  QWERTY: "qwertyuiopasdfghjklzxcvbnm",
  QWERTZ: "qwertzuiopasdfghjklyxcvbnm",
  AZERTY: "azertyuiopqsdfghjklwxcvbn,",
  Dvorak: "',.pyfgcrlaoeuidhtn;qjkxbm",
  Colemak: "qwfpgjluy;arstdhneizxcvbkm",
  Russian: "йцукенгшщзфывапролдячсмить",
  Hebrew: "/'קראטוןםפשדגכעיחלךזסבהנמצ",
  Greek: ";ςερτυθιοπασδφγηξκλζχψωβνμ",
};

const layoutOf = (name) => {
  const layout = new Layout();
  layout.learn(new Map(ROWS.codes.map((code, index) => [code, [...ROWS[name]][index]])));
  return layout;
};

/** The shipped codebook with keys that mean places. */
function byPlace() {
  const { layer, ...rest } = codebookOf("shipped");
  return new Codebook({
    ...rest,
    layer: layer.map((one) => ({ ...one, physical_keys: true })),
    is_by_place: true,
  });
}

for (const [name, row] of Object.entries(ROWS).filter(([one]) => one !== "codes")) {
  test(`on a ${name} keyboard what a key prints decides, and means one thing`, () => {
    const keymap = new Keymap(new Codebook(codebookOf("shipped")), layoutOf(name));
    const meanings = ROWS.codes.map((code, index) => [
      [...row][index],
      keymap.meaning({ key: [...row][index], code }),
    ]);
    for (const [key, meaning] of meanings) {
      if (keymap.byKey.has(key)) assert.deepEqual(meaning, keymap.byKey.get(key), key);
    }
    const decided = meanings
      .filter(([, meaning]) => meaning?.kind === "value")
      .map(([, one]) => JSON.stringify(one));
    assert.equal(new Set(decided).size, decided.length, "no value has two keys");
  });

  test(`on a ${name} keyboard places decide where a codebook asks for them`, () => {
    const keymap = new Keymap(byPlace(), layoutOf(name));
    const certainty = codebookOf("shipped").layer.find((layer) => layer.id === "certainty");
    for (const { id, key } of certainty.value) {
      const code = `Key${key.toUpperCase()}`;
      const printed = [...row][ROWS.codes.indexOf(code)];
      assert.deepEqual(keymap.meaning({ key: printed, code }), value("certainty", id));
      assert.equal(keymap.label(key), printed);
    }
    assert.deepEqual(keymap.meaning({ key: "?", code: "KeyJ" }), command("down"), "no command lies there");
  });
}

test("a key of two strokes waits for the second", () => {
  const { layer, ...rest } = codebookOf("shipped");
  const frame = { ...layer[0], id: "frame", value: [{ ...layer[0].value[0], id: "conflict", key: "m1" }] };
  const keymap = new Keymap(new Codebook({ ...rest, layer: [frame] }));
  assert.deepEqual(keymap.meaning({ key: "m", code: "KeyM" }), { kind: "stroke", key: "m" });
  assert.deepEqual(keymap.second("m", { key: "1", code: "Digit1" }), value("frame", "conflict"));
  assert.deepEqual(keymap.second("m", { key: "&", code: "Digit1" }), value("frame", "conflict"));
  assert.equal(keymap.second("m", { key: "2", code: "Digit2" }), undefined);
});

test("a press shows what the keyboard prints, and another keyboard takes its place", () => {
  const layout = new Layout();
  layout.observe({ key: "j", code: "KeyC" });
  assert.equal(layout.printed("KeyC"), "j");
  layout.observe({ key: "c", code: "KeyC" });
  assert.equal(layout.printed("KeyC"), "c");
});

test("on a French keyboard the row of digits labels, but for what it prints otherwise", () => {
  const layout = new Layout();
  layout.learn(
    new Map([
      ["Digit6", "-"],
      ["Digit1", "&"],
    ]),
  );
  const keymap = new Keymap(new Codebook(codebookOf("shipped")), layout);
  assert.deepEqual(keymap.meaning({ key: "-", code: "Digit6" }), { kind: "layer", layer: "source" });
  assert.deepEqual(
    keymap.meaning({ key: "6", code: "Digit6", shiftKey: true }),
    value("claim_type", "future"),
  );
  assert.equal(keymap.label("6"), "⇧6");
  assert.equal(keymap.label("1"), "1");
});

test("keys of a number pad mean what they print, or where they lead", () => {
  assert.deepEqual(shipped.meaning({ key: "1", code: "Numpad1" }), value("claim_type", "event"));
  assert.deepEqual(shipped.meaning({ key: "End", code: "Numpad1" }), command("last"));
  assert.deepEqual(shipped.meaning({ key: "Enter", code: "NumpadEnter" }), command("done"));
});

test("keys that are still being composed mean nothing", () => {
  for (const key of ["Process", "Dead", "Unidentified"]) {
    assert.equal(shipped.meaning({ key, code: "KeyA" }), undefined);
  }
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

test("keys about claims mean nothing where sentences are labeled whole", () => {
  const whole = new Keymap(new Codebook({ ...codebookOf("shipped"), target: "sentence" }));
  const presses = [
    { key: "s", code: "KeyS" },
    { key: "S", code: "KeyS", shiftKey: true },
    { key: "Delete", code: "Delete" },
    { key: "w", code: "KeyW" },
    { key: ",", code: "Comma" },
    { key: ",", code: "Comma", altKey: true },
  ];
  for (const press of presses) {
    assert.notEqual(shipped.meaning(press), undefined, press.key);
    assert.equal(whole.meaning(press), undefined, press.key);
  }
});
