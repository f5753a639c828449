// @ts-check
/** What travels between the server and the page. Offsets are code points, ranges half-open. */
// Written by tests/shared_cases/build.py from annotator/views/wire.py, annotator/server/routes.py
// and labels/codebook/model.py; change those and run that.
/**
 * @typedef {string | string[] | [number, number][] | {article: string, name: string} | null} Value
 *   ids of values or sources; ranges; a source's name; null: nothing is set
 */
/**
 * @typedef {{layer: string, values: string[]}} Condition
 *   One layer has one of some values. A layer that is not set fulfils no condition.
 */
/**
 * @typedef {{layer: string, value: string}} Member
 *   One layer has one value.
 */
/**
 * @typedef {{id: string, key: string, title: string, group: string, definition: string, test: string,
 *   examples: string[], near_misses: string[], score: number|null, implies: Record<string, string>,
 *   implies_unless: Record<string, string[]>, clears: Record<string, string[]>}} LayerValue
 *   One choice of a layer, with what an annotator needs to make it.
 */
/**
 * @typedef {{layer: string, values: string[], value: string}} Fixed
 *   A condition under which a derived layer has this value, whatever else there is.
 */
/**
 * @typedef {{cue: string, fixed: Fixed|null, unless: Condition|null, default: string, precedence: string[],
 *   negations: string[]}} Derivation
 *   What a derived layer is computed from.
 */
/**
 * @typedef {{id: string, title: string, measurement:
 *   "nominal"|"ordinal"|"interval"|"ratio"|"set"|"span"|"entity"|"list"|"text", required: boolean, key:
 *   string, question: string, definition: string, decision_order: string[], empty: string, physical_keys:
 *   boolean, derived: ""|"quote_mode"|"cue_stance", derivation: Derivation, step_keys: string[], value:
 *   LayerValue[], collapse: Record<string, Record<string, string>>, maps: Record<string, Record<string,
 *   string|number>>}} Layer
 *   One dimension of a label; its values have the order of the file, which orders an ordinal scale.
 */
/**
 * @typedef {{id: string, when: "always"|"done"|"advise", message: string, rule: "alone", layer: string,
 *   value: string}} Alone
 *   The value excludes every other claim of the sentence, and every other layer.
 */
/**
 * @typedef {{id: string, when: "always"|"done"|"advise", message: string, rule: "together", members:
 *   Member[], without: string[]}} Together
 *   All members hold or none does; where they hold, the layers ``without`` are empty.
 */
/**
 * @typedef {{id: string, when: "always"|"done"|"advise", message: string, rule: "needs", if: Condition,
 *   any_of: string[], unless: Condition|null}} Needs
 *   Where ``if`` holds (and ``unless`` does not), one of the layers is set.
 */
/**
 * @typedef {{id: string, when: "always"|"done"|"advise", message: string, rule: "required", layers:
 *   string[], unless: Condition|null}} Required
 *   The layers are set, except where ``unless`` holds.
 */
/**
 * @typedef {{id: string, when: "always"|"done"|"advise", message: string, rule: "only_with", layer: string,
 *   if: Condition, max: number|null, not_among: string[]}} OnlyWith
 *   The layer is set only where ``if`` holds.
 */
/**
 * @typedef {{id: string, when: "always"|"done"|"advise", message: string, rule: "elsewhere", if: Condition,
 *   layer: string, where: Condition}} Elsewhere
 *   Where ``if`` holds, some claim of the article fulfils ``where`` and has the same value in the layer.
 */
/**
 * @typedef {{id: string, when: "always"|"done"|"advise", message: string, rule: "quotes", if: Condition}}
 *   Quotes
 *   Where ``if`` holds, some of the content is in quotation marks.
 */
/**
 * @typedef {{id: string, when: "always"|"done"|"advise", message: string, rule: "distinct", layers:
 *   string[]}} Distinct
 *   No two claims of a sentence agree in all of the layers; ``content`` may be one of them.
 */
/**
 * @typedef {{id: string, when: "always"|"done"|"advise", message: string, rule: "preset", kinds:
 *   ("headline"|"kicker"|"byline"|"dateline"|"caption"|"runin_heading"|"body"|"boilerplate"|"outlet_name")[],
 *   layer: string, value: string}} Preset
 *   Sentences of these kinds start with the value; an annotator may choose another.
 */
/**
 * @typedef {{id: string, when: "always"|"done"|"advise", message: string, rule: "across_articles"}}
 *   AcrossArticles
 *   A claim group has claims of at least two articles. Kept for the comparison; no sentence breaks it.
 */
/**
 * @typedef {{id: string, title: string, text: string, layers: string[]}} EdgeRule
 *   How to decide a case that people keep asking about; shown where one of its layers is labeled.
 */
/**
 * @typedef {{id: string, key: string, title: string, definition: string, examples: string[], near_misses:
 *   string[]}} Relation
 *   What a claim of one outlet is to the fact of its claim group.
 */
/**
 * @typedef {{unsure: string|null, note: string|null}} Flags
 *   Keys of the two marks every sentence and claim can bear.
 */
/**
 * @typedef {{cue: string, mention: string, set: Record<string, string>, certainty: string}} SuggestionRoles
 *   Which layers a suggestion fills (``labels/suggestions/suggest.py``); roles without a layer are skipped.
 */
