"""Two articles of the press, labeled claim by claim: what is derived, split and suggested."""

from labels.claim import Claim
from labels.codebook.codebook import shipped
from labels.codebook.derivation import derived
from labels.span import Span
from labels.text.sentences import kinded_spans
from tests.benchmarks import suggestions as measured
from tests.trial import SEEDS, claims, lines


def derivations():
    """Each claim with what follows from it."""
    for doc, claim in claims(SEEDS):
        labels = {**dict(claim.chosen), "cue": [list(claim.cue)] if claim.cue else None}
        content = tuple(Span(start, end) for start, end in claim.content)
        text = (SEEDS / doc).read_text(encoding="utf-8")
        yield claim, derived(Claim("x.1", "x", content, labels), shipped(), text)


def test_the_mode_of_every_claim_is_found():
    modes = [(values["mode"], claim.mode) for claim, values in derivations()]
    assert [found for found, _ in modes] == [mode for _, mode in modes]
    assert len(modes) == 39


def test_the_stance_is_found_wherever_a_person_did_not_override_it():
    wrong = [claim for claim, values in derivations() if values["outlet_stance"] != claim.stance]
    # "criticized ... for allegedly": the doubt is outside the cue, so a person overrides it
    assert [claim.is_override for claim in wrong] == [True]


def test_every_attributed_sentence_has_a_suggestion():
    texts = measured.seeds()
    count = measured.counts(texts, lambda text: measured.suggested(text.article, shipped()))["sentence"]
    assert (count.found, count.gold, count.overlap) == (15, 15, 15)


def test_the_articles_are_read_as_a_person_read_them():
    # Its run-in headings are cut off here, as its rule 5 demands, and its "section" is our "kicker".
    gold = {}
    for row in lines(SEEDS):
        kind = row["doc_part"].replace("section", "kicker")
        gold.setdefault(row["doc"], []).append((row["start"], row["end"], kind))
    for name, expected in gold.items():
        rejoined = []
        for part in kinded_spans((SEEDS / name).read_text("utf-8")):
            start = rejoined.pop()[0] if rejoined and rejoined[-1][2] == "runin_heading" else part.span.start
            rejoined.append((start, part.span.end, part.kind))
        assert rejoined == expected


def test_the_run_in_headings_are_cut_off():
    text = (SEEDS / "004_94818c088c75b413.txt").read_text("utf-8")
    headings = [part.span.of(text) for part in kinded_spans(text) if part.kind == "runin_heading"]
    assert headings == ["What Happened:", "Why It Matters:"]
