"""The agreement report of a project: plain data for JSON, from which every other form of it is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from exports.agreement.choices import Annotators
from exports.agreement.counts import Labels
from exports.agreement.intervals import METHOD, Resampling
from exports.report.claims import claims_report, matched_claims
from exports.report.context import ClusterBy, Setting, clusters
from exports.report.derived import with_derived_values
from exports.report.disputes import Compared, Disputes, disputes
from exports.report.layer_shape import ProjectLayer, TitledLayer, Touched
from exports.report.layers import (
    ORDERED,
    all_units,
    entity_figures,
    layer_labels,
    set_figures,
    text_figures,
    valued_figures,
    wanted_layers,
)
from exports.report.long_table import Selection, Values
from exports.report.pace import work
from exports.report.people import drift_json, repeated_json, speed_json
from exports.report.people_shape import AdvancedFigures, AdvancedLeftOut, People
from exports.report.periods import norming_json, versions_json
from exports.report.reading.labels import read_long_table
from exports.report.sentences import design_json, holds_labels, sentences_json
from exports.report.shape import (
    CodebookUsed,
    Filters,
    Identity,
    ProjectReport,
)
from exports.report.spans import CONTENT, advanced_json, content_values, spans_json
from exports.report.tool import tool_json
from labels.codebook.codebook import Codebook, Layer
from labels.codebook.model import VALUE_MEASUREMENTS
from labels.store.agreement_queries import AgreementReader
from labels.store.queries import ProjectReader


@dataclass(frozen=True, slots=True)
class Options:
    """What a report covers, and how it is made; the same options and project give the same bytes.

    threshold: Dice from which two claims may be the same.  names: annotators by name, not by pseudonym.
    people: with speed, drift and repeated sentences.  advanced: unitizing alpha and gamma; None where it is
    quick.  norming: dates, with a time zone, before and after which labels are compared.
    """

    selection: Selection = field(default_factory=Selection)
    seed: int = 0
    resamples: int = 1000
    annotators: Annotators = "fixed"
    threshold: float = 0.5
    cluster_by: ClusterBy = "auto"
    names: bool = False
    people: bool = True
    advanced: bool | None = None
    norming: tuple[datetime, ...] = ()


def project_report(store: ProjectReader, options: Options | None = None) -> ProjectReport:
    """Everything there is to say about agreement in a project, read in one snapshot.

    Coefficients that can't be computed are null with a reason. Raises ValueError for a threshold or a number
    of resamples out of range.
    """
    chosen = options or Options()
    with store.snapshot():
        return _Report(store, chosen).as_json()


class _Report:
    """One report while it is made."""

    def __init__(self, store: ProjectReader, options: Options):
        self.store, self.options = store, options
        self.codebook = store.codebook()
        table = read_long_table(store, self.codebook, options.selection)
        names = {person.id: person.name for person in store.annotators()}
        self.setting = Setting(
            table=table,
            codebook=self.codebook,
            clusters=clusters(table, options.cluster_by),
            resampling=Resampling(count=options.resamples, seed=options.seed, annotators=options.annotators),
            threshold=options.threshold,
            shown=tuple(names[one] if options.names else one for one in table.annotators),
        )
        self.matched = matched_claims(table, options.threshold)
        self.units = all_units(self.setting, self.matched)
        self.values = with_derived_values(table, self.codebook)
        self.layers = wanted_layers(self.codebook, options.selection.layers)
        self.origins = AgreementReader(store).origins()

    def as_json(self) -> ProjectReport:
        """Every part, in the order of reading."""
        setting, disputed = self.setting, self._disputes()
        report: ProjectReport = {
            "kind": "project",
            "tool": tool_json(),
            "project": self._identity(),
            "codebook": _named(self.codebook),
            "filters": self._filters(),
            "seed": self.options.seed,
            "resamples": self.options.resamples,
            "interval": {
                "method": METHOD,
                "level": setting.resampling.level,
                "annotators": self.options.annotators,
            },
            "annotator_names": self.options.names,
            "cluster": setting.clusters.as_json(),
            "threshold": self.options.threshold,
            "design": design_json(setting),
            "events": self._events(),
            "sentence": sentences_json(setting),
            "claims": claims_report(setting, self.matched),
            "layers": self._layers(),
            "disputed_sentences": disputed.sentences(),
            "disputed_articles": disputed.articles(),
            "origins": self.origins,
        }
        if self.options.people:
            report["people"] = self._people()
            part = (self.store, setting, self.units, self.options.selection.layers)
            report["versions"] = versions_json(*part)
            report["norming"] = norming_json(*part, self.options.norming)
        if self.options.advanced is not False:
            report["advanced"] = self._advanced()
        return report

    def _identity(self) -> Identity:
        return {
            "id": self.store.fact("id"),
            "name": self.store.path.stem,
            "head": self.store.head(),
            "head_at": AgreementReader(self.store).head_at(),
            "head_hash": AgreementReader(self.store).head_hash(),
        }

    def _events(self) -> dict[str, str]:
        held = {article.event for article in self.setting.table.articles}
        return {event.id: event.name for event in self.store.event_ids() if event.id in held}

    def _filters(self) -> Filters:
        chosen = self.options.selection
        shown = dict(zip(self.setting.table.annotators, self.setting.shown, strict=True))
        people = (
            None if chosen.annotators is None else sorted(shown.get(one, one) for one in chosen.annotators)
        )
        return {
            "events": None if chosen.events is None else sorted(chosen.events),
            "annotators": people,
            "layers": None if chosen.layers is None else sorted(chosen.layers),
            "copies": chosen.copies,
        }

    def _layers(self) -> dict[str, ProjectLayer]:
        content = spans_json(self.setting, content_values(self.setting.table))
        touched = self._touched(CONTENT)
        layers: dict[str, ProjectLayer] = {
            CONTENT: {"title": "Content of the claim", "derived": False, "touched": touched, **content}
        }
        return layers | {layer.id: self._layer(layer) for layer in self.layers}

    def _layer(self, layer: Layer) -> ProjectLayer:
        """A layer's report, whatever it measures; the seven public coefficients are always there."""
        values = self.values.get(layer.id, {})
        titled = TitledLayer(
            title=layer.title, derived=bool(layer.derived), touched=self._touched(layer.id, len(values))
        )
        if layer.measurement == "span":
            return {**titled, **spans_json(self.setting, values)}
        if layer.measurement in ORDERED:
            return {**titled, **valued_figures(self.setting, self.units, layer, values)}
        if layer.measurement == "set":
            return {**titled, **set_figures(self.setting, self.units, layer, values)}
        if layer.measurement in ("entity", "list"):
            return {**titled, **entity_figures(self.setting, self.units, layer, values)}
        return {**titled, **text_figures()}

    def _touched(self, layer: str, values: int = 0) -> Touched:
        """How many of a layer's values a person set.  values: with those that are derived."""
        by_origin = self.origins.get(layer, {})
        set_by = sum(by_origin.values())
        return {
            "values": max(values, set_by),
            "by_hand": by_origin.get("human", 0) + by_origin.get("taken_over", 0),
            "accepted": by_origin.get("accepted", 0),
        }

    def _headline(self) -> Layer | None:
        """The layer that time is shown by: that with the value for "no claim", else the first with values."""
        ordered = [layer for layer in self.codebook.layers if layer.measurement in ORDERED]
        return next((layer for layer in ordered if layer.empty), ordered[0] if ordered else None)

    def _labels(self, layer: Layer) -> Labels:
        return layer_labels(self.setting, self.units, layer, self.values.get(layer.id, {})).labels

    def _disputes(self) -> Disputes:
        """Over step 1 and every layer with values that people set by hand."""
        table = self.setting.table
        step = Compared("holds_claim", holds_labels(self.setting), np.arange(len(table.sentences)))
        layers = [layer for layer in self.layers if layer.measurement in ORDERED and not layer.derived]
        return disputes(
            table, [step, *(Compared(one.id, self._labels(one), self.units.sentence) for one in layers)]
        )

    def _people(self) -> People:
        history = AgreementReader(self.store).history()
        table = self.setting.table
        times = work(history, table.sentences.ids, table.annotators)
        headline = self._headline()
        drift = None
        if headline is not None:
            drift = drift_json(self._labels(headline), self.units.sentence, headline, times)
        repeated: Mapping[str, tuple[Layer, Values]] = {
            layer.id: (layer, self.values.get(layer.id, {}))
            for layer in self.layers
            if layer.measurement in ORDERED
        }
        empty = self.codebook.empty[0] if self.codebook.empty else None
        return {
            "speed": speed_json(history, self.setting),
            "drift": drift,
            "repeated": repeated_json(self.setting, repeated, empty),
        }

    def _advanced(self) -> AdvancedLeftOut | AdvancedFigures:
        spans = {
            layer.id: self.values.get(layer.id, {}) for layer in self.layers if layer.measurement == "span"
        }
        headline = self._headline()
        return advanced_json(
            self.setting,
            {CONTENT: content_values(self.setting.table), **spans},
            self.values.get(headline.id, {}) if headline else {},
            forced=self.options.advanced is True,
        )


def _named(codebook: Codebook) -> CodebookUsed:
    return {
        "id": codebook.id,
        "version": codebook.version,
        "hash": codebook.hash,
        "layers_with_values": [
            layer.id for layer in codebook.layers if layer.measurement in VALUE_MEASUREMENTS
        ],
    }
