"""The list of events with the annotator's progress."""

import streamlit as st

from annotator import workspace
from annotator.server.served_project import served_project


def page() -> None:
    """One row per event; opening one leads to the workspace."""
    backups = served_project().backups
    if backups is not None and backups.failing is not None:
        st.warning(
            f"Backups of this project fail since {backups.failing:%Y-%m-%d %H:%M} UTC. "
            "Labels are still saved; tell the person who runs the server, whose log says why."
        )
    workspace.show_events(served_project().site.address.prefix, key="events")
