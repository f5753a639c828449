"""What the workspace and the list of events show: pure functions of a store."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from annotator.views.suggestions import MAX_ARTICLES, SuggestionCache, suggestions_view
from annotator.views.wire import (
    AnnotatorView,
    ArticleView,
    CandidatesView,
    CorpusView,
    EventPlaceView,
    EventView,
    LabelView,
    Range,
    SentenceView,
    ServedCodebook,
    UnsureView,
    WorkspaceView,
)
from labels.article import Article, Sentence
from labels.codebook.codebook import Codebook, labelable_kinds
from labels.codebook.derivation import paragraph_starts
from labels.codebook.quotations import quoted_ranges
from labels.span import Span
from labels.store.queries import Annotator, EventPlace, EventRow, LabelRow, ProjectReader
from labels.suggestions.candidates import Candidates, candidates
from labels.suggestions.lexicon import CueLexicon, is_english

# Metadata that the page uses by its name; it shows all other fields in their order, as details.
NAMED = ("title", "byline", "published", "url", "language")


class _CueWords(NamedTuple):
    """The cue lexicon of a codebook and its language, to be remembered by."""

    lemmas: tuple[tuple[str, tuple[str, ...]], ...]
    irregular: tuple[tuple[str, tuple[str, ...]], ...]
    language: str


def events_view(store: ProjectReader, annotator: Annotator) -> list[EventView]:
    """Every event in order with the annotator's progress."""
    return [_event(row) for row in store.events(annotator.id, labelable_kinds(store.codebook()))]


def corpus_view(store: ProjectReader, version: str, event: str) -> CorpusView:
    """The state of the corpus, and the place of an event in it; event: id, "" for none."""
    place = store.event_place(event) if event else None
    return {"version": version, "place": None if place is None else _place(place)}


def unsure_view(store: ProjectReader, annotator: Annotator) -> list[UnsureView]:
    """The sentences that the annotator marked unsure, in every event."""
    return [
        {
            "event": sentence.event,
            "name": sentence.name,
            "sentence": sentence.sentence,
            "text": sentence.text,
            "reason": sentence.reason,
        }
        for sentence in store.unsure(annotator.id)
    ]


def workspace_view(
    store: ProjectReader, cache: SuggestionCache, annotator: AnnotatorView, event: str | None
) -> WorkspaceView | None:
    """An event with all that the workspace needs; None if there is no such event.

    event: id; None for the first event that the annotator has not finished.
    """
    codebook = store.codebook()
    kinds = labelable_kinds(codebook)
    if event is None:
        rows = store.events(annotator["id"], kinds)
        index = next_event(rows)
        event = None if index is None else rows[index].id
    place = None if event is None else store.event_place(event)
    if place is None:
        return None
    articles = store.articles(place.id)
    return {
        "event": _place(place),
        "annotator": annotator,
        "codebook": codebook_view(codebook),
        "labelable": list(kinds),
        "articles": [article_view(article, codebook) for article in articles],
        "alignment": store.alignment(place.id),
        "labels": [
            _label(label) for article in articles for label in store.label_rows(article.id, annotator["id"])
        ],
        "suggestions": suggestions_view(cache, store, articles, codebook),
        "head": store.last_decision(annotator["id"]),
    }


def prepare_event(store: ProjectReader, cache: SuggestionCache, event: str | None) -> None:
    """Find what is remembered for each text of an event that will probably be opened next."""
    if event is None:
        return
    cache.prepare(store, event)
    codebook = store.codebook()
    for article in store.articles(event):
        article_view(article, codebook)


def codebook_view(codebook: Codebook) -> ServedCodebook:
    """The codebook as the page gets it, with its content hash."""
    served = {**codebook.as_json(), "hash": codebook.hash, "is_by_place": codebook.is_by_place}
    return ServedCodebook(served)


def next_event(rows: list[EventRow]) -> int | None:
    """The first event with sentences left to label, else the first; None without events."""
    if not rows:
        return None
    return next((i for i, row in enumerate(rows) if row.done < row.sentences), 0)


