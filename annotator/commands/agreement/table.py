"""The report of a table of labels."""

from annotator.commands.agreement.input import TableChoice
from exports.agreement.choices import Annotators, TableMeasurement, WeightKind
from exports.agreement.tables.label_table import label_table
from exports.agreement.tables.report import TableOptions, table_report
from exports.agreement.tables.rows import TableRows
from exports.report.shape import TableReport
from exports.report.tool import table_report_json


def report(
    rows: TableRows,
    choice: TableChoice,
    *,
    measurement: TableMeasurement,
    weights: WeightKind | None,
    fold: bool,
    seed: int,
    resamples: int,
    annotators: Annotators,
    **_: object,
) -> TableReport:
    """How far the annotators of a table agree."""
    options = TableOptions(
        measurement=measurement,
        categories=choice.categories,
        weights=weights,
        fold=fold,
        missing=choice.missing,
        seed=seed,
        resamples=resamples,
        annotators=annotators,
    )
    return table_report_json(table_report(label_table(rows), options))
