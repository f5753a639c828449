"""The command line: names and JSON keys are a contract; exit codes are 0 done, 1 refused, 2 wrong usage."""

import importlib
import io
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import click

from annotator.terminal import inert_output
from labels.errors import LabelsError, ProjectError, nearest


class Listed(NamedTuple):
    """A command in the list that ``--help`` prints. module: in ``annotator.commands``, holds the command."""

    module: str
    summary: str


COMMANDS = {
    "demo": Listed("demo", "Open a ready project with the bundled articles."),
    "init": Listed("project", "Create an empty project."),
    "add": Listed("corpus", "Add articles to a project."),
    "articles": Listed("articles", "List articles, correct their metadata, withdraw or restore them."),
    "events": Listed("events", "Propose which articles report the same event, and group them so."),
    "search": Listed("search", "Find sentences by their words, outlets, sources and labels."),
    "sentences": Listed("corpus", "Show the sentences of a file as they would be imported."),
    "align": Listed("corpus", "Propose which sentences of two files report the same."),
    "serve": Listed("serving", "Serve a project to browsers."),
    "user": Listed("user", "Invite people, and change what they may do; also while the project is served."),
    "suggestions": Listed("project", "Show or change which sentences get suggestions."),
    "agreement": Listed(
        "agreement.command", "Report how far annotators agree, in a project or in any table."
    ),
    "export": Listed("dataset", "Write training data, one claim per line with its gold labels."),
    "verify": Listed("verification", "Check that a project holds exactly what was decided."),
    "backup": Listed("backup", "Copy a project to a new file, also while it is served."),
    "restore": Listed("backup", "Make a new project from a backup."),
    "rescue": Listed("backup", "Make a new project of everything that is whole in a damaged one."),
    "codebook": Listed("codebook", "Check a codebook file, show the one in use, or change it."),
}


class _Commands(click.Group):
    """Imports a command's module when the command is called: help and 'sentences' need no Streamlit."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            raise click.UsageError(f"There is no command '{cmd_name}'.{nearest(cmd_name, COMMANDS)}", ctx)
        if sys.platform == "win32":
            raise ProjectError("Claimdesk needs Linux, to lock projects. On Windows, run it in WSL 2.")
        module = importlib.import_module(f"annotator.commands.{COMMANDS[cmd_name].module}")
        command = getattr(module, cmd_name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, listed.summary) for name, listed in COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"max_content_width": 110, "show_default": True})
@click.version_option(package_name="claimdesk", message="claimdesk %(version)s")
def cli() -> None:
    """Label claims in news, several outlets side by side; export training data and agreement reports."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; errors that the user can act on go to stderr."""
    _exit_on_signals()
    _write_utf8()
    with inert_output():
        return _run(words)


def _run(words: Sequence[str] | None) -> int:
    name = "claimdesk" if Path(sys.argv[0]).stem == "claimdesk" else "annotator"
    try:
        with cli.make_context(name, list(sys.argv[1:] if words is None else words)) as context:
            cli.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except LabelsError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (KeyboardInterrupt, click.Abort):
        return 130
    return 0


def _exit_on_signals() -> None:
    """Turn SIGTERM and SIGHUP into an exit that closes files: a write-ahead log reaches its project."""

    def stop(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        # nohup makes a process ignore that its terminal is gone
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, stop)


def _write_utf8() -> None:
    """Write UTF-8 under every locale; undecodable bytes of file names appear as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
