// A small event as `GET /api/workspace` gives it, for the tests.
import { readFileSync } from "node:fs";

const shared = (name) =>
  JSON.parse(readFileSync(new URL(`../shared_cases/${name}.json`, import.meta.url), "utf8"));
const [CODEBOOKS, ARTICLES, CANDIDATES] = ["codebooks", "articles", "candidates"].map(shared);

export function codebookOf(name) {
  return CODEBOOKS[name];
}

/** The lines of an article of articles.json, whose candidates the server has found. */
export function linesOf(name) {
  return ARTICLES[name];
}

/** What the server sends of the article's text; nothing where articles.json doesn't have its lines. */
function served(one, codebook) {
  const name = Object.keys(ARTICLES).find(
    (each) => each !== "about" && one.text === ARTICLES[each].map((line) => line[1]).join("\n"),
  );
  const { quotations = [], candidates = {} } = CANDIDATES[codebook]?.[name] ?? {};
  const byId = Object.entries(candidates).map(([place, each]) => [`${one.id}-${place}`, each]);
  return { ...one, quotations, candidates: Object.fromEntries(byId) };
}

/** An article from sentences `[kind, text]`, one a line. */
export function article(id, outlet, lines) {
  let start = 0;
  const sentences = lines.map(([kind, text], position) => {
    const end = start + [...text].length;
    const sentence = { id: `${id}-${position}`, position, paragraph: position, kind, start, end };
    start = end + 1;
    return sentence;
  });
  const text = lines.map((line) => line[1]).join("\n");
  return {
    id,
    outlet,
    title: `${outlet} reports`,
    byline: "",
    published: "2026-01-01",
    url: "",
    language: "en",
    details: [],
    text,
    sentences,
    quotations: [],
    candidates: {},
  };
}

export function bundle({ articles, codebook = "shipped", alignment = [], labels = [], head = 0 }) {
  return {
    event: { id: "e1", name: "The ferry", previous: null, next: null, number: 1, total: 1 },
    annotator: { id: "ann", name: "Ann" },
    codebook: codebookOf(codebook),
    labelable: ["headline", "caption", "body"],
    articles: articles.map((one) => served(one, codebook)),
    alignment,
    labels,
    settings: {},
    head,
  };
}

export function twoArticles() {
  return [
    article("a", "Herald", [
      ["headline", "Ferry sinks"],
      ["byline", "By A"],
      ["body", "The ferry sank, police said."],
      ["body", "It was old."],
    ]),
    article("b", "Gazette", [
      ["body", "A ferry went down."],
      ["boilerplate", "Subscribe!"],
      ["body", "Nobody drowned."],
    ]),
  ];
}
