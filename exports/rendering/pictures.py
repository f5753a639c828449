"""The pictures of a report: intervals, heat maps of pairs, values one by one, agreement over time."""

import math
from collections.abc import Callable, Sequence

from exports.rendering.svg import Picture, Scheme
from exports.rendering.tables import ALL, Level, Report, everything, levels
from exports.rendering.text import shown
from exports.rendering.titles import SPAN_MEASURES, reason

ROW, TOP, STEP = 22, 18, 0.2
LABELS, PLOT, FIGURES = 300, 340, 200
LINES = (0.667, 0.8)
MOST_IN_HEAT_MAP, MOST_OVER_TIME = 16, 8
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 2", "10 4", "4 2", "12 3 3 3")


def pictures(report: Report, scheme: Scheme = "both") -> dict[str, str]:
    """Every picture as SVG, by name."""
    return {picture.name: picture.standalone(scheme) for picture in drawn(report)}


def drawn(report: Report) -> list[Picture]:
    """Every picture there is something to draw in, in the order of reading."""
    found = [forest(report), span_forest(report)]
    for level in levels(report):
        if level.level == ALL:
            found += [values_picture(level), heat_map(level)]
    found.append(over_time(report))
    return [picture for picture in found if picture is not None]


def forest(report: Report) -> Picture | None:
    """Alpha of every layer and level with its interval."""
    rows = [
        (
            f"{level.title} · {level.level}" if level.level != ALL else level.title,
            level.data["krippendorff_alpha"],
        )
        for level in everything(report)
        if level.data.get("measurement") != "text"
    ]
    return _forest("forest", "Krippendorff's alpha with 95 % intervals", rows, lines=True) if rows else None


def span_forest(report: Report) -> Picture | None:
    """Where ranges stand: F1, which chance does not correct, so without reference lines."""
    rows = [
        (f"{data.get('title', name)} · {words}", data[key])
        for name, data in report["layers"].items()
        if "exact_f1" in data
        for key, words in SPAN_MEASURES.items()
        if key != "character_alpha"
    ]
    return _forest("spans", "Ranges of text: F1 with 95 % intervals", rows, lines=False) if rows else None


def _forest(name: str, title: str, rows: Sequence[tuple[str, Report]], *, lines: bool) -> Picture:
    low = min([0.0, *(found["ci"][0] if found["ci"] else found["value"] or 0.0 for _, found in rows)])
    low = max(-1.0, math.floor(low * 5) / 5)
    height = TOP + ROW * len(rows) + 26
    said = ", ".join(f"{words} {shown(found['value'], 'number')}" for words, found in rows)
    picture = Picture(name, title, said, LABELS + PLOT + FIGURES, height)

    def place(value: float) -> float:
        return LABELS + PLOT * (max(value, low) - low) / (1 - low)

    bottom = height - 22
    _axis(picture, place, low, bottom, lines=lines)
    for number, (words, found) in enumerate(rows):
        y = TOP + ROW * number + 14
        picture.fitted(0, y, words, LABELS - 10)
        value = found["value"]
        if value is None:
            picture.fitted(LABELS, y, reason(found["reason"]), PLOT + FIGURES)
            continue
        figures = shown(value, "number")
        size = f"  n {found['n_units']:,}"
        if found["ci"]:
            first, last = found["ci"]
            picture.line((place(first), y - 4), (place(last), y - 4), "span")
            figures += f"  [{shown(first, 'number')}, {shown(last, 'number')}]"
        picture.dot(place(value), y - 4)
        picture.text(LABELS + PLOT + 10, y, figures + size)
    return picture


def _axis(
    picture: Picture, place: Callable[[float], float], low: float, bottom: float, *, lines: bool = True
) -> None:
    for number in range(round((1 - low) / STEP) + 1):
        tick = low + number * STEP
        picture.line((place(tick), TOP), (place(tick), bottom))
        picture.text(place(tick), bottom + 15, f"{tick:.1f}".replace("-0.0", "0.0"), "middle", "quiet")
    for line in LINES if lines else ():
        picture.line((place(line), TOP - 2), (place(line), bottom), "line")
        picture.text(place(line), TOP - 6, f"{line:g}".lstrip("0"), "middle", "quiet")


