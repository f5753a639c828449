"""How far annotators agree; shown to nobody before they have finished labeling themselves."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from annotator.server.served_project import served_project
from annotator.server.session import annotator, may
from annotator.views.agreement import Choices, choices, csv_zip, disputed_rows, selection
from exports.rendering.first_page import sentences
from exports.rendering.html import page as html_page
from exports.rendering.latex import latex_table
from exports.rendering.layer_tables import by_annotator, by_pair, by_value, confusions, tables
from exports.rendering.pictures import pictures
from exports.rendering.project_tables import people_tables, said
from exports.rendering.svg import Scheme
from exports.rendering.tables import Table, coefficients, columns_shown, layer_levels
from exports.rendering.text import remarks, report_json, shown
from exports.report.long_table import Selection
from exports.report.project_report import Options, project_report
from exports.report.shape import ProjectReport
from labels.role import SEES_OTHERS
from labels.store.queries import Annotator, ProjectReader


def page() -> None:
    """The report of the served project, as the person on this page may see it."""
    if may(SEES_OTHERS):
        show(served_project().store, annotator())
    else:
        st.info("Agreement is for adjudicators, researchers and administrators.")


def show(store: ProjectReader, viewer: Annotator) -> None:
    """The report that one viewer may see, with filters and downloads."""
    st.title("Agreement")
    offered = choices(store, viewer.id)
    if offered.withheld:
        _tell_withheld(offered.withheld)
    if not offered.events:
        st.info(
            "There is nothing to compare yet: no event that you may see holds the labels of two annotators."
        )
        return
    chosen = _filters(offered)
    report = _report(str(store.path), store.head(), chosen, names=True)
    scheme: Scheme = "dark" if st.context.theme.type == "dark" else "light"
    drawn = pictures(report, scheme)
    for words in sentences(report):
        st.text(words)
    _picture(drawn, "forest")
    st.text("\n".join(f"•  {words}" for words in remarks(report)))
    _downloads(lambda: _report(str(store.path), store.head(), chosen, names=False))
    found = {table.id: table for table in [*tables(report), *people_tables(report)]}
    for name in ("overview", "matching", "design", "overlap", "touched"):
        _table(found.get(name))
    _layer(report, drawn, offered)
    for name in ("spans", "inside_the_text", "over_time"):
        _picture(drawn, name)
    for name in ("spans", "speed", "drift", "repeated", "versions", "advanced", "plan"):
        _table(found.get(name))
    _disputed(report)


def _tell_withheld(left: Mapping[str, int]) -> None:
    """Why events are left out, and how they open."""
    number = "1 event is" if len(left) == 1 else f"{len(left)} events are"
    st.info(
        f"{number} hidden until you finish labeling, so that other people's labels don't influence yours. "
        "An event opens to you once all of its sentences are done or marked unsure."
    )
    st.text("\n".join(f"•  {name}: {count} to do" for name, count in left.items()))


def _filters(offered: Choices) -> Selection:
    left, middle, right = st.columns(3)
    events = left.multiselect(
        "Events", list(offered.events), format_func=lambda one: offered.events[one], placeholder="All"
    )
    people = middle.multiselect(
        "Annotators",
        list(offered.annotators),
        format_func=lambda one: offered.annotators[one],
        placeholder="All",
    )
    layers = right.multiselect(
        "Layers", list(offered.layers), format_func=lambda one: offered.layers[one], placeholder="All"
    )
    return selection(offered, events, people, layers)


# A resource, not data: nothing changes a report, and a copy for every rerun would cost more than drawing it.
@st.cache_resource(max_entries=16, show_spinner="Comparing labels")
def _report(project: str, head: int, chosen: Selection, *, names: bool) -> ProjectReport:  # noqa: ARG001 - cache keys
    return project_report(served_project().store, Options(selection=chosen, names=names))


def _layer(report: ProjectReport, drawn: Mapping[str, str], offered: Choices) -> None:
    """One layer's tables and pictures, by choice."""
    some = {name: layer_levels(name, data) for name, data in report["layers"].items() if "collapse" in data}
    if not some:
        return
    name = st.selectbox("Layer to look at", list(some), format_func=lambda one: offered.layers.get(one, one))
    for kind in ("values", "confusion", "pairs", "outlets"):
        _picture(drawn, f"{kind}_{name}")
    chosen = some[name]
    for table in (coefficients(chosen), by_value(chosen), by_pair(chosen), by_annotator(chosen)):
        _table(table, within=True)
    for table in confusions(chosen):
        _table(table, within=True)


def _picture(drawn: Mapping[str, str], name: str) -> None:
    if name in drawn:
        st.image(drawn[name], alt=f"{name}; the tables hold the same figures")


def _table(table: Table | None, *, within: bool = False) -> None:
    """A table as text: shares as percentages, nothing as a dash."""
    if table is None or not table.rows:
        return
    st.text(table.title)
    kept = columns_shown(table, table.rows, within=within)
    cells = [[shown(row[number], table.columns[number].kind) for number in kept] for row in table.rows]
    # Two columns may bear one title, which a data frame can't.
    titles: list[str] = []
    for number in kept:
        title = table.columns[number].title
        titles.append(title + " " * titles.count(title))
    st.dataframe(pd.DataFrame(cells, columns=titles), hide_index=True)
    if table.note:
        st.text(table.note)  # a caption is too faint for WCAG


def _disputed(report: ProjectReport) -> None:
    rows = disputed_rows(report, served_project().site.address.prefix)
    if not rows:
        return
    st.text("Most disputed sentences")
    table = pd.DataFrame(
        {
            "Words": [row.sentence["text"] for row in rows],
            "Outlet": [row.sentence["outlet"] for row in rows],
            "Who said what": [
                " | ".join(f"{layer}: {words}" for layer, words in said(report, row.sentence["layers"], {}))
                for row in rows
            ],
            "Open": [row.link for row in rows],
        }
    )
    st.dataframe(
        table, hide_index=True, column_config={"Open": st.column_config.LinkColumn(display_text="Label")}
    )


def _downloads(report: Callable[[], ProjectReport]) -> None:
    """What can be taken away, with pseudonyms; each is made when it is asked for."""
    first, second, third, fourth = st.columns(4)
    first.download_button(
        "HTML page", lambda: html_page(report()), "agreement.html", "text/html", on_click="ignore"
    )
    second.download_button(
        "JSON", lambda: report_json(report()), "agreement.json", "application/json", on_click="ignore"
    )
    third.download_button(
        "CSV tables", lambda: csv_zip(report()), "agreement.zip", "application/zip", on_click="ignore"
    )
    fourth.download_button(
        "LaTeX table", lambda: latex_table(report()), "agreement.tex", "text/plain", on_click="ignore"
    )
