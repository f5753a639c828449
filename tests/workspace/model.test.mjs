import assert from "node:assert/strict";
import test from "node:test";
import {
  describe,
  finish,
  press,
  removeValue,
  step,
  clear,
  setUnsure,
  write,
} from "../../annotator/workspace/assets/commands/actions.js";
import { Model } from "../../annotator/workspace/assets/model/model.js";
import { bundle, twoArticles } from "./bundle.mjs";

const SENTENCE = "a-2";

function model(options = {}) {
  let count = 0;
  const now = () => new Date("2026-01-01T00:00:00Z");
  return new Model(bundle({ articles: twoArticles(), ...options }), {
    uuid: () => `id-${(count += 1)}`,
    now,
  });
}

/** Press value keys as the page does; returns the decisions of each. */
function keys(m, ...presses) {
  return presses.map(([layer, value, options]) => {
    const outcome = press(m, SENTENCE, m.claims(SENTENCE)[0] ?? null, layer, value, options);
    return outcome.refusal ?? m.commit(outcome.changes, SENTENCE);
  });
}

const THREE = [
  ["claim_type", "event"],
  ["source_kind", "official"],
  ["certainty", "certain"],
];

test("the first value key makes the sentence-wide claim in the same action", () => {
  const m = model();
  const [decisions] = keys(m, ["claim_type", "event"]);
  assert.deepEqual(
    decisions.map((one) => [one.layer, one.value, one.origin]),
    [
      ["content", [[17, 45]], "automatic"],
      ["claim_type", "event", "human"],
    ],
  );
  assert.equal(new Set(decisions.map((one) => one.action)).size, 1);
  assert.equal(decisions[0].target, "a-2.1");
  assert.equal(m.textOf(SENTENCE), "The ferry sank, police said.");
});

test("a value brings the layers it implies in the same action", () => {
  const m = model();
  const [, decisions] = keys(m, THREE[0], THREE[1]);
  assert.deepEqual(
    decisions.map((one) => [one.layer, one.value]),
    [
      ["source_kind", "official"],
      ["anchor", "explicit"],
    ],
  );
});

test("choosing the outlet's own voice takes back the cue's anchor", () => {
  const m = model();
  keys(m, THREE[0], THREE[1], ["source_kind", "author"]);
  assert.equal(m.labels.value("a-2.1", "anchor"), "none");
});

test("the same value again changes nothing", () => {
  const m = model();
  const [, , decisions] = keys(m, THREE[0], THREE[1], THREE[1]);
  assert.deepEqual(decisions, []);
});

test("clearing takes back the value that was set last, with what it brought", () => {
  const m = model();
  keys(m, THREE[0], THREE[1]);
  const { changes } = clear(m, SENTENCE, "a-2.1", "source_kind");
  assert.deepEqual(
    changes.map((one) => [one.layer, one.value]),
    [
      ["source_kind", null],
      ["anchor", null],
    ],
  );
});

test("clearing goes on from layer to layer, and the claim goes with its last value", () => {
  const m = model();
  keys(m, THREE[0], THREE[1]);
  for (let time = 0; time < 2; time += 1) m.commit(clear(m, SENTENCE, "a-2.1", null).changes, SENTENCE);
  assert.deepEqual(m.claims(SENTENCE), []);
  assert.deepEqual(clear(m, SENTENCE, null, null).changes, []);
});

test("no claim over a labeled one says what it removed", () => {
  const m = model();
  keys(m, THREE[0], THREE[1]);
  const outcome = press(m, SENTENCE, "a-2.1", "claim_type", "none");
  assert.match(outcome.hint, /Event or action, .*Official body or office.*Ctrl\+Z/);
});

test("each decision is made against the revision before it", () => {
  const m = model();
  const [first, second, third] = keys(
    m,
    ["claim_type", "event"],
    ["claim_type", "state"],
    ["claim_type", "event"],
  );
  assert.deepEqual([first.at(-1).base, second[0].base, third[0].base], [0, 1, 2]);
});

test("no claim is a decision on the sentence and ends its only claim", () => {
  const m = model();
  const [, decisions] = keys(m, ["claim_type", "event"], ["claim_type", "none"]);
  assert.deepEqual(
    decisions.map((one) => [one.target, one.layer, one.value]),
    [
      ["a-2.1", "content", null],
      [SENTENCE, "claim_type", "none"],
    ],
  );
  assert.deepEqual(m.claims(SENTENCE), []);
});

