"""``annotator export``."""

import importlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

import click

from annotator.commands.parameters import PATH, Seed, project_argument
from annotator.output_file import whole
from annotator.terminal import progress
from exports.dataset import full
from exports.dataset.annotations import COLUMNS as OF_ANNOTATIONS
from exports.dataset.annotations import annotation_rows
from exports.dataset.articles import COLUMNS as OF_ARTICLES
from exports.dataset.articles import article_rows
from exports.dataset.columns import Column, Row, all_columns, layer_columns
from exports.dataset.gold import MODELS, RULES, GoldRules, Rule
from exports.dataset.lines import FlatOptions, flat_rows
from exports.dataset.table import Table, counting, text_columns
from exports.dataset.units import is_choice
from labels.codebook.codebook import Codebook
from labels.errors import UnknownNameError
from labels.plural import counted
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
    "doccano": "doccano",
    "label-studio": "label_studio",
    "brat": "brat",
}
BYTES = ("parquet", "brat")  # formats that are no text
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
@click.option(
    "--split", metavar="A/B/C", help="Shares of train, dev and test, such as 80/10/10; whole events."
)
@click.option(
    "--seed", type=Seed(), default=0, metavar="N", help="Of the split; best for the most even of 200 seeds."
)
@click.option("--leaks", type=PATH, metavar="FILE", help="What the parts of the split share, as JSON.")
@click.option("--layer", multiple=True, metavar="ID", help="Layers that a format speaks of (repeatable).")
@click.option("--names", is_flag=True, help="Write annotators' names instead of pseudonyms.")
def export(project: Path, out: str, **options: Any) -> None:
    """Write training data, one claim per line with its gold labels."""
    chosen = Chosen(out=out, **options)
    chosen.check()
    if chosen.layout == "full":
        _export_full(project, out, names=chosen.names)
        return
    write = importlib.import_module(f"exports.formats.{FORMATS[chosen.format_]}").write
    with (
        _file(out) as file,
        _leaks_file(chosen.leaks) as leaks_file,
        ProjectReader(project) as store,
        progress("lines written") as show,
        store.snapshot(),
    ):
        codebook = store.codebook()
        layers = _layers(chosen.layer, codebook)
        prepared = _prepared(store, codebook, chosen)
        rows = prepared.rows if prepared.leaks is None else prepared.leaks.watched(prepared.rows)
        lines = write(
            Table(prepared.columns, counting(rows, show), codebook, layers, article_rows(store)), file
        )
        report = None if prepared.leaks is None else prepared.leaks.as_json()
        if leaks_file is not None:
            leaks_file.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    notes = sys.stderr if out == "-" else sys.stdout
    if out != "-":
        print(f"{out}: {counted(lines, 'line')}.")
    if report is not None:
        print(prepared.summary(report), end="", file=notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The options of one call."""

    out: str
    layout: str
    format_: str
    gold: Sequence[str]
    min_votes: int
    context: int
    split: str | None
    seed: int | None
    leaks: Path | None
    layer: Sequence[str]
    names: bool

    def check(self) -> None:
        """Refuse what does not go together."""
        if self.layout == "full" and self.format_ != "jsonl":
            raise click.UsageError("--layout full is JSONL only; the other layouts have other formats.")
        if self.layout == "full" and self.split:
            raise click.UsageError("--layout full has no split; the other layouts have one.")
        if self.layout != "flat" and self.format_ not in ANY_LAYOUT:
            raise click.UsageError(
                f"--format {self.format_} is made of the layout flat; leave out --layout {self.layout}."
            )
        if self.out == "-" and self.format_ in BYTES:
            raise click.UsageError(f"--format {self.format_} can't go to standard output; name a file.")
        if self.leaks is not None and not self.split:
            raise click.UsageError("--leaks tells what the parts of a split share; add --split 80/10/10.")
        if self.leaks is not None and self.out != "-" and self.leaks.resolve() == Path(self.out).resolve():
            raise click.UsageError("OUT and --leaks name the same file.")


@dataclass(frozen=True, slots=True)
class Prepared:
    """Rows ready to be written.  leaks: watches them where there is a split.  summary: of its report."""

    columns: tuple[Column, ...]
    rows: Iterator[Row]
    leaks: Any = None
    summary: Callable[[Any], str] = str


def _prepared(store: ProjectReader, codebook: Codebook, chosen: Chosen) -> Prepared:
    options = FlatOptions(gold=_rules(chosen.gold, chosen.min_votes, codebook), context=chosen.context)
    if chosen.layout == "flat" and any(options.gold.of(layer) in MODELS for layer in codebook.layers):
        models = importlib.import_module("exports.dataset.models")
        options = replace(options, likely=models.fitted(store, options.gold))
    leaks, summary = None, str
    if chosen.split:
        splits = importlib.import_module("exports.dataset.splits")
        report = importlib.import_module("exports.dataset.leaks")
        shares, corpus = splits.parsed(chosen.split), splits.read_corpus(store)
        seed = chosen.seed
        if seed is None:
            names = [each.name for each in layer_columns(codebook) if is_choice(each.layer)]
            seed = splits.best_seed(corpus, shares, flat_rows(store, options), names)
        split = splits.split(corpus, shares, seed)
        options = replace(options, parts=split.parts)
        layers = layer_columns(codebook) if chosen.layout == "flat" else ()
        leaks, summary = report.Leaks(split, corpus, layers), report.summary
    if chosen.layout == "annotations":
        rows = annotation_rows(store, names=chosen.names, parts=options.parts)
        return Prepared(text_columns(OF_ANNOTATIONS), rows, leaks, summary)
    if chosen.layout == "articles":
        return Prepared(text_columns(OF_ARTICLES), article_rows(store, options.parts), leaks, summary)
    return Prepared(tuple(all_columns(codebook)), flat_rows(store, options), leaks, summary)


@contextmanager
def _leaks_file(path: Path | None) -> Iterator[TextIO | None]:
    """The file of the leak report, if one is asked for."""
    if path is None:
        yield None
        return
    with whole(path) as file:
        yield file


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
