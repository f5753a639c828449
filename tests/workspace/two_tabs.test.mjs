// Two tabs decide on one label while the line is cut and comes back, in orders drawn at random.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Model } from "../../annotator/workspace/assets/model/model.js";
import { article, bundle, twoArticles } from "./bundle.mjs";

const RUNS = Number(process.env.RUNS ?? 60);
const NOTE = { target_kind: "sentence", target: "a-2", sentence: "a-2", layer: "note" };
const CALM = { addEventListener() {}, removeEventListener() {} };
globalThis.window ??= CALM;
globalThis.document ??= { cookie: "" };
/** @type {Map<string, Ledger>} by annotator */
const ledgers = new Map();
globalThis.fetch = (_, { body }) => ledgers.get(JSON.parse(body).annotator).fetch(JSON.parse(body));
// each run has a channel of its own
let channel = "";
globalThis.BroadcastChannel = class extends BroadcastChannel {
  constructor(name) {
    super(`${name} ${channel}`);
  }
};
const { Saving } = await import("../../annotator/workspace/assets/saving/saving.js");

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Numbers from 0 to 1, the same for the same seed. */
function generator(seed) {
  let state = seed + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What labels/store/ledger.py does with one label, behind a line that can be cut. */
class Ledger {
  constructor(random) {
    this.random = random;
    this.isCut = false;
    this.seq = 0;
    this.current = { value: null, revision: 0, seq: 0 };
    this.known = new Map();
  }

  async fetch({ batch }) {
    await sleep(this.random() * 15);
    if (this.isCut) throw new TypeError("the line is cut");
    const answer = { acknowledged: {}, conflicts: {}, refused: {} };
    for (const decision of batch) this.take(decision, answer);
    const { random } = this;
    await sleep(random() * 15);
    if (this.isCut) throw new TypeError("the line is cut");
    return { ok: true, redirected: false, json: async () => structuredClone(answer) };
  }

  take({ uuid, base, value }, answer) {
    if (!this.known.has(uuid)) {
      this.seq += 1;
      const isTaken = base === this.current.revision;
      if (isTaken) this.current = { value, revision: base + 1, seq: this.seq };
      this.known.set(uuid, { seq: this.seq, revision: isTaken ? base + 1 : null });
    }
    const { seq, revision } = this.known.get(uuid);
    if (revision === null) answer.conflicts[uuid] = { seq, current: { ...this.current } };
    else answer.acknowledged[uuid] = { seq, revision };
  }
}

/** A database in memory, shared by tabs as IndexedDB is. */
function sharedDatabase() {
  const records = new Map();
  return {
    put: async (list) => list.forEach((one) => records.set(one.uuid, structuredClone(one))),
    remove: async (uuids) => uuids.forEach((uuid) => records.delete(uuid)),
    all: async (annotator) =>
      structuredClone([...records.values()].filter((one) => one.annotator === annotator)),
  };
}

class Tab {
  constructor(annotator, database, lateness) {
    this.notices = new Map();
    const { notices } = this;
    this.saving = new Saving({
      status: { show() {}, say() {} },
      timings: { note() {}, begin() {} },
      notices: {
        show: (notice) => notices.set(notice.key, notice),
        hide: (key) => notices.delete(key),
        keepOnly: (prefix, keys) =>
          [...notices.keys()].forEach(
            (key) => key.startsWith(prefix) && !keys.has(key) && notices.delete(key),
          ),
      },
      onChanged() {},
      onShow() {},
      onReload() {},
    });
    this.saving.database = database;
    const hear = this.saving.tabs.channel.onmessage;
    let heard = Promise.resolve();
    // in order, but late, as a tab in the background is
    this.saving.tabs.channel.onmessage = (event) => {
      heard = heard.then(() => sleep(lateness())).then(() => hear(event));
    };
    const made = bundle({ articles: twoArticles() });
    made.annotator = { id: annotator, name: "Ann", guest: true, cookie: "none" };
    this.model = new Model(made);
  }

  press(value) {
    this.saving.send(this.model.commit([{ ...NOTE, value }], "a-2"), 0);
  }

  get shown() {
    return this.model.labels.value("a-2", "note");
  }

  get choices() {
    const questions = [...this.notices.values()].filter(({ key }) => key.startsWith("conflict"));
    return questions.flatMap(({ actions }) => actions);
  }

  get asked() {
    return this.choices.map(({ text }) => text);
  }

  choose(words) {
    this.choices.find(({ text }) => text.startsWith(words)).run();
  }
}

/**
 * Keys in two tabs at random, the line cut at a random moment and back at another.
 *
 * @param {number} seed
 * @param {{isOneBrowser: boolean, lateness: number}} how lateness: of what tabs hear of each other (ms)
 */
async function run(seed, { isOneBrowser, lateness }) {
  const random = generator(seed);
  const annotator = `ann ${seed} ${lateness} ${isOneBrowser}`;
  const ledger = new Ledger(random);
  ledgers.set(annotator, ledger);
  const shared = sharedDatabase();
  const tabs = [0, 1].map((number) => {
    channel = isOneBrowser ? annotator : `${annotator} ${number}`;
    const database = isOneBrowser ? shared : sharedDatabase();
    return new Tab(annotator, database, () => random() * lateness);
  });
  for (const tab of tabs) await tab.saving.use(tab.model, 0);
  const count = 2 + Math.floor(random() * 4);
  const cutAt = Math.floor(random() * count);
  for (let turn = 0; turn < count; turn += 1) {
    if (turn === cutAt) ledger.isCut = true;
    tabs[Math.floor(random() * 2)].press(`key ${turn}`);
    await sleep(random() < 0.5 ? 2 + random() * 20 : 60);
  }
  await sleep(random() * 40);
  ledger.isCut = false;
  const [first, second] = random() < 0.5 ? tabs : [...tabs].reverse();
  first.saving.wake();
  await sleep(random() * 30);
  second.saving.wake();
  for (let calm = 0; calm * 20 < 100 + 2 * lateness;) {
    await sleep(20);
    calm = tabs.every(({ saving }) => saving.outbox.waiting.size === 0) ? calm + 1 : 0;
  }
  const last = `key ${count - 1}`;
  const asked = tabs.flatMap((tab) => tab.asked);
  const shown = tabs.map((tab) => tab.shown);
  for (const { saving } of tabs) saving.destroy();
  return { seed, last, kept: ledger.current.value, asked, shown };
}

const runs = (how) => Promise.all(Array.from({ length: RUNS }, (_, seed) => run(seed, how)));

describe("two tabs", { concurrency: true }, () => {
  for (const lateness of [0, 40, 200]) {
    test(`of two tabs the last key wins, though they hear of each other ${lateness} ms late`, async () => {
      const wrong = (await runs({ isOneBrowser: true, lateness })).filter(
        // tabs that have not heard of each other may ask, but what they ask about is the last key
        ({ last, kept, asked, shown }) =>
          kept !== last ||
          shown.some((value) => value !== last) ||
          (asked.length > 0 && (lateness === 0 || !asked.some((text) => text.endsWith(last)))),
      );
      assert.deepEqual(wrong, []);
    });
  }

  test("of two browsers the last key wins, or the person is asked about it", async () => {
    const silent = (await runs({ isOneBrowser: false, lateness: 0 })).filter(
      ({ last, kept, asked }) => kept !== last && !asked.some((text) => text.endsWith(last)),
    );
    assert.deepEqual(silent, []);
  });
});

/** Two browsers have decided; the first asks which decision counts. */
async function asked(annotator) {
  const ledger = new Ledger(() => 0);
  ledgers.set(annotator, ledger);
  const [ours, theirs] = [sharedDatabase(), sharedDatabase()];
  channel = annotator;
  const mine = new Tab(annotator, ours, () => 0);
  const beside = new Tab(annotator, ours, () => 0);
  channel = `${annotator} elsewhere`;
  const other = new Tab(annotator, theirs, () => 0);
  for (const tab of [mine, beside, other]) await tab.saving.use(tab.model, 0);
  other.press("theirs");
  await until(() => ledger.current.value === "theirs");
  mine.press("mine");
  await until(() => mine.asked.length > 0 && beside.asked.length > 0);
  return { ledger, mine, beside, end: () => [mine, beside, other].forEach(({ saving }) => saving.destroy()) };
}

async function until(isTrue) {
  for (let turn = 0; turn < 400 && !isTrue(); turn += 1) await sleep(5);
  assert.ok(isTrue(), String(isTrue));
}

const BOTH = ["Keep mine: mine", "Keep the other: theirs"];

test("a question is asked in every tab of the browser, and once more after a reload", async () => {
  const { mine, beside, ledger, end } = await asked("reloaded");
  assert.deepEqual([mine.asked, beside.asked], [BOTH, BOTH]);
  channel = "reloaded";
  const again = new Tab("reloaded", mine.saving.database, () => 0);
  again.model.labels.receive(NOTE, ledger.current);
  await again.saving.use(again.model, 0);
  assert.deepEqual(again.asked, BOTH);
  again.choose("Keep mine");
  await until(() => ledger.current.value === "mine");
  await until(() => [mine, beside, again].every((tab) => tab.asked.length === 0 && tab.shown === "mine"));
  assert.deepEqual(await mine.saving.database.all("reloaded"), []);
  again.saving.destroy();
  end();
});

test("what the person leaves as it is has an answer, too", async () => {
  const { mine, beside, ledger, end } = await asked("left");
  beside.choose("Keep the other");
  await until(() => mine.asked.length === 0 && beside.asked.length === 0);
  assert.deepEqual([ledger.current.value, mine.shown, beside.shown], ["theirs", "theirs", "theirs"]);
  assert.deepEqual(await mine.saving.database.all("left"), []);
  end();
});

test("a conflict in an event that is no longer open is asked about, too", async () => {
  const { mine, ledger, end } = await asked("moved");
  const elsewhere = bundle({ articles: [article("z", "Courier", [["body", "Nobody was hurt."]])] });
  elsewhere.event.id = "e2";
  elsewhere.annotator = mine.model.annotator;
  await mine.saving.use(new Model(elsewhere), 0);
  assert.deepEqual(mine.asked, BOTH);
  mine.choose("Keep mine");
  await until(() => ledger.current.value === "mine" && mine.asked.length === 0);
  end();
});

test("a conflict that comes after another event was opened is asked about", async () => {
  const ledger = new Ledger(() => 1);
  ledgers.set("late", ledger);
  channel = "late";
  const tab = new Tab("late", sharedDatabase(), () => 0);
  await tab.saving.use(tab.model, 0);
  ledger.seq = 7;
  ledger.current = { value: "theirs", revision: 3, seq: 7 };
  tab.press("mine");
  const elsewhere = bundle({ articles: [article("z", "Courier", [["body", "Nobody was hurt."]])] });
  elsewhere.event.id = "e2";
  elsewhere.annotator = tab.model.annotator;
  await tab.saving.use(new Model(elsewhere), 0);
  await until(() => tab.asked.length > 0);
  assert.deepEqual(tab.asked, BOTH);
  tab.saving.destroy();
});
