// @ts-check
/**
 * The shapes that travel between the server, the outbox and the page. Offsets are code points throughout.
 *
 * @typedef {string | string[] | [number, number][] | {article: string, name: string} | null} Value a value
 *   id; value or source ids; ranges; a source's name; null where nothing is set
 *
 * @typedef {{target_kind: "sentence"|"claim"|"source", target: string, sentence: string|null,
 *   layer: string}} Place where a label stands
 *
 * @typedef {Place & {value: Value, origin?: "human"|"automatic"|"accepted", confirms?: boolean}} Change one
 *   label as it shall be; confirms: the value stays, but a person now answers for it
 *
 * @typedef {Place & {uuid: string, action: string, kind: string, base: number, value: Value, codebook:
 *   string, origin: string, client_at: string}} Decision one entry of the log, as `POST /api/decisions` takes
 *   it
 *
 * @typedef {Place & {article?: string|null, value: Value, revision: number, seq: number, origin?: string}}
 *   Label
 *
 * @typedef {{value: Value, revision: number, seq: number, origin?: string}} Version
 *
 * @typedef {{id: string, position: number, paragraph: number, kind: string, start: number, end: number}}
 *   Sentence
 *
 * @typedef {{id: string, outlet: string, title: string, byline: string, published: string, url: string,
 *   language: string, licence: string, text: string, sentences: Sentence[],
 *   quotations: [number, number][]}} Article
 *   quotations: what stands in quotation marks, marks included, in order
 *
 * @typedef {{id: string, name: string, previous: string|null, next: string|null, number: number, total:
 *   number}} Event
 *
 * @typedef {{id: string, name: string, guest: boolean, cookie: string}} Annotator
 *   guest: works without a session; cookie: name of the cookie that says whom the browser is signed in as
 *
 * @typedef {{event: Event, annotator: Annotator, codebook: CodebookJson, labelable:
 *   string[], articles: Article[], alignment: [string, string, number][], labels: Label[], settings:
 *   Record<string, unknown>, head: number, suggestions?: Record<string, Suggestion[]>}} Bundle the answer of
 *   `GET /api/workspace`
 *
 * @typedef {{id: string, content: [number, number][], values: Record<string, Value>, reason: string}}
 *   Suggestion a claim as rules see it; no label before a person accepts it
 *
 * @typedef {{id: string, key?: string|null, title?: string, definition?: string, test?: string, examples?:
 *   string[], near_misses?: string[], score?: number|null, implies?: Record<string, string>, implies_unless?:
 *   Record<string, string[]>, clears?: Record<string, string[]>}} LayerValue
 *
 * @typedef {{id: string, title?: string, measurement: string, required?: boolean, question?: string,
 *   definition?: string, key?: string|null, decision_order?: string[], empty?: string|null, physical_keys?:
 *   boolean, derived?: string, step_keys?: string[], value?: LayerValue[], derivation?: {cue?: string,
 *   default?: string, fixed?: {layer: string, values: string[], value: string}|null, unless?: {layer: string,
 *   values: string[]}|null, precedence?: string[], negations?: string[]}}} Layer
 *
 * @typedef {{id: string, rule: string, when: "always"|"done"|"advise", message: string} & Record<string,
 *   any>} Constraint
 *
 * @typedef {{id: string, title: string, text: string, layers?: string[]}} EdgeRule
 *
 * @typedef {{hash: string, id: string, title: string, version: string, guideline?: string, layer: Layer[],
 *   constraint?: Constraint[], edge_rule?: EdgeRule[], flags?: Record<string, string>, cue_lexicon?:
 *   Record<string, string[]>, relation?: LayerValue[]} & Record<string, any>} CodebookJson
 *
 * @typedef {{id: string, sentence: string, content: [number, number][], values: Record<string, Value>}}
 *   Claim
 *
 * @typedef {{sentence: Sentence, points: import("./codepoints.js").CodePoints, outlet: string,
 *   values: Record<string, Value>, claims: Claim[], elsewhere: Claim[], source_names: Record<string, string>,
 *   quoted: [number, number][]}} Frame
 *   everything a rule may look at: one sentence with its claims, and the other claims of its article
 *
 * @typedef {{constraint: string, claim: string|null, message: string, when: string, layers: string[]}}
 *   Violation constraint: its id, or "required" for a layer that is not set yet
 */
/** What a label can stand on, as the wire names it. */
export const KINDS = Object.freeze({ sentence: "sentence", claim: "claim", source: "source" });
