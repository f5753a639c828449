"""The list of events with the annotator's progress."""

import streamlit as st

from annotator import workspace
from annotator.server.checks import MOST_FAULTS
from annotator.server.served_project import served_project

UNSOUND = """
The check of this project found faults. Labels are still saved. Stop the server and run
`annotator verify PROJECT`, which lists them; then restore a backup, or save what is whole:
`annotator rescue PROJECT NEW`.
"""


def page() -> None:
    """One row per event; opening one leads to the workspace."""
    backups = served_project().backups
    if backups is not None and backups.failing is not None:
        st.warning(
            f"Backups of this project fail since {backups.failing:%Y-%m-%d %H:%M} UTC. "
            "Labels are still saved; tell the person who runs the server, whose log says why."
        )
    _show_check()
    workspace.show_events(served_project().site.address.prefix, key="events")


def _show_check() -> None:
    """The last check of the project, in full for whoever runs it; to others only that something is wrong."""
    project = served_project()
    check = project.checks.last
    if check is None:
        return
    if not check.faults:
        if project.site.address.is_private:
            st.text(  # a caption is too faint for WCAG
                f"Checked at {check.at:%Y-%m-%d %H:%M} UTC: sound, {check.entries:,} entries of the log."
            )
    elif project.site.address.is_private:
        st.error(UNSOUND)
        st.text("\n".join(check.faults[:MOST_FAULTS]))
    else:
        st.warning(
            "The check of this project found faults. Labels are still saved; tell the person who runs the "
            "server, whose log says what is wrong."
        )
