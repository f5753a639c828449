import assert from "node:assert/strict";
import test from "node:test";
import { clear, finish, press } from "../../annotator/workspace/assets/commands/actions.js";
import { repeat } from "../../annotator/workspace/assets/commands/attribution.js";
import {
  arrange,
  merge,
  remove,
  setRanges,
  split,
} from "../../annotator/workspace/assets/commands/claims.js";
import { Model } from "../../annotator/workspace/assets/model/model.js";
import { accept, openSuggestions } from "../../annotator/workspace/assets/commands/suggestions.js";
import { candidates } from "../../annotator/workspace/assets/commands/candidates.js";
import { rolesOf } from "../../annotator/workspace/assets/model/roles.js";
import {
  choose,
  forget,
  rename,
  sourcesOf,
  unite,
} from "../../annotator/workspace/assets/commands/sources.js";
import { article, bundle, linesOf } from "./bundle.mjs";

const LINES = linesOf("ferry");
const [FIRST, SECOND, THIRD] = ["a-1", "a-2", "a-3"];

function event(options = {}) {
  let count = 0;
  const articles = options.articles ?? [article("a", "Herald", LINES)];
  return new Model(bundle({ ...options, articles }), { uuid: () => `id-${(count += 1)}`, now: () => 0 });
}

/** Let an outcome stand; returns the claim it concerned. */
function stand(m, sentence, outcome) {
  assert.equal(outcome.refusal, undefined);
  m.commit(outcome.changes, sentence);
  return outcome.claim;
}

function keys(m, sentence, claim, ...values) {
  for (const [layer, value] of values) claim = stand(m, sentence, press(m, sentence, claim, layer, value));
  return claim;
}

function find(m, sentence, words) {
  const { points, sentence: place } = m.place(sentence);
  const at = points.slice(place.start, place.end).indexOf(words);
  assert.ok(at >= 0, words);
  return [place.start + at, place.start + at + words.length];
}

function marked(m, sentence, claim, layer, ...words) {
  return stand(
    m,
    sentence,
    setRanges(
      m,
      sentence,
      claim,
      layer,
      words.map((one) => find(m, sentence, one)),
    ),
  );
}

function words(m, sentence, ranges) {
  const { points } = m.place(sentence);
  return ranges.map(([start, end]) => points.slice(start, end));
}

function firstCandidate(m, sentence, claim, layer) {
  return words(m, sentence, candidates(m, sentence, claim, layer)[0] ?? []);
}

const OFFICIAL = [
  ["claim_type", "state"],
  ["source_kind", "official"],
  ["certainty", "certain"],
];

test("what the layers are for is read from the codebook", () => {
  const roles = rolesOf(event().codebook);
  assert.deepEqual([roles.cue, roles.mention, roles.name.id], ["cue", "source_mention", "source"]);
  assert.deepEqual([...roles.attribution].sort(), ["anchor", "relays", "source", "source_kind"]);
});

test("a codebook without words and sources has nothing to mark or to repeat but the content", () => {
  const m = event({ codebook: "codebook_mood.toml" });
  const roles = rolesOf(m.codebook);
  assert.deepEqual([roles.cue, roles.mention, roles.name, roles.attribution.size], [null, null, null, 0]);
  assert.match(repeat(m, FIRST, null).refusal, /no attribution layer/);
  assert.deepEqual(firstCandidate(m, FIRST, null, "content"), [m.textOf(FIRST).slice(0, -1)]);
});

test("marking begins with the cue, then the source beside it, then the rest", () => {
  const m = event();
  const claim = keys(m, FIRST, null, ...OFFICIAL);
  assert.deepEqual(firstCandidate(m, FIRST, claim, "cue"), ["said"]);
  marked(m, FIRST, claim, "cue", "said");
  assert.deepEqual(firstCandidate(m, FIRST, claim, "source_mention"), ["the harbour master Ole Brandt"]);
  marked(m, FIRST, claim, "source_mention", "the harbour master Ole Brandt");
  assert.deepEqual(firstCandidate(m, FIRST, claim, "content"), ["The ferry was old and the crew was tired"]);
});

function moreOfTheFerry() {
  return event({ articles: [article("a", "Herald", linesOf("ferry_more"))] });
}

function withCue(m, sentence, cue) {
  const claim = keys(m, sentence, null, ...OFFICIAL);
  marked(m, sentence, claim, "cue", cue);
  return claim;
}

