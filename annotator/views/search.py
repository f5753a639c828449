"""What a search shows: hits with their links, as a pure function of a store."""

from annotator.views.links import sentence_link
from annotator.views.wire import HitView
from labels.store.corpus.search import search
from labels.store.queries import ProjectReader


def search_view(store: ProjectReader, words: str, annotator: str, prefix: str = "") -> list[HitView]:
    """The hits in texts, in what is known about articles, and in the annotator's own labels, nobody else's.

    Raises SearchError if there is no word in it.
    """
    return [
        {
            "event": hit.event_name,
            "outlet": hit.outlet,
            "sentence": hit.sentence,
            "text": hit.text,
            "place": hit.place,
            "about": hit.about,
            "link": sentence_link(hit.event, hit.sentence, prefix),
        }
        for hit in search(store.connection, words, annotator=annotator)
    ]
