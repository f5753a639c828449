"""What a person reads first, in plain words made from the figures."""

from exports.agreement.coefficient import CoefficientJson
from exports.rendering.layer_tables import confusion
from exports.rendering.tables import ALL, Level, everything, main_levels, step_levels
from exports.rendering.text import shown
from exports.report.shape import ProjectReport, Report, TableReport

FEWEST_VALUES = 3  # two values can be confused in one way only
FEWEST_UNITS = 10  # on fewer, alpha says little
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def sentences(report: Report) -> list[str]:
    """Three sentences: what was labeled, how often two people agreed, and where they agree most and least."""
    first = _project_labeled(report) if report["kind"] == "project" else _table_labeled(report)
    return [first, _agreed(report), _range(report)]


def title(report: Report) -> str:
    """The project's name, or that of the table's file."""
    if report["kind"] == "table":
        return report["table"]
    return report["project"]["name"]


def subtitle(report: Report) -> str:
    """Up to when the labels were taken in."""
    if report["kind"] == "table":
        return "Agreement report"
    head_at = report["project"]["head_at"]
    return f"Agreement report, labels up to {day(head_at)}" if head_at else "Agreement report, no labels yet"


def day(moment: str) -> str:
    """The day of a time in ISO form, as people write it; in UTC."""
    year, month, number = moment[:10].split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def number_of(count: int, one: str, several: str = "") -> str:
    """A count with its noun."""
    words = SMALL[count] if count < len(SMALL) else f"{count:,}"
    return f"{words} {one if count == 1 else several or f'{one}s'}"


def _project_labeled(report: ProjectReport) -> str:
    design = report["design"]
    counts = design["sentences"]
    people = number_of(len(design["annotators"]), "person", "people").capitalize()
    if not counts["seen"]:
        return "Nobody has labeled a sentence yet."
    doubled = counts["seen_by_two"]
    part = "all" if doubled == counts["seen"] else f"{doubled:,}"
    return (
        f"{people} labeled {number_of(counts['seen'], 'sentence')}; {part} of them, from "
        f"{number_of(design['articles_seen_by_two'], 'article')} on "
        f"{number_of(design['events_seen_by_two'], 'event')}, were labeled by two or more people."
    )


def _table_labeled(report: TableReport) -> str:
    people = number_of(report["n_annotators"], "annotator").capitalize()
    doubled = report["layers"]["value"]["krippendorff_alpha"]["n_units"]
    return (
        f"{people} gave {number_of(report['n_labels'], 'label')} to {number_of(report['n_units'], 'unit')}; "
        f"{doubled:,} of them were labeled by two or more annotators."
    )


def _agreed(report: Report) -> str:
    """How often two people agreed in the first thing that was compared."""
    if report["kind"] == "project":
        level = step_levels(report["sentence"])[0]
        question = "on whether a sentence holds a claim"
    else:
        level, question = main_levels(report)[0], "on the value of a unit"
    percent = level.figures["percent_agreement"]["value"]
    if percent is None:
        return "No two people labeled the same text, so agreement can't be computed."
    alpha = level.figures["krippendorff_alpha"]
    by_weight = " (near misses count in part)" if level.figures["weights"] != "identity" else ""
    beyond = (
        f"; alpha, which is 0 where agreement is no better than chance and 1 where it is full, is "
        f"{_with_interval(alpha)}"
        if alpha["value"] is not None
        else "; alpha is undefined because everybody gave the same value"
    )
    return f"Two people agree {question} in {round(100 * percent)} of 100 cases{by_weight}{beyond}."


def _with_interval(alpha: CoefficientJson) -> str:
    value = shown(alpha["value"], "number")
    if alpha["ci"] is None:
        return value
    low, high = (shown(end, "number") for end in alpha["ci"])
    return f"{value} (95 % interval {low} to {high})"


def _range(report: Report) -> str:
    """The layers with the highest and the lowest alpha, among those that people set by hand."""
    derived = set()
    if report["kind"] == "project":
        derived = {name for name, data in report["layers"].items() if data["derived"]}
        derived |= {"holds_claim", "number_of_claims"}
    measured = [
        (alpha["value"], part.title, alpha)
        for part in everything(report)
        if part.level == ALL and part.layer not in derived and part.metric != "span"
        for alpha in [part.figures["krippendorff_alpha"]]
        if alpha["value"] is not None and alpha["n_units"] >= FEWEST_UNITS
    ]
    if len(measured) < 2:  # noqa: PLR2004 - a highest and a lowest take two
        return _most_confused(main_levels(report))
    measured.sort(key=lambda each: each[0])
    (_, lowest, low), (_, highest, high) = measured[0], measured[-1]
    return (
        f"Of the layers that people set by hand, alpha is highest for “{highest}”, {_with_interval(high)}, "
        f"and lowest for “{lowest}”, {_with_interval(low)}."
    )


def _most_confused(some: list[Level]) -> str:
    words = confused(some[0]) if some else ""
    return words or "Nobody gave different values."


def confused(level: Level) -> str:
    """The two values that two annotators gave to the same unit most often; empty if none were."""
    counts, titles = confusion(level), level.values
    pairs = [
        (counts[first][second], first, second)
        for first in range(len(counts))
        for second in range(first + 1, len(counts))
    ]
    count, first, second = max(pairs, default=(0, 0, 0))
    total = sum(pair[0] for pair in pairs)
    if not count:
        return ""
    return (
        f"Most often, one annotator gave “{titles[first]}” where another gave “{titles[second]}”: "
        f"{count:,} of {total:,} differing pairs of labels."
    )


def confused_level(report: Report) -> Level | None:
    """The layer whose confusion is shown first: of those set by hand, that with most differing pairs."""
    derived = set()
    if report["kind"] == "project":
        derived = {name for name, data in report["layers"].items() if data["derived"]}
    every = main_levels(report)
    some = [one for one in every if one.layer not in derived and len(one.values) >= FEWEST_VALUES]
    return max(some or every, key=_differing, default=None)


def _differing(level: Level) -> int:
    counts = confusion(level)
    return sum(map(sum, counts)) - sum(row[place] for place, row in enumerate(counts))
