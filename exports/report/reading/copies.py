"""Sentences of one event that are the same words in several articles."""

from collections import defaultdict

import numpy as np

from exports.agreement.arrays import Ints
from exports.agreement.wording import normalised
from exports.report.long_table import PlacedSentences
from labels.store.agreement_queries import LabeledArticle


def copies(
    places: PlacedSentences, articles: tuple[LabeledArticle, ...], seen: Ints
) -> tuple[Ints, list[int]]:
    """The words of each sentence, as a number, and seen ones that repeat another article of the event.

    Of each group of copies that which most annotators have seen stays.  seen: by how many, for each sentence.
    """
    known: dict[str, int] = {}
    words = np.full(len(seen), -1)
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    texts = [(article.event, article.text) for article in articles]
    homes, starts, ends = (part.tolist() for part in (places.articles, places.starts, places.ends))
    for number in np.flatnonzero(seen).tolist():
        event, text = texts[homes[number]]
        normal = normalised(text[starts[number] : ends[number]])
        words[number] = known.setdefault(normal, len(known))
        groups[event, known[normal]].append(number)
    dropped: list[int] = []
    for members in groups.values():
        if len(members) == 1:
            continue
        kept = max(members, key=lambda number: (seen[number], -number))
        dropped += [number for number in members if homes[number] != homes[kept]]
    return words, sorted(dropped)
