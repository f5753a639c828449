"""The workspace, alone on its page."""

import streamlit as st

from annotator import workspace


def page() -> None:
    """The event named in the address, else the next one of the queue."""
    workspace.show(st.query_params.get("event"), key="workspace")
