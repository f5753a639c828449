"""Who is looking at a page: the gate's answer, handed on by Streamlit."""

from urllib.parse import unquote

import streamlit as st

from annotator.server.gate import ANNOTATOR_HEADER
from annotator.server.served_project import desk
from labels.store.queries import Annotator


def annotator() -> Annotator:
    """The annotator whose browser this is; the gate lets nobody else reach a page."""
    identifier = unquote(st.context.headers[ANNOTATOR_HEADER])
    return next(known for known in desk().store.annotators() if known.id == identifier)
