"""The units of the dataset: claims of several annotators that are the same claim, and sentences without any.

Which claims are the same is decided by ``exports/agreement/spans/matching.py``, as in the report: one to one,
by the characters they share. A sentence is decided by those who finished it, made a claim in it, or gave it
the value for "no claim"; one that nobody decided is no unit.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from exports.agreement.spans.matching import MarkedClaim, claim_units, dice
from labels.article import Article, Sentence
from labels.claim import Claim
from labels.codebook.codebook import Codebook, Layer
from labels.span import Span, merged
from labels.store.sentence_labels import TracedLabels

THRESHOLD = 0.5  # Dice from which two claims can match, as in the report
Ranges = tuple[Span, ...]
People = Mapping[str, Mapping[str, TracedLabels]]


@dataclass(frozen=True, slots=True)
class Member:
    """One annotator's claim in a unit.  person: their pseudonym.  traced: their labels of its sentence."""

    person: str
    claim: Claim
    traced: TracedLabels

    @property
    def is_finished(self) -> bool:
        """Whether the annotator marked the sentence as done: what they did not set, they left empty."""
        return "state" in self.traced.labels.values


@dataclass(frozen=True, slots=True)
class Unit:
    """What one line of the dataset is about.

    id: the sentence's id; of a claim with a hash of its first member, by the order in which people joined.
    content: of a claim the characters that at least half of its members marked, else the sentence.
    content_agreement: mean Dice of each two members, 1 for one member or none.
    absent: those who decided the sentence and made no claim in it.
    annotators: how many decided the sentence.  unsure: how many marked it, or a claim of it, as unsure.
    """

    id: str
    sentence: Sentence
    members: tuple[Member, ...]
    content: Ranges
    content_agreement: float
    absent: tuple[str, ...]
    annotators: int
    unsure: int


@dataclass(frozen=True)
class UnitRules:
    """What units depend on besides labels.

    joined: the number of each annotator, in the order in which they joined.
    settled: annotator, target and layer of labels that an adjudication settled.
    """

    codebook: Codebook
    joined: Mapping[str, int]
    settled: frozenset[tuple[str, str, str]] = frozenset()

    @cached_property
    def choices(self) -> Mapping[str, frozenset[str]]:
        """The values of each layer of which a label is one of its values."""
        return {layer.id: frozenset(layer.value_ids) for layer in self.codebook.layers if is_choice(layer)}


def is_choice(layer: Layer) -> bool:
    """Whether a label of the layer is one of its values."""
    return layer.has_values and layer.measurement != "set"


def article_units(article: Article, people: People, rules: UnitRules) -> Iterator[Unit]:
    """The units of an article, in reading order.  people: everybody's labels in it."""
    members = _members(article, people, rules.codebook)
    of_sentence: dict[str, list[list[Member]]] = defaultdict(list)
    for group in _matched(members, article):
        group.sort(key=lambda member: (rules.joined[member.person], member.claim.id))
        of_sentence[group[0].claim.sentence].append(group)
    claimed = {(member.person, member.claim.sentence) for member in members}
    # a claim that reaches over from another sentence leaves no line "no claim" where it is matched
    touched = {sentence for _, sentence in claimed}
    for sentence in article.sentences:
        deciders = _deciders(sentence.id, people, rules.codebook, claimed)
        unsure = sum("unsure" in _values(people, person, sentence.id) for person in people)
        without = [person for person in deciders if (person, sentence.id) not in claimed]
        groups = of_sentence.get(sentence.id, [])
        if not groups and deciders and sentence.id not in touched:
            whole = (sentence.span,)
            yield Unit(sentence.id, sentence, (), whole, 1.0, tuple(without), len(deciders), unsure)
        units = [_unit(sentence, group, without, len(deciders), unsure, rules) for group in groups]
        yield from _named_once(sorted(units, key=attrgetter("content", "id")))


def _values(people: People, person: str, sentence: str) -> Mapping[str, object]:
    traced = people[person].get(sentence)
    return traced.labels.values if traced is not None else {}


def _deciders(sentence: str, people: People, codebook: Codebook, claimed: set[tuple[str, str]]) -> list[str]:
    """Those who finished the sentence, made a claim in it, or said that there is none."""
    deciders = []
    for person in people:
        values = _values(people, person, sentence)
        says_none = codebook.empty is not None and values.get(codebook.empty[0]) == codebook.empty[1]
        if (person, sentence) in claimed or says_none or "state" in values:
            deciders.append(person)
    return deciders


