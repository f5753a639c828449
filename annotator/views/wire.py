"""The shapes that cross the wire to the page: what `/api/...` answers, as typed dictionaries.

Offsets are code points of the article's text, ranges half-open. The page's JavaScript types follow these.
"""

from collections.abc import Mapping
from typing import Any, Literal, NewType, NotRequired, TypedDict

from labels.article import Kind
from labels.decision import Origin, TargetKind

# [start, end) in code points
Range = tuple[int, int]
# a codebook with every default and key filled in, as ``views.workspace.codebook_view`` gives it
ServedCodebook = NewType("ServedCodebook", dict[str, Any])


class AnnotatorView(TypedDict):
    """Who works.

    guest: without a session, on a private machine.  cookie: name of the readable cookie that holds the id of
    the annotator whom the browser is signed in as.
    """

    id: str
    name: str
    guest: bool
    cookie: str


class EventPlaceView(TypedDict):
    """The open event among all: number from 1; previous and next: ids, None at the ends.

    state: changes when an article of it comes, goes or is corrected.
    """

    id: str
    name: str
    number: int
    total: int
    previous: str | None
    next: str | None
    state: str


class CorpusView(TypedDict):
    """The answer of ``GET /api/corpus``.

    version: changes with the events and articles.  place: of the event that was asked for; None without it.
    """

    version: str
    place: EventPlaceView | None


class SentenceView(TypedDict):
    """A sentence: its range in the article's text, and what kind of sentence it is."""

    id: str
    position: int
    paragraph: int
    kind: Kind
    start: int
    end: int


class CueCandidateView(TypedDict):
    """Words that may be a cue, and the mentions of a source that fit them, the best first."""

    range: Range
    mentions: list[Range]


class CandidatesView(TypedDict):
    """Where the ranges of a sentence may begin and end, see ``labels.suggestions.candidates``.

    Empty lists are left out; all but cues and clauses are the offsets where words begin.
    """

    cues: NotRequired[list[CueCandidateView]]
    clauses: NotRequired[list[Range]]
    breaks: NotRequired[list[int]]
    joiners: NotRequired[list[int]]
    openers: NotRequired[list[int]]
    auxiliaries: NotRequired[list[int]]
    stops: NotRequired[list[int]]


class ArticleView(TypedDict):
    """An article with its text, its sentences in reading order, and what follows from the text alone.

    details: names and values of its metadata and of other values of its record, those that are known.
    quotations: what is in quotation marks, in order.
    candidates: by the id of each sentence that gets labels.
    """

    id: str
    outlet: str
    title: str
    byline: str
    published: str
    url: str
    language: str
    details: list[tuple[str, str]]
    text: str
    sentences: list[SentenceView]
    quotations: list[Range]
    candidates: dict[str, CandidatesView]


class LabelView(TypedDict):
    """A label of the annotator; value None: it was cleared, and its revision still counts."""

    target_kind: TargetKind
    target: str
    sentence: str
    article: str
    layer: str
    value: object
    revision: int
    seq: int
    origin: Origin


class SuggestionView(TypedDict):
    """A claim as the rules see it; reason: a few words for the annotator."""

    id: str
    content: list[Range]
    values: Mapping[str, object]
    reason: str


class WorkspaceView(TypedDict):
    """The answer of ``GET /api/workspace``: an event with everything that the workspace shows.

    codebook: as ``codebook_view`` gives it.  labelable: kinds of sentence that get labels.
    alignment: [sentence id, sentence id, score from 0 to 1].  head: seq of the annotator's last decision.
    """

    event: EventPlaceView
    annotator: AnnotatorView
    codebook: ServedCodebook
    labelable: list[str]
    articles: list[ArticleView]
    alignment: list[tuple[str, str, float]]
    labels: list[LabelView]
    suggestions: dict[str, list[SuggestionView]]
    head: int


class EventView(TypedDict):
    """One row of ``GET /api/events``: an event with the annotator's progress, in sentences."""

    id: str
    name: str
    outlets: list[str]
    sentences: int
    done: int
    unsure: int


class UnsureView(TypedDict):
    """One row of ``GET /api/unsure``: a sentence marked unsure, with its event and the reason given."""

    event: str
    name: str
    sentence: str
    text: str
    reason: str


class HitView(TypedDict):
    """One row of ``GET /api/search``: a sentence, with the names of its event and outlet.

    place: where the words are: its text, what is known about its article, or a label of one's own.
    about: the value that holds them, "" for the text.  link: to the sentence in the workspace.
    """

    event: str
    outlet: str
    sentence: str
    text: str
    place: Literal["text", "article", "label"]
    about: str
    link: str


class CurrentView(TypedDict):
    """The label that a conflicting decision met."""

    value: object
    revision: int
    seq: int


class AcknowledgedView(TypedDict):
    """A decision that is on disk; duplicate: it was there before."""

    seq: int
    revision: int | None
    duplicate: NotRequired[bool]


class ConflictView(TypedDict):
    """A decision that is in the log, but did not become the current label."""

    seq: int
    current: CurrentView


class RefusedView(TypedDict):
    """A decision that was not taken; reason: in words for the annotator."""

    reason: str


class AnswerView(TypedDict):
    """The answer of ``POST /api/decisions``, by the decisions' UUIDs.

    codebook: content hash of the version in use.  saved_at: milliseconds since 1970, after the commit.
    """

    acknowledged: dict[str, AcknowledgedView]
    conflicts: dict[str, ConflictView]
    refused: dict[str, RefusedView]
    codebook: str
    saved_at: float
