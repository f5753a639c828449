"""Which column or key of a table holds which field of an article.

The names of `FIELDS` need no mapping. Others are mapped by the user (``text=content,outlet=publication`` or a
TOML file of such pairs), and a mapping is suggested where a name is a near one. What belongs to no field is
kept with the article as its extra values.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from labels.article import METADATA
from labels.errors import FileRefusedError

FIELDS: tuple[str, ...] = ("text", "id", "event", "outlet", *METADATA, "sentences")
# Written for "every other column": ``--map meta=*``.
EXTRA, EVERY_OTHER = "meta", "*"
SAME_AS = {"license": "licence"}
# What public corpora and other tools call the fields (All the News, NELA, CC-News, Media Cloud, doccano).
NEAR = {
    "text": "content body article article_text maintext main_text full_text fulltext story "
    "body_text articlebody clean_text raw_text post_content",
    "id": "article_id doc_id document_id uid uuid _id guid",
    "event": "event_id cluster cluster_id story_id topic_id event_name",
    "outlet": "publication publisher newspaper source source_name site site_name website domain media "
    "media_name outlet_name news_outlet source_domain feed",
    "title": "headline heading head header title_text",
    "byline": "author authors writer creator journalist by reporter",
    "published": "date publish_date date_published published_at pubdate pub_date publication_date datetime "
    "date_publish published_date timestamp created_at",
    "url": "link href uri article_url web_url permalink source_url",
    "language": "lang language_code",
    "licence": "licence_name rights",
}
_NEAR = {name: wanted for wanted, names in NEAR.items() for name in names.split()}
_CLOSE = 0.8


@dataclass(frozen=True, slots=True)
class Columns:
    """How one table is read.  fields: field -> name in the table.  extra: names kept as they are."""

    fields: Mapping[str, str]
    extra: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A user's mapping.  fields: field -> name in the table, dotted for nested keys.

    extra: names that are kept as extra values although they resemble a field; ``*`` for all.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    extra: frozenset[str] = frozenset()

    def columns(self, names: Sequence[str]) -> Columns:
        """How a table with these names is read.

        Raises ValueError, with the mapping that may be meant, if there is no text, if a mapped name is
        missing, or if names that resemble fields are not mapped.
        """
        self._check_mapped(names)
        taken = {name.partition(".")[0] for name in self.fields.values()}
        chosen = dict(self.fields)
        for name in names:
            own = SAME_AS.get(name, name)
            if own in FIELDS and own not in chosen and name not in taken and name not in self.extra:
                chosen[own] = name
        used = set(chosen.values())
        rest = [name for name in names if name not in used]
        suggested = self._suggested(rest, chosen)
        if "text" not in chosen or suggested:
            raise ValueError(_explained(names, suggested, has_text="text" in chosen))
        return Columns(chosen, tuple(name for name in rest if name))

    def _check_mapped(self, names: Sequence[str]) -> None:
        missing = [name for name in self.fields.values() if name.partition(".")[0] not in names]
        if missing:
            raise ValueError(f"--map names '{missing[0]}', but the names are {_listed(names)}.")

    def _suggested(self, rest: Sequence[str], chosen: Collection[str]) -> dict[str, str]:
        """Field -> name for names that resemble a field: by meaning if the field is free, or by spelling."""
        suggested: dict[str, str] = {}
        for name in rest:
            folded = name.strip().casefold().replace(" ", "_").replace("-", "_")
            if name in self.extra or EVERY_OTHER in self.extra or name == EXTRA:
                continue
            meant = (
                SAME_AS.get(folded, folded) if SAME_AS.get(folded, folded) in FIELDS else _NEAR.get(folded)
            )
            spelled = None if meant else next(iter(get_close_matches(folded, FIELDS, 1, _CLOSE)), None)
            if meant and meant not in chosen:
                suggested.setdefault(meant, name)
            elif spelled:
                suggested.setdefault(spelled, name)
        return suggested


def parsed_layout(option: str) -> Layout:
    """The mapping of an option: ``FIELD=NAME`` pairs with commas between them, or the name of a TOML file.

    Raises FileRefusedError for a file that can't be read, ValueError for pairs that are not.
    """
    if option.casefold().endswith(".toml"):
        return _layout(_toml_pairs(Path(option)))
    pairs = []
    for part in filter(None, (part.strip() for part in option.split(","))):
        name, equals, column = part.partition("=")
        if not equals or not column.strip():
            raise ValueError(f"'{part}' is not FIELD=NAME, such as text=content.")
        pairs.append((name.strip(), column.strip()))
    return _layout(pairs)


def _toml_pairs(path: Path) -> list[tuple[str, str]]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise FileRefusedError(path, f"this file of --map can't be read: {error}.") from None
    except tomllib.TOMLDecodeError as error:
        raise FileRefusedError(
            path, f'not valid TOML: {error}. Write lines such as text = "content".'
        ) from None
    pairs = []
    for name, value in table.items():
        for column in value if isinstance(value, list) else [value]:
            if not isinstance(column, str):
                raise FileRefusedError(path, f"'{name}' must be a text in quotation marks.")
            pairs.append((name, column))
    return pairs


def _layout(pairs: Sequence[tuple[str, str]]) -> Layout:
    fields: dict[str, str] = {}
    extra = []
    for name, column in pairs:
        wanted = SAME_AS.get(name, name)
        if wanted == EXTRA:
            extra.append(column)
        elif wanted not in FIELDS:
            raise ValueError(f"'{name}' is not a field; the fields are {', '.join(FIELDS)} and {EXTRA}.")
        elif wanted in fields:
            raise ValueError(f"'{name}' is mapped twice.")
        else:
            fields[wanted] = column
    return Layout(fields, frozenset(extra))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name[:60]}'" if name else "a column without a name" for name in names[:40]) or "none"


def _explained(names: Sequence[str], suggested: Mapping[str, str], *, has_text: bool) -> str:
    start = "" if has_text else "no field 'text', which every article needs. "
    if not suggested:
        return f"{start}The names are {_listed(names)}. Say which holds the text: --map text=NAME."
    meant = ", ".join(f"'{name[:60]}' (did you mean '{wanted}'?)" for wanted, name in suggested.items())
    pairs = ",".join(f"{wanted}={name[:60]}" for wanted, name in suggested.items())
    return (
        f"{start}Not known: {meant}. If so, say --map {pairs}; to keep such names as extra values, say"
        f" --map {EXTRA}={EVERY_OTHER}."
    )
