"""``annotator suggestions``."""

from argparse import Namespace

from labels.store.project import SHARE, locked, set_fact
from labels.store.queries import Store
from labels.store.writer import Writer


def run(arguments: Namespace) -> int:
    """Show or change which sentences get suggestions."""
    if arguments.share is not None:
        with locked(arguments.project, "suggestions"):
            writer = Writer(arguments.project)
            try:
                writer.run(lambda connection: set_fact(connection, SHARE, f"{arguments.share:g}"))
            finally:
                writer.close()
    with Store(arguments.project) as store:
        share = store.suggestion_share()
    print(f"{arguments.project}: {_words(share)}")
    return 0


def _words(share: float) -> str:
    if share == 0:
        return "no sentence gets suggestions."
    if share == 1:
        return "every sentence may get suggestions."
    return f"{share:.4g} of the sentences, chosen at random, may get suggestions; the others get none."
