"""Every picture of a report, in the order of reading."""

from collections.abc import Mapping

from exports.rendering.forests import forest, span_forest, values_picture
from exports.rendering.matrices import confusion_map, outlets_map, pairs_map, text_map
from exports.rendering.people_pictures import over_time, who_labeled
from exports.rendering.svg import Picture, Scheme
from exports.rendering.tables import everything, main_levels
from exports.report.shape import Report


def pictures(report: Report, scheme: Scheme = "both") -> dict[str, str]:
    """Every picture as SVG, by name."""
    return {picture.name: picture.standalone(scheme) for picture in drawn(report)}


def drawn(report: Report) -> list[Picture]:
    """Every picture there is something to draw in, in the order of reading."""
    called = people_called(report)
    pictures: list[Picture | None] = [forest(everything(report))]
    for level in main_levels(report):
        pictures += [values_picture(level), confusion_map(level), pairs_map(level, called)]
    if report["kind"] == "project":
        pictures = [who_labeled(report, called), *pictures, span_forest(report), text_map(report)]
        pictures += [
            outlets_map(name, data) for name, data in report["layers"].items() if "by_outlet" in data
        ]
        pictures.append(over_time(report, called))
    return [picture for picture in pictures if picture is not None]


def people_called(report: Report) -> Mapping[str, str]:
    """What pseudonyms are called where people read them: numbers, in the order of the report."""
    if report["kind"] == "table" or report["annotator_names"]:
        return {}
    people = report["design"]["annotators"]
    return {one["annotator"]: f"Annotator {number}" for number, one in enumerate(people, start=1)}
