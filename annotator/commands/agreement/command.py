"""``annotator agreement``."""

import importlib
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import click
from click.core import ParameterSource

from annotator.commands.agreement.input import TableChoice, named
from annotator.commands.parameters import PATH, PROJECT_HELP, Moment, Share
from exports.agreement.choices import ANNOTATORS, MEASUREMENTS, MOST_RESAMPLES, WeightKind
from exports.agreement.tables.rows import DUPLICATES, read_rows
from exports.report.shape import Report
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
        with ProjectReader(project) as store:
            parts = named(store, **options)
            report: Report = _later("project").report(store, parts, **options)
    elif table is not None and project is None:
        _check_options(context, _OfProject)
        chosen = TableChoice.of(**options)
        rows = read_rows(table, chosen.reading)
        report = _later("table").report(rows, chosen, **options)
    else:
        raise click.UsageError("Name either a project, or a table with --table FILE.", context)
    _later("forms").write(report, json=json, html=html, csv=csv, latex=latex, svg=svg)


def _later(module: str) -> ModuleType:
    """A module of this folder that imports what computes or draws.

    That takes half a second, so input is read and checked first.
    """
    return importlib.import_module(f"annotator.commands.agreement.{module}")


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
