"""The public JSON of how people worked, of parts of the labels, and of the advanced measures."""

from typing import Literal, TypedDict

from exports.agreement.coefficient import CoefficientJson


class Speed(TypedDict):
    """How fast an annotator worked."""

    annotator: str
    decisions: int
    sentences: int
    active_seconds: float | None
    pauses: int
    seconds_per_sentence: float | None


# ``from`` is a keyword.
Batch = TypedDict(
    "Batch",
    {
        "n_units": int,
        "from": str | None,
        "to": str | None,
        "agreement": float,
        "krippendorff_alpha": CoefficientJson,
    },
)


class AnnotatorDrift(TypedDict):
    """An annotator's agreement with the others, batch after batch; without batches a reason."""

    annotator: str
    reason: str | None
    batches: list[Batch]


class Drift(TypedDict):
    """Agreement over time in one layer."""

    layer: str
    annotators: list[AnnotatorDrift]


class SelfAgreement(TypedDict):
    """An annotator's agreement with themselves."""

    krippendorff_alpha: CoefficientJson
    percent_agreement: CoefficientJson


class Repeated(TypedDict):
    """Agreement with oneself, on sentences whose words an annotator met more than once."""

    n_sentences: int
    holds_claim: SelfAgreement
    layers: dict[str, SelfAgreement]


class People(TypedDict):
    """How the annotators worked."""

    speed: list[Speed]
    drift: Drift | None
    repeated: Repeated


class PartFigures(TypedDict):
    """A layer's agreement on a part of the labels."""

    krippendorff_alpha: CoefficientJson
    gwet_ac: CoefficientJson
    percent_agreement: CoefficientJson


class Version(TypedDict):
    """Agreement on the labels made under one codebook version."""

    version: str
    hash: str
    decisions: int
    first_seq: int
    last_seq: int
    layers: dict[str, PartFigures]


class Period(TypedDict):
    """Agreement on the labels made between two dates, in UTC; None where it is open."""

    since: str | None
    before: str | None
    decisions: int
    layers: dict[str, PartFigures]


class Unitizing(TypedDict):
    """Krippendorff's alpha for unitizing, over articles."""

    value: float | None
    reason: str | None
    n_articles: int


class PairGamma(TypedDict):
    """The mean gamma of two annotators over articles."""

    annotators: list[str]
    gamma: float
    n_articles: int


class Gamma(TypedDict):
    """The mean gamma over pairs of annotators and articles."""

    value: float | None
    reason: str | None
    n: int
    by_pair: list[PairGamma]


class AdvancedLeftOut(TypedDict):
    """Why there is no advanced part."""

    computed: Literal[False]
    reason: Literal["too_many_pairs"]
    pairs: int


class AdvancedFigures(TypedDict):
    """Unitizing alpha by layer, and gamma."""

    computed: Literal[True]
    pairs: int
    unitizing_alpha: dict[str, Unitizing]
    gamma: Gamma
