"""A claim with its labels, and one annotator's labels of a sentence: what the codebook's rules look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from labels.article import Sentence
from labels.span import Span


@dataclass(frozen=True, slots=True)
class Claim:
    """One annotator's claim.

    id: the sentence's id and a number.  sentence: the sentence's id.  content: ranges of the article.
    values: layer id to value, written as in the log; a layer that is not set is absent or None.
    """

    id: str
    sentence: str
    content: tuple[Span, ...]
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SentenceLabels:
    """One annotator's labels of a sentence, and what the rules need from around it.

    text: the article's.  outlet: its name.  values: labels of the sentence itself.
    elsewhere: the annotator's claims in other sentences of the article.
    source_names: canonical name of each source id.
    paragraph_starts: offsets at which paragraphs begin; empty means that every line is a paragraph.
    """

    sentence: Sentence
    text: str
    outlet: str
    values: Mapping[str, object] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    elsewhere: tuple[Claim, ...] = ()
    source_names: Mapping[str, str] = field(default_factory=dict)
    paragraph_starts: tuple[int, ...] = ()