test("a type after no claim starts a claim with a new number", () => {
  const m = model();
  keys(m, ["claim_type", "event"], ["claim_type", "none"]);
  const [decisions] = keys(m, ["claim_type", "state"]);
  assert.deepEqual(m.claims(SENTENCE), ["a-2.2"]);
  assert.equal(m.labels.value(SENTENCE, "claim_type"), null);
  assert.equal(decisions.length, 3);
});

test("no claim is refused in the codebook's words where there are several", () => {
  const m = model();
  keys(m, THREE[0]);
  const second = press(m, SENTENCE, null, "claim_type", "state");
  m.commit(second.changes, SENTENCE);
  assert.equal(m.claims(SENTENCE).length, 2);
  const outcome = press(m, SENTENCE, null, "claim_type", "none");
  assert.deepEqual(outcome.changes, []);
  const alone = m.codebook.constraints.find((rule) => rule.rule === "alone");
  assert.equal(outcome.refusal, alone.message);
});

test("three keys complete a plain sentence, and the last one may finish it", () => {
  const m = model();
  keys(m, THREE[0], THREE[1]);
  const [decisions] = keys(m, [...THREE[2], { finish: true }]);
  assert.deepEqual(
    decisions.map((one) => [one.layer, one.value]),
    [
      ["certainty", "certain"],
      ["state", "done"],
    ],
  );
  assert.deepEqual(m.counts, { total: 5, done: 1, unsure: 0 });
});

test("enter on an unfinished sentence names what is missing", () => {
  const m = model();
  keys(m, THREE[0], THREE[1]);
  assert.equal(finish(m, SENTENCE).refusal, "Still missing: Certainty.");
});

test("enter on an untouched sentence asks for a decision", () => {
  assert.match(finish(model(), SENTENCE).refusal, /^Nothing is decided yet. Choose/);
});

test("a done sentence that loses a required value is no longer done", () => {
  const m = model();
  keys(m, ...THREE);
  m.commit(finish(m, SENTENCE).changes, SENTENCE);
  const { changes } = clear(m, SENTENCE, "a-2.1", THREE[2][0]);
  m.commit(changes, SENTENCE);
  assert.deepEqual(
    changes.map((one) => [one.layer, one.value]),
    [
      ["certainty", null],
      ["state", null],
    ],
  );
  assert.equal(m.counts.done, 0);
});

test("undo takes back the whole action, redo does it again", () => {
  const m = model();
  keys(m, ["claim_type", "event"]);
  const undone = m.undo();
  assert.equal(undone.sentence, SENTENCE);
  assert.deepEqual(
    undone.decisions.map((one) => [one.layer, one.kind, one.value, one.base]),
    [
      ["claim_type", "undo", null, 1],
      ["content", "undo", null, 1],
    ],
  );
  assert.deepEqual(m.claims(SENTENCE), []);
  const redone = m.redo();
  assert.deepEqual(
    redone.decisions.map((one) => [one.layer, one.kind, one.base]),
    [
      ["content", "set", 2],
      ["claim_type", "set", 2],
    ],
  );
  assert.deepEqual(m.claims(SENTENCE), ["a-2.1"]);
  assert.equal(m.redo(), null);
});

test("undo goes back over sentences, and a new decision forgets what could be redone", () => {
  const m = model();
  keys(m, ["claim_type", "event"]);
  m.commit(press(m, "b-0", null, "claim_type", "state").changes, "b-0");
  assert.equal(m.undo().sentence, "b-0");
  assert.equal(m.undo().sentence, SENTENCE);
  assert.equal(m.undo(), null);
  keys(m, ["claim_type", "rule"]);
  assert.equal(m.redo(), null);
});

test("undo leaves alone what another tab has changed since", () => {
  const m = model();
  keys(m, ...THREE);
  const label = { target_kind: "claim", target: "a-2.1", sentence: SENTENCE, layer: "certainty" };
  m.labels.overhear({ ...label, value: "open", base: 1 });
  const { decisions } = m.undo();
  assert.deepEqual(
    decisions.map((one) => one.layer),
    ["anchor", "source_kind"],
  );
  assert.equal(m.labels.value("a-2.1", "certainty"), "open");
});

