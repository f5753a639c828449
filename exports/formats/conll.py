"""CoNLL: one token a line with its BIO tags, an empty line between sentences."""

from typing import TextIO

from exports.dataset.table import Table
from exports.formats.tokens import roles, tagged


def write(table: Table, file: TextIO) -> int:
    """Write a block for each row: comments with its id and the names of the columns, then the tokens with
    start, end and a tag for each role; returns how many blocks.
    """
    names = list(roles(table))
    columns = " ".join(["token", "start", "end", *names])
    blocks = 0
    for row in tagged(table):
        split = f"# split = {row['split']}\n" if row["split"] else ""
        file.write(f"# id = {row['id']}\n{split}# columns = {columns}\n")
        tags = zip(*(row[f"tags_{name}"] for name in names), strict=True)
        for token, (start, end), own in zip(row["tokens"], row["offsets"], tags, strict=True):
            fields = "\t".join([token, str(start), str(end), *own])
            file.write(f"{fields}\n")
        file.write("\n")
        blocks += 1
    return blocks