def _place(place: EventPlace) -> EventPlaceView:
    return {
        "id": place.id,
        "name": place.name,
        "number": place.number,
        "total": place.total,
        "previous": place.previous,
        "next": place.next,
        "state": place.state,
    }


def _event(row: EventRow) -> EventView:
    return {
        "id": row.id,
        "name": row.name,
        "outlets": list(row.outlets),
        "sentences": row.sentences,
        "done": row.done,
        "unsure": row.unsure,
    }


def _label(label: LabelRow) -> LabelView:
    return {
        "target_kind": label.target_kind,
        "target": label.target,
        "sentence": label.sentence,
        "article": label.article,
        "layer": label.layer,
        "value": label.value,
        "revision": label.revision,
        "seq": label.seq,
        "origin": label.origin,
    }


def article_view(article: Article, codebook: Codebook) -> ArticleView:
    """An article with its sentences and with what the page needs to know of its text."""
    starts = paragraph_starts(article.sentences)
    kinds = labelable_kinds(codebook)
    asked = [sentence for sentence in article.sentences if sentence.kind in kinds]
    found = _range_candidates(
        article.text,
        tuple(sentence.span for sentence in asked),
        starts,
        _cue_words(codebook),
        is_english(article.language, codebook.language),
    )
    view = {
        "id": article.id,
        "outlet": article.outlet,
        **{name: getattr(article, name) for name in NAMED},
        "details": _details(article),
        "text": article.text,
        "sentences": [_sentence(sentence) for sentence in article.sentences],
        "quotations": _ranges(_quotations(article.text, starts)),
        "candidates": {sentence.id: each for sentence, each in zip(asked, found, strict=True)},
    }
    return cast(ArticleView, view)


def _details(article: Article) -> list[tuple[str, str]]:
    extra = json.loads(article.meta) if article.meta else {}
    others = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in extra.items()
    }
    return [(name, value) for name, value in (*article.metadata().items(), *others.items()) if value]


def _sentence(sentence: Sentence) -> SentenceView:
    return {
        "id": sentence.id,
        "position": sentence.position,
        "paragraph": sentence.paragraph,
        "kind": sentence.kind,
        "start": sentence.span.start,
        "end": sentence.span.end,
    }


def _ranges(spans: Sequence[Span]) -> list[Range]:
    return [(span.start, span.end) for span in spans]


@lru_cache(maxsize=MAX_ARTICLES)
def _quotations(text: str, starts: tuple[int, ...]) -> Sequence[Span]:
    """The quotations of an article, found once: its text never changes."""
    return quoted_ranges(text, starts)


@lru_cache(maxsize=MAX_ARTICLES)
def _range_candidates(
    text: str, sentences: tuple[Span, ...], starts: tuple[int, ...], words: _CueWords, english: bool
) -> list[CandidatesView]:
    """Where the ranges of each sentence may begin and end, found once for a text and a cue lexicon."""
    lexicon = CueLexicon(dict(words.lemmas), dict(words.irregular), is_english(words.language))
    every = candidates(text, sentences, _quotations(text, starts), lexicon, english)
    return [_candidates(each) for each in every]


def _candidates(each: Candidates) -> CandidatesView:
    view = {
        "cues": [
            {"range": (cue.range.start, cue.range.end), "mentions": _ranges(cue.mentions)}
            for cue in each.cues
        ],
        "clauses": _ranges(each.clauses),
        "breaks": each.breaks,
        "joiners": each.joiners,
        "openers": each.openers,
        "auxiliaries": each.auxiliaries,
        "stops": each.stops,
    }
    return cast(CandidatesView, {name: places for name, places in view.items() if places})


def _cue_words(codebook: Codebook) -> _CueWords:
    return _CueWords(
        tuple((name, tuple(lemmas)) for name, lemmas in codebook.cue_lexicon.items()),
        tuple((name, tuple(forms)) for name, forms in codebook.irregular_forms.items()),
        codebook.language,
    )
