"""The events, and how far one is."""

import pandas as pd
import streamlit as st

from annotator.desk import desk
from annotator.session import annotator
from annotator.view import events_view


def page() -> None:
    """One row an event; opening one leads to the workspace."""
    st.title("Events")
    rows = events_view(desk().store, annotator())
    if not rows:
        st.info("This project holds no articles yet. Add some with: annotator add PROJECT FILE...")
        return
    table = pd.DataFrame(
        {
            "Event": [row["name"] for row in rows],
            "Outlets": [", ".join(row["outlets"]) for row in rows],
            "Sentences": [row["sentences"] for row in rows],
            "Done": [row["done"] / max(1, row["sentences"]) for row in rows],
            "Unsure": [row["unsure"] for row in rows],
            "Open": [f"/?event={row['id']}" for row in rows],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            "Done": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1),
            "Open": st.column_config.LinkColumn(display_text="Label"),
        },
    )
