"""One annotator's labels of a sentence, with everything that the codebook's rules need to judge them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from labels.article import Article, Sentence
from labels.claim import Claim, SentenceLabels
from labels.codebook.derivation import paragraph_starts
from labels.span import Span
from labels.store.corpus.articles import SENTENCE, sentence_of
from labels.store.log.entries import HUMAN, TERMS, Value, loaded, word
from labels.store.log.memory import KnownSentence
from labels.store.sqlite import sqlite3

ACCEPTED = TERMS.index("accepted")
# sentence, item, layer, value; then the term of a source, else null
Row = tuple[int, int, str, Value, str | None]
LABELS = """
select c.sentence, c.item, y.text, c.value, s.text from current c join term y on y.number = c.layer
left join term s on c.sentence = 0 and s.number = c.item
"""
PERSON = "(select number from annotator where id = ?)"
# the labels of the sentence, and the names of the article's sources
OF_SENTENCE = """
select sentence, item, layer, value from current
where article = ? and annotator = ? and sentence in (0, ?) and value is not null
"""
OF_ARTICLE = f"""
{LABELS} where c.article = (select number from article where id = ?) and c.annotator = {PERSON}
and c.value is not null
"""  # noqa: S608 - constants
# Numbers, which the caller names: most of them repeat from row to row.
OF_EVERYBODY = f"""
select c.annotator, c.sentence, c.item, c.layer, c.value, c.seq, exists (
  select 1 from log l indexed by log_origin
  where l.origin = {ACCEPTED} and l.origin <> {HUMAN} and l.seq = c.seq
) from current c
where c.article = (select number from article where id = ?) and c.value is not null
and c.annotator not in (select number from annotator where left_out <> '')
order by c.annotator, c.sentence, c.item
"""  # noqa: S608 - constants
LABELERS = """
select number, id from annotator where number in (
  select annotator from progress where article = (select number from article where id = ?)
)
"""
SENTENCES = f"select number, {SENTENCE} from sentence where article = ? order by position"  # noqa: S608


def labels_of_sentence(
    connection: sqlite3.Connection, annotator: int, known: KnownSentence
) -> SentenceLabels:
    """The labels that the annotator of this number gave a sentence, inside the writer's transaction.

    Claims elsewhere are left out, so that the work does not grow with the article.
    """
    sentence, article = known.sentence, known.article
    values: dict[str, object] = {}
    claims: dict[int, dict[str, object]] = defaultdict(dict)
    sources: dict[str, str] = {}
    for place, item, layer, stored in connection.execute(
        OF_SENTENCE, (article.number, annotator, known.number)
    ):
        if place == 0:
            sources[word(connection, item)] = loaded(stored)["name"]  # type: ignore[index]
        elif item:
            claims[item][word(connection, layer)] = loaded(stored)
        else:
            values[word(connection, layer)] = loaded(stored)
    return SentenceLabels(
        sentence=sentence,
        text=article.text,
        outlet=article.outlet,
        values=values,
        claims=tuple(
            [_claim(sentence.id, item, claims[item]) for item in sorted(claims) if "content" in claims[item]]
        ),
        source_names=sources,
        paragraph_starts=article.starts,
    )


def labels_of_article(connection: sqlite3.Connection, annotator: str, article: str) -> list[SentenceLabels]:
    """An annotator's labels of each sentence of an article, in reading order."""
    text, outlet = connection.execute("select text, outlet from article where id = ?", (article,)).fetchone()
    rows = connection.execute(SENTENCES, (article,)).fetchall()
    sentences = [sentence_of(row[1:]) for row in rows]
    names = {row[0]: row[1] for row in rows}
    labels = connection.execute(OF_ARTICLE, (article, annotator))
    return list(_by_sentence(sentences, names, text, outlet, paragraph_starts(sentences), labels))


@dataclass(slots=True)
class Trace:
    """The labels of a claim or of a sentence, and where they come from.

    values: by layer.  seqs: of the decisions.  accepted: layers whose value is an accepted suggestion.
    """

    values: dict[str, Any] = field(default_factory=dict)
    seqs: list[int] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TracedLabels:
    """One annotator's labels of a sentence, and the trace of the sentence and of each claim, by id."""

    labels: SentenceLabels
    traces: Mapping[str, Trace]


