"""Token classification: the words of a line's text with a BIO tag for the content and for each layer of
ranges; where each word is, in code points of the text, stays beside it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from exports.dataset.columns import Row, layer_columns
from exports.dataset.table import Table
from exports.formats.jsonl import write_objects

# A word with its marks, inner apostrophes and hyphens; else one character, an emoji with its skin tone.
TOKEN = re.compile(r"[\w\u0300-\u036f]+(?:[-'’][\w\u0300-\u036f]+)*|[^\w\s][\ufe0f\U0001f3fb-\U0001f3ff]*")
CONTENT = "content"


def write(table: Table, file: TextIO) -> int:
    """Write a line for each row; returns how many."""
    return write_objects(tagged(table), file)


def roles(table: Table) -> dict[str, str]:
    """The column of each role: the content, and the layers of ranges by id; of those asked for, if any."""
    spans = {
        each.layer.id: each.name for each in layer_columns(table.codebook) if each.layer.measurement == "span"
    }
    wanted = {role: name for role, name in spans.items() if not table.layers or role in table.layers}
    return {CONTENT: "ranges", **wanted}


def tagged(table: Table) -> Iterator[Row]:
    """For each row its tokens, their offsets and, for each role, ``tags_<role>``; a sentence without a claim
    has no content.
    """
    columns = roles(table)
    for row in table.rows:
        offsets = [match.span() for match in TOKEN.finditer(row["text"])]
        tags = {}
        for role, name in columns.items():
            ranges = [] if role == CONTENT and not row["marked_by"] else row[name]
            tags[f"tags_{role}"] = bio(offsets, [(each["start"], each["end"]) for each in ranges], role)
        yield {
            **{name: row[name] for name in ("id", "event", "outlet", "article", "split", "text")},
            "tokens": [row["text"][start:end] for start, end in offsets],
            "offsets": [list(each) for each in offsets],
            **tags,
        }


def bio(offsets: Sequence[tuple[int, int]], ranges: Sequence[tuple[int, int]], role: str) -> list[str]:
    """A tag for each token: B where a range begins, I inside, else O.  A token that a range cuts belongs to
    it.
    """
    tags, before = [], -1
    for start, end in offsets:
        inside = next((n for n, (first, last) in enumerate(ranges) if first < end and start < last), -1)
        if inside < 0:
            tags.append("O")
        else:
            tags.append(f"{'I' if inside == before else 'B'}-{role}")
        before = inside
    return tags
