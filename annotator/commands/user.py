"""``annotator user``: who takes part in a project, in which role; also while it is served."""

import json
from datetime import datetime
from pathlib import Path

import click

from annotator.commands.parameters import Moment, project_argument
from annotator.server.address import DEFAULT_PORT, PublicUrl
from annotator.server.handover.client import changing
from annotator.terminal import in_one_line
from labels.role import ROLES, Role, checked_role
from labels.store.people.invitations import Invitation, Link, invitations
from labels.store.people.operations import (
    Disable,
    Enable,
    GiveRole,
    Invite,
    InviteGroup,
    LeaveOut,
    ResetPassword,
)
from labels.store.people.people import Person, people
from labels.store.queries import ProjectReader

HERE = f"http://127.0.0.1:{DEFAULT_PORT}"
name_argument = click.argument("name", metavar="NAME", help="The person's name, in any case.")
url_option = click.option(
    "--public-url",
    metavar="URL",
    default=HERE,
    help="The address of the server, as for 'annotator serve'; the link begins with it.",
)


@click.group()
def user() -> None:
    """Invite people, and change what they may do; also while the project is served."""


@user.command()
@project_argument
@click.argument("name", required=False, metavar="[NAME]", help="The person's name; without it, a group.")
@click.option("--role", default="annotator", metavar="ROLE", help=f"What they may do: {', '.join(ROLES)}.")
@click.option("--group", "places", type=int, metavar="N", help="A link for so many people, who choose names.")
@click.option("--until", type=Moment(), metavar="DATE", help="With --group: when the link ends, UTC.")
@url_option
def invite(
    project: Path, name: str | None, role: str, places: int | None, until: datetime | None, public_url: str
) -> None:
    """Print a link by which a person, or a group, joins with a password."""
    given = checked_role(role)
    url = PublicUrl.parse(public_url)
    if (name is None) == (places is None) or (places is None) != (until is None):
        raise click.UsageError("Give a NAME for one person, or --group N and --until DATE for several.")
    with changing(project, "user invite") as changes:
        if name is not None:
            link = changes.run(Invite(name, given))
            _print_link(url, link, f"'{name}' joins as {given} with this link, once, until")
        elif places is not None and until is not None:
            link = changes.run(InviteGroup(places, until.isoformat(), given))
            _print_link(url, link, f"Up to {places} people join as {given} with this link, until")


@user.command("list")
@project_argument
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per person.")
def list_people(project: Path, *, as_json: bool) -> None:
    """List people with their roles, and the links that are open."""
    with ProjectReader(project) as store, store.snapshot():
        everybody, links = people(store.connection), invitations(store.connection)
    for person in everybody:
        print(json.dumps(_values(person), ensure_ascii=False) if as_json else in_one_line(_described(person)))
    if as_json:
        return
    for link in links:
        if not link.annotator:
            print(_group(link))
    print("1 person." if len(everybody) == 1 else f"{len(everybody):,} people.")


@user.command()
@project_argument
@name_argument
def disable(project: Path, name: str) -> None:
    """Let a person neither sign in nor save; their labels stay."""
    with changing(project, "user disable") as changes:
        changes.run(Disable(name))
    print(in_one_line(f"'{name}' can't sign in or save any more. Their labels stay."))


@user.command()
@project_argument
@name_argument
def enable(project: Path, name: str) -> None:
    """Let a disabled person sign in and save again."""
    with changing(project, "user enable") as changes:
        changes.run(Enable(name))
    print(in_one_line(f"'{name}' can sign in and save again."))


@user.command()
@project_argument
@name_argument
@click.argument("role", metavar="ROLE", help=f"What they may do: {', '.join(ROLES)}.")
def role(project: Path, name: str, role: str) -> None:
    """Give a person another role."""
    given: Role = checked_role(role)
    with changing(project, "user role") as changes:
        changes.run(GiveRole(name, given))
    print(in_one_line(f"'{name}' is {given} now."))


@user.command()
@project_argument
@name_argument
@url_option
def reset(project: Path, name: str, public_url: str) -> None:
    """Print a link by which a person sets a new password."""
    url = PublicUrl.parse(public_url)
    with changing(project, "user reset") as changes:
        link = changes.run(ResetPassword(name))
    _print_link(url, link, f"'{name}' sets a new password with this link, once, until")


@user.command("export")
@project_argument
@name_argument
@click.option("--leave-out", "reason", metavar="REASON", help="Leave their labels out of datasets, and why.")
@click.option("--take-in", is_flag=True, help="Take their labels in again.")
def export(project: Path, name: str, reason: str | None, *, take_in: bool) -> None:
    """Leave a person's labels out of datasets, or take them in again."""
    if (reason is None) != take_in or reason == "":
        raise click.UsageError("Give --leave-out REASON or --take-in.")
    with changing(project, "user export") as changes:
        changes.run(LeaveOut(name, reason or ""))
    done = "are part of datasets again" if take_in else "are left out of datasets from now on"
    print(in_one_line(f"The labels of '{name}' {done}."))


def _print_link(url: PublicUrl, link: Link, what: str) -> None:
    print(in_one_line(f"{what} {link.expires_at[:16].replace('T', ' ')} UTC:"))
    print(f"{url.origin}{url.prefix}/join/{link.token}")
    if f"{url.origin}{url.prefix}" == HERE:
        click.echo("note: the link is for this machine; name another address with --public-url.", err=True)


def _described(person: Person) -> str:
    notes: list[str] = [person.role]
    if person.disabled:
        notes.append(f"disabled since {person.disabled[:10]}")
    elif person.is_invited:
        notes.append("invited")
    if not person.has_password:
        notes.append("no password yet")
    if person.left_out:
        notes.append(f"left out of datasets: {person.left_out}")
    return f"{person.id}  {person.name}: {', '.join(notes)}"


def _group(link: Invitation) -> str:
    return (
        f"A link for a group, as {link.role}: {link.used} of {link.places} places used, until "
        f"{link.expires_at[:16].replace('T', ' ')} UTC"
    )


def _values(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "disabled": person.disabled or None,
        "left_out": person.left_out or None,
        "has_password": person.has_password,
        "is_invited": person.is_invited,
    }
