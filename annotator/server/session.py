"""Who is looking at a page, as the gate told Streamlit, and what they may see."""

from collections.abc import Collection
from urllib.parse import unquote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from annotator.server.gate import ANNOTATOR_HEADER
from annotator.server.served_project import served_project
from labels.role import Role
from labels.store.people.people import Person, person_of
from labels.store.queries import Annotator


def person() -> Person:
    """The person on this page, as they are now; the gate lets no one else reach a page."""
    identifier = unquote(st.context.headers[ANNOTATOR_HEADER])
    known = person_of(served_project().store.connection, identifier)
    if known is None:
        raise RuntimeError("The gate let somebody in whom the project does not know.")
    return known


def annotator() -> Annotator:
    """The same person, as one who labels."""
    known = person()
    return Annotator(known.id, known.name)


def may(roles: Collection[Role]) -> bool:
    """Whether the person on this page has one of the roles now; without accounts everybody may."""
    if not served_project().has_accounts:
        return True
    known = person()
    return known.role in roles and not known.disabled


def session_id() -> str:
    """The id of the browser's session, which is in the address of its uploads; "" in a test without one."""
    context = get_script_run_ctx()
    return "" if context is None else context.session_id
