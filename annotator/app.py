"""The Streamlit script: which pages there are."""

from pathlib import Path

import streamlit as st

from annotator.screens import agreement, events, label, team
from annotator.server.served_project import served_project
from annotator.server.session import may
from labels.role import ADMINISTERS, SEES_OTHERS

# an icon by name would be fetched from a font server
st.set_page_config(page_title="Claimdesk", page_icon=str(Path(__file__).with_name("icon.png")), layout="wide")
pages = [
    st.Page(label.page, title="Label", url_path="label", default=True, icon=":material/edit_note:"),
    st.Page(events.page, title="Events", url_path="events", icon=":material/view_list:"),
]
if may(SEES_OTHERS):
    pages.append(st.Page(agreement.page, title="Agreement", url_path="agreement", icon=":material/balance:"))
if served_project().has_accounts and may(ADMINISTERS):
    pages.append(st.Page(team.page, title="Team", url_path="team", icon=":material/group:"))
st.navigation(pages, position="top").run()