def values_picture(level: Level) -> Picture | None:
    """How common each value is, and how far annotators agree on it."""
    values = level.data["by_value"]
    if len(values) < 2:  # noqa: PLR2004 - one value has nothing beside it
        return None
    room, bars = 190, 150
    height = TOP + ROW * len(values) + 26
    said = ", ".join(
        f"{one['value']} {shown(one['krippendorff_alpha']['value'], 'number')}" for one in values
    )
    picture = Picture(
        f"values_{level.layer}", f"{level.title}: value by value", said, LABELS + PLOT + FIGURES, height
    )
    start = room + bars + 120

    def place(value: float) -> float:
        return start + (LABELS + PLOT - start) * (max(value, -STEP) + STEP) / (1 + STEP)

    bottom = height - 22
    _axis(picture, place, -0.2, bottom)
    picture.text(room, bottom + 14, "prevalence", kind="quiet")
    for number, one in enumerate(values):
        y = TOP + ROW * number + 14
        picture.fitted(0, y, one["value"], room - 10)
        share = one["prevalence"] or 0.0
        picture.box((room, y - 10), (bars * share, 12), "soft")
        size = f"{shown(one['prevalence'], 'share')}, n {one['n_labels']:,}"
        picture.text(room + bars * share + 5, y, size, kind="quiet")
        alpha = one["krippendorff_alpha"]
        if alpha["value"] is None:
            continue
        if alpha["ci"]:
            picture.line((place(alpha["ci"][0]), y - 4), (place(alpha["ci"][1]), y - 4), "span")
        picture.dot(place(alpha["value"]), y - 4)
        rare = "  few units" if one["rare"] else ""
        picture.text(LABELS + PLOT + 10, y, shown(alpha["value"], "number") + rare)
    return picture


def heat_map(level: Level) -> Picture | None:
    """Cohen's kappa of each two annotators, with the units they share."""
    pairs = level.data["by_pair"]
    names = list(dict.fromkeys(name for pair in pairs for name in pair["annotators"]))
    if not 2 < len(names) <= MOST_IN_HEAT_MAP:  # noqa: PLR2004 - two annotators are one number
        return None
    cell, left = 92, 110
    title = f"{level.title}: kappa of each two annotators"
    said = ", ".join(
        f"{' and '.join(pair['annotators'])} {shown(pair['cohen_kappa'], 'number')}" for pair in pairs
    )
    picture = Picture(
        f"pairs_{level.layer}", title, said, left + cell * len(names) + 10, 24 + ROW * 1.7 * len(names) + 4
    )
    tall = ROW * 1.7
    for number, name in enumerate(names):
        picture.fitted(0, 24 + tall * number + tall / 2 + 4, name, left - 8)
        picture.fitted(left + cell * number + 4, 16, name, cell - 4)
    for pair in pairs:
        one, other = (names.index(name) for name in pair["annotators"])
        kappa = pair["cohen_kappa"]
        for row, column in ((one, other), (other, one)):
            x, y = left + cell * column, 24 + tall * row
            # Never so dark that the figures can't be read.
            picture.box((x + 1, y + 1), (cell - 2, tall - 2), "cell", 0.05 + 0.4 * max(0.0, kappa or 0.0))
            picture.text(x + cell / 2, y + tall / 2 - 2, shown(kappa, "number"), "middle")
            picture.text(x + cell / 2, y + tall / 2 + 12, f"n {pair['n_units']:,}", "middle", "quiet")
    return picture


def over_time(report: Report) -> Picture | None:
    """Each annotator's agreement with the others, batch after batch."""
    drift = (report.get("people") or {}).get("drift") or {"annotators": [], "layer": ""}
    people = [one for one in drift["annotators"] if one["batches"]]
    if not people:
        return None
    people = people[:MOST_OVER_TIME]
    width, height, left = LABELS + PLOT + FIGURES, 240, 44
    said = ", ".join(
        f"{one['annotator']} " + " ".join(shown(batch["agreement"], "share") for batch in one["batches"])
        for one in people
    )
    title = f"Agreement with the others over time: {drift['layer']}"
    picture = Picture("over_time", title, said, width, height)
    low: float = min(batch["agreement"] for one in people for batch in one["batches"])
    floor = max(0.0, math.floor(low * 5 - 0.5) / 5)
    right = width - 150

    def level_of(value: float) -> float:
        return 12 + (height - 46) * (1 - value) / (1 - floor)

    steps = round((1 - floor) * 5)
    for number in range(steps + 1):
        value = floor + number / 5
        picture.line((left, level_of(value)), (right, level_of(value)))
        picture.text(left - 6, level_of(value) + 4, shown(value, "share").replace(".0", ""), "end", "quiet")
    picture.text(left, height - 8, "first batch", kind="quiet")
    picture.text(right, height - 8, "last", "end", "quiet")
    ends: list[float] = []
    for number, one in enumerate(people):
        batches = one["batches"]
        apart = (right - left) / (len(batches) - 1)
        points = [(left + apart * place, level_of(batch["agreement"])) for place, batch in enumerate(batches)]
        picture.path(points, DASHES[number])
        for x, y in points:
            picture.dot(x, y, 2.5)
        y = points[-1][1] + 4
        while any(abs(y - taken) < 14 for taken in ends):  # noqa: PLR2004 - a line of text
            y += 14
        ends.append(y)
        picture.fitted(right + 10, y, one["annotator"], 140)
    return picture
