"""``annotator sentences``."""

import json
from argparse import Namespace
from collections.abc import Mapping

from labels.reading import Reading, read

DESCRIPTION = ("event", "outlet", "title", "byline", "published", "url", "language", "licence")


def run(arguments: Namespace) -> int:
    """Print the sentences of a file as they would be imported."""
    for article in read_files(arguments).articles:
        for sentence in article.sentences:
            text = sentence.span.of(article.text)
            if not arguments.json:
                print(f"{sentence.paragraph:>4} {sentence.kind:<14} {text}")
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


def read_files(arguments: Namespace, known: Mapping[str, str] | None = None) -> Reading:
    """The files of a command with the options that describe them.

    known: the outlets of the articles that a project holds, by id.
    """
    described = {name: getattr(arguments, name, "") for name in DESCRIPTION}
    return read(arguments.files, encoding=arguments.encoding, known=known, **described)
