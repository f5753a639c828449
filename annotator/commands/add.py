"""``annotator add``."""

from argparse import Namespace
from collections import Counter
from collections.abc import Collection, Sequence

from annotator.commands.sentences import read_files
from annotator.wording import counted, in_one_line
from labels.article import Article
from labels.store.corpus import Added, add_articles, refuse_other_texts
from labels.store.project import locked
from labels.store.queries import Store
from labels.store.writer import Writer


def run(arguments: Namespace) -> int:
    """Add articles to a project, or show what would be added."""
    with Store(arguments.project) as store:
        held = store.held()
    reading = read_files(arguments, held)
    articles = reading.articles
    for note in reading.notes:
        print(note)
    if arguments.dry_run:
        refuse_other_texts(articles, {name: article.sha256 for name, article in held.items()})
        known = held.keys() & {article.id for article in articles}
        _report(articles, known)
        print(
            f"{counted(len(articles) - len(known), 'article')} would be added, {len(known)} known already;"
            " nothing was changed."
        )
        return 0
    with locked(arguments.project, "add"):
        writer = Writer(arguments.project)
        try:
            added: Added = writer.run(lambda connection: add_articles(connection, articles))
        finally:
            writer.close()
    _report(articles, set(added.known))
    print(f"{counted(len(added.articles), 'article')} added, {len(added.known)} known already.")
    return 0


def _report(articles: Sequence[Article], known: Collection[str]) -> None:
    for article in articles:
        if article.id in known:
            print(f"{article.source}: the project holds this text already; nothing to add.")
        else:
            print(_line(article))


def _line(article: Article) -> str:
    kinds = Counter(sentence.kind for sentence in article.sentences)
    counts = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    return in_one_line(f"{article.event} / {article.outlet}: {article.title or article.source} ({counts})")
