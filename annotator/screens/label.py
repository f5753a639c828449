"""The workspace, alone on its page."""

import streamlit as st

from annotator import workspace
from annotator.server.served_project import desk

NOTHING_YET = "This project holds no articles yet. Stop the server, then: annotator add PROJECT FILE..."


def page() -> None:
    """The event named in the address, else the next one of the queue."""
    if desk().store.event_ids():
        workspace.show(st.query_params.get("event"), key="workspace")
    else:
        st.info(NOTHING_YET)
