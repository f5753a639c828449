"""The tables that only a project's report has: design, matching, time, versions, disputed sentences."""

from collections.abc import Mapping

from exports.rendering.tables import Cell, Column, Report, Row, Table, ends
from exports.rendering.titles import reason


def people_tables(report: Report) -> list[Table]:
    """Every table there is something to say in; none for the report of a mere table."""
    if "design" not in report:
        return []
    people = report.get("people", {})
    found = [
        design(report),
        overlap(report),
        labels_per_sentence(report),
        matching(report),
        speed(people),
        drift(people),
        repeated(people),
        versions(report),
        norming(report),
        origins(report),
        advanced(report),
        disputed_sentences(report),
    ]
    return [table for table in found if table.rows]


def design(report: Report) -> Table:
    """What each annotator has seen, and how they left it."""
    columns = (
        Column("Annotator"),
        Column("Seen", "count"),
        Column("Done", "count"),
        Column("Without a claim", "count"),
        Column("Claims", "count"),
        Column("Unsure", "count"),
        Column("Unsure, no label", "count"),
        Column("Unseen, seen by others", "count"),
    )
    keys = ("annotator", "seen", "done", "no_claim", "claims", "unsure", "unsure_without_label", "unseen")
    rows = tuple(tuple(one[key] for key in keys) for one in report["design"]["annotators"])
    note = (
        "Seen: marked done, labeled, or said to hold no claim. Unsure counts apart: a label given with a "
        "doubt is a label, a doubt alone is not. Unseen sentences are missing labels, never 'no claim'."
    )
    return Table("design", "Sentences by annotator", columns, rows, note)


def overlap(report: Report) -> Table:
    """How many sentences each two annotators have both seen."""
    found = report["design"]["overlap"]
    names = found["annotators"]
    columns = (Column("Both have seen"), *(Column(name, "count") for name in names))
    rows = tuple((name, *row) for name, row in zip(names, found["sentences"], strict=True))
    return Table("overlap", "Sentences seen by both", columns, rows if len(names) > 1 else ())


def labels_per_sentence(report: Report) -> Table:
    """How many sentences one, two, three annotators have seen."""
    columns = (Column("Annotators", "count"), Column("Sentences", "count"))
    rows = tuple((int(size), count) for size, count in report["design"]["labels_per_sentence"].items())
    note = (
        "Who labels which sentence is not handed out or recorded: everybody may label everything, so the "
        "sentences labeled twice are no random sample. Labels that an adjudication settled are left out; "
        "agreement before and after it is not compared."
    )
    return Table("labels_per_sentence", "Annotators per sentence", columns, rows, note)


def matching(report: Report) -> Table:
    """How many claims of each two annotators were taken for the same."""
    columns = (
        Column("Annotator"),
        Column("Annotator"),
        Column("F1", "number"),
        Column("Matched", "count"),
        Column("Claims of the first", "count"),
        Column("of the second", "count"),
        Column("Sentences of both", "count"),
    )
    claims = report["claims"]
    rows = tuple(
        (*pair["annotators"], pair["f1"], pair["matched"], *pair["claims"], pair["n_sentences"])
        for pair in claims["pairs"]
    )
    note = (
        f"One to one, so that the shared characters are most; from a Dice of {claims['threshold']:g}. Layers "
        "are compared on matched claims only, so a low F1 makes every coefficient below it less telling."
    )
    return Table("matching", "Claims matched between annotators", columns, rows, note)


def speed(people: Report) -> Table:
    """How fast people worked."""
    columns = (
        Column("Annotator"),
        Column("Decisions", "count"),
        Column("Sentences", "count"),
        Column("Minutes at work", "time"),
        Column("Seconds a sentence", "time"),
        Column("Pauses", "count"),
    )
    rows: list[Row] = []
    for one in people.get("speed", []):
        active = one["active_seconds"]
        minutes = None if active is None else active / 60
        rows.append(
            (
                one["annotator"],
                one["decisions"],
                one["sentences"],
                minutes,
                one["seconds_per_sentence"],
                one["pauses"],
            )
        )
    note = (
        "By the annotator's own clock; what lies between two decisions counts up to five minutes, "
        "longer is a pause."
    )
    return Table("speed", "Speed", columns, tuple(rows), note)


def drift(people: Report) -> Table:
    """Agreement with the others, batch after batch."""
    columns = (
        Column("Annotator"),
        Column("Batch", "count"),
        Column("From"),
        Column("To"),
        Column("Units", "count"),
        Column("Agreement with the others", "share"),
        Column("Alpha of all", "number"),
        Column("SE", "number"),
    )
    found = people.get("drift") or {"annotators": [], "layer": ""}
    rows: list[Row] = [
        (
            one["annotator"],
            number,
            batch["from"],
            batch["to"],
            batch["n_units"],
            batch["agreement"],
            batch["krippendorff_alpha"]["value"],
            batch["krippendorff_alpha"]["se"],
        )
        for one in found["annotators"]
        for number, batch in enumerate(one["batches"], start=1)
    ]
    note = (
        f"Layer {found['layer']}, in the order in which each annotator worked; batches of equal size, "
        "at least 20 units."
    )
    return Table("drift", "Over time", columns, tuple(rows), note)


