"""Articles that were read and are not yet added, kept in a temporary file: memory does not grow with them."""

import pickle
import tempfile
from collections.abc import Iterator
from typing import Self

from labels.article import Article


class Spool:
    """Articles in the order in which they came; the file has no name and is gone with this process."""

    def __init__(self) -> None:
        """Make the file where temporary files go."""
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed at the end of the with statement
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, article: Article) -> None:
        """Keep an article."""
        pickle.dump(article, self._file, pickle.HIGHEST_PROTOCOL)
        self.count += 1

    def batches(self, size: int) -> Iterator[list[Article]]:
        """The articles, so many at a time."""
        self._file.seek(0)
        batch: list[Article] = []
        for _ in range(self.count):
            batch.append(pickle.load(self._file))  # noqa: S301 - nobody else can write to the file
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch
