"""``annotator agreement``."""

import contextlib
import csv
import io
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import click
from click.core import ParameterSource

from annotator.commands.parameters import PATH, PROJECT_HELP, Moment, Share
from annotator.output_file import whole
from exports.agreement.figures import TableMeasurement
from exports.agreement.intervals import ANNOTATORS, MOST_RESAMPLES, Annotators
from exports.agreement.tables.csv_table import DUPLICATES, Duplicates, Reading, read_table
from exports.agreement.tables.report import TableOptions, table_report
from exports.agreement.weights import MEASUREMENTS, WeightKind
from exports.rendering.csv_files import csv_files
from exports.rendering.html import page
from exports.rendering.latex import latex_table
from exports.rendering.pictures import pictures
from exports.rendering.text import report_json, summary
from exports.report.long_table import Selection
from exports.report.project_report import Options, project_report, table_report_json
from exports.report.shape import ProjectReport, Report, TableReport
from labels.errors import OutputError, TableError, UnknownNameError
from labels.store.queries import ProjectReader


class _Option(click.Option):
    """An option with the heading that help lists it under."""

    heading = "Options"


class _Form(_Option):
    heading = "What to write (default: a table on standard output)"


class _OfTable(_Option):
    heading = "Only with --table"


class _OfProject(_Option):
    heading = "Only with PROJECT"


