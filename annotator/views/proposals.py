"""Proposed events that a person goes through: confirmed, split, merged and named; pure functions."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from labels.plural import counted
from labels.store.corpus.operations import Move


@dataclass(frozen=True, slots=True)
class ProposedArticle:
    """An article of a proposal.  event: where it is now.  near_copy_of: an article that it nearly repeats."""

    id: str
    event: str
    outlet: str
    title: str
    published: str
    labels: int
    near_copy_of: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Articles that would be one event.  name: of the event.  new: the project has none of this name."""

    name: str
    new: bool
    articles: tuple[ProposedArticle, ...]

    @property
    def key(self) -> str:
        """Names it among all: no article is in two."""
        return self.articles[0].id


def parsed(lines: Iterable[str]) -> tuple[Proposal, ...]:
    """What ``annotator events propose --json`` prints, without what is an event already."""
    records = [json.loads(line) for line in lines]
    proposals = [
        Proposal(each["event"], each["new"], tuple(ProposedArticle(**one) for one in each["articles"]))
        for each in records
    ]
    return tuple(each for each in proposals if any(one.event != each.name for one in each.articles))


def ticked_at_first(proposal: Proposal) -> set[str]:
    """The articles that are in the event unless a person says otherwise: labeled ones stay where they are."""
    return {one.id for one in proposal.articles if one.event == proposal.name or not one.labels}


def article_words(proposal: Proposal, article: ProposedArticle) -> str:
    """An article of a proposal in a line."""
    about = [article.published] if article.published else []
    if article.event != proposal.name:
        about.append(f"now in {article.event}")
    if article.labels:
        about.append(f"has {counted(article.labels, 'label')}")
    if article.near_copy_of:
        about.append(f"nearly repeats {article.near_copy_of}")
    return f"{article.outlet}: {article.title or article.id}" + (f" ({'; '.join(about)})" if about else "")


def moves(proposal: Proposal, name: str, ticked: Collection[str]) -> tuple[Move, ...]:
    """The moves that confirming comes to; a labeled article moves if a person left it ticked."""
    return tuple(
        Move(one.id, name, labeled=one.labels > 0)
        for one in proposal.articles
        if one.id in ticked and one.event != name
    )


def outcome_words(proposal: Proposal, name: str, ticked: Collection[str]) -> str:
    """What confirming would do, labels first."""
    coming = [one for one in proposal.articles if one.id in ticked and one.event != name]
    if not coming:
        return "No article would move."
    labeled = [one for one in coming if one.labels]
    words = f"{counted(len(coming), 'article')} would move to '{name}'."
    if labeled:
        labels = counted(sum(one.labels for one in labeled), "label")
        words += f" {counted(len(labeled), 'article')} with {labels} would move too; the labels go along."
    return words


def split(
    proposals: Sequence[Proposal], index: int, ticked: Collection[str], taken: Collection[str]
) -> tuple[Proposal, ...]:
    """Take the articles that are not ticked out of a proposal, into one of their own behind it.

    taken: names of events that the project has.  Unchanged if all are ticked, or none.
    """
    whole = proposals[index]
    stay = tuple(one for one in whole.articles if one.id in ticked)
    go = tuple(one for one in whole.articles if one.id not in ticked)
    if not stay or not go:
        return tuple(proposals)
    name = _free_name(go[0].title or go[0].id, {*taken, *(each.name for each in proposals)})
    parts = (replace(whole, articles=stay), Proposal(name, True, go))
    return (*proposals[:index], *parts, *proposals[index + 1 :])


def merged(proposals: Sequence[Proposal], index: int, key: str) -> tuple[Proposal, ...]:
    """Put the articles of another proposal into one; it keeps its name.  key: of the other."""
    other = next(each for each in proposals if each.key == key)
    whole = proposals[index]
    joined = replace(whole, articles=(*whole.articles, *other.articles))
    return tuple(joined if each is whole else each for each in proposals if each is not other)


def without(proposals: Sequence[Proposal], key: str) -> tuple[Proposal, ...]:
    """The proposals that are left."""
    return tuple(each for each in proposals if each.key != key)


def _free_name(name: str, taken: Collection[str]) -> str:
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free
