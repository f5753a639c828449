"""The Streamlit script: which pages there are."""

from base64 import b64encode
from pathlib import Path

import streamlit as st

from annotator.screens import agreement, corpus, events, label, proposals, team
from annotator.server.served_project import served_project
from annotator.server.session import may
from labels.role import ADMINISTERS, SEES_OTHERS

# an icon by name would come from a font server, one by file from /media/, which is not for everybody
icon = b64encode(Path(__file__).with_name("icon.png").read_bytes()).decode()
st.set_page_config(page_title="Claimdesk", page_icon=f"data:image/png;base64,{icon}", layout="wide")
pages = [
    st.Page(label.page, title="Label", url_path="label", default=True, icon=":material/edit_note:"),
    st.Page(events.page, title="Events", url_path="events", icon=":material/view_list:"),
]
if may(SEES_OTHERS):
    pages.append(st.Page(agreement.page, title="Agreement", url_path="agreement", icon=":material/balance:"))
if served_project().has_accounts and may(ADMINISTERS):
    pages.append(st.Page(team.page, title="Team", url_path="team", icon=":material/group:"))
if corpus.is_for_me():
    pages += [
        st.Page(corpus.page, title="Corpus", url_path="corpus", icon=":material/library_books:"),
        proposals.as_page(),  # led to by the page Corpus
    ]
chosen = st.navigation(pages, position="top")
if chosen.url_path != "corpus":
    corpus.leave()
chosen.run()
