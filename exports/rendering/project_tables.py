"""The tables that only a project's report has: design, matching, time, versions, disputed sentences."""

from collections.abc import Mapping

from exports.rendering.tables import MISSING, Cell, Column, Row, Table, ends, layer_levels, layer_title
from exports.rendering.titles import STEP_VALUES, STEPS, reason
from exports.report.people_shape import People, Period, SelfAgreement, Version
from exports.report.shape import ProjectReport, Report


def people_tables(report: Report) -> list[Table]:
    """Every table that has rows; none for the report of a mere table."""
    if report["kind"] == "table":
        return []
    people = report.get("people")
    tables = [
        design(report),
        overlap(report),
        labels_per_sentence(report),
        matching(report),
        *([speed(people), drift(people), repeated(people)] if people else []),
        versions(report),
        norming(report),
        advanced(report),
        disputed_sentences(report),
    ]
    return [table for table in tables if table.rows]


def design(report: ProjectReport) -> Table:
    """What each annotator has seen, and how they left it."""
    columns = (
        Column("Annotator", "person"),
        Column("Seen", "count"),
        Column("Seen by others, too", "count"),
        Column("Done", "count"),
        Column("Without a claim", "count"),
        Column("Claims", "count"),
        Column("Unsure", "count"),
        Column("Unsure, no label", "count"),
        Column("Unseen, seen by others", "count"),
    )
    rows: tuple[Row, ...] = tuple(
        (
            person["annotator"],
            person["seen"],
            person["seen_with_others"],
            person["done"],
            person["no_claim"],
            person["claims"],
            person["unsure"],
            person["unsure_without_label"],
            person["unseen"],
        )
        for person in report["design"]["annotators"]
    )
    note = (
        "Seen: marked done, labeled, or given the value for no claim. Unsure is counted separately: a label "
        "given while unsure is a label. Unseen sentences are missing labels, never 'no claim'."
    )
    return Table("design", "Sentences by annotator", columns, rows, note)


def overlap(report: ProjectReport) -> Table:
    """How many sentences each two annotators have both seen."""
    overlap = report["design"]["overlap"]
    names = overlap["annotators"]
    columns = (Column("Both have seen", "person"), *(Column(name, "count") for name in names))
    rows: tuple[Row, ...] = tuple((name, *row) for name, row in zip(names, overlap["sentences"], strict=True))
    return Table("overlap", "Sentences seen by both", columns, rows if len(names) > 1 else ())


def labels_per_sentence(report: ProjectReport) -> Table:
    """How many sentences one, two, three annotators have seen."""
    columns = (Column("Annotators", "count"), Column("Sentences", "count"))
    rows: tuple[Row, ...] = tuple(
        (int(size), count) for size, count in report["design"]["labels_per_sentence"].items()
    )
    note = (
        "Annotators choose what to label, so how the sentences labeled twice were chosen is not recorded. "
        "Labels that an adjudication set are left out; agreement before and after it is not compared."
    )
    return Table("labels_per_sentence", "Annotators per sentence", columns, rows, note)


def matching(report: ProjectReport) -> Table:
    """How many claims of each two annotators were taken for the same."""
    columns = (
        Column("Annotator", "person"),
        Column("Other annotator", "person"),
        Column("F1", "number"),
        Column("Matched", "count"),
        Column("Claims of the first", "count"),
        Column("of the second", "count"),
        Column("Sentences of both", "count"),
    )
    claims = report["claims"]
    rows: tuple[Row, ...] = tuple(
        (
            pair["annotators"][0],
            pair["annotators"][1],
            pair["f1"],
            pair["matched"],
            pair["claims"][0],
            pair["claims"][1],
            pair["n_sentences"],
        )
        for pair in claims["pairs"]
    )
    note = (
        f"One to one, so that the shared characters are most; from a Dice of {claims['threshold']:g}. Layers "
        "are compared on matched claims only, so a low F1 makes every coefficient below it less telling."
    )
    return Table("matching", "Claims matched between annotators", columns, rows, note)


