"""The page that holds the workspace."""

import streamlit as st

from annotator import workspace
from annotator.server.served_project import served_project

NOTHING_YET = "This project has no articles yet. Stop the server, then run: annotator add PROJECT FILE..."


def page() -> None:
    """The event named in the address, else the next one in the queue."""
    if served_project().store.event_ids():
        workspace.show(st.query_params.get("event"), served_project().site.address.prefix, key="workspace")
    else:
        st.info(NOTHING_YET)