for (const [place, cue, mention, content] of [
  [0, "denied", "the company", "the ferry was old, and the mayor disagreed"],
  [1, "said", "Ole Brandt (HM)", "The hull was sound"],
  [2, "stated", "The ministry of works (MW)", "no pump failed"],
  [3, "insisted", "The company", "the engine was new"],
]) {
  test(`marking begins with “${cue}”, with “${mention}” and with what is left`, () => {
    const m = moreOfTheFerry();
    const sentence = `a-${place}`;
    assert.ok(candidates(m, sentence, null, "cue").some(([range]) => words(m, sentence, [range])[0] === cue));
    const claim = withCue(m, sentence, cue);
    assert.deepEqual(firstCandidate(m, sentence, claim, "source_mention"), [mention]);
    marked(m, sentence, claim, "source_mention", mention);
    assert.equal(firstCandidate(m, sentence, claim, "content")[0], content);
  });
}

test("a cue that the lexicon doesn't list has the clause before it as mention", () => {
  const m = moreOfTheFerry();
  const claim = withCue(m, "a-4", "yodelled");
  assert.deepEqual(firstCandidate(m, "a-4", claim, "source_mention"), ["Later the ferry line"]);
});

test("a sentence without candidates begins with its words", () => {
  const m = event({ articles: [article("a", "Herald", [["body", "Nobody has read this, he said."]])] });
  assert.deepEqual(candidates(m, "a-0", null, "cue"), []);
  assert.deepEqual(firstCandidate(m, "a-0", null, "content"), ["Nobody has read this, he said"]);
});

test("a further claim has the attribution of the first, and the rest of the words", () => {
  const m = event();
  const claim = keys(m, FIRST, null, ...OFFICIAL);
  marked(m, FIRST, claim, "cue", "said");
  marked(m, FIRST, claim, "source_mention", "the harbour master Ole Brandt");
  stand(m, FIRST, choose(m, FIRST, claim, "source", [{ name: "Ole Brandt" }]));
  marked(m, FIRST, claim, "content", "The ferry was old");
  const second = stand(m, FIRST, split(m, FIRST, claim));
  assert.equal(second, "a-1.2");
  const values = m.labels.values(second);
  assert.deepEqual(words(m, FIRST, values.content), ["the crew was tired"]);
  assert.deepEqual(
    [values.anchor, values.source_kind, values.source],
    ["explicit", "official", m.labels.value(claim, "source")],
  );
  assert.deepEqual(words(m, FIRST, [...values.cue, ...values.source_mention]), [
    "said",
    "the harbour master Ole Brandt",
  ]);
  assert.equal(values.claim_type, undefined, "what it claims is a question of its own");
  assert.equal(values.certainty, undefined);
});

test("a second claim without words of its own can't be finished", () => {
  const m = event();
  const claim = keys(
    m,
    THIRD,
    null,
    ["claim_type", "event"],
    ["source_kind", "author"],
    ["certainty", "certain"],
  );
  const second = stand(m, THIRD, split(m, THIRD, claim));
  keys(m, THIRD, second, ["claim_type", "event"], ["certainty", "certain"]);
  m.commit(setRanges(m, THIRD, second, "content", [m.rangeOf(THIRD)]).changes, THIRD);
  assert.match(finish(m, THIRD).refusal, /same words and source/);
});

test("splitting or deleting opens a done sentence again, in the same action", () => {
  const m = event();
  const claim = keys(
    m,
    THIRD,
    null,
    ["claim_type", "event"],
    ["source_kind", "author"],
    ["certainty", "certain"],
  );
  stand(m, THIRD, finish(m, THIRD));
  const outcome = split(m, THIRD, claim);
  assert.equal(outcome.reopened, true);
  assert.deepEqual(
    outcome.changes.filter((one) => one.layer === "state").map((one) => one.value),
    [null],
  );
  const gone = remove(m, THIRD, claim);
  assert.equal(gone.reopened, true);
  assert.equal(gone.claim, null);
});

test("undoing takes a done sentence's completeness into account", () => {
  const m = event();
  keys(m, THIRD, null, ["claim_type", "event"], ["source_kind", "author"], ["certainty", "certain"]);
  stand(m, THIRD, finish(m, THIRD));
  const [finished] = m.history.past.splice(-1);
  const { decisions } = m.undo();
  assert.equal(finished.changes[0].layer, "state");
  assert.deepEqual(
    decisions.map((one) => [one.layer, one.value]),
    [
      ["certainty", null],
      ["state", null],
    ],
  );
});

