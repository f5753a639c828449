"""The page on which articles are added, corrected, withdrawn and restored."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from annotator.screens import proposals
from annotator.server.handover.own_command import Ran, run_command
from annotator.server.handover.uploads import MAX_UPLOAD
from annotator.server.rights import may_change_corpus
from annotator.server.served_project import served_project
from annotator.server.session import annotator, session_id
from annotator.views.corpus import (
    FIELDS,
    add_words,
    article_line,
    article_table,
    change_lines,
    changed_values,
    field_values,
    matching,
    upload_fault,
)
from labels.errors import LabelsError
from labels.store.corpus.articles import ArticleRow, article_rows
from labels.store.corpus.operations import CorrectArticles, RestoreArticle, WithdrawArticle, correction

KINDS = ["txt", "html", "htm", "jsonl", "ndjson", "json", "csv", "tsv", "zip", "gz", "xml", "rss", "parquet"]
MOST_ROWS = 500  # of the table; the list to choose from takes what is typed
MOST_LINES = 300
DONE, DRY_RUN, SAVED = "corpus_done", "corpus_dry_run", "corpus_saved"


def is_for_me() -> bool:
    """Whether the person who looks may add and correct articles."""
    return may_change_corpus(served_project(), annotator())


def leave() -> None:
    """The browser shows another page, so nothing is uploaded, and what was done is known."""
    st.session_state.pop(DONE, None)
    served_project().uploads.close(session_id())


def page() -> None:
    """Articles to correct, and files to add."""
    st.title("Corpus")
    if not is_for_me():
        st.info("Only administrators add and correct articles.")
        return
    _say_done()
    st.page_link(proposals.as_page(), label="Which articles report the same event?")
    articles, files = st.tabs(["Articles", "Add files"])
    with articles:
        _articles()
    with files:
        _files()


def _say_done() -> None:
    """What the last press did; it stays until the next, since a run may be cut short by another."""
    lines = st.session_state.get(DONE)
    if lines:
        st.success("Done. Open pages show it in a few seconds.")
        st.text("\n".join(lines))


def _refused(error: LabelsError | Sequence[str]) -> None:
    st.session_state.pop(DONE, None)
    st.error("This was not done.")
    st.text("\n".join(error) if isinstance(error, Sequence) else str(error))


def _articles() -> None:
    rows = article_rows(served_project().store.connection)
    words = st.text_input("Search articles", placeholder="Words of event, outlet, title, source, ...")
    matches = matching(rows, words)
    st.text(f"{len(matches):,} of {len(rows):,} articles")
    st.dataframe(pd.DataFrame(article_table(matches[:MOST_ROWS])), hide_index=True, height=240)
    if len(matches) > MOST_ROWS:
        st.text(f"The table holds the first {MOST_ROWS}.")
    lines = {row.id: article_line(row) for row in matches}
    saved, last = st.session_state.get(SAVED, (0, None))
    chosen = st.selectbox(
        "Article",
        list(lines),
        index=list(lines).index(last) if last in lines else None,
        format_func=lambda each: lines.get(each, each),
        placeholder="Choose one",
        key=f"article {saved}",  # Streamlit forgets a choice whose words have changed
    )
    row = next((each for each in matches if each.id == chosen), None)
    if row is not None:
        _form(row)


def _form(row: ArticleRow) -> None:
    """Fields to correct, and the way out and back; the keys hold the article, so that fields start anew."""
    if row.withdrawn:
        st.text(f"Withdrawn: {row.withdrawn}")
    with st.form(f"correct {row.id}"):
        columns = st.columns(3)
        typed = {
            name: columns[number % 3].text_input(FIELDS[name], value, key=f"{name} {row.id} {value}")
            for number, (name, value) in enumerate(field_values(row).items())
        }
        reason = st.text_input("Reason, for the log", key=f"reason {row.id}")
        save, move, _ = st.columns([1, 1, 2])
        is_saved = save.form_submit_button("Save corrections")
        is_moved = move.form_submit_button("Restore" if row.withdrawn else "Withdraw")
    if is_saved or is_moved:
        try:
            lines = _correct(row, typed, reason) if is_saved else _move(row, reason)
        except LabelsError as error:
            _refused(error)
            return
        st.session_state[DONE] = lines
        st.session_state[SAVED] = (st.session_state.get(SAVED, (0, None))[0] + 1, row.id)
        st.rerun()


def _correct(row: ArticleRow, typed: dict[str, str], reason: str) -> list[str]:
    given = changed_values(row, typed)
    if not given:
        return ["Nothing differs from what the project holds."]
    wanted = correction(row.id, given, article_line(row))
    operation = CorrectArticles((wanted,), reason.strip() or "on the page", annotator().name)
    return change_lines(served_project().change(operation))


def _move(row: ArticleRow, reason: str) -> list[str]:
    why, by = reason.strip() or "on the page", annotator().name
    if row.withdrawn:
        served_project().change(RestoreArticle(row.id, why, by))
        return [f"{article_line(row)}: restored, with its labels."]
    served_project().change(WithdrawArticle(row.id, why, by))
    return [f"{article_line(row)}: withdrawn. Its labels stay in the log and come back with it."]


def _files() -> None:
    """Files dropped here are read by a process of their own, first on trial."""
    served_project().uploads.open(session_id(), annotator().id)
    files = st.file_uploader(
        f"Files with articles, up to {MAX_UPLOAD} MB each",
        type=KINDS,
        accept_multiple_files=True,
        max_upload_size=MAX_UPLOAD,
        key=f"files {st.session_state.get('corpus_round', 0)}",
    )
    first, second, third = st.columns(3)
    options = {
        "event": first.text_input("Event, for all files"),
        "outlet": second.text_input("Outlet, for all files"),
        "licence": third.text_input("License, for all files"),
    }
    choices = {
        "group": "Group them into events by their texts and dates",
        "accept-loss": "Read pages of which more than a third is left out",
    }
    flags = [flag for flag, words in choices.items() if st.checkbox(words)]
    if not files:
        return
    words = add_words([file.name for file in files], options, flags)
    if st.button("Show what would be added"):
        with st.spinner("Reading the files"):
            st.session_state[DRY_RUN] = (words, _run(files, ["--dry-run", *words]))
    tried, trial = st.session_state.get(DRY_RUN, (None, None))
    if trial is not None and tried == words:
        _confirm(files, words, trial)


def _confirm(files: Sequence[UploadedFile], words: Sequence[str], trial: Ran) -> None:
    _print(trial)
    if not trial.is_done or not st.button("Add these articles"):
        return
    with st.spinner("Adding the articles"):
        ran = _run(files, [f"--by={annotator().name}", *words])
    if not ran.is_done:
        _refused([*ran.errors, *ran.output[-1:]])
        return
    st.session_state[DONE] = [*ran.output[-1:]]
    st.session_state.pop(DRY_RUN, None)
    st.session_state["corpus_round"] = st.session_state.get("corpus_round", 0) + 1  # an empty uploader
    st.rerun()


def _print(ran: Ran) -> None:
    if not ran.is_done:
        _refused(ran.errors)
        return
    left = len(ran.output) - MOST_LINES
    lines = (
        ran.output if left <= 0 else (*ran.output[:MOST_LINES], f"... {left:,} more lines", ran.output[-1])
    )
    st.text("\n".join(lines))


def _run(files: Sequence[UploadedFile], words: Sequence[str]) -> Ran:
    """Run ``annotator add`` on the files, in a folder that is gone afterwards."""
    fault = upload_fault([file.name for file in files])
    if fault:
        return Ran(False, (), (fault,))
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            Path(folder, file.name).write_bytes(file.getbuffer())
        project = str(served_project().store.path.resolve())
        return run_command(["add", project, *words], Path(folder))
