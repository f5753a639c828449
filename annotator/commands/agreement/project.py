"""The report of a project."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from annotator.commands.agreement.input import Named
from exports.report.long_table import Selection
from exports.report.project_report import Options, project_report
from exports.report.shape import ProjectReport
from labels.store.queries import ProjectReader


def report(
    store: ProjectReader, named: Named, *, norming: Sequence[datetime], **options: Any
) -> ProjectReport:
    """How far annotators agree in the named parts of a project."""
    chosen = Options(
        selection=Selection(named.events, named.annotators, named.layers, options["copies"]),
        seed=options["seed"],
        resamples=options["resamples"],
        annotators=options["annotators"],
        threshold=options["threshold"],
        cluster_by=options["cluster_by"],
        names=options["names"],
        advanced=True if options["advanced"] else None,
        norming=tuple(norming),
    )
    return project_report(store, chosen)