class _Command(click.Command):
    """A command that lists its options under their headings."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if isinstance(parameter, click.Option) and record is not None:
                sections.setdefault(getattr(parameter, "heading", _Option.heading), []).append(record)
        for heading, records in sections.items():
            with formatter.section(heading):
                formatter.write_dl(records)


@click.command(cls=_Command)
@click.argument("project", type=PATH, required=False, metavar="[PROJECT]", help=PROJECT_HELP)
@click.option(
    "--table", type=PATH, metavar="FILE", help="A CSV file instead: annotator,unit,value[,cluster]."
)
@click.option("--seed", type=click.IntRange(0), default=0, metavar="N", help="Seed of the resamples.")
@click.option(
    "--resamples",
    type=click.IntRange(1, MOST_RESAMPLES),
    default=1000,
    metavar="N",
    help="Resamples of the bootstrap.",
)
@click.option(
    "--annotators", type=click.Choice(ANNOTATORS), default="fixed",
    help="Whom intervals speak for: these annotators, or others like them, too.",
)  # fmt: skip
@click.option("--json", metavar="FILE", cls=_Form, help="Everything, as JSON; - for standard output.")
@click.option("--html", type=PATH, metavar="FILE", cls=_Form, help="One page that opens offline and prints.")
@click.option("--csv", type=PATH, metavar="FOLDER", cls=_Form, help="Every table as a CSV file.")
@click.option("--latex", type=PATH, metavar="FILE", cls=_Form, help="The main table, for booktabs.")
@click.option("--svg", type=PATH, metavar="FOLDER", cls=_Form, help="Every picture as an SVG file.")
@click.option(
    "--measurement", type=click.Choice((*MEASUREMENTS, "set")), default="nominal", cls=_OfTable,
    help="How alpha compares values; set for cells such as a|b.",
)  # fmt: skip
@click.option(
    "--categories", metavar="A,B,C", cls=_OfTable,
    help="Every value that could be given, in order (default: those in the table).",
)  # fmt: skip
@click.option(
    "--weights", type=click.Choice(get_args(WeightKind)), cls=_OfTable,
    help="How the other coefficients compare values (default: identity if nominal, else quadratic).",
)  # fmt: skip
@click.option("--cluster", metavar="COLUMN", cls=_OfTable, help="Column that groups units for the intervals.")
@click.option(
    "--columns", metavar="ROLE=NAME,...", cls=_OfTable,
    help="Columns with other names, such as annotator=username,unit=id,value=label.",
)  # fmt: skip
@click.option(
    "--wide", is_flag=True, cls=_OfTable,
    help="One column per annotator: all others, or those that --columns names as annotator.",
)  # fmt: skip
@click.option(
    "--where", multiple=True, metavar="COLUMN=VALUE", cls=_OfTable,
    help="Only rows with this value (repeatable).",
)  # fmt: skip
@click.option(
    "--duplicates", type=click.Choice(DUPLICATES), default="refuse", cls=_OfTable,
    help="Which label counts if an annotator labels a unit twice.",
)  # fmt: skip
@click.option(
    "--missing", metavar="A,B,C", cls=_OfTable,
    help="Codes that mean a missing label, such as NA,-1,99; an empty cell always does.",
)  # fmt: skip
@click.option(
    "--fold", is_flag=True, cls=_OfTable,
    help="Merge values that differ only in case, spaces, Unicode form, or the way to write a number.",
)  # fmt: skip
@click.option(
    "--threshold", type=Share(zero=False), default=0.5, metavar="SHARE", cls=_OfProject,
    help="Overlap (Dice) from which two claims can match.",
)  # fmt: skip
@click.option(
    "--cluster-by", type=click.Choice(("auto", "event", "article")), default="auto", cls=_OfProject,
    help="What the intervals resample; auto takes events if there are ten or more.",
)  # fmt: skip
@click.option(
    "--copies", type=click.Choice(("once", "all")), default="once", cls=_OfProject,
    help="How to count a sentence that several outlets print.",
)  # fmt: skip
@click.option("--event", multiple=True, metavar="NAME", cls=_OfProject, help="Only this event (repeatable).")
@click.option(
    "--annotator", multiple=True, metavar="NAME", cls=_OfProject, help="Only this annotator (repeatable)."
)
@click.option("--layer", multiple=True, metavar="ID", cls=_OfProject, help="Only this layer (repeatable).")
@click.option("--names", is_flag=True, cls=_OfProject, help="Show annotators' names instead of pseudonyms.")
@click.option(
    "--advanced", is_flag=True, cls=_OfProject, help="Unitizing alpha and gamma, which can be slow."
)
@click.option(
    "--norming", type=Moment(), multiple=True, metavar="DATE", cls=_OfProject,
    help="Compare labels before and after this date (repeatable; UTC unless it has a zone).",
)  # fmt: skip
@click.pass_context
def agreement(
    context: click.Context,
    /,
    project: Path | None,
    table: Path | None,
    json: str | None,
    html: Path | None,
    csv: Path | None,
    latex: Path | None,
    svg: Path | None,
    **options: Any,
) -> None:
    """Report how far annotators agree, in a project or in any table."""
    _check_paths(
        {"--table": table, "--json": json if json != "-" else None, "--html": html, "--latex": latex}
    )
    if project is not None and table is None:
        _check_options(context, _OfTable)
        report: Report = _of_project(project, **options)
    elif table is not None and project is None:
        _check_options(context, _OfProject)
        report = _of_table(table, **options)
    else:
        raise click.UsageError("Name either a project, or a table with --table FILE.", context)
    files = _single_files(report, json, html, latex) | _folders(report, csv, svg)
    _write(files)
    if json == "-":
        sys.stdout.write(report_json(report))
    for path in files:
        print(f"{path}: written.", file=sys.stderr if json == "-" else sys.stdout)
    if json is None and html is None:
        sys.stdout.write(summary(report))


def _check_options(context: click.Context, other: type[click.Option]) -> None:
    """Refuse options of the other subject."""
    given = [
        parameter.opts[0]
        for parameter in context.command.params
        if isinstance(parameter, other)
        and context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
    ]
    if given:
        subject = "--table" if other is _OfProject else "a project"
        raise click.UsageError(f"{', '.join(given)} can't be used with {subject}.", context)


def _check_paths(paths: Mapping[str, str | Path | None]) -> None:
    """Refuse a file that is named twice, or that would replace the table itself."""
    options: dict[Path, str] = {}
    for option, path in paths.items():
        if path is None:
            continue
        if str(path) == "-":
            raise click.UsageError(f"{option} - is not possible; only --json writes to standard output.")
        other = options.setdefault(Path(path).resolve(), option)
        if other != option:
            raise click.UsageError(f"{other} and {option} name the same file, {path}.")


def _of_table(
    path: Path,
    *,
    measurement: TableMeasurement,
    categories: str | None,
    weights: WeightKind | None,
    seed: int,
    resamples: int,
    missing: str | None,
    fold: bool,
    annotators: Annotators,
    **options: Any,
) -> TableReport:
    codes = () if missing is None else tuple(code.strip() for code in _listed("--missing", missing))
    table = read_table(path, _reading(codes, **options))
    chosen = TableOptions(
        measurement=measurement,
        categories=None if categories is None else _listed("--categories", categories),
        weights=weights,
        fold=fold,
        missing=codes,
        seed=seed,
        resamples=resamples,
        annotators=annotators,
    )
    return table_report_json(table_report(table, chosen))


def _reading(
    missing: Sequence[str],
    *,
    cluster: str | None,
    columns: str | None,
    wide: bool,
    where: Sequence[str],
    duplicates: Duplicates,
    **_: object,
) -> Reading:
    """How the options say that the table is read."""
    named = (
        [] if columns is None else [_assigned("--columns", part) for part in _listed("--columns", columns)]
    )
    for role, _name in named:
        if role not in {"annotator", "unit", "value"}:
            raise TableError(f"--columns names '{role}', but only annotator, unit and value have a column.")
    first = dict(reversed(named))
    people = tuple(name for role, name in named if role == "annotator")
    return Reading(
        annotator=first.get("annotator", "annotator"),
        unit=first.get("unit", "unit"),
        value=first.get("value", "value"),
        cluster=cluster,
        wide=wide,
        annotators=people if wide else (),
        where=tuple(_assigned("--where", part) for part in where),
        duplicates=duplicates,
        missing=frozenset(missing),
    )


def _assigned(option: str, text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise TableError(f"{option} '{text}' lacks a name, an equals sign or a value, as in NAME=VALUE.")
    return name.strip(), value.strip()


def _of_project(
    path: Path,
    *,
    event: Sequence[str],
    annotator: Sequence[str],
    layer: Sequence[str],
    norming: Sequence[datetime],
    **options: Any,
) -> ProjectReport:
    with ProjectReader(path) as store:
        events = {name: event.id for event in store.event_ids() for name in (event.id, event.name)}
        people = {name: person.id for person in store.annotators() for name in (person.id, person.name)}
        selection = Selection(
            events=_chosen("event", event, events),
            annotators=_chosen("annotator", annotator, people),
            layers=_chosen("layer", layer, {name: name for name in store.codebook().layer_ids}),
            copies=options["copies"],
        )
        chosen = Options(
            selection=selection,
            seed=options["seed"],
            resamples=options["resamples"],
            annotators=options["annotators"],
            threshold=options["threshold"],
            cluster_by=options["cluster_by"],
            names=options["names"],
            advanced=True if options["advanced"] else None,
            norming=tuple(norming),
        )
        return project_report(store, chosen)


def _chosen(what: str, names: Sequence[str], known: Mapping[str, str]) -> frozenset[str] | None:
    """The ids of the named things; None, which means all, if nothing is named."""
    for name in names:
        if name not in known:
            raise UnknownNameError(what, name, known)
    return frozenset(known[name] for name in names) if names else None


def _single_files(report: Report, json: str | None, html: Path | None, latex: Path | None) -> dict[Path, str]:
    """The text of each file that one report fills."""
    forms: tuple[tuple[Path | None, Callable[[Report], str]], ...] = (
        (None if json in (None, "-") else Path(json), report_json),
        (html, page),
        (latex, latex_table),
    )
    return {path: draw(report) for path, draw in forms if path is not None}


def _folders(report: Report, csv: Path | None, svg: Path | None) -> dict[Path, str]:
    """The text of each file in the folders for tables and pictures."""
    tables = csv_files(report) if csv is not None else {}
    drawings = pictures(report) if svg is not None else {}
    files = {Path(csv or "") / f"{name}.csv": text for name, text in tables.items()}
    return files | {Path(svg or "") / f"{name}.svg": text for name, text in drawings.items()}


def _write(files: Mapping[Path, str]) -> None:
    """Write all of the files, or none of them."""
    for folder in {path.parent for path in files if path.suffix in (".csv", ".svg")}:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(folder, f"the folder can't be created: {error.strerror}.") from error
    with contextlib.ExitStack() as opened:
        for path, text in files.items():
            opened.enter_context(whole(path)).write(text)


def _listed(option: str, text: str) -> list[str]:
    """What an option lists: one line of CSV."""
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise TableError(f"{option} '{text}' is not a list such as A,B,C ({error}).") from error
    if len(lines) > 1:
        raise TableError(f"{option} has several lines; put a name with a line break in quotation marks.")
    return lines[0] if lines else []
