import assert from "node:assert/strict";
import test from "node:test";
import { BATCH, Outbox, noDatabase } from "../../annotator/workspace/assets/saving/outbox.js";

const tick = () => new Promise((resolve) => setImmediate(resolve));

async function settle() {
  for (let n = 0; n < 50; n += 1) await tick();
}

/** A database in memory, shared by outboxes as IndexedDB is by tabs. */
function memory() {
  const records = new Map();
  return {
    records,
    put: async (list) => list.forEach((one) => records.set(one.uuid, structuredClone(one))),
    remove: async (uuids) => uuids.forEach((uuid) => records.delete(uuid)),
    all: async (annotator) => [...records.values()].filter((one) => one.annotator === annotator),
  };
}

/** A server that keeps a log and recognises uuids. */
function server() {
  const log = [];
  const seqs = new Map();
  return {
    log,
    take(batch) {
      const acknowledged = {};
      for (const decision of batch) {
        if (seqs.has(decision.uuid))
          acknowledged[decision.uuid] = { seq: seqs.get(decision.uuid), revision: 1, duplicate: true };
        else {
          log.push(decision.uuid);
          seqs.set(decision.uuid, log.length);
          acknowledged[decision.uuid] = { seq: log.length, revision: 1 };
        }
      }
      return { acknowledged, conflicts: {}, refused: {}, codebook: "c" };
    },
  };
}

function failure(status) {
  return Object.assign(new Error("no"), { status });
}

function made(post, database = memory(), annotator = "ann") {
  const timers = [];
  const answers = [];
  let clock = 1000;
  const outbox = new Outbox({
    annotator,
    database,
    post,
    onAnswer: (answer) => answers.push(answer),
    now: () => clock,
    setTimer: (work, ms) => timers.push({ work, ms }),
    clearTimer: () => {},
    random: () => 0.5,
  });
  return { outbox, database, timers, answers, pass: (ms) => (clock += ms) };
}

function decision(n, action = `a${n}`) {
  return { uuid: `u${n}`, action, target: "t", layer: "l", value: n };
}

test("what is acknowledged is forgotten, in memory and in the database", async () => {
  const remote = server();
  const { outbox, database } = made(async (batch) => remote.take(batch));
  outbox.add([decision(1)], "e");
  await settle();
  assert.equal(outbox.state, "saved");
  assert.equal(outbox.waiting.size + database.records.size, 0);
  assert.deepEqual(remote.log, ["u1"]);
});

test("it is in the database before the answer comes", async () => {
  const { outbox, database } = made(() => new Promise(() => {}));
  outbox.add([decision(1)], "e");
  await settle();
  assert.deepEqual([...database.records.keys()], ["u1"]);
  assert.equal(outbox.state, "sending");
});

test("a thousand keys in one tick arrive once and in order, one request at a time", async () => {
  const remote = server();
  let open = 0;
  let most = 0;
  const { outbox } = made(async (batch) => {
    most = Math.max(most, (open += 1));
    assert.ok(batch.length <= BATCH);
    await tick();
    open -= 1;
    return remote.take(batch);
  });
  for (let n = 0; n < 1000; n += 1) outbox.add([decision(n)], "e");
  await settle();
  assert.deepEqual(
    remote.log,
    Array.from({ length: 1000 }, (_, n) => `u${n}`),
  );
  assert.equal(most, 1);
});

test("an action is never split between two requests", async () => {
  const batches = [];
  const remote = server();
  const { outbox } = made(async (batch) => {
    batches.push(batch);
    return remote.take(batch);
  });
  outbox.add([decision(0)], "e");
  for (let n = 1; n < 400; n += 3)
    outbox.add(
      [n, n + 1, n + 2].map((one) => decision(one, `a${n}`)),
      "e",
    );
  await settle();
  assert.equal(remote.log.length, 400);
  const seen = new Set();
  for (const batch of batches) {
    for (const action of new Set(batch.map((one) => one.action))) {
      assert.ok(!seen.has(action));
      seen.add(action);
    }
  }
});

test("an outage keeps everything and tries again, ever more slowly", async () => {
  const { outbox, timers } = made(async () => {
    throw failure(0);
  });
  outbox.add([decision(1)], "e");
  await settle();
  assert.equal(outbox.state, "offline");
  for (let n = 0; n < 6; n += 1) {
    timers.at(-1).work();
    await settle();
  }
  assert.deepEqual(
    timers.map((timer) => timer.ms),
    [250, 500, 1000, 2000, 4000, 5000, 5000],
  );
  assert.equal(outbox.waiting.size, 1);
});