def labels_of_everybody(
    connection: sqlite3.Connection, article: Article
) -> dict[str, dict[str, TracedLabels]]:
    """Everybody's labels in an article: by annotator, then by id of the sentences that they labeled.

    Those of people whom exports leave out are left out, and so are claims elsewhere, so that the work does
    not grow with the square of the article. Values that are not text are read once for all who gave them:
    don't change them.
    """
    numbers = dict(connection.execute("select id, number from sentence where article = ?", (article.id,)))
    ids = dict(connection.execute(LABELERS, (article.id,)).fetchall())
    people: dict[int, dict[int, dict[int, Trace]]] = defaultdict(lambda: defaultdict(dict))
    sources: dict[int, dict[str, str]] = defaultdict(dict)
    values: dict[bytes, object] = {}
    layers: dict[int, str] = {}
    before, target = None, Trace()
    for person, place, item, number, value, seq, is_accepted in connection.execute(
        OF_EVERYBODY, (article.id,)
    ):
        if place == 0:
            sources[person][word(connection, item)] = loaded(value)["name"]  # type: ignore[index]
            continue
        key = (person, place, item)
        if key != before:  # the labels of a claim follow each other
            before, target = key, Trace()
            people[person][place][item] = target
        layer = layers.get(number)
        if layer is None:
            layer = layers[number] = word(connection, number)
        if type(value) is bytes:
            if value not in values:
                values[value] = loaded(value)
            target.values[layer] = values[value]
        else:
            target.values[layer] = value
        target.seqs.append(seq)
        if is_accepted:
            target.accepted.append(layer)
    starts = paragraph_starts(article.sentences)
    sentences = {numbers[sentence.id]: sentence for sentence in article.sentences}
    return {
        ids[person]: {
            traced.labels.sentence.id: traced
            for place, targets in people[person].items()
            for traced in [_traced(article, sentences[place], targets, sources[person], starts)]
            if traced.labels.values or traced.labels.claims
        }
        for person in sorted(people, key=ids.__getitem__)
    }


def _traced(
    article: Article,
    sentence: Sentence,
    targets: Mapping[int, Trace],
    sources: Mapping[str, str],
    starts: tuple[int, ...],
) -> TracedLabels:
    claims, values, traces = [], {}, {}
    for item, target in sorted(targets.items()) if len(targets) > 1 else targets.items():
        if not item:
            values, traces[sentence.id] = target.values, target
            continue
        content = target.values.pop("content", None)
        if content is not None:
            claim = f"{sentence.id}.{item}"
            claims.append(Claim(claim, sentence.id, _spans(content), target.values))
            traces[claim] = target
    labels = SentenceLabels(
        sentence=sentence,
        text=article.text,
        outlet=article.outlet,
        values=values,
        claims=tuple(claims),
        source_names=sources,
        paragraph_starts=starts,
    )
    return TracedLabels(labels, traces)


def _by_sentence(
    sentences: Iterable[Sentence],
    names: Mapping[int, str],
    text: str,
    outlet: str,
    starts: tuple[int, ...],
    labels: Iterable[Row],
) -> Iterator[SentenceLabels]:
    """names: the id of each sentence number."""
    values: dict[str, dict[str, object]] = defaultdict(dict)  # by sentence
    claims: dict[str, dict[int, dict[str, object]]] = defaultdict(lambda: defaultdict(dict))
    sources: dict[str, str] = {}
    for place, item, layer, stored, source in labels:
        value = loaded(stored)
        if source is not None:
            sources[source] = value["name"]  # type: ignore[index]
        elif item:
            claims[names[place]][item][layer] = value
        else:
            values[names[place]][layer] = value
    everywhere = {
        place: tuple(
            _claim(place, item, numbered[item]) for item in sorted(numbered) if "content" in numbered[item]
        )
        for place, numbered in claims.items()
    }
    for sentence in sentences:
        yield SentenceLabels(
            sentence=sentence,
            text=text,
            outlet=outlet,
            values=values.get(sentence.id, {}),
            claims=everywhere.get(sentence.id, ()),
            elsewhere=tuple(
                claim for place, those in everywhere.items() if place != sentence.id for claim in those
            ),
            source_names=sources,
            paragraph_starts=starts,
        )


def _claim(sentence: str, item: int, values: Mapping[str, object]) -> Claim:
    content = values["content"]
    rest = {layer: value for layer, value in values.items() if layer != "content"}
    return Claim(f"{sentence}.{item}", sentence, _spans(content), rest)


def _spans(content: object) -> tuple[Span, ...]:
    assert isinstance(content, list)  # noqa: S101 - the ledger let nothing else in
    return tuple([Span(start, end) for start, end in content])
