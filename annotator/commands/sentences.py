"""``annotator sentences``."""

import json
import re
import sys
from argparse import Namespace
from collections.abc import Mapping

from annotator.progress import progress
from labels.article import Held
from labels.reading import Reading, read

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
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


def in_one_line(text: str) -> str:
    """A text as a terminal may show it: line breaks and control characters become spaces."""
    return _CONTROL.sub(" ", text)


def read_files(arguments: Namespace, known: Mapping[str, Held] | None = None) -> Reading:
    """The files of a command with the options that describe them.

    known: what a project holds, by article id.
    """
    described = {name: getattr(arguments, name, "") for name in DESCRIPTION}
    with progress("articles read") as tell:
        return read(arguments.files, encoding=arguments.encoding, known=known, tell=tell, **described)
