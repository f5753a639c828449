"""``annotator add``."""

from argparse import Namespace
from collections import Counter

from annotator.commands.sentences import read_files
from labels.article import Article
from labels.corpus import Added, add_articles
from labels.project import locked
from labels.store import Store
from labels.writer import Writer


def run(arguments: Namespace) -> int:
    """Add articles to a project, or show what would be added."""
    with Store(arguments.project) as store:
        reading = read_files(arguments, store.outlets())
    for note in reading.notes:
        print(note)
    if arguments.dry_run:
        for article in reading.articles:
            print(_line(article))
        print(f"{len(reading.articles)} articles would be read; nothing was changed.")
        return 0
    with locked(arguments.project, "add"):
        writer = Writer(arguments.project)
        try:
            added: Added = writer.run(lambda connection: add_articles(connection, reading.articles))
        finally:
            writer.close()
    for article in reading.articles:
        if article.id in added.known:
            print(f"{article.source}: the project holds this text already; nothing to add.")
        else:
            print(_line(article))
    print(f"{len(added.articles)} articles added, {len(added.known)} known already.")
    return 0


def _line(article: Article) -> str:
    kinds = Counter(sentence.kind for sentence in article.sentences)
    counts = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    return f"{article.event} / {article.outlet}: {article.title or article.source} ({counts})"
