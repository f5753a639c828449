"""The parts of a codebook file: layers, values, constraints, edge rules, relations.

These are the pydantic models a codebook meets once, when it is read; what they can't see on their own
(references between parts, keys, implied values) is checked in ``codebook_faults``.
"""

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from labels.article import Kind

Measurement = Literal["nominal", "ordinal", "interval", "ratio", "set", "span", "entity", "list", "text"]
When = Literal["always", "done", "advise"]

# "set" chooses several of its values; the others of the second group point into the article or are free.
VALUE_MEASUREMENTS = frozenset({"nominal", "ordinal", "interval", "ratio", "set"})
ORDERED_MEASUREMENTS = frozenset({"ordinal", "interval", "ratio"})

RESERVED_LAYERS = frozenset({"content", "state", "unsure", "note", "name"})
# The tool's own keys, the same under every codebook; digits are free.
RESERVED_KEYS = frozenset(
    {
        *(
            "Enter",
            "Escape",
            "Tab",
            " ",
            "?",
            "j",
            "k",
            "h",
            "l",
            "s",
            "w",
            "e",
            "t",
            "y",
            "n",
            "f",
            ",",
            ".",
        ),
        *("Delete", "Backspace", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"),
    }
)

MAX_LAYERS, MAX_VALUES, MAX_PARTS, MAX_WORDS = 40, 200, 500, 5_000
MAX_TITLE, MAX_TEXT = 200, 10_000


def _small(key: object) -> object:
    # A capital letter on a key cap means the same key.
    return key.lower() if isinstance(key, str) and len(key) == 1 else key


def _writable(text: str) -> str:
    # NUL cuts text short in many tools, and escape sequences could steer a terminal
    if any(unicodedata.category(character) == "Cc" and character not in "\n\t" for character in text):
        raise PydanticCustomError("control_character", "it holds a control character")
    return text


Id = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]{0,39}$")]
# Values of other people's schemes keep their names: CT+, non-claim, 3a.
ValueId = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+-]{0,39}$")]
Title = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=MAX_TITLE),
    AfterValidator(_writable),
]
Text = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, max_length=MAX_TEXT),
    AfterValidator(_writable),
]
Key = Annotated[str, StringConstraints(strict=True, max_length=10), BeforeValidator(_small)]
Reference = Annotated[str, StringConstraints(strict=True, max_length=MAX_TITLE)]
References = Annotated[list[Reference], Field(max_length=MAX_VALUES)]
Words = Annotated[list[Title], Field(max_length=MAX_WORDS)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Flag = Annotated[bool, Field(strict=True)]


class Part(BaseModel):
    """A table of the file: frozen, and unknown fields are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


class Condition(Part):
    """One layer has one of some values. A layer that is not set fulfils no condition."""

    layer: Reference
    values: References


class Member(Part):
    """One layer has one value."""

    layer: Reference
    value: Reference


class Value(Part):
    """One choice of a layer, with what an annotator needs to make it.

    implies: other layers set by the same key press.  implies_unless: where the other layer already has one
        of these values, it keeps it.  clears: other layers unset by the same key press where they have one of
        the values; ``"*"`` stands for any.
    score: the number behind an ordinal, interval or ratio value.
    """

    id: ValueId
    key: Key = ""
    title: Title
    definition: Text = ""
    test: Text = ""
    examples: list[Text] = Field(default=[], max_length=50)
    near_misses: list[Text] = Field(default=[], max_length=50)
    score: Number | None = None
    implies: dict[Reference, Reference] = {}
    implies_unless: dict[Reference, References] = {}
    clears: dict[Reference, References] = {}


class Fixed(Condition):
    """A condition under which a derived layer has this value, whatever else there is."""

    value: Reference


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
    precedence: References = []
    negations: References = []


class Layer(Part):
    """One dimension of a label; ``values`` stand in the order of the file, which orders an ordinal scale."""

    id: Id
    title: Title
    measurement: Measurement
    required: Flag = False
    key: Key = ""
    question: Text = ""
    definition: Text = ""
    decision_order: References = []
    empty: Reference = ""
    physical_keys: Flag = False
    derived: Literal["", "quote_mode", "cue_stance"] = ""
    derivation: Derivation = Derivation()
    step_keys: list[Key] = []
    values: list[Value] = Field(default=[], alias="value", max_length=MAX_VALUES)
    collapse: dict[Reference, dict[Reference, Title]] = {}
    maps: dict[Reference, dict[Reference, Title | Number]] = {}

    @property
    def value_ids(self) -> tuple[str, ...]:
        """The ids of the values, in the order of the file."""
        return tuple(value.id for value in self.values)

    @property
    def has_values(self) -> bool:
        """Whether its labels choose among values, not ranges, sources or free text."""
        return self.measurement in VALUE_MEASUREMENTS

    def collapsed(self, name: str, value: str) -> str:
        """The class of a value under one of the layer's collapse maps."""
        classes = self.collapse[name]
        return classes[value] if value in classes else classes["*"]


class _Constraint(Part):
    id: Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]
    when: When = "done"
    message: Text = ""


class Alone(_Constraint):
    """The value excludes every other claim of the sentence, and every other layer."""

    rule: Literal["alone"]
    layer: Reference
    value: Reference