test("unsure is a mark with an optional reason, and counts", () => {
  const m = model();
  m.commit(setUnsure(m, SENTENCE, true).changes, SENTENCE);
  assert.equal(m.labels.value(SENTENCE, "unsure"), "");
  m.commit(write(m, SENTENCE, SENTENCE, "unsure", " two readings ").changes, SENTENCE);
  assert.equal(m.labels.value(SENTENCE, "unsure"), "two readings");
  assert.equal(m.counts.unsure, 1);
  m.commit(setUnsure(m, SENTENCE, true).changes, SENTENCE);
  assert.equal(m.labels.value(SENTENCE, "unsure"), "two readings", "unsure again keeps the reason");
  m.commit(setUnsure(m, SENTENCE, false).changes, SENTENCE);
  assert.equal(m.counts.unsure, 0);
});

test("a note holds any text but what can't be stored; an empty one is none", () => {
  const m = model();
  m.commit(write(m, SENTENCE, SENTENCE, "note", "a\0b \ud83d <b> 😀").changes, SENTENCE);
  assert.equal(m.labels.value(SENTENCE, "note"), "ab  <b> 😀");
  m.commit(write(m, SENTENCE, SENTENCE, "note", "  ").changes, SENTENCE);
  assert.equal(m.labels.value(SENTENCE, "note"), null);
});

test("a layer of free text makes the claim with its first words, and none clear it", () => {
  const model = new Model(bundle({ articles: twoArticles(), codebook: "codebook_frames.toml" }));
  assert.deepEqual(describe(model, "a-2", null, "remark", "  ").changes, []);
  const { changes, claim } = describe(model, "a-2", null, "remark", " odd \0 ");
  model.commit(changes, "a-2");
  assert.equal(model.labels.value(claim, "remark"), "odd");
  assert.deepEqual(model.claims("a-2"), [claim]);
  model.commit(describe(model, "a-2", claim, "remark", "").changes, "a-2");
  assert.equal(model.labels.value(claim, "remark"), null);
});

test("a derived layer is stepped from its derived value, and back to it is no override", () => {
  const m = model();
  keys(m, ...THREE);
  m.commit(step(m, SENTENCE, "a-2.1", "outlet_stance", 1, "neutral").changes, SENTENCE);
  assert.equal(m.labels.value("a-2.1", "outlet_stance"), "endorsed");
  m.commit(step(m, SENTENCE, "a-2.1", "outlet_stance", -1, "neutral").changes, SENTENCE);
  assert.equal(m.labels.value("a-2.1", "outlet_stance"), null);
});

test("a derived layer that nothing follows for yet is stepped from where it would begin", () => {
  const model = new Model(bundle({ articles: twoArticles() }));
  const { changes, claim } = press(model, "a-2", null, "claim_type", "event");
  model.commit(changes, "a-2");
  const stepped = (by) => step(model, "a-2", claim, "outlet_stance", by, null).changes[0].value;
  assert.deepEqual([stepped(1), stepped(-1)], ["endorsed", "distanced"]);
});

test("a set layer takes several values, in the codebook's order", () => {
  const m = model({ codebook: "codebook_frames.toml" });
  const layer = m.codebook.layers.find((one) => one.measurement === "set");
  const [first, second] = layer.value.map((one) => one.id);
  keys(m, [layer.id, second], [layer.id, first]);
  assert.deepEqual(m.labels.value("a-2.1", layer.id), [first, second]);
  keys(m, [layer.id, first]);
  assert.deepEqual(m.labels.value("a-2.1", layer.id), [first, second], "the same key changes nothing");
  m.commit(removeValue(m, "a-2", "a-2.1", layer.id, first).changes, "a-2");
  assert.deepEqual(m.labels.value("a-2.1", layer.id), [second]);
  m.commit(removeValue(m, "a-2", "a-2.1", layer.id, null).changes, "a-2");
  assert.equal(m.labels.value("a-2.1", layer.id), null);
});

test("a codebook without an empty value asks for its first required layer", () => {
  const m = model({ codebook: "codebook_mood.toml" });
  assert.match(finish(m, SENTENCE).refusal, /Choose 'Thema'\./);
});

test("boilerplate is not work", () => {
  const m = model();
  assert.deepEqual(
    [...m.located.values()].filter((one) => !one.work).map((one) => one.sentence.kind),
    ["byline", "boilerplate"],
  );
});

test("ranges count code points", () => {
  const articles = twoArticles();
  articles[0].text = articles[0].text.replace("Ferry sinks", "😀erry sinks");
  const m = new Model(bundle({ articles }));
  assert.equal(m.textOf("a-2"), "The ferry sank, police said.");
});
