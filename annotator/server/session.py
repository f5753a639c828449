"""Who is looking at a page, as the gate told Streamlit."""

from urllib.parse import unquote

import streamlit as st

from annotator.server.gate import ANNOTATOR_HEADER
from annotator.server.served_project import served_project
from labels.store.queries import Annotator


def annotator() -> Annotator:
    """The signed-in annotator; the gate lets no one else reach a page."""
    identifier = unquote(st.context.headers[ANNOTATOR_HEADER])
    return next(known for known in served_project().store.annotators() if known.id == identifier)
