"""The page that holds the workspace."""

import streamlit as st

from annotator import workspace
from annotator.server.served_project import served_project


def page() -> None:
    """The event named in the address, else the next one in the queue."""
    workspace.show(st.query_params.get("event"), served_project().site.address.prefix, key="workspace")
