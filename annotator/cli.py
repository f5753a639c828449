"""The command line: names and JSON keys are a contract, exit codes are 0 done, 1 refused, 2 wrong usage."""

import argparse
import importlib
import io
import os
import re
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import TypeAlias

from labels.errors import LabelsError

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - has no public name


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; what a user can act on is said on stderr."""
    _end_cleanly()
    _speak_utf8()
    arguments = parser().parse_args(_joined(sys.argv[1:] if words is None else words))
    # a command's module is imported when it runs: 'annotator sentences' needs no Streamlit
    command = importlib.import_module(f"annotator.commands.{arguments.command}")
    try:
        return int(command.run(arguments))
    except LabelsError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _joined(words: Sequence[str]) -> list[str]:
    """``--categories -1,0,1`` as one word: argparse takes what begins with a minus for an option."""
    found: list[str] = []
    for word in words:
        if found and re.fullmatch(r"--[a-z-]+", found[-1]) and re.match(r"-\.?[0-9]", word):
            found[-1] += f"={word}"
        else:
            found.append(word)
    return found


def _end_cleanly() -> None:
    """Let a process that is told to end close its files: labels in a write-ahead log reach the project."""

    def end(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        # nohup lets a process ignore that its terminal is gone
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, end)


def _speak_utf8() -> None:
    """JSON is UTF-8 under every locale; a file name that is no text is shown with escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(
        prog="annotator",
        description="Label claims in news, several outlets side by side; export training data and agreement.",
    )
    top.add_argument("--version", action="version", version=f"claimdesk {version('claimdesk')}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _serving(commands)
    _corpus(commands)
    _leaving(commands)
    _agreement(commands)
    _codebook(commands)
    _suggestions(commands)
    return top


def _command(commands: Commands, name: str, text: str) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=text, description=text)


def _project(command: argparse.ArgumentParser) -> None:
    command.add_argument("project", type=Path, metavar="PROJECT", help="the project: one SQLite file")


def _serving(commands: Commands) -> None:
    demo = _command(commands, "demo", "Open a ready project with the bundled articles.")
    demo.add_argument(
        "--project",
        type=Path,
        default=Path("claimdesk-demo.db"),
        help="where to keep it (default: claimdesk-demo.db in this folder); opened again if it exists",
    )
    serve = _command(commands, "serve", "Serve a project to browsers.")
    _project(serve)
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    serve.add_argument("--annotator", default="Me", help="name that a new browser labels under (default: Me)")
    for command in (demo, serve):
        command.add_argument("--port", type=_port, help="port (default: the first free one from 8377)")
        command.add_argument("--no-browser", action="store_true", help="do not open a browser")


def _corpus(commands: Commands) -> None:
    init = _command(commands, "init", "Make an empty project.")
    _project(init)
    init.add_argument("--codebook", type=Path, help="codebook file, TOML (default: claims in news)")
    add = _command(commands, "add", "Add articles: .txt .html .jsonl .csv, .zip of these, or folders.")
    _project(add)
    add.add_argument("--dry-run", action="store_true", help="show what would be added; change nothing")
    sentences = _command(commands, "sentences", "Show the sentences of a file as they would be imported.")
    align = _command(commands, "align", "Propose which sentences of two files report the same.")
    for command in (sentences, align):
        command.add_argument("--json", action="store_true", help="one JSON object a line")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    sentences.add_argument("files", nargs=1, type=Path, metavar="FILE")
    align.add_argument("files", nargs=2, type=Path, metavar="FILE")
    for command in (add, sentences, align):
        command.add_argument("--encoding", help="encoding of the files (default: UTF-8, nothing is guessed)")
    for command in (add, sentences):
        command.add_argument("--event", default="", help="event, whatever the files say")
        command.add_argument("--outlet", default="", help="outlet, whatever the files say")
        for name in ("title", "byline", "published", "url", "language", "licence"):
            command.add_argument(f"--{name}", default="", help=f"{name}, whatever the files say")


def _leaving(commands: Commands) -> None:
    export = _command(commands, "export", "Write the dataset: JSONL, one claim a line.")
    _project(export)
    export.add_argument("out", metavar="OUT", help="file to write, or - for standard output")
    export.add_argument("--names", action="store_true", help="annotators' names instead of their pseudonyms")
    verify = _command(commands, "verify", "Prove that a project holds what was decided.")
    _project(verify)


