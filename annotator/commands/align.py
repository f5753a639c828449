"""``annotator align``."""

import json
from argparse import Namespace
from pathlib import Path

from annotator.wording import in_one_line
from labels.article import Article
from labels.errors import FileRefusedError
from labels.text.importing import read
from labels.text.similarity import align


def run(arguments: Namespace) -> int:
    """Print proposed pairs of sentences of two files, in the order of the first."""
    first, second = (_article(file, arguments.encoding) for file in arguments.files)
    words = {s.id: s.span.of(article.text) for article in (first, second) for s in article.sentences}
    for pair in align(first, second):
        if arguments.json:
            print(json.dumps({"a": pair.a, "b": pair.b, "score": round(pair.score, 4)}))
        else:
            print(f"{pair.score:.2f}  {in_one_line(words[pair.a])}\n      {in_one_line(words[pair.b])}")
    return 0


def _article(file: Path, encoding: str | None) -> Article:
    articles = read([file], encoding=encoding).articles
    if len(articles) != 1:
        raise FileRefusedError(
            str(file), f"it holds {len(articles)} articles; two files of one article each are aligned."
        )
    return articles[0]