def speed(people: People) -> Table:
    """How fast people worked."""
    columns = (
        Column("Annotator", "person"),
        Column("Decisions", "count"),
        Column("Sentences", "count"),
        Column("Minutes at work", "time"),
        Column("Seconds a sentence", "time"),
        Column("Pauses", "count"),
    )
    rows: list[Row] = []
    for person in people["speed"]:
        active = person["active_seconds"]
        minutes = None if active is None else active / 60
        rows.append(
            (
                person["annotator"],
                person["decisions"],
                person["sentences"],
                minutes,
                person["seconds_per_sentence"],
                person["pauses"],
            )
        )
    note = (
        "By the annotator's own clock; what lies between two decisions counts up to five minutes, "
        "longer is a pause."
    )
    return Table("speed", "Speed", columns, tuple(rows), note)


def drift(people: People) -> Table:
    """Agreement with the others, batch after batch."""
    columns = (
        Column("Annotator", "person"),
        Column("Batch", "count"),
        Column("From"),
        Column("To"),
        Column("Units", "count"),
        Column("Agreement with the others", "share"),
        Column("Alpha of all", "number"),
        Column("SE", "number"),
    )
    drift = people["drift"]
    rows: list[Row] = [
        (
            person["annotator"],
            number,
            batch["from"],
            batch["to"],
            batch["n_units"],
            batch["agreement"],
            batch["krippendorff_alpha"]["value"],
            batch["krippendorff_alpha"]["se"],
        )
        for person in (drift["annotators"] if drift else [])
        for number, batch in enumerate(person["batches"], start=1)
    ]
    note = (
        f"Layer {drift['layer'] if drift else ''}, in the order in which each annotator worked; batches of "
        "equal size, at least 20 units."
    )
    return Table("drift", "Over time", columns, tuple(rows), note)


def repeated(people: People) -> Table:
    """Annotators against themselves."""
    columns = (
        Column("Compared"),
        Column("Alpha", "number"),
        Column("Agreement", "share"),
        Column("Units", "count"),
        Column(MISSING),
    )
    repeated = people["repeated"]
    if not repeated["n_sentences"]:
        return Table("repeated", "The same words again", columns, ())
    compared = {"holds a claim": repeated["holds_claim"], **repeated["layers"]}
    rows: tuple[Row, ...] = tuple(_self(name, data) for name, data in compared.items())
    note = (
        "Sentences whose words an annotator met more than once: agreement with oneself bounds that "
        "with others."
    )
    return Table("repeated", "The same words again", columns, rows, note)


def _self(name: str, data: SelfAgreement) -> Row:
    alpha, percent = data["krippendorff_alpha"], data["percent_agreement"]
    return name, alpha["value"], percent["value"], alpha["n_units"], reason(alpha["reason"])


def versions(report: ProjectReport) -> Table:
    """Agreement by codebook version."""
    columns = (Column("Version"), Column("Hash"), *_PART)
    rows: list[Row] = []
    for used in report.get("versions", []):
        rows += _part_rows((used["version"], used["hash"][:12]), used)
    note = (
        "Each version by the labels made under it; with one version its figures are those of the "
        "layers above."
    )
    if not report.get("norming"):
        note += " annotator agreement PROJECT --norming DATE compares the labels before and after a date."
    return Table("versions", "Codebook versions", columns, tuple(rows), note)


def norming(report: ProjectReport) -> Table:
    """Agreement before and after the dates on which annotators settled how they read the codebook."""
    columns = (Column("Since (UTC)"), Column("Before (UTC)"), *_PART)
    rows: list[Row] = []
    for period in report.get("norming", []):
        rows += _part_rows((_moment(period["since"]), _moment(period["before"])), period)
    note = (
        "A label belongs to the period in which the server received the decision that set it. A unit counts "
        "in a period when at least two annotators labeled it then; labels of other periods are missing "
        "there. The sentences before and after a date are different ones, so a difference can come from "
        "them, too."
    )
    return Table("norming", "Before and after norming", columns, tuple(rows), note)


def _moment(text: str | None) -> str | None:
    """A time of UTC as people write it; midnight is the day alone."""
    return text and text.replace("T", " ").removesuffix("+00:00").removesuffix(" 00:00:00")


_PART = (
    Column("Decisions", "count"),
    Column("Layer"),
    Column("Alpha", "number"),
    Column("SE", "number"),
    Column("from", "number"),
    Column("to", "number"),
    Column("Gwet's AC", "number"),
    Column("Agreement", "share"),
    Column("Units", "count"),
    Column("Labels", "count"),
    Column(MISSING),
)


