"""``annotator export``."""

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import click

from annotator.commands.parameters import project_argument
from annotator.output_file import whole
from annotator.terminal import counted, progress
from exports.dataset import full
from exports.dataset.annotations import COLUMNS as OF_ANNOTATIONS
from exports.dataset.annotations import annotation_rows
from exports.dataset.articles import COLUMNS as OF_ARTICLES
from exports.dataset.articles import article_rows
from exports.dataset.columns import all_columns
from exports.dataset.gold import MODELS, RULES, GoldRules, Rule
from exports.dataset.lines import FlatOptions, flat_rows
from exports.dataset.table import Table, counting, text_columns
from labels.codebook.codebook import Codebook
from labels.errors import UnknownNameError
from labels.store.queries import ProjectReader

LAYOUTS = ("flat", "full", "annotations", "articles")
# The module of each format in ``exports.formats``; imported when it is asked for, since some cost much.
FORMATS = {
    "jsonl": "jsonl",
    "csv": "csv_file",
    "parquet": "parquet",
    "classification": "classification",
    "tokens": "tokens",
    "conll": "conll",
    "chat": "chat",
}
ANY_LAYOUT = ("jsonl", "csv", "parquet")  # formats that write the columns of a layout as they are


@click.command()
@project_argument
@click.argument("out", metavar="OUT", help="The file to write, or - for standard output.")
@click.option(
    "--layout", type=click.Choice(LAYOUTS), default="flat",
    help="What a line is: flat, a claim with its gold labels; full, a claim with everybody's labels; "
    "annotations, a label; articles, an article.",
)  # fmt: skip
@click.option("--format", "format_", type=click.Choice(FORMATS), default="jsonl", help="For which program.")
@click.option(
    "--gold", multiple=True, metavar="[LAYER=]RULE", default=("majority",),
    help=f"How votes become gold: {', '.join(RULES)}; LAYER=RULE for one layer (repeatable).",
)  # fmt: skip
@click.option(
    "--min-votes", type=click.IntRange(1), default=1, metavar="N", help="Votes that a gold label needs."
)
@click.option(
    "--context", type=click.IntRange(0), default=2, metavar="N", help="Sentences before and after the text."
)
@click.option("--layer", multiple=True, metavar="ID", help="Layers that a format speaks of (repeatable).")
@click.option("--names", is_flag=True, help="Write annotators' names instead of pseudonyms.")
def export(
    project: Path,
    out: str,
    *,
    layout: str,
    format_: str,
    gold: Sequence[str],
    min_votes: int,
    context: int,
    layer: Sequence[str],
    names: bool,
) -> None:
    """Write training data, one claim per line with its gold labels."""
    _check(layout, format_, out)
    if layout == "full":
        _export_full(project, out, names=names)
        return
    module = importlib.import_module(f"exports.formats.{FORMATS[format_]}")
    with (
        _file(out) as file,
        ProjectReader(project) as store,
        progress("lines written") as show,
        store.snapshot(),
    ):
        codebook = store.codebook()
        if layout == "flat":
            options = FlatOptions(gold=_rules(gold, min_votes, codebook), context=context)
            if any(options.gold.of(each) in MODELS for each in codebook.layers):
                models = importlib.import_module("exports.dataset.models")
                options = replace(options, likely=models.fitted(store, options.gold))
            columns, rows = tuple(all_columns(codebook)), flat_rows(store, options)
        elif layout == "annotations":
            columns, rows = text_columns(OF_ANNOTATIONS), annotation_rows(store, names=names)
        else:
            columns, rows = text_columns(OF_ARTICLES), article_rows(store)
        table = Table(columns, counting(rows, show), codebook, _layers(layer, codebook))
        lines = module.write(table, file)
    if out != "-":
        print(f"{out}: {counted(lines, 'line')}.")


def _check(layout: str, format_: str, out: str) -> None:
    """Refuse what does not go together."""
    if layout == "full" and format_ != "jsonl":
        raise click.UsageError("--layout full is JSONL only; the other layouts have other formats.")
    if layout != "flat" and format_ not in ANY_LAYOUT:
        raise click.UsageError(f"--format {format_} is made of the layout flat; leave out --layout {layout}.")
    if out == "-" and format_ == "parquet":
        raise click.UsageError("Parquet can't go to standard output; name a file.")


def _export_full(project: Path, out: str, *, names: bool) -> None:
    # OUT is opened before the project, since it may be the project itself
    with _file(out) as file, ProjectReader(project) as store, progress("lines written") as show:
        lines = full.write(store, file, names=names, progress=show)
    if out != "-":
        print(f"{out}: {counted(lines, 'line')}.")


@contextmanager
def _file(out: str) -> Iterator[TextIO]:
    """The file to write, or standard output."""
    if out == "-":
        yield sys.stdout
        return
    with whole(Path(out)) as file:
        yield file


def _rules(given: Sequence[str], least: int, codebook: Codebook) -> GoldRules:
    """The rules that ``--gold`` names: one for all layers, and those of single layers."""
    default: Rule = "majority"
    of_layer: dict[str, Rule] = {}
    for text in given:
        layer, sign, name = text.rpartition("=")
        rule = next((each for each in RULES if each == name), None)
        if rule is None:
            raise click.BadParameter(
                f"'{name}' is no rule; the rules are {', '.join(RULES)}.", param_hint="--gold"
            )
        if not sign:
            default = rule
        elif layer in codebook.by_id:
            of_layer[layer] = rule
        else:
            raise UnknownNameError("layer", layer, codebook.layer_ids)
    return GoldRules(default, of_layer, least)


def _layers(names: Sequence[str], codebook: Codebook) -> tuple[str, ...]:
    """The layers named, in the order of the codebook."""
    for name in names:
        if name not in codebook.by_id:
            raise UnknownNameError("layer", name, codebook.layer_ids)
    return tuple(layer for layer in codebook.layer_ids if layer in names)
