"""The first step of a report: who has seen which sentence, and who says that it holds a claim."""

import numpy as np

from exports.agreement.arrays import Ints
from exports.agreement.choices import Measurement
from exports.agreement.counts import Labels
from exports.agreement.figures import LayerFigures
from exports.agreement.layer_report import layer_report
from exports.report.context import Setting, seen_by_two
from exports.report.long_table import DONE, EMPTY
from exports.report.shape import AnnotatorDesign, Design, SentenceSteps

CLAIM, NO_CLAIM = "claim", "no_claim"
MOST_CLAIMS = 3
COUNTS = ("0", "1", "2", "3+")
UNITS_LISTED = 20


def sentences_json(setting: Setting) -> SentenceSteps:
    """Whether a sentence holds a claim (nominal), and how many (ordinal, three and more as one)."""
    return {
        "holds_claim": _report(setting, holds_labels(setting), "nominal"),
        "number_of_claims": _report(setting, count_labels(setting), "ordinal"),
    }


def _report(setting: Setting, labels: Labels, measurement: Measurement) -> LayerFigures:
    return layer_report(labels, measurement, None, setting.resampling, units_listed=UNITS_LISTED)


def holds_labels(setting: Setting) -> Labels:
    """Claim or no claim, of every sentence by everybody who has seen it."""
    return _labels(setting, (setting.table.n_claims == 0).astype(np.int64), (CLAIM, NO_CLAIM))


def count_labels(setting: Setting) -> Labels:
    """The number of claims, of every sentence by everybody who has seen it."""
    return _labels(setting, np.minimum(setting.table.n_claims, MOST_CLAIMS), COUNTS)


def _labels(setting: Setting, code: Ints, categories: tuple[str, ...]) -> Labels:
    table = setting.table
    sentence, annotator = np.nonzero(table.seen)
    return Labels(
        unit=sentence,
        annotator=annotator,
        value=code[sentence, annotator],
        units=table.sentences.ids,
        annotators=setting.shown,
        categories=categories,
        cluster=setting.sentence_clusters(),
    )


def design_json(setting: Setting) -> Design:
    """Who labeled what: sentences by annotator and state, overlap of each two, labels per sentence."""
    table, shown = setting.table, setting.shown
    seen, unsure = table.seen, table.unsure
    doubled = seen_by_two(table)
    shared = (seen.T.astype(np.int64) @ seen.astype(np.int64)).tolist()
    per_sentence = np.bincount(seen.sum(axis=1), minlength=1)
    return {
        "annotators": _annotators(setting),
        "overlap": {"annotators": list(shown), "sentences": shared},
        "labels_per_sentence": {
            str(size): count for size, count in enumerate(per_sentence.tolist()) if count and size
        },
        "sentences": {
            "in_labeled_articles": len(table.sentences),
            "seen": int(seen.any(axis=1).sum()),
            "seen_by_two": int(doubled.sum()),
            "unsure": int(unsure.any(axis=1).sum()),
        },
        "articles_seen_by_two": setting.clusters.articles,
        "events_seen_by_two": setting.clusters.events,
        "copies": {
            "sentences": table.copies,
            "counted": "every time" if table.kept.all() and table.copies else "once",
        },
        "adjudicated": table.settled,
        # This version does not hand out sentences: everybody may label everything.
        "assignment": "not_recorded",
    }


def _annotators(setting: Setting) -> list[AnnotatorDesign]:
    table = setting.table
    kept = table.kept[:, None]
    done = ((table.left & DONE) > 0) & kept
    nothing = table.seen & (table.n_claims == 0)
    chose_empty = ((table.left & EMPTY) > 0) & kept
    by_others = table.seen.any(axis=1)
    doubled = seen_by_two(table)
    return [
        {
            "annotator": name,
            "seen": int(table.seen[:, number].sum()),
            "seen_with_others": int((table.seen[:, number] & doubled).sum()),
            "done": int(done[:, number].sum()),
            "no_claim": int(nothing[:, number].sum()),
            "no_claim_chosen": int(chose_empty[:, number].sum()),
            "claims": int(table.n_claims[table.kept, number].sum()),
            "unsure": int(table.unsure[:, number].sum()),
            "unsure_without_label": int((table.unsure & ~table.seen)[:, number].sum()),
            "unseen": int((by_others & ~table.seen[:, number]).sum()),
        }
        for number, name in enumerate(setting.shown)
    ]
