"""The public JSON of one layer in a project's report, by what the layer measures."""

from typing import Literal, TypeAlias, TypedDict, final

from exports.agreement.coefficient import CoefficientJson
from exports.agreement.figures import LayerFigures, SevenCoefficients


class OtherMeasurements(TypedDict):
    """An ordered layer, compared in two other ways."""

    nominal: SevenCoefficients
    linear: SevenCoefficients


class Touched(TypedDict):
    """Who set a layer's values, over the whole project; the rest was set by rule or by default.

    by_hand: by a person, also for an earlier text of the article.  accepted: a suggestion that they accepted.
    """

    values: int
    by_hand: int
    accepted: int


class TitledLayer(TypedDict):
    """What every layer of a project has. derived: its values follow from other labels unless set."""

    title: str
    derived: bool
    touched: Touched


class ValuedFigures(LayerFigures):
    """A layer whose values are compared one by one.

    by_outlet: labels of each value, in the order of ``categories``.
    unknown_values: left out, since the codebook in use does not know them.  other_measurements: of ordered
    layers.  collapse: by name of the coarser version.
    """

    value_titles: dict[str, str]
    by_outlet: dict[str, list[int]]
    unknown_values: dict[str, int]
    other_measurements: OtherMeasurements | None
    collapse: dict[str, LayerFigures]


class SpanMeasures(TypedDict):
    """How far ranges of text agree."""

    exact_f1: CoefficientJson
    overlap_f1: CoefficientJson
    partial_f1: CoefficientJson
    character_alpha: CoefficientJson


class SpanFigures(SevenCoefficients, SpanMeasures):
    """A layer of ranges of text; ``character_alpha`` is its alpha as well.

    inner: of ranges inside longer ranges of the same annotator alone; None where nobody marked any.
    """

    measurement: Literal["span"]
    inner: SpanMeasures | None


class SetDistances(TypedDict):
    """Alpha over sets by another distance."""

    krippendorff_alpha: CoefficientJson
    percent_agreement: CoefficientJson


class SetFigures(SevenCoefficients):
    """A layer of which several values may be given. each_value: whether the value is in the set."""

    measurement: Literal["set"]
    distance: Literal["masi"]
    jaccard: SetDistances
    value_titles: dict[str, str]
    each_value: dict[str, LayerFigures]
    unknown_values: dict[str, int]


class EntityFigures(SevenCoefficients):
    """A layer of sources. given: whether any source was named."""

    measurement: Literal["entity", "list"]
    given: LayerFigures


class TextFigures(SevenCoefficients):
    """A layer of free text, which is not compared."""

    measurement: Literal["text"]


@final
class ValuedLayer(ValuedFigures, TitledLayer):
    """A layer with values, with its title."""


@final
class SpanLayer(SpanFigures, TitledLayer):
    """A layer of ranges, with its title."""


@final
class SetLayer(SetFigures, TitledLayer):
    """A layer of sets, with its title."""


@final
class EntityLayer(EntityFigures, TitledLayer):
    """A layer of sources, with its title."""


@final
class TextLayer(TextFigures, TitledLayer):
    """A layer of free text, with its title."""


ProjectLayer: TypeAlias = ValuedLayer | SpanLayer | SetLayer | EntityLayer | TextLayer
