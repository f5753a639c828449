"""Agreement on a part of the labels: those made under one codebook version, or between two dates."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import cast

from exports.agreement.choices import Measurement
from exports.agreement.layer import measure
from exports.report.context import Setting
from exports.report.layers import ORDERED, Units, layer_labels, wanted_layers
from exports.report.people_shape import PartFigures, Period, Version
from exports.report.reading.labels import labels_made
from labels.store.agreement_queries import AgreementReader, Made
from labels.store.queries import ProjectReader


def versions_json(
    store: ProjectReader, setting: Setting, units: Units, chosen: Collection[str] | None
) -> list[Version]:
    """Agreement on the labels made under each codebook version alone; without layers if there is only one.

    chosen: the ids of layers; None for all.
    """
    versions = AgreementReader(store).used_versions()
    found: list[Version] = []
    for used in versions:
        layers: dict[str, PartFigures] = {}
        if len(versions) > 1:
            own = replace(setting, codebook=store.codebook_version(used.hash))
            layers = _layers(store, own, units, chosen, Made(version=used.hash))
        found.append(
            {
                "version": used.version,
                "hash": used.hash,
                "decisions": used.decisions,
                "first_seq": used.first,
                "last_seq": used.last,
                "layers": layers,
            }
        )
    return found


def norming_json(
    store: ProjectReader,
    setting: Setting,
    units: Units,
    chosen: Collection[str] | None,
    dates: Iterable[datetime],
) -> list[Period]:
    """Agreement on the labels made before the first of the dates, between them, and after the last.

    chosen: as above.  dates: when annotators settled how they read the codebook, with a time zone, in any
    order. Nothing without dates.
    """
    times = sorted({date.astimezone(UTC) for date in dates})
    if not times:
        return []
    periods: list[Period] = []
    for first, last in pairwise([None, *times, None]):
        made = Made(since=_logged(first), before=_logged(last))
        periods.append(
            {
                "since": None if first is None else first.isoformat(),
                "before": None if last is None else last.isoformat(),
                "decisions": AgreementReader(store).decisions_within(made.since, made.before),
                "layers": _layers(store, setting, units, chosen, made),
            }
        )
    return periods


def _logged(moment: datetime | None) -> str:
    """A moment as the log writes it."""
    return "" if moment is None else moment.isoformat(timespec="microseconds")


def _layers(
    store: ProjectReader, setting: Setting, units: Units, chosen: Collection[str] | None, made: Made
) -> dict[str, PartFigures]:
    """The layers with values, by those made so; a derived value follows from labels of several moments."""
    layers = [
        layer
        for layer in wanted_layers(setting.codebook, chosen)
        if layer.measurement in ORDERED and not layer.derived
    ]
    table = labels_made(store, setting.codebook, setting.table, [layer.id for layer in layers], made)
    part = replace(setting, table=table)
    figures: dict[str, PartFigures] = {}
    for layer in layers:
        labels = layer_labels(part, units, layer, table.values[layer.id]).labels
        measurement = cast("Measurement", layer.measurement)
        coefficients = measure(labels, measurement, resampling=setting.resampling).coefficients
        figures[layer.id] = {
            "krippendorff_alpha": coefficients["krippendorff_alpha"].as_json(),
            "gwet_ac": coefficients["gwet_ac"].as_json(),
            "percent_agreement": coefficients["percent_agreement"].as_json(),
        }
    return figures
