"""``annotator agreement``."""

import csv
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from exports.agreement.project_report import Options, project_report, tool_json
from exports.label_table import read_table, table_report
from exports.long_table import Selection
from exports.report.csv_files import csv_files
from exports.report.latex import latex_table
from exports.report.page import page
from exports.report.pictures import pictures
from exports.report.text import report_json, summary
from labels.errors import FileRefusedError, ProjectError, nearest
from labels.store import Store

# Options that mean nothing for the other kind of subject.
OF_TABLE = ("measurement", "categories", "weights", "cluster")
OF_PROJECT = ("threshold", "cluster_by", "copies", "event", "annotator", "layer", "names", "advanced")


def run(arguments: Namespace) -> int:
    """Report the agreement of a project or of a table, in the forms that were asked for."""
    others = OF_PROJECT if arguments.table is not None else OF_TABLE
    given = [name for name in others if getattr(arguments, name)]
    if given:
        subject = "--table" if arguments.table is not None else "a project"
        options = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        print(f"annotator agreement: {options} can't be used with {subject}.", file=sys.stderr)
        return 2
    report = _of_table(arguments) if arguments.table is not None else _of_project(arguments)
    told = sys.stderr if arguments.json == "-" else sys.stdout
    if arguments.json == "-":
        sys.stdout.write(report_json(report))
    for path, text in _files(arguments, report).items():
        _write(path, text)
        print(f"{path}: written.", file=told)
    if arguments.json is None and arguments.html is None:
        sys.stdout.write(summary(report))
    return 0


def _of_table(arguments: Namespace) -> dict[str, Any]:
    table = read_table(arguments.table, cluster=arguments.cluster)
    categories = None if arguments.categories is None else next(csv.reader([arguments.categories]), [])
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


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        if path.suffix in (".csv", ".svg"):
            path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        partial.replace(path)
    except OSError as error:
        raise FileRefusedError(path, f"it can't be written: {error.strerror}.") from error
