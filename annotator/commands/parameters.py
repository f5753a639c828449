"""Arguments and types of values that several commands share."""

from datetime import UTC, datetime
from pathlib import Path

import click

PATH = click.Path(path_type=Path)
PROJECT_HELP = "The project: one SQLite file."
project_argument = click.argument("project", type=PATH, metavar="PROJECT", help=PROJECT_HELP)


class Share(click.ParamType[float]):
    """A number from 0 to 1. names: words that stand for numbers, such as ``on``; zero: is 0 allowed."""

    name = "share"

    def __init__(self, names: dict[str, float] | None = None, *, zero: bool = True):
        self._names, self._zero = names or {}, zero

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; fails with the allowed range."""
        if isinstance(value, float):
            return value
        text = str(value)
        try:
            number = self._names[text] if text in self._names else float(text)
        except ValueError:
            number = -1.0
        if 0 < number <= 1 or (self._zero and number == 0):  # also false for nan
            return number
        words = ", ".join(self._names) + " or " * bool(self._names)
        allowed = words + ("a share from 0 to 1" if self._zero else "a number above 0, at most 1")
        return self.fail(f"'{text}' is not {allowed}", param, ctx)


class Moment(click.ParamType[datetime]):
    """A date, or a date with a time, in ISO 8601; UTC where no zone is given."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment in UTC; fails with an example of each form."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            return self.fail(
                f"'{value}' is not a date such as 2026-09-07, or 2026-09-07T14:00+02:00 with a time",
                param,
                ctx,
            )


class Seed(click.ParamType[int | None]):
    """A seed from 0, or ``best`` (None)."""

    name = "seed"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int | None:
        """The number, None for ``best``; fails with what is allowed."""
        text = str(value)
        if text == "best":
            return None
        if not text.isdecimal():
            return self.fail(f"'{text}' is neither a number from 0 nor best.", param, ctx)
        return int(text)
