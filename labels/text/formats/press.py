"""Text exports of press archives, several articles in one file: LexisNexis and Factiva.

The lines around each text become metadata; the text is the headline and the body.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from labels.text.dates import iso_date
from labels.text.incoming import FilePosition, IncomingArticle

_OF_DOCUMENTS = re.compile(
    r"^[ \t]*(?:Document\s+)?\d+ of \d+(?: DOCUMENTS?)?[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_NEXIS = re.compile(r"^[ \t]*\d+ of \d+ DOCUMENTS?[ \t]*$", re.MULTILINE)
_END_OF_DOCUMENT = re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE)
_FACTIVA_END = re.compile(
    r"^[ \t]*Document [A-Z0-9]{6,12}0{0,2}(?:19|20)\d{6}[a-z0-9]{5,12}[ \t]*$", re.MULTILINE
)
_LABEL = re.compile(r"^(?P<name>[A-Z][A-Za-z -]{2,20}):[ \t]*(?P<value>.*)$")
_FACTIVA_CODE = re.compile(
    r"^(?P<code>HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|RF|CO|IN|NS|RE|PUB|AN|CLM|SE|CT|IPD|IPC|ART|RBC)"
    r"(?:[ \t]+(?P<value>.*))?$"
)
_RIGHTS = re.compile(r"copyright \d{4}|©|\(c\) \d{4}|all rights reserved", re.IGNORECASE)
_WORDS = re.compile(r"^[\d,.]+ (?:words|Wörter|mots|palabras)$", re.IGNORECASE)
_FOOT = frozenset(
    [
        "load-date",
        "language",
        "publication-type",
        "journal-code",
        "graphic",
        "document-type",
        "acc-no",
        "correction-date",
        "subject",
        "person",
        "geographic",
        "company",
        "organization",
        "industry",
        "country",
        "state",
        "city",
        "classification",
        "series",
        "copyright",
    ]
)
_HEAD = {"byline": "byline", "title": "title", "headline": "title", "language": "language"}
_META = frozenset({"section", "length", "dateline", "edition", "highlight", "body", "url", *_FOOT})
# A line before the text in newer exports.
_BODY_FOLLOWS = frozenset({"body"})
_SAMPLE = 200_000
# Source codes of Factiva have up to six letters, in capitals; languages are longer than four.
_CODE_LENGTH = 4


@dataclass(slots=True)
class _Document:
    """What was read of one article of an export."""

    line: int
    outlet: str = ""
    title: str = ""
    byline: str = ""
    published: str = ""
    language: str = ""
    body: list[str] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)


def is_export(text: str) -> bool:
    """Whether a text looks like an export of several articles (or of one, by its first line)."""
    start = text[:_SAMPLE]
    return bool(_NEXIS.search(start[:2_000]) or _END_OF_DOCUMENT.search(start) or _is_factiva(start))


def export_articles(
    text: str, position: FilePosition, date_format: str, notes: list[str]
) -> Iterator[IncomingArticle]:
    """The articles of an export, in order.

    Raises FileRefusedError if an article has no outlet, no date or no text: then the layout is another one.
    """
    factiva = _is_factiva(text[:_SAMPLE])
    documents = list(_factiva(text) if factiva else _nexis(text))
    notes.append(
        f"{position}: an export of {'Factiva' if factiva else 'LexisNexis'}, taken apart into"
        f" {len(documents)} articles."
    )
    for number, document in enumerate(documents, start=1):
        here = position.at(document.line)
        body = "\n".join(document.body).strip()
        missing = [
            name
            for name, value in (("outlet", document.outlet), ("headline", document.title), ("text", body))
            if not value
        ]
        if missing:
            raise here.refuse(
                f"article {number} of this export has no {' and no '.join(missing)} where one is expected."
                " Save each article as a file of its own."
            )
        try:
            published = iso_date(document.published, date_format) if document.published else ""
        except ValueError as error:
            raise here.refuse(f"published: {error}.") from None
        yield IncomingArticle(
            here,
            f"{document.title}\n\n{body}",
            outlet=document.outlet,
            title=document.title,
            byline=document.byline,
            published=published,
            language=document.language,
            meta=json.dumps(document.meta, ensure_ascii=False) if document.meta else "",
        )


def _is_factiva(text: str) -> bool:
    if _FACTIVA_END.search(text):
        return True
    codes = {match["code"] for line in text.splitlines() if (match := _FACTIVA_CODE.match(line))}
    return {"HD", "PD", "SN"} <= codes and bool(codes & {"LP", "TD"})


def _nexis(text: str) -> Iterator[_Document]:
    """LexisNexis: each article begins with ``1 of 2 DOCUMENTS`` or ends with ``End of Document``."""
    divider = _NEXIS if _NEXIS.search(text) else _END_OF_DOCUMENT
    starts = [match.end() for match in divider.finditer(text)]
    ends = [match.start() for match in divider.finditer(text)]
    bounds = zip(starts, [*ends[1:], len(text)], strict=True)
    if divider is _END_OF_DOCUMENT:
        bounds = zip([0, *starts], [*ends, len(text)], strict=True)
    for start, end in bounds:
        if text[start:end].strip():
            yield _nexis_document(text[start:end], text.count("\n", 0, start) + 1)


def _nexis_document(text: str, line: int) -> _Document:
    document = _Document(line)
    paragraphs = [
        " ".join(part.split()) if _short(part) else part.strip() for part in re.split(r"\n[ \t]*\n", text)
    ]
    paragraphs = [each for part in paragraphs for each in _label_lines(part) if each]
    body_from = _labeled_head(paragraphs, document)
    _place_head(paragraphs[:body_from], document)
    body_to = len(paragraphs)
    while body_to > body_from and _is_foot(paragraphs[body_to - 1], document):
        body_to -= 1
    document.body = [line for part in paragraphs[body_from:body_to] for line in (part, "")]
    return document


def _is_foot(part: str, document: _Document) -> bool:
    """Whether a paragraph below the text is a label of the archive, which is then taken."""
    match = _LABEL.match(part)
    if match and match["name"].casefold() in _FOOT:
        _take_label(document, match["name"].casefold(), match["value"])
        return True
    if _RIGHTS.match(part):
        document.meta["copyright"] = part
        return True
    return False


def _short(part: str) -> bool:
    return len(part) < 300 and "\n" in part.strip() and not _LABEL.match(part.strip())  # noqa: PLR2004 - a wrapped headline


def _label_lines(part: str) -> list[str]:
    """Labels that stand on lines of their own without empty lines between them."""
    rows = [row.strip() for row in part.split("\n")]
    return rows if all(_LABEL.match(row) for row in rows) else [part]


def _labeled_head(paragraphs: Sequence[str], document: _Document) -> int:
    """Take the labels above the body; returns where the body begins."""
    labeled = False
    for index, part in enumerate(paragraphs):
        match = _LABEL.match(part)
        name = match["name"].casefold() if match else ""
        if part.casefold() == "body":
            return index + 1
        if match and (name in _HEAD or name in _META):
            _take_label(document, name, match["value"])
            labeled = True
        elif labeled and not _BODY_FOLLOWS.intersection(each.casefold() for each in paragraphs[index:]):
            return index
    return len(paragraphs)


def _take_label(document: _Document, name: str, value: str) -> None:
    value = " ".join(value.split())
    if name in _HEAD:
        if name == "language":
            document.language = value.title() if value.isupper() else value
        else:
            setattr(document, _HEAD[name], value.removeprefix("By ").strip() if name == "byline" else value)
    else:
        document.meta[name] = value


def _place_head(head: Sequence[str], document: _Document) -> None:
    """Outlet, date and headline, known by their order: outlet, date, headline; or headline, outlet, date."""
    unlabeled = [
        part
        for part in head
        if not _LABEL.match(part) and not _RIGHTS.match(part) and part.casefold() != "body"
    ]
    dated = next((index for index, part in enumerate(unlabeled) if _as_date(part)), None)
    if dated is None:
        return
    document.published = _as_date(unlabeled[dated])
    before, after = unlabeled[:dated], unlabeled[dated + 1 :]
    after = [part for part in after if not re.fullmatch(r"[\w ]*Edition", part)]
    if len(before) >= 2 and not after:  # noqa: PLR2004 - headline, outlet
        document.title, document.outlet = document.title or before[0], before[-1]
    elif before:
        document.outlet = before[-1]
        document.title = document.title or (after[0] if after else "")


def _as_date(text: str) -> str:
    for candidate in (text, re.sub(r"\s+\w+ Edition$", "", text), re.sub(r"\s+\d{1,2}:\d\d.*$", "", text)):
        try:
            return iso_date(candidate)
        except ValueError:
            continue
    return ""


def _factiva(text: str) -> Iterator[_Document]:
    if _FACTIVA_CODE.search(text) and not _FACTIVA_END.search(text):
        yield from _factiva_tagged(text)
        return
    codes = {match["code"] for line in text.splitlines() if (match := _FACTIVA_CODE.match(line))}
    if {"HD", "PD", "SN"} <= codes:
        yield from _factiva_tagged(text)
        return
    start = 0
    for match in _FACTIVA_END.finditer(text):
        yield _factiva_plain(text[start : match.start()], text.count("\n", 0, start) + 1)
        start = match.end()


def _factiva_tagged(text: str) -> Iterator[_Document]:
    """Factiva with codes: ``HD`` headline, ``SN`` source, ``PD`` date, ``LP`` and ``TD`` text."""
    documents: list[_Document] = []
    code = ""
    for number, row in enumerate(text.split("\n"), start=1):
        match = _FACTIVA_CODE.match(row)
        value = row.strip()
        if match:
            code, value = match["code"], (match["value"] or "").strip()
            if code in {"HD", "SE", "CLM"} and (not documents or documents[-1].body):
                documents.append(_Document(number))
        elif _FACTIVA_END.match(row):
            continue
        if documents:
            _take_code(documents[-1], code, value)
    yield from documents


def _take_code(document: _Document, code: str, value: str) -> None:
    if code in {"LP", "TD"}:
        document.body.append(value)
    elif not value:
        return
    elif code in _CODES:
        before = getattr(document, _CODES[code])
        value = value.removeprefix("By ") if code == "BY" else value
        setattr(document, _CODES[code], f"{before} {value}".strip())
    elif code in {"SE", "WC", "PG", "ED", "AN", "CT"}:
        document.meta[_CODE_NAMES[code]] = value


_CODES = {"HD": "title", "BY": "byline", "PD": "published", "SN": "outlet", "LA": "language"}
_CODE_NAMES = {
    "SE": "section",
    "WC": "length",
    "PG": "page",
    "ED": "edition",
    "AN": "document",
    "CT": "contact",
}


def _factiva_plain(text: str, line: int) -> _Document:
    """Factiva without codes: headline, byline, words, date, source, code, page, language, rights, text."""
    document = _Document(line)
    rows = [row.strip() for row in text.split("\n")]
    counted = next((index for index, row in enumerate(rows) if _WORDS.match(row)), None)
    if counted is None:
        return document
    head = [row for row in rows[:counted] if row]
    document.meta["length"] = rows[counted]
    if len(head) > 1 and re.match(r"(?:By|Von|Par|Por)\s", head[-1]):
        document.byline = head.pop().partition(" ")[2]
    document.title = " ".join(head[-1:])
    if len(head) > 1:
        document.meta["section"] = " ".join(head[:-1])
    following = [index for index in range(counted + 1, len(rows)) if rows[index]]
    dated = next((index for index in following[:3] if _as_date(rows[index])), None)
    if dated is None:
        return document
    document.published = _as_date(rows[dated])
    rest = [
        index
        for index in following
        if index > dated and not re.fullmatch(r"\d{1,2}:\d\d(?: [AP]M)?", rows[index])
    ]
    document.outlet = rows[rest[0]] if rest else ""
    rights = next(
        (index for index in rest[1:8] if re.match(r"(?:\(?c\)?|©|copyright)", rows[index], re.IGNORECASE)),
        None,
    )
    body_from = rights if rights is not None else rest[min(3, len(rest) - 1)] if rest else dated
    languages = [
        rows[index]
        for index in rest[1:]
        if index < body_from and rows[index].isalpha() and len(rows[index]) > _CODE_LENGTH
    ]
    document.language = languages[-1] if languages else ""
    document.body = rows[body_from + 1 :]
    return document
