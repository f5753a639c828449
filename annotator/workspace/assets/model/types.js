// @ts-check
/**
 * The shapes that the page works with. What crosses the wire is generated from the server's own classes
 * (wire.js); here it gets the names that the page uses. Offsets are code points throughout.
 *
 * @typedef {import("./wire.js").Value} Value
 * @typedef {import("./wire.js").DecisionRecord} Decision one entry of the log, as `POST /api/decisions`
 *   takes it
 * @typedef {import("./wire.js").LabelView} Label
 * @typedef {import("./wire.js").SentenceView} Sentence
 * @typedef {import("./wire.js").ArticleView} Article
 * @typedef {import("./wire.js").EventPlaceView} Event
 * @typedef {import("./wire.js").AnnotatorView} Annotator
 * @typedef {import("./wire.js").WorkspaceView} Bundle the answer of `GET /api/workspace`
 * @typedef {import("./wire.js").SuggestionView} Suggestion a claim as rules see it; a person accepts it or
 *   not
 * @typedef {import("./wire.js").ServedCodebook} CodebookJson
 * @typedef {import("./wire.js").Layer} Layer
 * @typedef {import("./wire.js").LayerValue} LayerValue
 * @typedef {import("./wire.js").Condition} Condition
 * @typedef {import("./wire.js").Constraint} Constraint
 * @typedef {import("./wire.js").EdgeRule} EdgeRule
 *
 * @typedef {{target_kind: "sentence"|"claim"|"source", target: string, sentence: string|null, layer:
 *   string}} LabelAddress where a label is
 *
 * @typedef {LabelAddress & {value: Value, origin?: "human"|"automatic"|"accepted", confirms?: boolean}}
 *   Change one label as it shall be; confirms: the value stays, but a person now answers for it
 *
 * @typedef {{value: Value, revision: number, seq: number, origin?: string}} Version
 *
 * @typedef {{id: string, sentence: string, content: [number, number][], values: Record<string, Value>}}
 *   Claim
 *
 * @typedef {{sentence: Sentence, points: import("./codepoints.js").CodePoints, outlet: string, values:
 *   Record<string, Value>, claims: Claim[], elsewhere: Claim[], source_names: Record<string, string>, quoted:
 *   [number, number][]}} SentenceLabels everything a rule may look at: one sentence with its claims, and the
 *   other claims of its article
 *
 * @typedef {{constraint: string, claim: string|null, message: string, when: string, layers: string[]}}
 *   Violation constraint: its id, or "required" for a layer that is not set yet
 */
/** What a label can stand on, as the wire names it. */
export const KINDS = Object.freeze({ sentence: "sentence", claim: "claim", source: "source" });