def _members(article: Article, people: People, codebook: Codebook) -> list[Member]:
    """Every claim of the article; where the codebook labels sentences, a labeled sentence is one claim."""
    place = {sentence.id: sentence for sentence in article.sentences}
    members = []
    for person, sentences in people.items():
        for identifier, traced in sorted(sentences.items(), key=lambda item: place[item[0]].position):
            if codebook.target == "claim":
                members += [Member(person, claim, traced) for claim in traced.labels.claims]
                continue
            values = traced.labels.values
            if any(layer in codebook.by_id and (layer, values[layer]) != codebook.empty for layer in values):
                claim = Claim(identifier, identifier, (place[identifier].span,), values)
                members.append(Member(person, claim, traced))
    return members


def _matched(members: Sequence[Member], article: Article) -> Iterator[list[Member]]:
    """Claims that are the same; only those that share a character are compared."""
    order = sorted(range(len(members)), key=lambda number: members[number].claim.content[0].start)
    group: list[int] = []
    reach = -1
    for number in order:
        content = members[number].claim.content
        if group and content[0].start >= reach:
            yield from _units_of([members[place] for place in sorted(group)], article)
            group = []
        group.append(number)
        reach = max(reach, *(span.end for span in content))
    if group:
        yield from _units_of([members[place] for place in sorted(group)], article)


def _units_of(group: list[Member], article: Article) -> Iterator[list[Member]]:
    """The units among claims that overlap.  group: by person, in reading order."""
    people = {member.person for member in group}
    if len(people) == len(group) and len({member.claim.content for member in group}) == 1:
        yield group  # most often: everybody marked the same
        return
    marked = [
        MarkedClaim(str(number), member.person, article.id, member.claim.content)
        for number, member in enumerate(group)
    ]
    for unit in claim_units(marked, THRESHOLD):
        yield [group[int(claim.id)] for claim in unit]


def _unit(
    sentence: Sentence,
    members: Sequence[Member],
    absent: Sequence[str],
    annotators: int,
    unsure: int,
    rules: UnitRules,
) -> Unit:
    contents = [member.claim.content for member in members]
    settled = {
        member.claim.content
        for member in members
        if (member.person, member.claim.id, "content") in rules.settled
    }
    first = members[0]
    is_sentence = rules.codebook.target == "sentence"
    inside = {member.person for member in members}
    return Unit(
        id=sentence.id if is_sentence else f"{sentence.id}@{_mark(first)}",
        sentence=sentence,
        members=tuple(members),
        content=min(settled) if settled else by_half(contents, first.traced.labels.text),
        content_agreement=_mean_dice(contents),
        absent=tuple(person for person in absent if person not in inside),
        annotators=annotators,
        unsure=unsure + sum("unsure" in member.claim.values for member in members) * (not is_sentence),
    )


def _mark(member: Member) -> str:
    """A short hash that names a claim of an annotator and tells nothing about them."""
    running = member.claim.id.rpartition(".")[2]
    return hashlib.sha256(f"{member.person}.{running}".encode()).hexdigest()[:10]


def _named_once(units: Sequence[Unit]) -> Iterator[Unit]:
    """The units, each with an id of its own: claims moved from elsewhere could otherwise share one."""
    met: Counter[str] = Counter()
    for unit in units:
        met[unit.id] += 1
        yield unit if met[unit.id] == 1 else replace(unit, id=f"{unit.id}#{met[unit.id]}")


def by_half(contents: Sequence[Ranges], text: str) -> Ranges:
    """The characters in at least half of the contents, as ranges without white space at their ends.

    Members of a unit have so much in common that there always are some.
    """
    if len(set(contents)) == 1:
        return contents[0]
    parts = []
    for part, share in shared_parts(contents):
        if share >= 0.5:  # noqa: PLR2004 - half of them
            parts.append(part)
    trimmed = [span.trimmed(text) for span in merged(parts)]
    return tuple(span for span in trimmed if span is not None) or contents[0]


def shared_parts(contents: Sequence[Ranges]) -> Iterator[tuple[Span, float]]:
    """The stretches that contents mark, cut where any begins or ends, each with the share that marks it."""
    whole = [merged(content) for content in contents]
    edges = sorted({edge for content in whole for span in content for edge in (span.start, span.end)})
    for start, end in pairwise(edges):
        count = sum(any(span.start <= start and end <= span.end for span in content) for content in whole)
        if count:
            yield Span(start, end), count / len(whole)


def _mean_dice(contents: Sequence[Ranges]) -> float:
    if len(set(contents)) == 1:
        return 1.0
    pairs = [dice(one, other) for number, one in enumerate(contents) for other in contents[number + 1 :]]
    return round(sum(pairs) / len(pairs), 6)
