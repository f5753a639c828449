import assert from "node:assert/strict";
import test from "node:test";
import { Labels } from "../../annotator/workspace/assets/model/labels.js";

const PLACE = { target_kind: "claim", target: "s.1", sentence: "s", layer: "l" };

function decided(labels, value) {
  const decision = { ...PLACE, value, origin: "human", base: labels.find("s.1", "l")?.revision ?? 0 };
  labels.decide(decision);
  return decision;
}

test("a decision stands at once and stays when acknowledged", () => {
  const labels = new Labels();
  const one = decided(labels, "x");
  assert.equal(labels.value("s.1", "l"), "x");
  labels.acknowledge(one, { seq: 5, revision: 1 });
  assert.deepEqual(labels.find("s.1", "l").server, { value: "x", revision: 1, seq: 5, origin: "human" });
});

test("an acknowledgement of an older decision does not overwrite a newer one on its way", () => {
  const labels = new Labels();
  const one = decided(labels, "x");
  decided(labels, "y");
  labels.acknowledge(one, { seq: 5, revision: 1 });
  assert.equal(labels.value("s.1", "l"), "y");
});

test("a refused decision gives way to what the server holds", () => {
  const labels = new Labels();
  labels.receive(PLACE, { value: "old", revision: 3, seq: 9 });
  labels.refuse(decided(labels, "x"));
  assert.equal(labels.value("s.1", "l"), "old");
  assert.equal(labels.find("s.1", "l").revision, 3);
});

test("a stale decision asks which version counts", () => {
  const labels = new Labels();
  labels.receive(PLACE, { value: "old", revision: 3, seq: 9 });
  const result = labels.conflict(decided(labels, "mine"), { value: "theirs", revision: 4, seq: 12 });
  assert.equal(result, null);
  const [entry] = labels.conflicted;
  assert.deepEqual(
    [entry.value, entry.conflict.decision.value, entry.conflict.theirs.value],
    ["theirs", "mine", "theirs"],
  );
});

test("two who decided the same need no question", () => {
  const labels = new Labels();
  labels.conflict(decided(labels, "same"), { value: "same", revision: 1, seq: 2 });
  assert.equal(labels.conflicted.size, 0);
});

test("a decision behind a refused one is sent again, since nobody else decided", () => {
  const labels = new Labels();
  labels.receive(PLACE, { value: "old", revision: 3, seq: 9 });
  const first = decided(labels, "x");
  const second = decided(labels, "y");
  labels.refuse(first);
  assert.equal(labels.conflict(second, { value: "old", revision: 3, seq: 9 }), second);
  assert.equal(labels.conflicted.size, 0);
});

test("what somebody else decided between two of ours is asked about when ours has won", () => {
  const labels = new Labels();
  labels.receive(PLACE, { value: "old", revision: 3, seq: 9 });
  const first = decided(labels, "x");
  const second = decided(labels, "y");
  labels.conflict(first, { value: "theirs", revision: 4, seq: 10 });
  labels.acknowledge(second, { seq: 12, revision: 5 });
  const [entry] = labels.conflicted;
  assert.deepEqual([entry.value, entry.conflict.theirs.value], ["y", "theirs"]);
});

test("what waited over a reload is laid over the server's labels", () => {
  const labels = new Labels();
  labels.receive(PLACE, { value: "old", revision: 3, seq: 9 });
  labels.resume({ ...PLACE, value: "mine", base: 3 });
  assert.equal(labels.value("s.1", "l"), "mine");
  assert.equal(labels.find("s.1", "l").revision, 4);
});

test("what waited, but had been saved, does not turn the clock back", () => {
  const labels = new Labels();
  labels.receive(PLACE, { value: "newer", revision: 5, seq: 9 });
  labels.resume({ ...PLACE, value: "mine", base: 3 });
  assert.equal(labels.value("s.1", "l"), "newer");
});

test("a claim's number is never given twice", () => {
  const labels = new Labels();
  labels.receive({ ...PLACE, target: "s.2", layer: "content" }, { value: null, revision: 2, seq: 3 });
  labels.receive({ ...PLACE, target: "s.10", layer: "content" }, { value: null, revision: 2, seq: 3 });
  assert.equal(labels.nextClaim("s"), "s.11");
});
