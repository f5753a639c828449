"""The agreement of a table as the public JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np

from exports.agreement.choices import Annotators, TableMeasurement, WeightKind
from exports.agreement.coefficient import Coefficient, CoefficientJson, Reason
from exports.agreement.coefficients import EVERY, NAMES, Name
from exports.agreement.figures import LayerFigures, NoteJson, TableFigures
from exports.agreement.intervals import METHOD, Resampling
from exports.agreement.layer import measure_on
from exports.agreement.layer_report import above, layer_report, seven
from exports.agreement.sets import distances
from exports.agreement.sums import Scale
from exports.agreement.tables.label_table import LabelTable
from exports.agreement.tables.many_values import many_valued_alpha
from exports.agreement.tables.values import (
    MOST_CATEGORIES,
    TableValues,
    table_labels,
    value_notes,
    with_one_spelling,
    without_codes,
)
from exports.agreement.weights import default_weights
from labels.errors import TableError

_OF_SETS: frozenset[Name] = frozenset({"krippendorff_alpha", "percent_agreement", "exact_agreement"})


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How the values of a table are compared.

    categories: every value that could be given, in order; None for those in the table.
    weights: by default identity for nominal values, quadratic otherwise.
    fold: take values that differ only in form for the same.  missing: codes for a missing label.
    """

    measurement: TableMeasurement = "nominal"
    categories: Sequence[str] | None = None
    weights: WeightKind | None = None
    fold: bool = False
    missing: tuple[str, ...] = ()
    seed: int = 0
    resamples: int = 1000
    annotators: Annotators = "fixed"


def table_report(table: LabelTable, options: TableOptions | None = None) -> TableFigures:
    """The agreement of a table: coefficients under ``layers.value``, and how they were made.

    Raises TableError as ``table_labels`` does, and if every label is a code for a missing one.
    """
    chosen = options or TableOptions()
    if chosen.measurement in {"ordinal", "interval", "ratio"}:
        table = without_codes(table, chosen.missing)
    if not len(table.values):
        raise TableError(f"{table.file} holds no labels but codes for missing ones.")
    if chosen.fold:
        table = with_one_spelling(table)
    resampling = Resampling(count=chosen.resamples, seed=chosen.seed, annotators=chosen.annotators)
    values = table_labels(table, chosen.measurement, chosen.categories)
    labels = values.labels
    source: Literal["data", "given"] = "data" if chosen.categories is None else "given"
    layer = _layer(values, chosen, resampling)
    layer["notes"] = [
        *_order(layer, chosen.measurement),
        *value_notes(table, chosen.measurement, given=chosen.categories is not None),
        *layer["notes"],
    ]
    return {
        "layers": {"value": {**layer, "categories_from": source, "jaccard": _jaccard(values, resampling)}},
        "table": table.file,
        "table_sha256": table.sha256,
        "n_annotators": len(labels.annotators),
        "n_units": len(labels.units),
        "n_labels": len(labels.unit),
        "n_missing": table.n_missing,
        "n_duplicates": table.n_duplicates,
        "n_filtered": table.n_filtered,
        "cluster": table.cluster_column,
        "columns_not_used": list(table.unused),
        "n_clusters": labels.n_clusters,
        "categories_from": source,
        "interval": {
            "method": METHOD,
            "level": resampling.level,
            "drawn": "clusters" if table.clusters is not None else "units",
            "annotators": chosen.annotators,
        },
        "seed": chosen.seed,
        "resamples": chosen.resamples,
    }


def _layer(values: TableValues, options: TableOptions, resampling: Resampling) -> LayerFigures:
    measurement = options.measurement
    if measurement == "set":
        return _of_sets(values, resampling)
    if len(values.labels.categories) > MOST_CATEGORIES:
        return _of_many(
            values, cast("Literal['interval', 'ratio']", measurement), options.weights, resampling
        )
    return layer_report(values.labels, measurement, options.weights, resampling)


def _of_sets(values: TableValues, resampling: Resampling) -> LayerFigures:
    """Alpha by MASI, and by Jaccard beside it; how many sets could have been given is unknown."""
    sets = [sorted(members) for members in values.sets or ()]
    masi = Scale(np.eye(len(sets)), distances(sets, "masi"))
    layer = layer_report(values.labels, "nominal", None, resampling, scale=masi)
    unknown = Coefficient(None, None, None, 0, 0, "unknown_number_of_values").as_json()
    for name in NAMES:
        if name not in _OF_SETS:
            layer[name] = unknown
    layer["details"] = {name: each for name, each in layer["details"].items() if name in _OF_SETS}
    layer["measurement"], layer["plan"] = "set", {}
    layer["notes"] = []
    return layer


def _jaccard(values: TableValues, resampling: Resampling) -> CoefficientJson | None:
    """Alpha of sets by Jaccard's distance; None for other values."""
    if values.sets is None:
        return None
    sets = [sorted(members) for members in values.sets]
    scale = Scale(np.eye(len(sets)), distances(sets, "jaccard"))
    return measure_on(values.labels, scale, resampling).coefficients["krippendorff_alpha"].as_json()


def _of_many(
    values: TableValues,
    measurement: Literal["interval", "ratio"],
    weights: WeightKind | None,
    resampling: Resampling,
) -> LayerFigures:
    """Alpha alone, where there are too many different values for a table of every two of them."""
    labels = values.labels
    alpha = many_valued_alpha(labels, measurement, resampling)
    others = Coefficient(None, None, None, alpha.n_units, alpha.n_labels, Reason.TOO_MANY_VALUES)
    each = {name: alpha if name == "krippendorff_alpha" else others for name in EVERY}
    size = np.bincount(np.bincount(labels.unit, minlength=len(labels.units)))
    note: NoteJson = {
        "code": "many_values",
        "text": f"{len(labels.categories):,} different numbers: only alpha is computed.",
    }
    return {
        **seven(each),
        "exact_agreement": others.as_json(),
        "measurement": measurement,
        "weights": weights or default_weights(measurement),
        "categories": [],
        "n_clusters": labels.n_clusters,
        "details": {name: found.details() for name, found in each.items()},
        "above": above(alpha),
        "kappa_pairs": {"counted": 0, "least": 0, "too_few_units": 0, "constant": 0},
        "by_value": [],
        "by_pair": [],
        "by_annotator": [],
        "labels_per_unit": {str(labels): int(units) for labels, units in enumerate(size) if units and labels},
        "disagreements": [],
        "plan": {},
        "notes": [note],
    }


def _order(layer: LayerFigures, measurement: TableMeasurement) -> list[NoteJson]:
    if measurement != "ordinal":
        return []
    return [{"code": "order", "text": f"Order of the values: {' < '.join(layer['categories'])}."}]