test("after an outage everything arrives once, in order", async () => {
  const remote = server();
  let down = true;
  const { outbox, timers } = made(async (batch) => {
    if (down) throw failure(0);
    return remote.take(batch);
  });
  for (let n = 0; n < 30; n += 1) outbox.add([decision(n)], "e");
  await settle();
  down = false;
  timers.at(-1).work();
  await settle();
  assert.deepEqual(
    remote.log,
    Array.from({ length: 30 }, (_, n) => `u${n}`),
  );
  assert.equal(outbox.state, "saved");
});

test("an answer that was lost on its way makes no second entry", async () => {
  const remote = server();
  let lose = true;
  const { outbox, timers } = made(async (batch) => {
    const answer = remote.take(batch);
    if (lose) throw failure(0);
    return answer;
  });
  outbox.add([decision(1)], "e");
  await settle();
  lose = false;
  timers.at(-1).work();
  await settle();
  assert.deepEqual(remote.log, ["u1"]);
  assert.equal(outbox.state, "saved");
});

for (const [status, state] of [
  [401, "signed-out"],
  [409, "somebody-else"],
  [500, "trouble"],
  [503, "trouble"],
  [0, "offline"],
]) {
  test(`status ${status} keeps what waits and is called ${state}`, async () => {
    const { outbox, database } = made(async () => {
      throw failure(status);
    });
    outbox.add([decision(1)], "e");
    await settle();
    assert.equal(outbox.state, state);
    assert.equal(outbox.waiting.size, 1);
    assert.equal(database.records.size, 1);
  });
}

test("after a reload what waited is sent, in the order it was made", async () => {
  const database = memory();
  const before = made(() => new Promise(() => {}), database);
  for (let n = 0; n < 5; n += 1) before.outbox.add([decision(n)], "e");
  await settle();
  const remote = server();
  const after = made(async (batch) => remote.take(batch), database);
  await after.outbox.load();
  after.outbox.flush();
  await settle();
  assert.deepEqual(remote.log, ["u0", "u1", "u2", "u3", "u4"]);
  assert.equal(database.records.size, 0);
});

test("another annotator's decisions stay where they are", async () => {
  const database = memory();
  made(() => new Promise(() => {}), database, "bob").outbox.add([decision(1)], "e");
  await settle();
  const { outbox } = made(async () => ({}), database, "ann");
  await outbox.load();
  assert.equal(outbox.waiting.size, 0);
  assert.equal(database.records.size, 1);
});

test("what the server refuses is kept apart with its reason, also over a reload, until dismissed", async () => {
  const database = memory();
  const { outbox } = made(async () => ({ refused: { u1: { reason: "unknown value" } } }), database);
  outbox.add([decision(1)], "e");
  await settle();
  assert.equal(outbox.waiting.size, 0);
  assert.equal(outbox.state, "saved");
  const again = made(async () => ({}), database).outbox;
  await again.load();
  assert.equal(again.refused.get("u1").reason, "unknown value");
  again.dismiss("u1");
  await settle();
  assert.equal(database.records.size, 0);
});

for (const status of [413, 422]) {
  test(`one action that the server can't take (${status}) does not hold up the others`, async () => {
    const remote = server();
    const { outbox } = made(async (batch) => {
      if (batch.some((one) => one.uuid === "u7")) throw failure(status);
      return remote.take(batch);
    });
    outbox.add([decision(100)], "e");
    for (let n = 0; n < 20; n += 1) outbox.add([decision(n)], "e");
    await settle();
    assert.equal(remote.log.length, 20);
    assert.deepEqual([...outbox.refused.keys()], ["u7"]);
    assert.equal(outbox.state, "saved");
  });
}

test("an answer that settles nothing is not asked for again at once", async () => {
  let asked = 0;
  const { outbox } = made(async () => {
    asked += 1;
    return { acknowledged: {}, conflicts: {}, refused: {} };
  });
  outbox.add([decision(1)], "e");
  await settle();
  assert.equal(asked, 1);
  assert.equal(outbox.state, "trouble");
});

test("a browser that refuses to store still saves, and says so", async () => {
  const remote = server();
  const { outbox } = made(async (batch) => remote.take(batch), noDatabase());
  await outbox.load();
  outbox.add([decision(1)], "e");
  await settle();
  assert.deepEqual(remote.log, ["u1"]);
  assert.equal(outbox.stored, false);
});

test("a clock that is set back does not change the order", async () => {
  const { outbox, pass } = made(() => new Promise(() => {}));
  outbox.add([decision(1)], "e");
  pass(-500);
  outbox.add([decision(2)], "e");
  const [first, second] = [...outbox.waiting.values()];
  assert.ok(first.order < second.order);
});

test("a key press during an outage tries again at once, but not with every key", async () => {
  let asked = 0;
  const { outbox, pass } = made(async () => {
    asked += 1;
    throw failure(0);
  });
  for (let n = 0; n < 10; n += 1) {
    outbox.add([decision(n)], "e");
    await settle();
    pass(100);
  }
  assert.ok(asked >= 2 && asked <= 3, String(asked));
});
