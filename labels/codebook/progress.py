"""What there is to label: which sentences count, and which are page furniture."""

from labels.article import KINDS, Kind
from labels.codebook.codebook import Codebook
from labels.codebook.model import Preset

FURNITURE: frozenset[Kind] = frozenset(
    {"kicker", "byline", "dateline", "runin_heading", "boilerplate", "outlet_name"},
)


def labelable_kinds(codebook: Codebook) -> tuple[Kind, ...]:
    """Kinds of sentences that an annotator is asked about.

    Those that the codebook gives a preset value are not; without presets, page furniture is left out.
    """
    preset = {kind for rule in codebook.constraints if isinstance(rule, Preset) for kind in rule.kinds}
    return tuple(kind for kind in KINDS if kind not in (preset or FURNITURE))
