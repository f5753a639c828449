"""The forms that a report is written in."""

import contextlib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from annotator.output_file import whole
from exports.rendering.csv_files import csv_files
from exports.rendering.html import page
from exports.rendering.latex import latex_table
from exports.rendering.pictures import pictures
from exports.rendering.text import report_json, summary
from exports.report.shape import Report
from labels.errors import OutputError


def write(
    report: Report,
    *,
    json: str | None,
    html: Path | None,
    csv: Path | None,
    latex: Path | None,
    svg: Path | None,
) -> None:
    """Write the files that were asked for, all or none; a summary if there is neither JSON nor HTML."""
    files = _single_files(report, json, html, latex) | _folders(report, csv, svg)
    _write(files)
    if json == "-":
        sys.stdout.write(report_json(report))
    for path in files:
        print(f"{path}: written.", file=sys.stderr if json == "-" else sys.stdout)
    if json is None and html is None:
        sys.stdout.write(summary(report))


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
