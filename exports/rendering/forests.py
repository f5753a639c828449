"""Pictures along a line from chance to full agreement: a dot for a coefficient, a bar for its interval."""

import math
from collections.abc import Callable, Iterable, Sequence

from exports.agreement.coefficient import CoefficientJson
from exports.rendering.layer_tables import span_measures
from exports.rendering.svg import Picture
from exports.rendering.tables import ALL, Level, Measured
from exports.rendering.text import shown
from exports.rendering.titles import SPAN_MEASURES, reason
from exports.report.shape import ProjectReport

ROW, TOP, STEP = 26, 20, 0.2
LABELS, PLOT, FIGURES = 300, 300, 240
NARROW = 312
LINES = (0.667, 0.8)


def forest(parts: Iterable[Measured], *, narrow: bool = False, levels: bool = True) -> Picture | None:
    """Alpha of every part with its interval.

    narrow: words above each line, so that it fits a phone.  levels: the coarser versions of layers, too.
    """
    rows = [
        (
            f"{part.title} · {part.level}" if part.level != ALL else part.title,
            part.figures["krippendorff_alpha"],
        )
        for part in parts
        if part.metric != "text" and (levels or part.level == ALL)
    ]
    if not levels:
        rows = [row for row in rows if row[1]["value"] is not None]
    if not rows:
        return None
    draw = _narrow if narrow else _forest
    return draw("forest", "Krippendorff's alpha with 95 % intervals", rows, lines=True)


def span_forest(report: ProjectReport) -> Picture | None:
    """F1 of ranges of text; chance does not correct it, so there are no reference lines."""
    rows = [
        (f"{title} · {words}", data[key])
        for title, data in span_measures(report)
        for key, words in SPAN_MEASURES.items()
        if key != "character_alpha"
    ]
    return _forest("spans", "Ranges of text: F1 with 95 % intervals", rows, lines=False) if rows else None


def _lowest(rows: Sequence[tuple[str, CoefficientJson]]) -> float:
    low = min([0.0, *(each["ci"][0] if each["ci"] else each["value"] or 0.0 for _, each in rows)])
    return max(-1.0, math.floor(low * 5) / 5)


def _described(rows: Sequence[tuple[str, CoefficientJson]]) -> str:
    return ", ".join(f"{words} {shown(each['value'], 'number')}" for words, each in rows)


def _figures(coefficient: CoefficientJson) -> str:
    """A value with its interval and size."""
    ends = coefficient["ci"]
    interval = f"  [{shown(ends[0], 'number')}, {shown(ends[1], 'number')}]" if ends else ""
    return f"{shown(coefficient['value'], 'number')}{interval}  n {coefficient['n_units']:,}"


def _mark(picture: Picture, place: Callable[[float], float], y: float, coefficient: CoefficientJson) -> None:
    if coefficient["ci"]:
        first, last = coefficient["ci"]
        picture.line((place(first), y), (place(last), y), "span")
    picture.dot(place(coefficient["value"] or 0.0), y)


def _forest(name: str, title: str, rows: Sequence[tuple[str, CoefficientJson]], *, lines: bool) -> Picture:
    low, height = _lowest(rows), TOP + ROW * len(rows) + 28
    picture = Picture(name, title, _described(rows), LABELS + PLOT + FIGURES, height)

    def place(value: float) -> float:
        return LABELS + PLOT * (max(value, low) - low) / (1 - low)

    axis(picture, place, low, height - 24, lines=lines)
    for number, (words, each) in enumerate(rows):
        y = TOP + ROW * number + 17
        picture.fitted(0, y, words, LABELS - 10)
        if each["value"] is None:
            picture.fitted(LABELS, y, reason(each["reason"]), PLOT + FIGURES, "apart quiet")
            continue
        _mark(picture, place, y - 5, each)
        picture.text(LABELS + PLOT + 10, y, _figures(each))
    return picture


def _narrow(name: str, title: str, rows: Sequence[tuple[str, CoefficientJson]], *, lines: bool) -> Picture:
    """The same with the words of each row above its line."""
    low, tall = _lowest(rows), 58
    height = TOP + tall * len(rows) + 28
    picture = Picture(f"{name}_narrow", title, _described(rows), NARROW, height)

    def place(value: float) -> float:
        return 12 + (NARROW - 24) * (max(value, low) - low) / (1 - low)

    axis(picture, place, low, height - 24, lines=lines)
    for number, (words, each) in enumerate(rows):
        y = TOP + tall * number + 16
        picture.fitted(0, y, words, NARROW, "apart")
        picture.text(0, y + 18, _figures(each), kind="apart quiet")
        _mark(picture, place, y + 29, each)
    return picture


def axis(
    picture: Picture, place: Callable[[float], float], low: float, bottom: float, *, lines: bool = True
) -> None:
    """Ticks from ``low`` to 1, and the reference lines of Krippendorff (2004)."""
    for number in range(round((1 - low) / STEP) + 1):
        tick = low + number * STEP
        picture.line((place(tick), TOP), (place(tick), bottom))
        picture.text(place(tick), bottom + 17, f"{tick:.1f}".replace("-0.0", "0.0"), "middle", "quiet")
    for line in LINES if lines else ():
        picture.line((place(line), TOP - 2), (place(line), bottom), "line")
        picture.text(place(line), TOP - 6, f"{line:g}".lstrip("0"), "middle", "quiet")


def values_picture(level: Level) -> Picture | None:
    """How common each value is, and how far annotators agree on it."""
    values = level.figures["by_value"]
    if len(values) < 2:  # noqa: PLR2004 - one value has nothing beside it
        return None
    room, bars, plot, height = 210, 130, 290, TOP + ROW * len(values) + 28
    described = ", ".join(
        f"{level.titled(one['value'])} {shown(one['krippendorff_alpha']['value'], 'number')}"
        for one in values
    )
    title = f"{level.title}: value by value"
    picture = Picture(f"values_{level.layer}", title, described, room + bars + 140 + plot + 140, height)
    start = room + bars + 140

    def place(value: float) -> float:
        return start + plot * (max(value, -STEP) + STEP) / (1 + STEP)

    bottom = height - 24
    axis(picture, place, -0.2, bottom)
    picture.text(room, bottom + 16, "prevalence", kind="quiet")
    for number, one in enumerate(values):
        y = TOP + ROW * number + 17
        picture.fitted(0, y, level.titled(one["value"]), room - 10)
        share = one["prevalence"] or 0.0
        picture.box((room, y - 12), (bars * share, 14), "soft")
        size = f"{shown(one['prevalence'], 'share')}, n {one['n_labels']:,}"
        picture.text(room + bars * share + 5, y, size, kind="quiet")
        alpha = one["krippendorff_alpha"]
        if alpha["value"] is None:
            continue
        _mark(picture, place, y - 5, alpha)
        rare = "  few units" if one["rare"] else ""
        picture.text(start + plot + 12, y, shown(alpha["value"], "number") + rare)
    return picture
