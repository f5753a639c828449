"""What every part of a project's report shares: labels, clusters, and how intervals are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from exports.agreement.arrays import Bools, Ints
from exports.agreement.intervals import Resampling
from exports.report.long_table import LongTable
from exports.report.shape import ClusterJson, ClusterKind
from labels.codebook.codebook import Codebook

ClusterBy = Literal["auto", "event", "article"]
CLUSTER_BY: tuple[ClusterBy, ...] = get_args(ClusterBy)
# With fewer clusters an interval changes much with each new one.
FEW_CLUSTERS = 10


@dataclass(frozen=True, slots=True)
class Clusters:
    """What intervals take as independent.

    by: event or article.  of_article: the cluster of each article.  doubled: clusters with a sentence that
    two annotators have seen.  events, articles: the same, counted as events and as articles.
    """

    by: ClusterKind
    of_article: Ints
    doubled: int
    events: int
    articles: int

    def as_json(self) -> ClusterJson:
        """The kind of cluster, how many there are, and what a reader should know about it."""
        first = f"Intervals take whole {self.by}s as independent, since sentences of one {self.by} are not."
        notes = [first]
        if self.by == "article" and self.events < FEW_CLUSTERS:
            notes.append(
                f"Only {self.events} events hold labels of two people, too few to be what intervals rest on; "
                "articles on one event resemble each other, so the intervals are rather too narrow."
            )
        if self.doubled < FEW_CLUSTERS:
            notes.append(
                f"With only {self.doubled} {self.by}s the intervals are unstable; expect them to change as "
                "you add more."
            )
        return {
            "by": self.by,
            "n": self.doubled,
            "events": self.events,
            "articles": self.articles,
            "few_clusters": self.doubled < FEW_CLUSTERS,
            "notes": notes,
        }


@dataclass(frozen=True, slots=True)
class Setting:
    """One project's labels with the choices that a report is made under.

    shown: the annotators as the report names them.  threshold: Dice from which two claims may be the same.
    """

    table: LongTable
    codebook: Codebook
    clusters: Clusters
    resampling: Resampling
    threshold: float
    shown: tuple[str, ...]

    def sentence_clusters(self) -> Ints:
        """The cluster of each sentence."""
        return self.clusters.of_article[self.table.sentence_articles]


def clusters(table: LongTable, by: ClusterBy = "auto") -> Clusters:
    """Events as clusters where there are ten with double labels, else articles, unless one is asked for."""
    doubled = seen_by_two(table)
    articles = np.unique(table.sentence_articles[doubled])
    events = np.unique(table.article_events[articles])
    chosen: ClusterKind = "event" if len(events) >= FEW_CLUSTERS else "article"
    if by != "auto":
        chosen = by
    of_article = table.article_events if chosen == "event" else np.arange(len(table.articles))
    size = len(events) if chosen == "event" else len(articles)
    return Clusters(chosen, of_article, size, len(events), len(articles))


def seen_by_two(table: LongTable) -> Bools:
    """Which sentences two or more annotators have seen."""
    found: Bools = table.seen.sum(axis=1) > 1
    return found


def numbered(names: Sequence[str]) -> dict[str, int]:
    """The place of each name."""
    return {name: number for number, name in enumerate(names)}