test("joining keeps the words of both and the labels of the first", () => {
  const m = event();
  const claim = keys(m, FIRST, null, ["claim_type", "state"]);
  marked(m, FIRST, claim, "content", "The ferry was old");
  const second = stand(m, FIRST, split(m, FIRST, claim));
  keys(m, FIRST, second, ["claim_type", "event"], ["certainty", "possible"]);
  marked(m, FIRST, second, "content", "the crew was tired");
  assert.equal(stand(m, FIRST, merge(m, FIRST, second)), claim);
  assert.deepEqual(m.claims(FIRST), [claim]);
  const values = m.labels.values(claim);
  assert.deepEqual(words(m, FIRST, values.content), ["The ferry was old", "the crew was tired"]);
  assert.deepEqual([values.claim_type, values.certainty], ["state", "possible"]);
  assert.match(merge(m, FIRST, claim).refusal, /No claim comes before/);
});

test("a deleted claim's number is never used again, and undo brings it back", () => {
  const m = event();
  const claim = keys(m, THIRD, null, ["claim_type", "event"]);
  stand(m, THIRD, remove(m, THIRD, claim));
  assert.deepEqual(m.claims(THIRD), []);
  const next = keys(m, THIRD, null, ["claim_type", "state"]);
  assert.equal(next, "a-3.2");
  m.undo();
  m.undo();
  assert.deepEqual(m.claims(THIRD), ["a-3.1"]);
});

test("claims are gone through in the order a person puts them in", () => {
  const m = event();
  const claim = keys(m, FIRST, null, ["claim_type", "state"]);
  const second = stand(m, FIRST, split(m, FIRST, claim));
  assert.match(arrange(m, FIRST, second, -1), /number 1/);
  assert.deepEqual(m.claims(FIRST), [second, claim]);
  assert.match(arrange(m, FIRST, second, -1), /no claim in that direction/);
});

test("content may be in several pieces and run on, but has words of its own sentence", () => {
  const m = event();
  const claim = keys(m, FIRST, null, ["claim_type", "state"]);
  const pieces = [find(m, FIRST, "The ferry"), find(m, SECOND, "nobody drowned")];
  stand(m, FIRST, setRanges(m, FIRST, claim, "content", pieces));
  assert.deepEqual(m.labels.value(claim, "content"), pieces);
  assert.match(setRanges(m, FIRST, claim, "content", pieces.slice(1)).refusal, /words from its own sentence/);
  assert.match(setRanges(m, FIRST, claim, "content", []).refusal, /delete the claim/);
});

test("marking the words of a role makes the claim where there is none", () => {
  const m = event();
  const claim = marked(m, FIRST, null, "cue", "said");
  assert.deepEqual(m.labels.value(claim, "content"), [m.rangeOf(FIRST)]);
  assert.equal(m.labels.find(claim, "content").origin, "automatic");
  m.commit(setRanges(m, FIRST, claim, "cue", []).changes, FIRST);
  assert.equal(m.labels.value(claim, "cue"), null);
});

test("the outlet's own voice takes no cue: the rule says so in its words", () => {
  const m = event();
  const claim = keys(m, FIRST, null, ["source_kind", "author"]);
  assert.match(
    setRanges(m, FIRST, claim, "cue", [find(m, FIRST, "said")]).refusal,
    /own voice has no source, cue/,
  );
});

test("a new source comes on the list of its article in the same action", () => {
  const m = event();
  const claim = keys(m, FIRST, null, ...OFFICIAL);
  const outcome = choose(m, FIRST, claim, "source", [{ name: " Ole Brandt " }]);
  const decisions = m.commit(outcome.changes, FIRST);
  assert.deepEqual(
    decisions.map((one) => [one.target_kind, one.layer, one.sentence]),
    [
      ["source", "name", null],
      ["claim", "source", FIRST],
    ],
  );
  assert.deepEqual(
    sourcesOf(m, "a").map((one) => one.name),
    ["Ole Brandt"],
  );
  assert.deepEqual(sourcesOf(m, "b"), []);
  assert.equal(m.lastSource("a"), decisions[0].target);
});

test("the same name in other letters is the same source", () => {
  const m = event();
  const claim = keys(m, FIRST, null, ...OFFICIAL);
  stand(m, FIRST, choose(m, FIRST, claim, "source", [{ name: "Ole Brandt" }]));
  const next = keys(m, SECOND, null, ...OFFICIAL);
  stand(m, SECOND, choose(m, SECOND, next, "source", [{ name: "ole  brandt" }]));
  assert.equal(sourcesOf(m, "a").length, 1);
});