def repeated(people: Report) -> Table:
    """Annotators against themselves."""
    columns = (
        Column("Compared"),
        Column("Alpha", "number"),
        Column("Agreement", "share"),
        Column("Units", "count"),
        Column("Reason missing"),
    )
    found = people.get("repeated")
    if not found or not found["n_sentences"]:
        return Table("repeated", "The same words again", columns, ())
    compared = {"holds a claim": found["holds_claim"], **found["layers"]}
    rows = tuple(_self(name, data) for name, data in compared.items())
    note = (
        "Sentences whose words an annotator met more than once: agreement with oneself bounds that "
        "with others."
    )
    return Table("repeated", "The same words again", columns, rows, note)


def _self(name: str, data: Report) -> Row:
    alpha, percent = data["krippendorff_alpha"], data["percent_agreement"]
    return name, alpha["value"], percent["value"], alpha["n_units"], reason(alpha["reason"])


def versions(report: Report) -> Table:
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


def norming(report: Report) -> Table:
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
    Column("Reason missing"),
)


def _part_rows(head: tuple[Cell, ...], part: Report) -> list[Row]:
    """A row for each layer, with the figures of that part of the labels; one row if it has no layers."""
    found: list[Row] = []
    for layer, data in part["layers"].items():
        alpha = data["krippendorff_alpha"]
        found.append(
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
    return found or [(*head, part["decisions"], "every layer", *(None,) * 8, "")]


def origins(report: Report) -> Table:
    """By whose hand labels were made; accepted suggestions make annotators look more alike than they are."""
    names = ("human", "automatic", "accepted")
    columns = (Column("Layer"), *(Column(name.capitalize(), "count") for name in names))
    rows = tuple(
        (layer, *(found.get(name, 0) for name in names)) for layer, found in report.get("origins", {}).items()
    )
    note = (
        "Labels of the whole project. Accepted: a suggestion that a person took over, which brings "
        "annotators closer."
    )
    return Table("origins", "How labels were made", columns, rows, note)


def advanced(report: Report) -> Table:
    """Krippendorff's alpha for unitizing, and gamma."""
    columns = (
        Column("Measure"),
        Column("Of"),
        Column("Value", "number"),
        Column("Articles", "count"),
        Column("Reason missing"),
    )
    found = report.get("advanced", {"computed": False, "reason": None})
    if not found["computed"]:
        rows: tuple[Row, ...] = ()
        if found["reason"]:
            rows = (("Unitizing alpha and gamma", "", None, None, reason(found["reason"])),)
        return Table("advanced", "Advanced", columns, rows)
    made: list[Row] = [
        ("Krippendorff's unitizing alpha", layer, data["value"], data["n_articles"], reason(data["reason"]))
        for layer, data in found["unitizing_alpha"].items()
    ]
    gamma = found["gamma"]
    made += [
        ("Gamma of two annotators", " and ".join(pair["annotators"]), pair["gamma"], pair["n_articles"], "")
        for pair in gamma["by_pair"]
    ]
    made.append(("Gamma, mean", "all pairs", gamma["value"], gamma["n"], reason(gamma["reason"])))
    note = (
        "On articles that the annotators compared have seen as a whole; gamma by 30 random continua "
        "for each pair."
    )
    return Table("advanced", "Advanced", columns, tuple(made), note)


def disputed_sentences(report: Report) -> Table:
    """The sentences that annotators disagree on most, with what each of them said."""
    columns = (
        Column("Event"),
        Column("Outlet"),
        Column("Sentence"),
        Column("Words"),
        Column("Bits", "number"),
        Column("Who said what"),
    )
    rows = tuple(
        (one["event"], one["outlet"], one["sentence"], one["text"], one["entropy"], said(one["layers"]))
        for one in report.get("disputed_sentences", [])
    )
    note = "Bits: entropy of the labels, summed over layers; 0 where all agree."
    return Table("disputed_sentences", "Most disputed sentences", columns, rows, note)


def said(layers: Mapping[str, Mapping[str, list[str]]]) -> str:
    """What annotators said of a sentence, layer by layer."""
    return "; ".join(
        f"{layer}: "
        + ", ".join(f"{person} {' + '.join(values)}" for person, values in sorted(people.items()))
        for layer, people in layers.items()
    )
