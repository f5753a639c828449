"""What the page Corpus shows and asks for: pure functions of the list of articles."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from labels.plural import counted
from labels.store.corpus.articles import ArticleRow
from labels.store.corpus.corrections import Change
from labels.store.corpus.search import searchable

# Fields that the page corrects, with their labels, in its order.
FIELDS: Mapping[str, str] = {
    "outlet": "Outlet",
    "title": "Title",
    "published": "Date",
    "url": "Address (URL)",
    "licence": "License",
    "byline": "Byline",
    "language": "Language",
    "event": "Name of its event",
    "order": "Place of the event",
}
EMPTIED = "-"  # what a correction says for a field that shall be empty
MOST_NAME = 200  # bytes of an uploaded file's name


def field_values(row: ArticleRow) -> dict[str, str]:
    """The values of an article by field, as the form shows them."""
    known = {"outlet": row.outlet, "event": row.event, "order": str(row.order), **row.metadata}
    return {name: known[name] for name in FIELDS}


def changed_values(row: ArticleRow, typed: Mapping[str, str]) -> dict[str, str]:
    """What a person changed in the form, as a correction says it: an emptied field is a dash."""
    before = field_values(row)
    given = {name: " ".join(value.split()) for name, value in typed.items()}
    return {
        name: value or EMPTIED for name, value in given.items() if value != " ".join(before[name].split())
    }


def matching(rows: Sequence[ArticleRow], words: str) -> list[ArticleRow]:
    """The articles that hold every word, in any case: in their id, event, outlet, source or metadata."""
    wanted = searchable(words).split()
    return [row for row in rows if all(word in _text(row) for word in wanted)]


def article_line(row: ArticleRow) -> str:
    """An article in one line, to choose it by."""
    about = " · ".join(filter(None, (row.metadata["published"], _count(row.labels, "label"))))
    out = " [withdrawn]" if row.withdrawn else ""
    title = row.metadata["title"] or row.source or row.id
    return f"{row.event} / {row.outlet}: {title}" + (f" ({about})" if about else "") + out


def article_table(rows: Sequence[ArticleRow]) -> dict[str, list[str | int]]:
    """The articles as columns."""
    return {
        "Event": [row.event for row in rows],
        "Outlet": [row.outlet for row in rows],
        "Title": [row.metadata["title"] for row in rows],
        "Date": [row.metadata["published"] for row in rows],
        "Labels": [row.labels for row in rows],
        "License": [row.metadata["licence"] for row in rows],
        "Withdrawn": [row.withdrawn for row in rows],
        "Id": [row.id for row in rows],
    }


def change_lines(changes: Sequence[Change]) -> list[str]:
    """What a correction changed, a line for each field."""
    return [
        f"{FIELDS.get(each.field, each.field)}: {each.before or '(empty)'} → {each.after or '(empty)'}"
        for each in changes
    ]


def upload_fault(names: Sequence[str]) -> str:
    """Why files of these names can't be read, "" if they can: they are written into one folder."""
    for name in names:
        is_plain = name == PurePath(name).name and name not in ("", ".", "..") and name.isprintable()
        if not is_plain or len(name.encode()) > MOST_NAME:
            return f"The name of the file '{name[:60]}' can't be used; rename the file."
        if names.count(name) > 1:
            return f"Two files are called '{name}'; rename one of them, or put both into a .zip file."
    return ""


def add_words(names: Sequence[str], options: Mapping[str, str], flags: Sequence[str]) -> list[str]:
    """The words of ``annotator add`` behind the project: options that have a value, flags, then the files."""
    given = [f"--{name}={value}" for name, value in options.items() if value]
    return [*given, *(f"--{flag}" for flag in flags), "--", *names]


def _count(number: int, noun: str) -> str:
    return "" if number == 0 else counted(number, noun)


def _text(row: ArticleRow) -> str:
    return searchable(" ".join((row.id, row.event, row.outlet, row.source, *row.metadata.values())))
