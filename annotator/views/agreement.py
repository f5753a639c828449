"""What the agreement page offers to choose from and to take away: pure functions of a store and a report."""

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from annotator.views.links import sentence_link
from exports.rendering.csv_files import csv_files
from exports.report.long_table import Selection
from exports.report.shape import DisputedSentence, Report
from labels.store.agreement_queries import AgreementReader
from labels.store.assignment import withheld_events
from labels.store.queries import ProjectReader

# Zip files name a time; the same report gives the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Choices:
    """What one viewer may look at.

    events: name by id, those with labels that the viewer may see.  withheld: the names of those that they may
    not see yet, each with how many sentences they have left there.
    annotators: those with labels there, name by pseudonym.  layers: title by id.
    """

    events: Mapping[str, str]
    withheld: Mapping[str, int]
    annotators: Mapping[str, str]
    layers: Mapping[str, str]


def choices(store: ProjectReader, viewer: str) -> Choices:
    """Events with labels of two or more, but for those that the viewer has to finish first."""
    hidden = withheld_events(store, viewer)
    people = {
        event: found
        for event, found in AgreementReader(store).labelers().items()
        if len(found) > 1 and event not in hidden
    }
    labeled = {one for found in people.values() for one in found}
    return Choices(
        events={event.id: event.name for event in store.event_ids() if event.id in people},
        withheld={event.name: hidden[event.id] for event in store.event_ids() if event.id in hidden},
        annotators={one.id: one.name for one in store.annotators() if one.id in labeled},
        layers={layer.id: layer.title for layer in store.codebook().layers},
    )


def selection(
    offered: Choices, events: Collection[str], annotators: Collection[str], layers: Collection[str]
) -> Selection:
    """The labels to compare; nothing chosen is everything offered, never more than that."""
    return Selection(
        events=frozenset(events or offered.events) & frozenset(offered.events),
        annotators=frozenset(annotators) or None,
        layers=frozenset(layers) or None,
    )


def csv_zip(report: Report) -> bytes:
    """Every table of a report as CSV, in one file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in csv_files(report).items():
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", NO_TIME), text)
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class DisputedRow:
    """A disputed sentence with a link to its place in the workspace."""

    sentence: DisputedSentence
    link: str


def disputed_rows(report: Report, prefix: str = "") -> Sequence[DisputedRow]:
    """The most disputed sentences with a link to each; prefix: see ``sentence_link``."""
    if report["kind"] == "table":
        return []
    return [
        DisputedRow(one, sentence_link(one["event"], one["sentence"], prefix))
        for one in report["disputed_sentences"]
    ]
