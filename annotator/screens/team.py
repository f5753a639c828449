"""People, roles, invitations: the page of administrators."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

import streamlit as st

from annotator.server.served_project import served_project
from annotator.server.session import may, person
from labels.errors import LabelsError
from labels.role import ADMINISTERS, ROLES
from labels.store.people.invitations import (
    MOST_DAYS,
    MOST_PLACES,
    Invitation,
    Link,
    invitations,
    invite,
    invite_group,
    reset,
    revoke,
)
from labels.store.people.people import Person, disable, enable, leave_out, people, set_role

NEW_LINK = "team_link"  # in the session's state: the link that was just made, with what it is for
FLASH = "team_flash"  # what was just done


def page() -> None:
    """Everybody with their role, and forms to invite and to change them."""
    if not may(ADMINISTERS):
        st.info("This page is for administrators.")
        return
    st.title("Team")
    _show_news()
    store = served_project().store
    with store.snapshot():
        everybody, links = people(store.connection), invitations(store.connection)
    _table(everybody)
    _invite()
    _change(everybody)
    _groups([link for link in links if not link.annotator])


def _show_news() -> None:
    """What the last press of a button did; a link is shown once, and never again."""
    if done := st.session_state.pop(FLASH, ""):
        st.success(done)
    if made := st.session_state.pop(NEW_LINK, None):
        what, address = made
        st.text(what)
        st.code(address, language=None, wrap_lines=True)
        st.text("Copy the link now: it is not shown again. Everyone who has it can use it.")


def _table(everybody: list[Person]) -> None:
    columns = {
        "Name": [each.name for each in everybody],
        "Role": [each.role for each in everybody],
        "State": [_state(each) for each in everybody],
        "Pseudonym": [each.id for each in everybody],
    }
    st.dataframe(columns, hide_index=True)


def _state(each: Person) -> str:
    if each.disabled:
        state = f"disabled since {each.disabled[:10]}"
    elif each.has_password:
        state = "has joined"
    else:
        state = "invited, has not joined yet" if each.is_invited else "no account yet"
    return f"{state}; left out of datasets: {each.left_out}" if each.left_out else state


def _invite() -> None:
    one, group = st.tabs(["Invite a person", "Invite a group"])
    with one, st.form("invite", clear_on_submit=True, border=False):
        name = st.text_input("Name", max_chars=80)
        role = st.selectbox("Role", ROLES)
        if st.form_submit_button("Make a link"):
            what = f"For {name}, as {role}; it works once, for 72 hours:"
            _link(lambda connection, by: invite(connection, name, role, by), what)
    with group, st.form("group", border=False):
        places = int(st.number_input("People", 1, MOST_PLACES, 10))
        today = datetime.now(UTC).date()
        latest = today + timedelta(days=MOST_DAYS - 1)
        until = st.date_input("Until the end of", today + timedelta(days=14), today, latest)
        group_role = st.selectbox("Role", [role for role in ROLES if role not in ADMINISTERS])
        if st.form_submit_button("Make a link for a group"):
            what = f"For up to {places} people, as {group_role}, until {until} (UTC); they choose names:"
            end = datetime.combine(until, time(23, 59, 59), UTC)
            _link(lambda connection, by: invite_group(connection, places, end, group_role, by), what)


def _change(everybody: list[Person]) -> None:
    st.subheader("Change a person")
    names = {each.id: each for each in everybody}
    chosen = st.selectbox("Person", list(names), format_func=lambda one: names[one].name, key="team_person")
    if chosen is None:
        return
    each = names[chosen]
    role = st.selectbox("Role", ROLES, index=ROLES.index(each.role), key=f"team_role_{each.id}_{each.role}")
    first, second, third = st.columns(3)
    if first.button("Change the role", disabled=role == each.role, width="stretch"):
        _do(lambda c, by: set_role(c, each.id, role, by), f"{each.name} is {role} now.")
    if second.button("New link", disabled=bool(each.disabled), width="stretch"):
        _link(
            lambda c, by: reset(c, each.id, by),
            f"For {each.name}; it works once, for 72 hours, and ends the old password:",
        )
    if each.disabled:
        if third.button("Enable", width="stretch"):
            _do(lambda c, by: enable(c, each.id, by), f"{each.name} can sign in and save again.")
    elif third.button("Disable", width="stretch"):
        _do(
            lambda c, by: disable(c, each.id, by),
            f"{each.name} is signed out everywhere, and can't sign in or save. Their labels stay.",
        )
    with st.form(f"team_export_{each.id}", border=False):
        reason = st.text_input(
            "Why datasets leave this person's labels out; empty to take them in", each.left_out, max_chars=500
        )
        if st.form_submit_button("Save the reason"):
            done = f"Datasets leave out the labels of {each.name}." if reason else f"{each.name} is taken in."
            _do(lambda c, by: leave_out(c, each.id, reason, by), done)


def _groups(links: list[Invitation]) -> None:
    if not links:
        return
    st.subheader("Open links of groups")
    for link in links:
        left, right = st.columns([3, 1])
        left.text(f"{link.role}, {link.used} of {link.places} used, until {link.expires_at[:10]}")
        if right.button("End this link", key=f"team_revoke_{link.id}", width="stretch"):
            _do(partial(_end, link.id), "The link has ended.")


def _end(link: str, connection: Any, by: str) -> None:
    revoke(connection, link, by)


def _link(job: Callable[[Any, str], Link], what: str) -> None:
    """Make a link, and show it after the page is drawn anew."""
    made = _done(job)
    if made is not None:
        address = served_project().site.address
        origin = address.public.origin + address.prefix if address.public else _own_origin()
        st.session_state[NEW_LINK] = (what, f"{origin}/join/{made.token}")
        st.rerun()


def _do(job: Callable[[Any, str], object], done: str) -> None:
    """Do something, say so, and draw the page anew."""
    if _done(lambda connection, by: (job(connection, by), True)) is not None:
        st.session_state[FLASH] = done
        st.rerun()


def _done(job: Callable[[Any, str], Any]) -> Any:
    """The result of a job of the writer in the name of the person on the page; None if it was refused."""
    by = person().id
    try:
        return served_project().change_people(lambda connection: job(connection, by))
    except LabelsError as error:
        st.error(str(error))
        return None


def _own_origin() -> str:
    return f"http://{st.context.headers.get('host', '')}"
