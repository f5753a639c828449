"""The public JSON of a project's report, key by key.

``exports.report`` builds these types and ``exports.rendering`` takes them, so a wrong key is a type error.
The parts that a table's report has as well are in ``exports.agreement.figures``.
"""

from typing import Literal, NotRequired, TypeAlias, TypedDict

from exports.agreement.choices import Annotators
from exports.agreement.coefficient import CoefficientJson
from exports.agreement.figures import LayerFigures, TableFigures
from exports.report.layer_shape import ProjectLayer
from exports.report.people_shape import AdvancedFigures, AdvancedLeftOut, People, Period, Version

ClusterKind = Literal["event", "article"]


class Tool(TypedDict):
    """What made a report."""

    name: str
    version: str


class Identity(TypedDict):
    """Which project, and up to which decision of its log.

    name: of its file.  head_at: when the server took that decision, in UTC; "" in a fresh project.
    """

    id: str
    name: str
    head: int
    head_at: str
    head_hash: str


class CodebookUsed(TypedDict):
    """The codebook that the labels were read by."""

    id: str
    version: str
    hash: str
    layers_with_values: list[str]


class Filters(TypedDict):
    """What the report was limited to; None for everything."""

    events: list[str] | None
    annotators: list[str] | None
    layers: list[str] | None
    copies: Literal["once", "all"]


class Interval(TypedDict):
    """How intervals were made. annotators: whether they speak for these annotators or for others, too."""

    method: str
    level: float
    annotators: Annotators


class ClusterJson(TypedDict):
    """What intervals resample as a whole.

    n: clusters with a sentence that two annotators have seen.  few_clusters: too few for a steady interval.
    """

    by: ClusterKind
    n: int
    events: int
    articles: int
    few_clusters: bool
    notes: list[str]


class AnnotatorDesign(TypedDict):
    """What one annotator has done, in sentences that count, and in claims."""

    annotator: str
    seen: int
    seen_with_others: int
    done: int
    no_claim: int
    no_claim_chosen: int
    claims: int
    unsure: int
    unsure_without_label: int
    unseen: int


class Overlap(TypedDict):
    """How many sentences each two annotators have both seen."""

    annotators: list[str]
    sentences: list[list[int]]


class SentenceCounts(TypedDict):
    """How many sentences there are, and how many annotators saw them."""

    in_labeled_articles: int
    seen: int
    seen_by_two: int
    unsure: int


class Copies(TypedDict):
    """Sentences that repeat another article of their event, and how they count."""

    sentences: int
    counted: Literal["every time", "once"]


class Design(TypedDict):
    """Who labeled what. adjudicated: labels left out, since an adjudication settled them."""

    annotators: list[AnnotatorDesign]
    overlap: Overlap
    labels_per_sentence: dict[str, int]
    sentences: SentenceCounts
    articles_seen_by_two: int
    events_seen_by_two: int
    copies: Copies
    adjudicated: int
    assignment: Literal["not_recorded"]


class SentenceSteps(TypedDict):
    """Step 1: whether a sentence holds a claim, and how many."""

    holds_claim: LayerFigures
    number_of_claims: LayerFigures


class PairMatches(TypedDict):
    """How many claims of two annotators were taken for the same. claims: of the first and of the second."""

    annotators: list[str]
    f1: float | None
    matched: int
    claims: list[int]
    n_sentences: int


class ClaimsJson(TypedDict):
    """Step 2: how many claims were matched."""

    threshold: float
    f1: CoefficientJson
    n_claims: int
    n_units: int
    n_units_of_two: int
    pairs: list[PairMatches]


class DisputedSentence(TypedDict):
    """A sentence that annotators disagree on.

    entropy: of its labels in bits, summed over layers.  layers: by layer, by annotator, the values given.
    """

    sentence: str
    article: str
    event: str
    outlet: str
    text: str
    entropy: float
    layers: dict[str, dict[str, list[str]]]


class ArticleDisagreement(TypedDict):
    """An article with the bits of each of its sentences; None where fewer than two annotators saw it."""

    article: str
    event: str
    outlet: str
    entropies: list[float | None]


class ProjectReport(TypedDict):
    """Everything that a report says about a project, in the order of reading.

    annotator_names: whether annotators are named; else they are pseudonyms.  events: titles by id.
    """

    kind: Literal["project"]
    tool: Tool
    project: Identity
    codebook: CodebookUsed
    filters: Filters
    seed: int
    resamples: int
    interval: Interval
    annotator_names: bool
    cluster: ClusterJson
    threshold: float
    design: Design
    events: dict[str, str]
    sentence: SentenceSteps
    claims: ClaimsJson
    layers: dict[str, ProjectLayer]
    disputed_sentences: list[DisputedSentence]
    disputed_articles: list[ArticleDisagreement]
    origins: dict[str, dict[str, int]]
    people: NotRequired[People]
    versions: NotRequired[list[Version]]
    norming: NotRequired[list[Period]]
    advanced: NotRequired[AdvancedLeftOut | AdvancedFigures]


class TableReport(TableFigures):
    """The report of a table of labels."""

    kind: Literal["table"]
    tool: Tool


Report: TypeAlias = ProjectReport | TableReport