/**
 * @typedef {{id: string, version: string, title: string, target: "claim"|"sentence", language: string,
 *   guideline: string, flags: Flags, layer: Layer[], constraint:
 *   (Alone|Together|Needs|Required|OnlyWith|Elsewhere|Quotes|Distinct|Preset|AcrossArticles)[], edge_rule:
 *   EdgeRule[], cue_lexicon: Record<string, string[]>, irregular_forms: Record<string, string[]>,
 *   certainty_markers: Record<string, string[]>, suggestion: SuggestionRoles|null, relation: Relation[]}}
 *   CodebookFile
 *   Everything a codebook file may hold; ``codebook.Codebook`` is the one that has been checked.
 */
/**
 * @typedef {Alone|Together|Needs|Required|OnlyWith|Elsewhere|Quotes|Distinct|Preset|AcrossArticles}
 *   Constraint
 *   any of the rules
 */
/**
 * @typedef {CodebookFile & {hash: string, is_by_place: boolean, flags: {unsure: string, note: string}}}
 *   ServedCodebook
 *   the codebook as the page gets it
 */
/**
 * @typedef {{id: string, name: string, guest: boolean, cookie: string}} AnnotatorView
 *   Who works.
 */
/**
 * @typedef {{id: string, name: string, number: number, total: number, previous: string|null, next:
 *   string|null, state: string}} EventPlaceView
 *   The open event among all: number from 1; previous and next: ids, None at the ends.
 */
/**
 * @typedef {{version: string, place: EventPlaceView|null}} CorpusView
 *   The answer of ``GET /api/corpus``.
 */
/**
 * @typedef {{id: string, position: number, paragraph: number, kind:
 *   "headline"|"kicker"|"byline"|"dateline"|"caption"|"runin_heading"|"body"|"boilerplate"|"outlet_name",
 *   start: number, end: number}} SentenceView
 *   A sentence: its range in the article's text, and what kind of sentence it is.
 */
/**
 * @typedef {{range: [number, number], mentions: [number, number][]}} CueCandidateView
 *   Words that may be a cue, and the mentions of a source that fit them, the best first.
 */
/**
 * @typedef {{cues?: CueCandidateView[], clauses?: [number, number][], breaks?: number[], joiners?:
 *   number[], openers?: number[], auxiliaries?: number[], stops?: number[]}} CandidatesView
 *   Where the ranges of a sentence may begin and end, see ``labels.suggestions.candidates``.
 */
/**
 * @typedef {{id: string, outlet: string, title: string, byline: string, published: string, url: string,
 *   language: string, details: [string, string][], text: string, sentences: SentenceView[], quotations:
 *   [number, number][], candidates: Record<string, CandidatesView>}} ArticleView
 *   An article with its text, its sentences in reading order, and what follows from the text alone.
 */
/**
 * @typedef {{target_kind: "sentence"|"claim"|"source", target: string, sentence: string, article: string,
 *   layer: string, value: Value, revision: number, seq: number, origin:
 *   "human"|"automatic"|"accepted"|"taken_over"}} LabelView
 *   A label of the annotator; value None: it was cleared, and its revision still counts.
 */
/**
 * @typedef {{id: string, content: [number, number][], values: Record<string, Value>, reason: string}}
 *   SuggestionView
 *   A claim as the rules see it; reason: a few words for the annotator.
 */
/**
 * @typedef {{event: EventPlaceView, annotator: AnnotatorView, codebook: ServedCodebook, labelable:
 *   string[], articles: ArticleView[], alignment: [string, string, number][], labels: LabelView[],
 *   suggestions: Record<string, SuggestionView[]>, head: number}} WorkspaceView
 *   The answer of ``GET /api/workspace``: an event with everything that the workspace shows.
 */
/**
 * @typedef {{id: string, name: string, outlets: string[], sentences: number, done: number, unsure: number}}
 *   EventView
 *   One row of ``GET /api/events``: an event with the annotator's progress, in sentences.
 */
/**
 * @typedef {{event: string, name: string, sentence: string, text: string, reason: string}} UnsureView
 *   One row of ``GET /api/unsure``: a sentence marked unsure, with its event and the reason given.
 */
/**
 * @typedef {{event: string, outlet: string, sentence: string, text: string, place:
 *   "text"|"article"|"label", about: string, link: string}} HitView
 *   One row of ``GET /api/search``: a sentence, with the names of its event and outlet.
 */
/**
 * @typedef {{value: Value, revision: number, seq: number}} CurrentView
 *   The label that a conflicting decision met.
 */
/**
 * @typedef {{seq: number, revision: number|null, duplicate?: boolean}} AcknowledgedView
 *   A decision that is on disk; duplicate: it was there before.
 */
/**
 * @typedef {{seq: number, current: CurrentView}} ConflictView
 *   A decision that is in the log, but did not become the current label.
 */
/**
 * @typedef {{reason: string}} RefusedView
 *   A decision that was not taken; reason: in words for the annotator.
 */
/**
 * @typedef {{acknowledged: Record<string, AcknowledgedView>, conflicts: Record<string, ConflictView>,
 *   refused: Record<string, RefusedView>, codebook: string, saved_at: number}} AnswerView
 *   The answer of ``POST /api/decisions``, by the decisions' UUIDs.
 */
/**
 * @typedef {{uuid: string, action: string, target_kind: "sentence"|"claim"|"source", target: string,
 *   sentence: string|null, layer: string, kind: "set"|"clear"|"undo"|"accept", base: number, value: Value,
 *   codebook: string, origin: "human"|"automatic"|"accepted", client_at: string}} DecisionRecord
 *   A decision on the wire.
 */
/**
 * @typedef {{annotator: string, client: string, batch: DecisionRecord[]}} BatchRecord
 *   What a workspace sends: everything that it has no acknowledgement of, in order.
 */

export {};