test("carried over brings the source that was chosen last, with its kind", () => {
  const m = event();
  const claim = keys(m, FIRST, null, ...OFFICIAL);
  stand(m, FIRST, choose(m, FIRST, claim, "source", [{ name: "Ole Brandt" }]));
  const next = keys(m, SECOND, null, ["claim_type", "event"], ["anchor", "carried"]);
  const values = m.labels.values(next);
  assert.deepEqual(
    [values.anchor, values.source_kind, values.source],
    ["carried", "official", m.lastSource("a")],
  );
  stand(m, SECOND, clear(m, SECOND, next, "anchor"));
  assert.deepEqual(
    Object.keys(m.labels.values(next)).sort(),
    ["claim_type", "content"],
    "clearing takes it back",
  );
});

test("carried over is just that where no source was chosen yet", () => {
  const m = event();
  const claim = keys(m, SECOND, null, ["anchor", "carried"]);
  assert.deepEqual(Object.keys(m.labels.values(claim)).sort(), ["anchor", "content"]);
});

test("one key repeats the attribution of the claim before, but not its words", () => {
  const m = event();
  const claim = keys(m, FIRST, null, ...OFFICIAL);
  marked(m, FIRST, claim, "cue", "said");
  stand(m, FIRST, choose(m, FIRST, claim, "source", [{ name: "Ole Brandt" }]));
  stand(m, FIRST, choose(m, FIRST, claim, "relays", [{ name: "The Wire" }, { name: "The Post" }]));
  const next = stand(m, SECOND, repeat(m, SECOND, null));
  const [before, after] = [m.labels.values(claim), m.labels.values(next)];
  for (const layer of ["anchor", "source_kind", "source", "relays"])
    assert.deepEqual(after[layer], before[layer], layer);
  assert.equal(after.cue, undefined);
  assert.equal(after.relays.length, 2);
});

test("repeating the outlet's own voice clears what does not go with it", () => {
  const m = event();
  keys(m, FIRST, null, ["source_kind", "author"]);
  const next = marked(m, SECOND, null, "cue", "added");
  keys(m, SECOND, next, ["source_kind", "official"]);
  stand(m, SECOND, repeat(m, SECOND, next));
  const values = m.labels.values(next);
  assert.deepEqual([values.source_kind, values.anchor, values.cue], ["author", "none", undefined]);
});

test("there is nothing to repeat before the first claim", () => {
  assert.match(repeat(event(), FIRST, null).refusal, /No earlier claim/);
});

test("relays are ordered and never the source or the outlet", () => {
  const m = event();
  const claim = keys(m, FIRST, null, ...OFFICIAL);
  stand(m, FIRST, choose(m, FIRST, claim, "source", [{ name: "Ole Brandt" }]));
  const [source] = sourcesOf(m, "a");
  assert.match(choose(m, FIRST, claim, "relays", [source]).refusal, /Relays pass a statement on/);
  assert.match(choose(m, FIRST, claim, "relays", [{ name: "Herald" }]).refusal, /Relays pass a statement on/);
});

test("a source is renamed for every claim, but not to a name that is taken", () => {
  const m = event();
  const claim = keys(m, FIRST, null, ...OFFICIAL);
  stand(m, FIRST, choose(m, FIRST, claim, "source", [{ name: "Brandt" }]));
  stand(m, FIRST, choose(m, FIRST, claim, "relays", [{ name: "The Wire" }]));
  const [brandt] = sourcesOf(m, "a");
  m.commit(rename(m, FIRST, brandt.id, "Ole Brandt").changes, FIRST);
  assert.equal(m.sourceNames()[brandt.id], "Ole Brandt");
  assert.match(rename(m, FIRST, brandt.id, "the wire").refusal, /Merge the two/);
  assert.match(rename(m, FIRST, brandt.id, " ").refusal, /needs a name/);
});

test("merging two sources changes every claim and empties the list of the first", () => {
  const m = event();
  for (const [sentence, name] of [
    [FIRST, "Brandt"],
    [SECOND, "Ole Brandt"],
  ]) {
    const claim = keys(m, sentence, null, ...OFFICIAL);
    stand(m, sentence, choose(m, sentence, claim, "source", [{ name }]));
  }
  const [from, into] = sourcesOf(m, "a");
  const decisions = m.commit(unite(m, "a", from.id, into.id).changes, FIRST);
  assert.equal(new Set(decisions.map((one) => one.action)).size, 1);
  assert.deepEqual(sourcesOf(m, "a"), [into]);
  assert.equal(m.labels.value("a-1.1", "source"), into.id);
  m.undo();
  assert.equal(m.labels.value("a-1.1", "source"), from.id);
  m.redo();
  m.commit(forget(m, "a", into.id).changes, FIRST);
  assert.deepEqual(sourcesOf(m, "a"), []);
});