def _agreement(commands: Commands) -> None:
    command = _command(
        commands, "agreement", "Report how far annotators agree: of a project, or of any table."
    )
    subject = command.add_mutually_exclusive_group(required=True)
    subject.add_argument(
        "project", type=Path, nargs="?", metavar="PROJECT", help="the project: one SQLite file"
    )
    subject.add_argument(
        "--table", type=Path, metavar="FILE", help="a CSV file: annotator,unit,value[,cluster]"
    )
    forms = command.add_argument_group("what to write; without --json and --html a table is printed")
    forms.add_argument("--json", metavar="FILE", help="everything, as JSON; - for standard output")
    forms.add_argument("--html", type=Path, metavar="FILE", help="one page that opens offline and prints")
    forms.add_argument("--csv", type=Path, metavar="FOLDER", help="every table as a CSV file")
    forms.add_argument("--latex", type=Path, metavar="FILE", help="the main table, for booktabs")
    forms.add_argument("--svg", type=Path, metavar="FOLDER", help="every picture as an SVG file")
    command.add_argument("--seed", type=_seed, default=0, help="of the resamples (default: 0)")
    command.add_argument(
        "--resamples", type=_count, default=1000, help="samples behind an interval (default: 1000)"
    )
    table = command.add_argument_group("with --table")
    kinds = ("nominal", "ordinal", "interval", "ratio")
    table.add_argument("--measurement", choices=kinds, help="how values are compared (default: nominal)")
    table.add_argument(
        "--categories",
        metavar="A,B,C",
        help="every value that could be given, in order (default: those present)",
    )
    weights = ("identity", "linear", "quadratic", "ordinal", "radical", "ratio")
    table.add_argument(
        "--weights", choices=weights, help="for all but alpha (default: identity if nominal, else quadratic)"
    )
    table.add_argument("--cluster", metavar="COLUMN", help="column that says which units belong together")
    project = command.add_argument_group("with a project")
    project.add_argument(
        "--threshold", type=_share, help="Dice from which two claims may be the same (default: 0.5)"
    )
    project.add_argument(
        "--cluster-by",
        choices=("auto", "event", "article"),
        help="what intervals draw (default: events from ten on)",
    )
    project.add_argument(
        "--copies",
        choices=("once", "all"),
        help="sentences that several outlets print (default: counted once)",
    )
    for name in ("event", "annotator", "layer"):
        project.add_argument(
            f"--{name}", action="append", help=f"only this {name}; may be given several times"
        )
    project.add_argument("--names", action="store_true", help="annotators' names instead of their pseudonyms")
    project.add_argument(
        "--advanced", action="store_true", help="unitizing alpha and gamma, however long it takes"
    )
    project.add_argument(
        "--norming",
        type=_moment,
        action="append",
        metavar="DATE",
        help="compares labels before and after a date (UTC without a zone); may be given several times",
    )


def _codebook(commands: Commands) -> None:
    codebook = _command(commands, "codebook", "Check a codebook file, or show the one in use.")
    actions = codebook.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = _command(actions, "check", "Explain every fault of a codebook file.")
    check.add_argument("file", type=Path, metavar="FILE")
    show = _command(actions, "show", "Print a project's codebook, or the default one, to start from.")
    show.add_argument("project", type=Path, nargs="?", metavar="PROJECT")


def _suggestions(commands: Commands) -> None:
    suggestions = _command(commands, "suggestions", "Show or change which sentences get suggestions.")
    _project(suggestions)
    suggestions.add_argument(
        "share",
        type=_suggestion_share,
        nargs="?",
        metavar="on|off|SHARE",
        help="every sentence, none, or a random share of them, 0 to 1 (nothing: show what is set)",
    )


def _suggestion_share(text: str) -> float:
    shares = {"on": 1.0, "off": 0.0}
    share = shares[text] if text in shares else _number(text)
    if share is None or not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not on, off or a share from 0 to 1, such as 0.5")
    return share


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _whole(text: str, least: int, most: int = sys.maxsize) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < len(str(sys.maxsize)) else -1
    if not least <= number <= most:
        span = f"from {least} to {most}" if most < sys.maxsize else f"from {least} on"
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number {span}")
    return number


def _seed(text: str) -> int:
    return _whole(text, 0)


def _count(text: str) -> int:
    return _whole(text, 1)


def _port(text: str) -> int:
    return _whole(text, 1, 65535)


def _share(text: str) -> float:
    number = _number(text)
    if number is None or not 0 < number <= 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number above 0, at most 1")
    return number


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a date such as 2026-09-07, or with a time, 2026-09-07T14:00+02:00"
        ) from error


if __name__ == "__main__":
    sys.exit(main())
