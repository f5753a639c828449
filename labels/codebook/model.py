"""The parts of a codebook: layers, values, constraints, edge rules, relations, as frozen dataclasses.

The annotations carry what pydantic checks when a file is read (``codebook.parse``); after that nothing is
validated again. What a part can't know on its own (references between parts, keys, implied values) is checked
in ``references`` and ``keys``. Fields have the names of the file, but for ``if`` (``condition``), ``set``
(``sets``) and the tables, which are singular there (``[[layer]]``, ``layers``).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from labels.article import Kind
from labels.codebook.shared import LIMITS

Measurement = Literal["nominal", "ordinal", "interval", "ratio", "set", "span", "entity", "list", "text"]
When = Literal["always", "done", "advise"]
Target = Literal["claim", "sentence"]

# "set" chooses several of its values; the others of the second group point into the article or are free.
VALUE_MEASUREMENTS = frozenset({"nominal", "ordinal", "interval", "ratio", "set"})
ORDERED_MEASUREMENTS = frozenset({"ordinal", "interval", "ratio"})

RESERVED_LAYERS = frozenset({"content", "state", "unsure", "note", "name"})

MAX_LAYERS, MAX_VALUES, MAX_PARTS, MAX_WORDS = 40, 200, 500, 5_000
MAX_TITLE, MAX_TEXT = LIMITS["title"], LIMITS["text"]
# Letters that show nothing: Hangul fillers, and the Braille pattern without dots.
BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def _small(key: object) -> object:
    # A capital letter on a key cap means the same key.
    return key.lower() if isinstance(key, str) and len(key) == 1 else key


def _writable(text: str) -> str:
    # NUL cuts text short in many tools, and escape sequences could steer a terminal
    if any(unicodedata.category(character) == "Cc" and character not in "\n\t" for character in text):
        raise PydanticCustomError("control_character", "it holds a control character")
    return text


def _visible(text: str) -> str:
    if all(unicodedata.category(one)[0] in "CMZ" or one in BLANK for one in text):
        raise PydanticCustomError("invisible", "none of its characters can be seen")
    return text


Id = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]{0,39}$")]
# Values of other people's schemes keep their names: CT+, non-claim, 3a.
ValueId = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+-]{0,39}$")]
ConstraintId = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]
CodebookId = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
Language = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Title = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=MAX_TITLE),
    AfterValidator(_writable),
    AfterValidator(_visible),
]
Heading = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, max_length=MAX_TITLE),
    AfterValidator(_writable),
]
Text = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, max_length=MAX_TEXT),
    AfterValidator(_writable),
]
Texts = Annotated[tuple[Text, ...], Field(max_length=50)]
Key = Annotated[str, StringConstraints(strict=True, max_length=10), BeforeValidator(_small)]
Reference = Annotated[str, StringConstraints(strict=True, max_length=MAX_TITLE)]
References = Annotated[tuple[Reference, ...], Field(max_length=MAX_VALUES)]
SomeReferences = Annotated[tuple[Reference, ...], Field(min_length=1, max_length=MAX_VALUES)]
Words = Annotated[tuple[Title, ...], Field(max_length=MAX_WORDS)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Flag = Annotated[bool, Field(strict=True)]
AtLeastOne = Annotated[int, Field(strict=True, ge=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A table of the file; unknown fields are faults."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Part):
    """One layer has one of some values. A layer that is not set fulfils no condition."""

    layer: Reference
    values: References


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Part):
    """One layer has one value."""

    layer: Reference
    value: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Value(Part):
    """One choice of a layer, with what an annotator needs to make it.

    key: one stroke, or two (``docs/codebook.md``, "Keys").  group: the heading under which it is shown.
    implies: other layers set by the same key press.  implies_unless: where the other layer already has one
        of these values, it keeps it.  clears: other layers unset by the same key press where they have one of
        the values; ``"*"`` means any.
    score: the number behind an ordinal, interval or ratio value.
    """

    id: ValueId
    key: Key = ""
    title: Title
    group: Heading = ""
    definition: Text = ""
    test: Text = ""
    examples: Texts = ()
    near_misses: Texts = ()
    score: Number | None = None
    implies: Mapping[Reference, Reference] = field(default_factory=dict)
    implies_unless: Mapping[Reference, References] = field(default_factory=dict)
    clears: Mapping[Reference, References] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed(Condition):
    """A condition under which a derived layer has this value, whatever else there is."""

    value: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation(Part):
    """What a derived layer is computed from.

    cue: the span layer with the words of the cue.  fixed: see there.  unless: the layer stays empty then.
    default: the value for a cue in no list.
    precedence: which list wins where a cue has words of several.
    negations: words that keep a cue from being more than the default ("did not confirm").
    """

    cue: Reference = ""
    fixed: Fixed | None = None
    unless: Condition | None = None
    default: Reference = ""
    precedence: References = ()
    negations: References = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer(Part):
    """One dimension of a label; its values have the order of the file, which orders an ordinal scale."""

    id: Id
    title: Title
    measurement: Measurement
    required: Flag = False
    key: Key = ""
    question: Text = ""
    definition: Text = ""
    decision_order: References = ()
    empty: Reference = ""
    physical_keys: Flag = False
    derived: Literal["", "quote_mode", "cue_stance"] = ""
    derivation: Derivation = Derivation()
    step_keys: tuple[Key, ...] = ()
    values: Annotated[tuple[Value, ...], Field(alias="value", max_length=MAX_VALUES)] = ()
    collapse: Mapping[Reference, Mapping[Reference, Title]] = field(default_factory=dict)
    maps: Mapping[Reference, Mapping[Reference, Title | Number]] = field(default_factory=dict)

    @property
    def value_ids(self) -> tuple[str, ...]:
        """The ids of the values, in the order of the file."""
        return tuple(value.id for value in self.values)

    def value_title(self, value: str) -> str:
        """The title of a value; the id itself where the layer has no such value."""
        return next((each.title for each in self.values if each.id == value), value)

    @property
    def has_values(self) -> bool:
        """Whether its labels choose among values, not ranges, sources or free text."""
        return self.measurement in VALUE_MEASUREMENTS

    def collapsed(self, name: str, value: str) -> str:
        """The class of a value under one of the layer's collapse maps."""
        classes = self.collapse[name]
        return classes[value] if value in classes else classes["*"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Constraint(Part):
    id: ConstraintId
    when: When = "done"
    message: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone(_Constraint):
    """The value excludes every other claim of the sentence, and every other layer."""

    rule: Literal["alone"]
    layer: Reference
    value: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Together(_Constraint):
    """All members hold or none does; where they hold, the layers ``without`` are empty."""

    rule: Literal["together"]
    members: Annotated[tuple[Member, ...], Field(min_length=1, max_length=MAX_LAYERS)]
    without: References = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs(_Constraint):
    """Where ``if`` holds (and ``unless`` does not), one of the layers is set."""

    rule: Literal["needs"]
    condition: Annotated[Condition, Field(alias="if")]
    any_of: SomeReferences
    unless: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Required(_Constraint):
    """The layers are set, except where ``unless`` holds."""

    rule: Literal["required"]
    layers: SomeReferences
    unless: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyWith(_Constraint):
    """The layer is set only where ``if`` holds.

    max: how many entries it may have.  not_among: layers whose source it may not name; naming the outlet
        itself is never allowed where this is given.
    """

    rule: Literal["only_with"]
    layer: Reference
    condition: Annotated[Condition, Field(alias="if")]
    max: AtLeastOne | None = None
    not_among: References = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere(_Constraint):
    """Where ``if`` holds, some claim of the article fulfils ``where`` and has the same value in the layer."""

    rule: Literal["elsewhere"]
    condition: Annotated[Condition, Field(alias="if")]
    layer: Reference
    where: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes(_Constraint):
    """Where ``if`` holds, some of the content is in quotation marks."""

    rule: Literal["quotes"]
    condition: Annotated[Condition, Field(alias="if")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinct(_Constraint):
    """No two claims of a sentence agree in all of the layers; ``content`` may be one of them."""

    rule: Literal["distinct"]
    layers: SomeReferences


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset(_Constraint):
    """Sentences of these kinds start with the value; an annotator may choose another."""

    rule: Literal["preset"]
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    layer: Reference
    value: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossArticles(_Constraint):
    """A claim group has claims of at least two articles. Kept for the comparison; no sentence breaks it."""

    rule: Literal["across_articles"]


Constraint = Annotated[
    Alone | Together | Needs | Required | OnlyWith | Elsewhere | Quotes | Distinct | Preset | AcrossArticles,
    Field(discriminator="rule"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeRule(Part):
    """How to decide a case that people keep asking about; shown where one of its layers is labeled."""

    id: Id
    title: Title
    text: Text
    layers: References = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Part):
    """What a claim of one outlet is to the fact of its claim group."""

    id: ValueId
    key: Key = ""
    title: Title
    definition: Text = ""
    examples: Texts = ()
    near_misses: Texts = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags(Part):
    """Keys of the two marks every sentence and claim can bear."""

    unsure: Key | None = None
    note: Key | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRoles(Part):
    """Which layers a suggestion fills (``labels/suggestions/suggest.py``); roles without a layer are skipped.

    cue, mention: span layers for the words of the attribution and those that name the source.
    set: other layers, with the value that every suggestion gives them.
    certainty: the layer whose values ``certainty_markers`` names.
    """

    cue: Reference = ""
    mention: Reference = ""
    sets: Annotated[Mapping[Reference, Reference], Field(alias="set")] = field(default_factory=dict)
    certainty: Reference = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class CodebookFile(Part):
    """Everything a codebook file may hold; ``codebook.Codebook`` is the one that has been checked.

    target: what the layers are labeled on, each claim of a sentence or the sentence as a whole.
    """

    id: CodebookId
    version: Title
    title: Title
    target: Target = "claim"
    language: Language = "en"
    guideline: Text = ""
    flags: Flags = Flags()
    layers: Annotated[tuple[Layer, ...], Field(alias="layer", min_length=1, max_length=MAX_LAYERS)]
    constraints: Annotated[tuple[Constraint, ...], Field(alias="constraint", max_length=MAX_PARTS)] = ()
    edge_rules: Annotated[tuple[EdgeRule, ...], Field(alias="edge_rule", max_length=MAX_PARTS)] = ()
    cue_lexicon: Annotated[Mapping[str, Words], Field(max_length=MAX_VALUES)] = field(default_factory=dict)
    irregular_forms: Annotated[Mapping[str, Words], Field(max_length=5_000)] = field(default_factory=dict)
    certainty_markers: Annotated[Mapping[str, Words], Field(max_length=MAX_VALUES)] = field(
        default_factory=dict
    )
    suggestion: SuggestionRoles | None = None
    relations: Annotated[tuple[Relation, ...], Field(alias="relation", max_length=MAX_VALUES)] = ()