const SUGGESTION = {
  id: "o1",
  content: [[12, 29]],
  values: { cue: [[95, 99]], anchor: "explicit", certainty: "possible" },
  reason: "'said'",
};

test("an accepted suggestion keeps its origin until a person changes it", () => {
  const m = event({ articles: [article("a", "Herald", LINES)] });
  m.suggestions = { [FIRST]: [SUGGESTION] };
  assert.equal(openSuggestions(m, FIRST, null).length, 1);
  const claim = stand(m, FIRST, accept(m, FIRST, null, SUGGESTION));
  const origin = (layer) => m.labels.find(claim, layer).origin;
  assert.deepEqual(["content", "cue", "anchor", "certainty"].map(origin), [
    "accepted",
    "accepted",
    "accepted",
    "accepted",
  ]);
  assert.deepEqual(openSuggestions(m, FIRST, null), []);
  keys(m, FIRST, claim, ["certainty", "certain"]);
  assert.equal(origin("certainty"), "human");
  const { decisions } = m.undo();
  assert.deepEqual([decisions[0].value, decisions[0].origin], ["possible", "accepted"]);
});

test("the key of an accepted value makes it the person's own; pressed again it changes nothing", () => {
  const m = event();
  m.suggestions = { [FIRST]: [SUGGESTION] };
  const claim = stand(m, FIRST, accept(m, FIRST, null, SUGGESTION));
  const certainty = () => [m.labels.value(claim, "certainty"), m.labels.find(claim, "certainty").origin];
  keys(m, FIRST, claim, ["certainty", "possible"]);
  assert.deepEqual(certainty(), ["possible", "human"]);
  m.undo();
  assert.deepEqual(certainty(), ["possible", "accepted"]);
  m.redo();
  keys(m, FIRST, claim, ["certainty", "possible"]);
  assert.deepEqual(certainty(), ["possible", "human"]);
});

test("a suggestion fills the claim that a key has made already, and leaves what a person chose", () => {
  const m = event();
  m.suggestions = { [FIRST]: [SUGGESTION] };
  const claim = keys(m, FIRST, null, ["claim_type", "state"], ["certainty", "certain"]);
  assert.equal(stand(m, FIRST, accept(m, FIRST, claim, SUGGESTION)), claim);
  assert.equal(m.labels.value(claim, "certainty"), "certain");
  assert.deepEqual(m.labels.value(claim, "content"), SUGGESTION.content);
});

test("a suggestion beside a claim with words of its own makes a further claim", () => {
  const m = event();
  m.suggestions = { [FIRST]: [SUGGESTION] };
  const claim = keys(m, FIRST, null, ["claim_type", "state"]);
  marked(m, FIRST, claim, "content", "the crew was tired");
  assert.equal(openSuggestions(m, FIRST, null).length, 1);
  assert.equal(stand(m, FIRST, accept(m, FIRST, claim, SUGGESTION)), "a-1.2");
});

test("nothing is suggested where the sentence is decided", () => {
  const m = event();
  m.suggestions = { [FIRST]: [SUGGESTION] };
  keys(m, FIRST, null, ["claim_type", "none"]);
  assert.deepEqual(openSuggestions(m, FIRST, null), []);
});

test("source decisions belong to the event of their article", () => {
  const m = event();
  const place = { target_kind: "source", target: "s1", sentence: null, layer: "name" };
  assert.equal(m.concerns({ ...place, value: { article: "a", name: "X" } }), true);
  assert.equal(m.concerns({ ...place, value: { article: "elsewhere", name: "X" } }), false);
  assert.equal(m.concerns({ ...place, value: null }), false);
});

test("what begins after a split is what is left, never a single word", () => {
  const m = event();
  const words = m.textOf(FIRST);
  const first = keys(m, FIRST, null, ["claim_type", "event"]);
  const rest = words.slice(0, words.lastIndexOf(" "));
  const claim = marked(m, FIRST, first, "content", rest);
  const second = stand(m, FIRST, split(m, FIRST, claim));
  const [[range]] = candidates(m, FIRST, second, "content");
  assert.equal(m.place(FIRST).points.slice(...range), words.replace(/\.$/, ""));
});
