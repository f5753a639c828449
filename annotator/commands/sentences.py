"""``annotator sentences``."""

import json
import sys
from argparse import Namespace
from collections.abc import Mapping

from annotator.progress import progress
from annotator.wording import in_one_line
from labels.article import Held
from labels.text.importing import Reading, read

DESCRIPTION = ("event", "outlet", "title", "byline", "published", "url", "language", "licence")


def run(arguments: Namespace) -> int:
    """Print the sentences of a file as they would be imported."""
    reading = read_files(arguments)
    for note in reading.notes:
        print(note, file=sys.stderr)
    for article in reading.articles:
        for sentence in article.sentences:
            text = sentence.span.of(article.text)
            if not arguments.json:
                print(f"{sentence.paragraph:>4} {sentence.kind:<14} {in_one_line(text)}")
                continue
            row = {
                "id": sentence.id,
                "article": article.id,
                "position": sentence.position,
                "paragraph": sentence.paragraph,
                "kind": sentence.kind,
                "start": sentence.span.start,
                "end": sentence.span.end,
                "text": text,
            }
            print(json.dumps(row, ensure_ascii=False))
    return 0


def read_files(arguments: Namespace, known: Mapping[str, Held] | None = None) -> Reading:
    """The files of a command with the options that describe them.

    known: what a project holds, by article id.
    """
    described = {name: getattr(arguments, name, "") for name in DESCRIPTION}
    with progress("articles read") as tell:
        return read(arguments.files, encoding=arguments.encoding, known=known, tell=tell, **described)