def _part_rows(head: tuple[Cell, ...], part: Version | Period) -> list[Row]:
    """A row for each layer, with the figures of that part of the labels; one row if it has no layers."""
    rows: list[Row] = []
    for layer, data in part["layers"].items():
        alpha = data["krippendorff_alpha"]
        rows.append(
            (
                *head,
                part["decisions"],
                layer,
                alpha["value"],
                alpha["se"],
                *ends(alpha),
                data["gwet_ac"]["value"],
                data["percent_agreement"]["value"],
                alpha["n_units"],
                alpha["n_labels"],
                reason(alpha["reason"]),
            )
        )
    return rows or [(*head, part["decisions"], "every layer", *(None,) * 8, "")]


def advanced(report: ProjectReport) -> Table:
    """Krippendorff's alpha for unitizing, and gamma."""
    columns = (
        Column("Measure"),
        Column("Of"),
        Column("Value", "number"),
        Column("Articles", "count"),
        Column(MISSING),
    )
    advanced = report.get("advanced")
    if advanced is None:
        return Table("advanced", "Advanced", columns, ())
    if not advanced["computed"]:
        left_out: Row = ("Unitizing alpha and gamma", "", None, None, reason(advanced["reason"]))
        return Table("advanced", "Advanced", columns, (left_out,))
    rows: list[Row] = [
        ("Krippendorff's unitizing alpha", layer, data["value"], data["n_articles"], reason(data["reason"]))
        for layer, data in advanced["unitizing_alpha"].items()
    ]
    gamma = advanced["gamma"]
    rows += [
        ("Gamma of two annotators", " and ".join(pair["annotators"]), pair["gamma"], pair["n_articles"], "")
        for pair in gamma["by_pair"]
    ]
    rows.append(("Gamma, mean", "all pairs", gamma["value"], gamma["n"], reason(gamma["reason"])))
    note = (
        "On articles that the annotators compared have seen as a whole; gamma by 30 random continua "
        "for each pair."
    )
    return Table("advanced", "Advanced", columns, tuple(rows), note)


def disputed_sentences(report: ProjectReport) -> Table:
    """The sentences that annotators disagree on most, with what each of them said."""
    columns = (
        Column("Event"),
        Column("Outlet"),
        Column("Sentence"),
        Column("Words"),
        Column("Bits", "number"),
        Column("Who said what"),
    )
    rows: tuple[Row, ...] = tuple(
        (
            report["events"].get(sentence["event"], sentence["event"]),
            sentence["outlet"],
            sentence["sentence"],
            sentence["text"],
            sentence["entropy"],
            " | ".join(f"{layer}: {words}" for layer, words in said(report, sentence["layers"], {})),
        )
        for sentence in report["disputed_sentences"]
    )
    note = "Bits: entropy of the labels, summed over layers; 0 where all agree."
    return Table("disputed_sentences", "Most disputed sentences", columns, rows, note)


def said(
    report: ProjectReport, layers: Mapping[str, Mapping[str, list[str]]], called: Mapping[str, str]
) -> list[tuple[str, str]]:
    """What annotators said of a sentence: by layer, each value with the annotators who gave it.

    called: how annotators are called, where not as in the report.
    """
    by_layer = []
    for layer, people in layers.items():
        titles = _titles(report, layer)
        given: dict[str, list[str]] = {}
        for person, values in sorted(people.items()):
            words = " + ".join(titles.get(value, value) for value in values)
            given.setdefault(words, []).append(called.get(person, person))
        parts = [f"{words} ({', '.join(names)})" for words, names in given.items()]
        by_layer.append((_layer_title(report, layer), "; ".join(parts)))
    return by_layer


def _layer_title(report: ProjectReport, layer: str) -> str:
    return STEPS[layer] if layer in STEPS else layer_title(layer, report["layers"][layer])


def _titles(report: ProjectReport, layer: str) -> Mapping[str, str]:
    if layer in STEPS:
        return STEP_VALUES
    levels = layer_levels(layer, report["layers"][layer])
    return levels[0].value_titles if levels else {}
