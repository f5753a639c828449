"""One annotator's labels of a sentence, with everything that the codebook's rules need to judge them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator

from labels.article import Sentence
from labels.claim import Claim, SentenceLabels
from labels.span import Span
from labels.store.articles import SENTENCE, sentence_of
from labels.store.sqlite import sqlite3

Row = tuple[str, str, str, str, str]  # target, target kind, sentence, layer, value as JSON
OF_SENTENCE = """
select l.target, l.target_kind, l.sentence, l.layer, d.value from label l join decision d on d.seq = l.seq
where l.sentence = ? and l.annotator = ? and l.value is not null
union all
select l.target, l.target_kind, l.sentence, l.layer, d.value from label l join decision d on d.seq = l.seq
where l.layer = 'name' and l.article = ? and l.annotator = ? and l.value is not null
"""
OF_ARTICLE = """
select l.target, l.target_kind, l.sentence, l.layer, d.value from label l join decision d on d.seq = l.seq
where l.article = ? and l.annotator = ? and l.value is not null
"""
PARAGRAPHS = 'select min("start") from sentence where article = ? group by paragraph order by paragraph'


def labels_of_sentence(
    connection: sqlite3.Connection, annotator: str, sentence: str, *, alone: bool = False
) -> SentenceLabels:
    """The annotator's labels of a sentence.

    alone: leave out the claims elsewhere, so that the work does not grow with the article.
    """
    row = connection.execute(
        f"select {SENTENCE} from sentence where id = ?",  # noqa: S608 - a constant
        (sentence,),
    ).fetchone()
    article = row[1]
    if alone:
        labels = connection.execute(OF_SENTENCE, (sentence, annotator, article, annotator))
    else:
        labels = connection.execute(OF_ARTICLE, (article, annotator))
    [frame] = _frames(connection, article, [sentence_of(row)], labels)
    return frame


def labels_of_article(connection: sqlite3.Connection, annotator: str, article: str) -> list[SentenceLabels]:
    """One frame for each sentence of an article, in reading order."""
    rows = connection.execute(
        f"select {SENTENCE} from sentence where article = ? order by position",  # noqa: S608 - a constant
        (article,),
    )
    labels = connection.execute(OF_ARTICLE, (article, annotator))
    return list(_frames(connection, article, map(sentence_of, rows), labels))


def number(claim: str) -> int:
    """The running number of a claim in its sentence, from 1."""
    return int(claim.rpartition(".")[2])


def _frames(
    connection: sqlite3.Connection, article: str, sentences: Iterable[Sentence], labels: Iterable[Row]
) -> Iterator[SentenceLabels]:
    values: dict[str, dict[str, object]] = defaultdict(dict)  # by target
    claims: dict[str, list[str]] = defaultdict(list)  # by sentence
    names: dict[str, str] = {}
    for target, kind, place, layer, value in labels:
        decoded = json.loads(value)
        values[target][layer] = decoded
        if kind == "claim" and layer == "content":
            claims[place].append(target)
        elif kind == "source":
            names[target] = decoded["name"]
    everywhere = {
        place: tuple(_claim(target, place, values[target]) for target in sorted(targets, key=number))
        for place, targets in claims.items()
    }
    text, outlet = connection.execute("select text, outlet from article where id = ?", (article,)).fetchone()
    starts = tuple(row[0] for row in connection.execute(PARAGRAPHS, (article,)))
    for sentence in sentences:
        yield SentenceLabels(
            sentence=sentence,
            text=text,
            outlet=outlet,
            values=values.get(sentence.id, {}),
            claims=everywhere.get(sentence.id, ()),
            elsewhere=tuple(c for place, found in everywhere.items() if place != sentence.id for c in found),
            source_names=names,
            paragraph_starts=starts,
        )


def _claim(target: str, sentence: str, values: dict[str, object]) -> Claim:
    content = values["content"]
    assert isinstance(content, list)  # noqa: S101 - the ledger let nothing else in
    rest = {layer: value for layer, value in values.items() if layer != "content"}
    return Claim(target, sentence, tuple(Span(start, end) for start, end in content), rest)
