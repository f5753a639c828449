"""The Streamlit script: which pages there are."""

import streamlit as st

from annotator.pages import events, label

st.set_page_config(page_title="Claimdesk", page_icon=":material/fact_check:", layout="wide")
st.navigation(
    [
        st.Page(label.page, title="Label", url_path="label", default=True, icon=":material/edit_note:"),
        st.Page(events.page, title="Events", url_path="events", icon=":material/view_list:"),
    ],
    position="top",
).run()
