"""Pictures of how people worked: who labeled what, and agreement over time."""

import math
from collections.abc import Mapping

from exports.rendering.svg import Picture
from exports.rendering.text import shown
from exports.report.people_shape import AnnotatorDrift
from exports.report.shape import ProjectReport

ROW, WIDTH = 44, 340
MOST_SHOWN, MOST_OVER_TIME = 16, 8
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 2", "10 4", "4 2", "12 3 3 3")


def who_labeled(report: ProjectReport, called: Mapping[str, str]) -> Picture | None:
    """Each annotator's sentences; the dark part was labeled by others, too."""
    people = sorted(report["design"]["annotators"], key=lambda person: -person["seen"])
    if not people:
        return None
    drawn, left = people[:MOST_SHOWN], len(people) - MOST_SHOWN
    most = max(1, *(person["seen"] for person in people))
    words = [
        f"{called.get(person['annotator'], person['annotator'])}: {person['seen']:,} sentences, "
        f"{person['seen_with_others']:,} shared"
        for person in drawn
    ]
    height = ROW * len(drawn) + (22 if left > 0 else 0)
    title = "Sentences by annotator; shared sentences were labeled by others, too"
    if any(person["seen"] > person["seen_with_others"] for person in drawn):
        title += " (the dark part)"
    picture = Picture("who_labeled", title, "; ".join(words), WIDTH, height)
    for number, (person, text) in enumerate(zip(drawn, words, strict=True)):
        y = ROW * number
        picture.fitted(0, y + 15, text, WIDTH)
        picture.box((0, y + 21), (WIDTH * person["seen"] / most, 14), "soft")
        picture.box((0, y + 21), (WIDTH * person["seen_with_others"] / most, 14), "bar")
    if left > 0:
        picture.text(0, height - 4, f"and {left:,} more annotators", kind="quiet")
    return picture


def over_time(report: ProjectReport, called: Mapping[str, str]) -> Picture | None:
    """Each annotator's agreement with the others, batch after batch."""
    drift = report["people"]["drift"] if "people" in report else None
    people = [one for one in (drift["annotators"] if drift else ()) if one["batches"]][:MOST_OVER_TIME]
    if not drift or not people:
        return None
    described = ", ".join(
        f"{called.get(one['annotator'], one['annotator'])} "
        + " ".join(shown(batch["agreement"], "share") for batch in one["batches"])
        for one in people
    )
    title = f"Agreement with the others over time: {drift['layer']}"
    picture = Picture("over_time", title, described, 760, 260)
    _curves(picture, people, called)
    return picture


def _curves(picture: Picture, people: list[AnnotatorDrift], called: Mapping[str, str]) -> None:
    height, left, right = picture.height, 52, picture.width - 170
    low: float = min(batch["agreement"] for one in people for batch in one["batches"])
    floor = max(0.0, math.floor(low * 5 - 0.5) / 5)

    def level_of(value: float) -> float:
        return 12 + (height - 50) * (1 - value) / (1 - floor)

    for number in range(round((1 - floor) * 5) + 1):
        value = floor + number / 5
        picture.line((left, level_of(value)), (right, level_of(value)))
        picture.text(left - 6, level_of(value) + 5, shown(value, "share").replace(".0", ""), "end", "quiet")
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
        while any(abs(y - taken) < 16 for taken in ends):  # noqa: PLR2004 - a line of text
            y += 16
        ends.append(y)
        picture.fitted(right + 10, y, called.get(one["annotator"], one["annotator"]), 160)
