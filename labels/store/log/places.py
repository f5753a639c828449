"""Where a decision belongs: the numbers of its article, person, sentence, claim or source, and layer."""

from dataclasses import dataclass

from labels.decision import Decision
from labels.errors import DecisionRefusedError
from labels.store.corpus.articles import SENTENCE, sentence_of
from labels.store.log.entries import NAME, term
from labels.store.log.memory import KnownArticle, KnownSentence
from labels.store.sqlite import memory_of, sqlite3

MAX_CLAIM = 2**31
ONE_SENTENCE = f"select number, {SENTENCE} from sentence where id = ?"  # noqa: S608 - a constant
ONE_ARTICLE = "select number, id, text, outlet from article where id = ?"
PARAGRAPHS = 'select min("start") from sentence where article = ? group by paragraph order by paragraph'
OF_SOURCE = f"""
select a.id from current c join article a on a.number = c.article
where c.annotator = ? and c.item = (select number from term where text = ?) and c.sentence = 0
and c.layer = {NAME}
"""  # noqa: S608 - a constant


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label is, by numbers of the tables.

    sentence: 0 for a source.  item: the claim's number, 0 for the sentence itself, a source's term.
    article_id: readable.  text_length: of the article, in code points.
    """

    article: int
    annotator: int
    sentence: int
    item: int
    layer: int
    article_id: str
    text_length: int

    @property
    def key(self) -> tuple[int, int, int, int, int]:
        """The primary key of the label."""
        return self.article, self.annotator, self.sentence, self.item, self.layer


def place_of(connection: sqlite3.Connection, annotator: int, decision: Decision) -> Place:
    """The place of a decision; raises DecisionRefusedError if its target does not exist."""
    layer = term(connection, decision.layer)
    if decision.target_kind in ("sentence", "claim"):
        known = known_sentence(connection, decision.sentence)
        if known is None:
            raise DecisionRefusedError(f"There is no sentence '{decision.sentence}' in this project.")
        item = claim_number(decision) if decision.target_kind == "claim" else 0
        if item or decision.target == decision.sentence:
            return _place(known.article, annotator, known.number, item, layer)
    elif decision.target_kind == "source" and decision.layer == "name":
        article = _article_of_source(connection, annotator, decision)
        return _place(article, annotator, 0, term(connection, decision.target), layer)
    raise DecisionRefusedError(
        f"'{decision.target}' is not a {decision.target_kind} that layer '{decision.layer}' can be set on. "
        "A claim is named by its sentence, a full stop and a number; a source has the layer 'name'."
    )


def _place(article: KnownArticle, annotator: int, sentence: int, item: int, layer: int) -> Place:
    return Place(article.number, annotator, sentence, item, layer, article.id, len(article.text))


def known_sentence(connection: sqlite3.Connection, identifier: str) -> KnownSentence | None:
    """A sentence with its article; None if the project holds none of this id."""
    memory = memory_of(connection)
    known = memory.sentences.get(identifier)
    if known is not None:
        return known
    row = connection.execute(ONE_SENTENCE, (identifier,)).fetchone()
    if row is None:
        return None
    sentence = sentence_of(row[1:])
    article = known_article(connection, sentence.article)
    if article is None:
        return None
    known = KnownSentence(row[0], sentence, article)
    memory.sentences[identifier] = known
    return known


def known_article(connection: sqlite3.Connection, identifier: str) -> KnownArticle | None:
    """An article; None if the project holds none of this id."""
    memory = memory_of(connection)
    known = memory.articles.get(identifier)
    if known is not None:
        return known
    row = connection.execute(ONE_ARTICLE, (identifier,)).fetchone()
    if row is None:
        return None
    starts = tuple([start for (start,) in connection.execute(PARAGRAPHS, (identifier,))])
    number, _, text, outlet = row
    known = KnownArticle(number, identifier, text, outlet, starts)
    memory.add_article(known)
    return known


def claim_number(decision: Decision) -> int:
    """The number of a claim in its sentence, from 1; 0 if the target is not a claim of the sentence."""
    number = decision.target.removeprefix(f"{decision.sentence}.")
    fits = number != decision.target and number.isascii() and number.isdigit() and number[0] != "0"
    return int(number) if fits and len(number) < len(str(MAX_CLAIM)) else 0


def _article_of_source(connection: sqlite3.Connection, annotator: int, decision: Decision) -> KnownArticle:
    article = decision.value.get("article") if isinstance(decision.value, dict) else None
    listed = connection.execute(OF_SOURCE, (annotator, decision.target)).fetchall()
    if article is None and listed:
        article = listed[-1][0]
    known = known_article(connection, str(article))
    if known is None:
        raise DecisionRefusedError(f"The source '{decision.target}' names no article of this project.")
    if any(other != article for (other,) in listed):
        raise DecisionRefusedError(
            f"The source '{decision.target}' is on the list of another article; list it here under a new id."
        )
    return known
