"""``annotator serve``."""

import importlib
import math
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import click

from annotator.commands.parameters import PATH, project_argument
from annotator.server.address import DEFAULT_PORT, Address, PublicUrl, free_port
from annotator.server.backups import BackupPlan
from labels.errors import ProjectError
from labels.store.keeping.backup_folder import check_folder
from labels.store.people.people import has_administrator
from labels.store.project import check_can_be_served
from labels.store.queries import ProjectReader
from labels.store.surroundings import check_surroundings

port_option = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help=f"Port to listen on (default: the first free one from {DEFAULT_PORT}).",
)
no_browser_option = click.option("--no-browser", is_flag=True, help="Don't open a browser.")
MINUTES, DAYS = 30.0, 30  # from one backup to the next; until one is removed
MOST_MINUTES, MOST_DAYS = 10_080, 36_500


def _not_nan(_: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    """Refuse ``nan``, which passes every range."""
    if value is not None and math.isnan(value):
        raise click.BadParameter(f"'nan' is not a number from 0.01 to {MOST_MINUTES}.", param=parameter)
    return value


@click.command()
@project_argument
@click.option("--host", default="127.0.0.1", metavar="H", help="Address to listen on.")
@click.option("--annotator", default="Me", metavar="NAME", help="Name that a new browser labels under.")
@port_option
@click.option(
    "--public-url",
    metavar="URL",
    help="Address that people use, if a proxy stands in front: https://host or https://host/prefix.",
)
@click.option(
    "--trusted-proxy",
    "proxies",
    multiple=True,
    metavar="IP",
    help="Proxy whose X-Forwarded-For and X-Forwarded-Proto headers are believed; repeatable.",
)
@click.option(
    "--framed-by",
    multiple=True,
    metavar="ORIGIN",
    help="Site that may show the pages in a frame, such as https://huggingface.co; repeatable.",
)
@click.option("--accounts", is_flag=True, help="Ask for passwords on this machine, too.")
@click.option("--log", type=PATH, metavar="FILE", help="File for warnings and errors (default: stderr).")
@click.option(
    "--backup",
    type=PATH,
    metavar="FOLDER",
    help="Existing folder for backups: made at start, every few minutes and at the end, after changes.",
)
@click.option(
    "--every",
    type=click.FloatRange(0.01, MOST_MINUTES),
    callback=_not_nan,
    metavar="MINUTES",
    help=f"Minutes from one backup to the next (default: {MINUTES:g}).",
)
@click.option(
    "--keep",
    type=click.IntRange(1, MOST_DAYS),
    metavar="DAYS",
    help=f"Days after which a backup is removed; the newest good one stays (default: {DAYS}).",
)
@no_browser_option
def serve(
    project: Path,
    host: str,
    annotator: str,
    port: int | None,
    public_url: str | None,
    proxies: Sequence[str],
    framed_by: Sequence[str],
    log: Path | None,
    backup: Path | None,
    every: float | None,
    keep: int | None,
    *,
    accounts: bool,
    no_browser: bool,
) -> None:
    """Serve a project to browsers."""
    address = Address(
        host,
        port,
        browser=not no_browser,
        public=None if public_url is None else PublicUrl.parse(public_url),
        framed_by=tuple(framed_by),
        proxies=tuple(proxies),
        log=log,
        accounts=accounts,
    )
    run_server(project, address, annotator, "serve", _plan(backup, every, keep))


def _check_has_administrator(project: Path, address: Address) -> None:
    """Refuse to serve where nobody could sign in; the text holds the command that helps."""
    with ProjectReader(project) as store:
        if has_administrator(store.connection):
            return
    url = f" --public-url {address.public.origin}{address.prefix}" if address.public else ""
    reason = "With --accounts" if address.is_private else "At an address that others can reach"
    raise ProjectError(
        f"{reason} people sign in with a password, and {project} has no administrator yet. Invite one, then "
        f"serve again and open the link:\n"
        f"annotator user invite {project} NAME --role administrator{url}"
    )


def _plan(folder: Path | None, every: float | None, keep: int | None) -> BackupPlan | None:
    if folder is None:
        if every is not None or keep is not None:
            raise click.UsageError("--every and --keep are about backups; add --backup FOLDER.")
        return None
    check_folder(folder)
    return BackupPlan(folder, timedelta(minutes=every or MINUTES), timedelta(days=keep or DAYS))


def run_server(
    project: Path, address: Address, annotator: str, purpose: str, plan: BackupPlan | None = None
) -> None:
    """Check the project, then serve it; purpose: the command, named to others who find the project locked."""
    check_can_be_served(project)
    if warning := check_surroundings(project):
        click.echo(f"note: {warning}", err=True)
    # before anybody is invited to an address that can't be served
    port = free_port(address.checked().host, address.port)
    if address.has_accounts:
        _check_has_administrator(project, address)
    # Streamlit takes half a second and 100 MB: a project that can't be served is refused before
    server = importlib.import_module("annotator.server.server")
    server.serve(project, address, port, annotator, purpose, plan)
