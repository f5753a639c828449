"""A report as one HTML file: opens offline, prints on A4, light and dark; no script, nothing fetched."""

from collections.abc import Iterable
from html import escape

from exports.rendering.layer_tables import by_annotator, by_pair, by_value, confusions, plan, spans
from exports.rendering.pictures import forest, heat_map, over_time, span_forest, values_picture
from exports.rendering.project_tables import people_tables, said
from exports.rendering.style import STYLE
from exports.rendering.svg import Picture
from exports.rendering.tables import ALL, Column, Report, Table, coefficients, columns_shown, levels, overview
from exports.rendering.text import NOTHING, remarks, shown

READING = """
<p>Every coefficient is 1 for full agreement. Krippendorff's alpha, Gwet's AC, the kappas and
Brennan-Prediger are 0 where labels agree as often as chance would have them; they differ in what they take
for chance. Alpha and the kappas take the values as common as they were given, so a layer with one dominant
value can have a low alpha and a high percent agreement. AC takes chance to be small there. Neither is the
right one: report both.</p> <p>.667 and .8 are lines that Krippendorff (2004) drew for drawing conclusions,
tentative and firm. They are shown to orient, with the share of resamples above them; whether an agreement is
enough depends on what the labels are for.</p> <p>Layers are compared on matched claims. A claim only one
annotator made counts against the matching, not against the layers.</p>
"""


def page(report: Report) -> str:
    """The whole page; text from articles, names and titles is escaped wherever it stands."""
    parts = [
        _identity(report),
        _section(
            "Overview", "overview", [_figure(forest(report)), _table(overview(report)), _remarks(report)]
        ),
        _design(report),
        _steps(report),
        *_layers(report),
        _section("Ranges of text", "spans", [_figure(span_forest(report)), _table(spans(report))]),
        _people(report),
        _disputed(report),
        _section("How much more to label", "plan", [_table(plan(report))]),
        _section("How to read this", "reading", [READING]),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src '
        "'unsafe-inline'\">"
        f"<title>Agreement report</title><style>{STYLE}</style></head><body><main>"
        f"<h1>Agreement report</h1>{''.join(parts)}</main></body></html>\n"
    )


def _section(title: str, anchor: str, parts: Iterable[str]) -> str:
    inner = "".join(parts)
    return f'<section id="{escape(anchor)}"><h2>{escape(title)}</h2>{inner}</section>' if inner else ""


def _identity(report: Report) -> str:
    tool = report.get("tool", {})
    facts = {"Made by": f"{tool.get('name', '')} {tool.get('version', '')}"}
    if "project" in report:
        project, codebook, filters = report["project"], report["codebook"], report["filters"]
        facts |= {
            "Project": project["id"],
            "Log up to decision": f"{project['head']:,}, hash {project['head_hash'] or NOTHING}",
            "Codebook": f"{codebook['id']} {codebook['version']}, hash {codebook['hash']}",
            "Filters": "; ".join(
                f"{name} {', '.join(chosen) if isinstance(chosen, list) else chosen}"
                for name, chosen in filters.items()
                if chosen is not None
            ),
            "Claims match from": f"Dice {report['threshold']:g}",
        }
    else:
        facts |= _table_facts(report)
    interval = report["interval"]
    facts["Intervals"] = (
        f"{interval['method']} bootstrap, level {interval['level']:g}, {report['resamples']:,} resamples, "
        f"seed {report['seed']}"
    )
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in facts.items())
    return f"<dl>{rows}</dl>"


def _table_facts(report: Report) -> dict[str, str]:
    layer = report["layers"]["value"]
    given = "as given" if report["categories_from"] == "given" else "those present"
    drawn = f"{report['n_clusters']:,} clusters, by the column {report['cluster']}"
    return {
        "Table": f"{report['table']}, SHA-256 {report['table_sha256']}",
        "Holds": f"{report['n_labels']:,} labels of {report['n_annotators']:,} annotators on "
        f"{report['n_units']:,} units",
        "Values": f"{', '.join(layer['categories'])} ({given}); {layer['measurement']} measurement, "
        f"{layer['weights']} weights",
        "Resampling unit": drawn if report["cluster"] else "units, each on its own",
    }


def _remarks(report: Report) -> str:
    found = "".join(f"<li>{escape(words)}</li>" for words in remarks(report))
    return f"<h3>Before you quote these figures</h3><ul>{found}</ul>" if found else ""