class Together(_Constraint):
    """All members hold or none does; where they hold, the layers ``without`` are empty."""

    rule: Literal["together"]
    members: list[Member] = Field(min_length=1, max_length=MAX_LAYERS)
    without: References = []


class Needs(_Constraint):
    """Where ``if`` holds (and ``unless`` does not), one of the layers is set."""

    rule: Literal["needs"]
    condition: Condition = Field(alias="if")
    any_of: References = Field(min_length=1)
    unless: Condition | None = None


class Required(_Constraint):
    """The layers are set on every claim, except where ``unless`` holds."""

    rule: Literal["required"]
    layers: References = Field(min_length=1)
    unless: Condition | None = None


class OnlyWith(_Constraint):
    """The layer is set only where ``if`` holds.

    max: how many entries it may have.  not_among: layers whose source it may not name; naming the outlet
        itself is never allowed where this is given.
    """

    rule: Literal["only_with"]
    layer: Reference
    condition: Condition = Field(alias="if")
    max: Annotated[int, Field(strict=True, ge=1)] | None = None
    not_among: References = []


class Elsewhere(_Constraint):
    """Where ``if`` holds, some claim of the article fulfils ``where`` and has the same value in the layer."""

    rule: Literal["elsewhere"]
    condition: Condition = Field(alias="if")
    layer: Reference
    where: Condition


class Quotes(_Constraint):
    """Where ``if`` holds, some of the content stands in quotation marks."""

    rule: Literal["quotes"]
    condition: Condition = Field(alias="if")


class Distinct(_Constraint):
    """No two claims of a sentence agree in all of the layers; ``content`` may be one of them."""

    rule: Literal["distinct"]
    layers: References = Field(min_length=1)


class Preset(_Constraint):
    """Sentences of these kinds start with the value; an annotator may still say otherwise."""

    rule: Literal["preset"]
    kinds: list[Kind] = Field(min_length=1)
    layer: Reference
    value: Reference


class AcrossArticles(_Constraint):
    """A claim group has claims of at least two articles."""

    rule: Literal["across_articles"]


Constraint = Annotated[
    Alone | Together | Needs | Required | OnlyWith | Elsewhere | Quotes | Distinct | Preset | AcrossArticles,
    Field(discriminator="rule"),
]


class EdgeRule(Part):
    """How to decide a case that people keep asking about; shown where one of its layers is labeled."""

    id: Id
    title: Title
    text: Text
    layers: References = []


class Relation(Part):
    """What a claim of one outlet is to the fact of its claim group."""

    id: ValueId
    key: Key = ""
    title: Title
    definition: Text = ""
    examples: list[Text] = Field(default=[], max_length=50)
    near_misses: list[Text] = Field(default=[], max_length=50)


class Flags(Part):
    """Keys of the two marks every sentence and claim can bear."""

    unsure: Key | None = None
    note: Key | None = None


class SuggestionRoles(Part):
    """Which layers a suggestion fills (``labels/suggestions/suggest.py``); roles without a layer are skipped.

    cue, mention: span layers for the words of the attribution and those that name the source.
    set: other layers, with the value that every suggestion gives them.
    certainty: the layer whose values ``certainty_markers`` names.
    """

    cue: Reference = ""
    mention: Reference = ""
    sets: dict[Reference, Reference] = Field(default={}, alias="set")
    certainty: Reference = ""


class CodebookFile(Part):
    """Everything a codebook file may hold; ``codebook.Codebook`` is the one that has been checked."""

    id: Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
    version: Title
    title: Title
    language: Annotated[
        str, StringConstraints(strict=True, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
    ] = "en"
    guideline: Text = ""
    flags: Flags = Flags()
    layers: list[Layer] = Field(alias="layer", min_length=1, max_length=MAX_LAYERS)
    constraints: list[Constraint] = Field(default=[], alias="constraint", max_length=MAX_PARTS)
    edge_rules: list[EdgeRule] = Field(default=[], alias="edge_rule", max_length=MAX_PARTS)
    cue_lexicon: dict[str, Words] = Field(default={}, max_length=MAX_VALUES)
    irregular_forms: dict[str, Words] = Field(default={}, max_length=5_000)
    certainty_markers: dict[str, Words] = Field(default={}, max_length=MAX_VALUES)
    suggestion: SuggestionRoles | None = None
    relations: list[Relation] = Field(default=[], alias="relation", max_length=MAX_VALUES)

    @property
    def label_keys(self) -> list[tuple[str, str]]:
        """Every key that sets something while labeling, and where the file gives it; flags apart."""
        found = []
        for layer in self.layers:
            found += [
                (layer.key, f"layer {layer.id}"),
                *((key, f"layer {layer.id}") for key in layer.step_keys),
            ]
            found += [(value.key, f"layer {layer.id}, value {value.id}") for value in layer.values]
        return [(key, where) for key, where in found if key]

    @property
    def flag_keys(self) -> dict[str, str]:
        """The keys of "unsure" and "note": as given, or q and / where the codebook leaves these free."""
        taken = {key for key, _ in self.label_keys}
        given = {"unsure": self.flags.unsure, "note": self.flags.note}
        usual = {"unsure": "q", "note": "/"}
        free = {flag: "" if key in taken else key for flag, key in usual.items()}
        return {flag: free[flag] if key is None else key for flag, key in given.items()}
