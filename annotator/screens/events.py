"""The events, and how far one is."""

import streamlit as st

from annotator import workspace
from annotator.screens.label import NOTHING_YET
from annotator.server.served_project import desk


def page() -> None:
    """One row an event; opening one leads to the workspace."""
    if desk().store.event_ids():
        workspace.show_events(key="events")
    else:
        st.info(NOTHING_YET)
