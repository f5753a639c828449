"""Dates as people and machines write them, to ISO 8601; what could be two dates is refused."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime

_MONTHS = (
    "jan januar january janvier enero gennaio janeiro januari января",
    "feb februar february février fevrier febrero febbraio fevereiro februari февраля",
    "mar märz march mars marzo março maart марта",
    "apr april avril abril aprile апреля",
    "may mai mayo maggio maio mei мая",
    "jun juni june juin junio giugno junho июня",
    "jul juli july juillet julio luglio julho июля",
    "aug august août aout agosto augustus августа",
    "sep sept september septembre septiembre settembre setembro сентября",
    "oct okt oktober october octobre octubre ottobre outubro октября",
    "nov november novembre noviembre novembro ноября",
    "dec dez dezember december décembre decembre diciembre dicembre dezembro декабря",
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_TIME = re.compile(
    r"[,\s|·–-]*(?:(?:at|um|à)\s+)?(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?:Uhr)?\s*(?P<zone>Z|UTC|GMT|[A-Z]{2,4}|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"^(?:[^\W\d_]{2,10}\.?,\s*|(?:mon|tues|wednes|thurs|fri|satur|sun)day\s+)", re.IGNORECASE
)
_ENDING_WEEKDAY = re.compile(r",?\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day$", re.IGNORECASE)
_WORDED = (
    re.compile(r"(?P<month>[^\W\d_]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"),
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er|º)?[\s-]+(?:de\s+)?(?P<month>[^\W\d_]{3,10})\.?,?[\s-]+"
        r"(?:de\s+)?(?P<year>\d{4})"
    ),
)
_EASTERN = re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})")
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})")
_SLASHED = re.compile(r"(?P<first>\d{1,2})(?P<mark>[/-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})")
# Short names of --date-format, for what slashes leave open.
ORDERS = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}
_MONTHS_A_YEAR = 12
_NOON = 12


def check_format(date_format: str) -> None:
    """Raises ValueError unless the format is empty, ``dmy``, ``mdy`` or a pattern such as ``%d/%m/%Y``."""
    if date_format and date_format not in ORDERS and "%" not in date_format:
        raise ValueError(f"'{date_format}' is not a date format; say dmy, mdy or a pattern such as %d/%m/%Y.")


def iso_date(text: str, date_format: str = "") -> str:
    """A date or date-time in ISO 8601; one that is ISO already stays as it is.

    date_format: how dates with slashes are meant (`check_format`).
    Raises ValueError for what is not a date that exists, and for 03/04/2024 without a format.
    """
    value = " ".join(text.split())
    if date_format and (by_format := _by_format(value, date_format)):
        return by_format
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        found = _mail_date(value) or _worded_date(value)
    else:
        return value
    if not found:
        raise ValueError(
            f"'{text[:40]}' is not a date that exists; write it as 2024-10-23 or 2024-10-23T15:32:00+08:00"
        )
    return found


def _by_format(value: str, date_format: str) -> str:
    pattern = ORDERS.get(date_format, date_format)
    try:
        moment = dt.datetime.strptime(value.replace("-", "/") if date_format in ORDERS else value, pattern)  # noqa: DTZ007 - a date has no zone
    except ValueError:
        return ""
    timed = any(mark in pattern for mark in ("%H", "%I", "%X", "%c"))
    return moment.isoformat() if timed else moment.date().isoformat()


def _mail_date(value: str) -> str:
    """The dates of mail and RSS: ``Wed, 23 Oct 2024 10:00:00 GMT``."""
    if not re.match(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d", value):
        return ""
    try:
        return parsedate_to_datetime(value).isoformat()
    except ValueError:
        return ""


def _worded_date(value: str) -> str:
    rest = _ENDING_WEEKDAY.sub("", _WEEKDAY.sub("", value))
    for pattern in (*_WORDED, _EASTERN, _YEAR_FIRST, _DOTTED, _SLASHED):
        match = pattern.match(rest)
        if match is not None:
            day = _slashed(match) if pattern is _SLASHED else _day(match)
            remainder = _ENDING_WEEKDAY.sub("", rest[match.end() :])
            return _with_time(day, remainder) if day else ""
    return ""


def _day(match: re.Match[str]) -> str:
    name = match["month"].casefold()
    month = int(name) if name.isdigit() else _MONTH.get(name, 0)
    try:
        return dt.date(int(match["year"]), month, int(match["day"])).isoformat()
    except ValueError:
        return ""


def _slashed(match: re.Match[str]) -> str:
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if first <= _MONTHS_A_YEAR and second <= _MONTHS_A_YEAR and first != second:
        raise ValueError(
            f"'{match.group()}' could be two dates. Say which: --date-format dmy (day first) or mdy"
            f" (month first)"
        )
    day, month = (second, first) if second > _MONTHS_A_YEAR else (first, second)
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _with_time(day: str, rest: str) -> str:
    if not rest.strip(" ,|·–-"):
        return day
    match = _TIME.match(rest)
    if match is None:
        return ""
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % _NOON + (_NOON if match["half"][0] in "pP" else 0)
    zone = match["zone"] or ""
    zone = "+00:00" if zone.upper() in {"Z", "UTC", "GMT"} else zone if zone[:1] in {"+", "-"} else ""
    value = f"{day}T{hour:02}:{match['minute']}:{match['second'] or '00'}{zone}"
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return ""
    return value
