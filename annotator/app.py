"""The Streamlit script: which pages there are."""

from pathlib import Path

import streamlit as st

from annotator.screens import agreement, events, label

# an icon by name would be fetched from a font server
st.set_page_config(page_title="Claimdesk", page_icon=str(Path(__file__).with_name("icon.png")), layout="wide")
st.navigation(
    [
        st.Page(label.page, title="Label", url_path="label", default=True, icon=":material/edit_note:"),
        st.Page(events.page, title="Events", url_path="events", icon=":material/view_list:"),
        st.Page(agreement.page, title="Agreement", url_path="agreement", icon=":material/balance:"),
    ],
    position="top",
).run()
