"""The page on which a person goes through proposed events: confirm, split, merge, name."""

import streamlit as st
from streamlit.navigation.page import Page

from annotator.server.handover.moving import ServedChanges, move_in_portions
from annotator.server.handover.own_command import run_command
from annotator.server.rights import may_change_corpus
from annotator.server.served_project import served_project
from annotator.server.session import annotator
from annotator.views.proposals import (
    Proposal,
    article_words,
    merged,
    moves,
    outcome_words,
    parsed,
    split,
    ticked_at_first,
    without,
)
from labels.errors import LabelsError

PROPOSALS, PLACE, SAID = "proposals", "proposals_place", "proposals_said"
WHY = "confirmed on the page"
# Streamlit writes the keys of buttons too faintly for WCAG
KEYS_TO_READ = "<style>[data-testid=stButton] button:enabled kbd {color: inherit; opacity: 1}</style>"


def as_page() -> Page:
    """The page; Streamlit's links don't show it, since the header has no room for more."""
    return st.Page(page, title="Proposed events", url_path="proposals", visibility="hidden")


def page() -> None:
    """One proposal at a time."""
    st.html(KEYS_TO_READ)
    st.title("Proposed events")
    if not may_change_corpus(served_project(), annotator()):
        st.info("Only administrators group articles into events.")
        return
    st.text(
        "Articles that report the same are proposed as one event, by their words and dates. Nothing moves "
        "until you confirm it; articles with labels stay where they are unless you tick them."
    )
    window = st.number_input("Days between two articles of one event, at most", 0, 366, 3)
    if st.button("Propose events"):
        _propose(int(window))
    if said := st.session_state.get(SAID, ""):
        st.success("Done. Open pages show it in a few seconds.")
        st.text(said)
    proposals: tuple[Proposal, ...] | None = st.session_state.get(PROPOSALS)
    if proposals:
        _show(proposals, min(st.session_state.get(PLACE, 0), len(proposals) - 1))
    elif proposals is not None:
        st.info("Nothing is left to propose: every article is in the event that its words suggest.")


def _propose(window: int) -> None:
    """Compare the articles in another process, since thousands of them take a while."""
    with st.spinner("Comparing the articles"):
        project = str(served_project().store.path.resolve())
        ran = run_command(["events", "propose", project, "--json", f"--window={window}"])
    if ran.is_done:
        st.session_state[PROPOSALS], st.session_state[PLACE] = parsed(ran.output), 0
        st.session_state.pop(SAID, None)
    else:
        st.error("The articles could not be compared.")
        st.text("\n".join(ran.errors))


def _show(proposals: tuple[Proposal, ...], place: int) -> None:
    proposal = proposals[place]
    st.subheader(f"Proposal {place + 1} of {len(proposals)}")
    name = " ".join(st.text_input("Name of the event", proposal.name, key=f"name {proposal.key}").split())
    first = ticked_at_first(proposal)
    ticked = set()
    for each in proposal.articles:
        line = st.container(horizontal=True, vertical_alignment="center", gap="small")
        # the words of a label are Markdown, those of an article are text
        label, is_in = f"In this event: article {each.id}", each.id in first
        if line.checkbox(
            label, is_in, key=f"{proposal.key} {each.id}", label_visibility="collapsed", width=24
        ):
            ticked.add(each.id)
        line.text(article_words(proposal, each), width="stretch")
    st.text(outcome_words(proposal, name, ticked))
    _buttons(proposals, place, name, ticked)


def _buttons(proposals: tuple[Proposal, ...], place: int, name: str, ticked: set[str]) -> None:
    """Each has a key that works anywhere on the page but in a field."""
    proposal = proposals[place]
    confirm, apart, back, onward = st.columns(4)
    if confirm.button("Confirm", shortcut="Alt+Enter", disabled=not name):
        _confirm(proposals, place, name, ticked)
    if apart.button("Split off the unticked", shortcut="Alt+S"):
        taken = [event.name for event in served_project().store.event_ids()]
        _go(split(proposals, place, ticked, taken), place)
    if back.button("Previous", shortcut="Alt+Up", disabled=place == 0):
        _go(proposals, place - 1)
    if onward.button("Next", shortcut="Alt+Down", disabled=place + 1 == len(proposals)):
        _go(proposals, place + 1)
    if len(proposals) > 1:
        _merge(proposals, proposal)


def _merge(proposals: tuple[Proposal, ...], proposal: Proposal) -> None:
    others = {each.key: each.name for each in proposals if each is not proposal}
    choice, join = st.columns([3, 1], vertical_alignment="bottom")
    other = choice.selectbox(
        "Another proposal", list(others), index=None, format_func=lambda key: others.get(key, key),
        key=f"merge {proposal.key}",
    )  # fmt: skip
    if join.button("Merge it into this one", shortcut="Alt+M", disabled=other is None) and other is not None:
        joined = merged(proposals, proposals.index(proposal), other)
        _go(joined, joined.index(next(each for each in joined if each.key == proposal.key)))


def _confirm(proposals: tuple[Proposal, ...], place: int, name: str, ticked: set[str]) -> None:
    project, proposal = served_project(), proposals[place]
    try:
        left = move_in_portions(
            ServedChanges(project), project.store, moves(proposal, name, ticked), WHY, annotator().name
        )
    except LabelsError as error:
        st.error("This was not done.")
        st.text(str(error))
        return
    words = outcome_words(proposal, name, ticked - set(left)).replace("would move", "moved")
    if left:
        words += f" {len(left)} got labels in the meantime and stay where they are."
    st.session_state[SAID] = words
    _go(without(proposals, proposal.key), place)


def _go(proposals: tuple[Proposal, ...], place: int) -> None:
    st.session_state[PROPOSALS], st.session_state[PLACE] = proposals, place
    st.rerun()
