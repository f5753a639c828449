"""``annotator agreement``."""

import contextlib
import csv
import io
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from annotator.output_file import whole
from exports.agreement.csv_table import read_table, table_report
from exports.rendering.csv_files import csv_files
from exports.rendering.html import page
from exports.rendering.latex import latex_table
from exports.rendering.pictures import pictures
from exports.rendering.text import report_json, summary
from exports.report.long_table import Selection
from exports.report.project_report import Options, project_report, tool_json
from labels.errors import FileRefusedError, ProjectError, TableError, nearest
from labels.store.queries import Store

# Options that mean nothing for the other kind of subject.
OF_TABLE = ("measurement", "categories", "weights", "cluster")
OF_PROJECT = (
    "threshold",
    "cluster_by",
    "copies",
    "event",
    "annotator",
    "layer",
    "names",
    "advanced",
    "norming",
)


def run(arguments: Namespace) -> int:
    """Report the agreement of a project or of a table, in the forms that were asked for."""
    others = OF_PROJECT if arguments.table is not None else OF_TABLE
    given = [name for name in others if getattr(arguments, name)]
    if given:
        subject = "--table" if arguments.table is not None else "a project"
        options = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        print(f"annotator agreement: {options} can't be used with {subject}.", file=sys.stderr)
        return 2
    fault = _path_fault(arguments)
    if fault:
        print(f"annotator agreement: {fault}", file=sys.stderr)
        return 2
    report = _of_table(arguments) if arguments.table is not None else _of_project(arguments)
    files = _files(arguments, report)
    _write(files)
    if arguments.json == "-":
        sys.stdout.write(report_json(report))
    for path in files:
        print(f"{path}: written.", file=sys.stderr if arguments.json == "-" else sys.stdout)
    if arguments.json is None and arguments.html is None:
        sys.stdout.write(summary(report))
    return 0


def _of_table(arguments: Namespace) -> dict[str, Any]:
    table = read_table(arguments.table, cluster=arguments.cluster)
    categories = None if arguments.categories is None else _names(arguments.categories)
    report = table_report(
        table,
        arguments.measurement or "nominal",
        categories,
        arguments.weights,
        seed=arguments.seed,
        resamples=arguments.resamples,
    )
    return {"kind": "table", "tool": tool_json(), **report}


def _of_project(arguments: Namespace) -> dict[str, Any]:
    with Store(arguments.project) as store:
        options = Options(
            selection=_selection(store, arguments),
            seed=arguments.seed,
            resamples=arguments.resamples,
            threshold=arguments.threshold or 0.5,
            cluster_by=arguments.cluster_by or "auto",
            names=arguments.names,
            advanced=True if arguments.advanced else None,
            norming=tuple(arguments.norming or ()),
        )
        return project_report(store, options)


def _selection(store: Store, arguments: Namespace) -> Selection:
    events = {name: event.id for event in store.event_ids() for name in (event.id, event.name)}
    people = {name: person.id for person in store.annotators() for name in (person.id, person.name)}
    layers = {layer: layer for layer in store.codebook().layer_ids}
    return Selection(
        events=_chosen("event", arguments.event, events),
        annotators=_chosen("annotator", arguments.annotator, people),
        layers=_chosen("layer", arguments.layer, layers),
        copies=arguments.copies or "once",
    )


def _chosen(what: str, names: list[str] | None, known: Mapping[str, str]) -> frozenset[str] | None:
    if not names:
        return None
    for name in names:
        if name not in known:
            raise ProjectError(
                f"There is no {what} '{name}' in this project, but {', '.join(known) or 'none at all'}."
                f"{nearest(name, known)}"
            )
    return frozenset(known[name] for name in names)


def _files(arguments: Namespace, report: dict[str, Any]) -> dict[Path, str]:
    """The text of each file that was asked for."""
    files: dict[Path, str] = {}
    if arguments.json not in (None, "-"):
        files[Path(arguments.json)] = report_json(report)
    forms: tuple[tuple[Path | None, Callable[[dict[str, Any]], str]], ...] = (
        (arguments.html, page),
        (arguments.latex, latex_table),
    )
    files |= {path: draw(report) for path, draw in forms if path is not None}
    if arguments.csv is not None:
        files |= {arguments.csv / f"{name}.csv": text for name, text in csv_files(report).items()}
    if arguments.svg is not None:
        files |= {arguments.svg / f"{name}.svg": text for name, text in pictures(report).items()}
    return files


def _write(files: Mapping[Path, str]) -> None:
    """Write every file whole, or none of them."""
    for folder in {path.parent for path in files if path.suffix in (".csv", ".svg")}:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileRefusedError(folder, f"it can't be made: {error.strerror}.") from error
    with contextlib.ExitStack() as opened:
        for path, text in files.items():
            opened.enter_context(whole(path)).write(text)


def _path_fault(arguments: Namespace) -> str | None:
    """What is wrong with the files to write: one that is named twice, or is the table itself."""
    json = None if arguments.json == "-" else arguments.json
    given = {"--table": arguments.table, "--json": json, "--html": arguments.html, "--latex": arguments.latex}
    met: dict[Path, str] = {}
    for option, path in given.items():
        if path is None:
            continue
        if str(path) == "-":
            return f"{option} - is not possible; name a file. Only --json writes to standard output."
        before = met.setdefault(Path(path).resolve(), option)
        if before != option:
            return f"{before} and {option} name the same file, {path}."
    return None


def _names(text: str) -> list[str]:
    """The categories as the option lists them: one line of CSV."""
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise TableError(f"--categories '{text}' is not a list such as A,B,C ({error}).") from error
    if len(lines) > 1:
        raise TableError("--categories holds several lines; put a name with a line break in quotation marks.")
    return lines[0] if lines else []