def _design(report: Report) -> str:
    found = {table.id: table for table in people_tables(report)}
    chosen = [found[name] for name in ("design", "overlap", "labels_per_sentence") if name in found]
    return _section("Who labeled what", "design", [_table(table) for table in chosen])


def _steps(report: Report) -> str:
    if "sentence" not in report:
        return ""
    found = {table.id: table for table in people_tables(report)}
    claims = report["claims"]
    f1 = claims["f1"]
    ends = f" [{shown(f1['ci'][0], 'number')}, {shown(f1['ci'][1], 'number')}]" if f1["ci"] else ""
    words = (
        f"Mean F1 over pairs {shown(f1['value'], 'number')}{ends}; {claims['n_claims']:,} claims make "
        f"{claims['n_units']:,} units, {claims['n_units_of_two']:,} of them by two or more annotators."
    )
    matching = _table(found["matching"]) if "matching" in found else ""
    steps: list[str] = []
    for name, data in report["sentence"].items():
        part = {"sentence": {name: data}, "layers": {}}
        level = next(levels(part))
        steps += [f"<h3>{escape(level.title)}</h3>", _figure(values_picture(level))]
        steps += [_table(table, within=True) for table in (coefficients(part), by_value(part), by_pair(part))]
    return _section("Step 1: sentences", "sentences", steps) + _section(
        "Step 2: matched claims", "claims", [f"<p>{escape(words)}</p>", matching]
    )


def _layers(report: Report) -> list[str]:
    """One section for each layer with values."""
    found = []
    for name, data in report["layers"].items():
        part = {"layers": {name: data}, "cluster": report.get("cluster")}
        inside = list(levels(part))
        if not inside:
            continue
        main = next((level for level in inside if level.level == ALL), None)
        pictures = [values_picture(main), heat_map(main)] if main else []
        notes = "".join(f"<p>{escape(note['text'])}</p>" for note in data.get("notes", []))
        unknown = data.get("unknown_values")
        if unknown:
            words = ", ".join(f"{value} ({count})" for value, count in unknown.items())
            notes += f"<p>Left out, since the codebook in use does not know them: {escape(words)}.</p>"
        tables = [coefficients(part), by_value(part), by_pair(part), by_annotator(part), *confusions(part)]
        title = f"{data.get('title', name)}{' (derived)' if data.get('derived') else ''}"
        parts = [notes, *map(_figure, pictures), *(_table(table, within=True) for table in tables)]
        found.append(_section(title, f"layer-{name}", parts))
    return found


def _people(report: Report) -> str:
    found = {table.id: table for table in people_tables(report)}
    names = ("speed", "drift", "repeated", "versions", "norming", "origins", "advanced")
    parts = [_table(found[name]) for name in names if name in found]
    return _section("People, time and versions", "people", [_figure(over_time(report)), *parts])


def _disputed(report: Report) -> str:
    rows = "".join(
        f"<li><blockquote>{escape(one['text'])}</blockquote>"
        f'<p class="note">{escape(one["outlet"])}, sentence {escape(one["sentence"])}</p>'
        f"<p>{escape(said(one['layers']))}</p></li>"
        for one in report.get("disputed_sentences", [])
    )
    where = "The page Agreement of the served project holds the same list with a link to each sentence."
    parts = [f'<p class="note">{where}</p>', f"<ol>{rows}</ol>"]
    return _section("Most disputed sentences", "disputed", parts) if rows else ""


def _figure(picture: Picture | None) -> str:
    return "" if picture is None else f"<figure>{picture.inline()}</figure>"


def _table(table: Table, *, within: bool = False) -> str:
    """A table with its header cells; columns in which no row has anything are left out.

    within: the heading above names the layer, so columns that only repeat it are left out, too.
    """
    if not table.rows:
        return ""
    kept = columns_shown(table, within=within)
    columns = [table.columns[number] for number in kept]
    head = "".join(f'<th scope="col"{_side(column)}>{escape(column.title)}</th>' for column in columns)
    body = "".join(
        "<tr>"
        + "".join(_cell(row[number], table.columns[number], first=number == kept[0]) for number in kept)
        + "</tr>"
        for row in table.rows
    )
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    return (
        f'<div class="wide"><table><caption>{escape(table.title)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{note}"
    )


def _cell(cell: str | float | None, column: Column, *, first: bool) -> str:
    words = escape(shown(cell, column.kind))
    return f'<th scope="row">{words}</th>' if first else f"<td{_side(column)}>{words}</td>"


def _side(column: Column) -> str:
    return "" if column.kind == "text" else ' class="n"'
