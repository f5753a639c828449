"""The demo corpus: four invented events, eleven articles, the labels of fictitious annotators."""

import json
import re
from collections import Counter, defaultdict
from itertools import combinations, pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from labels.claim import Claim, SentenceLabels
from labels.codebook.codebook import shipped
from labels.codebook.constraints import violations
from labels.codebook.derivation import cue_stance, quote_mode
from labels.span import Span
from labels.text.sentences import sentences

DEMO = Path(__file__).resolve().parents[3] / "annotator" / "demo"
ANNOTATORS = ("Ana", "Ben", "Chi")
EVERYBODY = (*ANNOTATORS, "You")
LONG = range(12, 26)  # body sentences
FULL, HALF, FRESH = (
    {"Solvent spill at Port Calder", "Recount in Brennick"},
    {"Data breach at Lindmark Hospital"},
    {"Launch of Heron-2 put off"},
)
ARTICLE_FIELDS = {"event", "outlet", "title", "byline", "published", "url", "language", "licence", "text"}
LABEL_FIELDS = {
    "annotator",
    "event",
    "outlet",
    "sentence",
    "occurrence",
    "claim",
    "content",
    "values",
    "stance_override",
    "note",
    "unsure",
    "minutes",
}
CLAIM_LAYERS = {
    "claim_type",
    "anchor",
    "source_kind",
    "source",
    "source_mention",
    "cue",
    "relays",
    "certainty",
}
REAL_OUTLETS = (
    "Reuters|AP|AFP|BBC|CNN|NPR|dpa|TASS|Xinhua|Bloomberg|Guardian|Telegraph|Daily Mail|Mirror|Fox News|"
    "Le Monde|Der Spiegel|El País|New York Times|Washington Post|Wall Street Journal|Global Times|Benzinga|"
    "South China Morning Post|Al Jazeera|Associated Press"
)


def _lines(name):
    return [json.loads(line) for line in (DEMO / name).read_text(encoding="utf-8").splitlines()]


def _page(article):
    return f"{article['event']}-{article['outlet']}"


ARTICLES = _lines("articles.jsonl")
LABELS = _lines("labels.jsonl")
CLAIMS = [label for label in LABELS if label["claim"]]
TEXTS = {(article["event"], article["outlet"]): article["text"] for article in ARTICLES}
PAGES = pytest.mark.parametrize("article", ARTICLES, ids=_page)


def _text(label):
    return TEXTS[label["event"], label["outlet"]]


def _sentence_key(label):
    return label["event"], label["outlet"], label["sentence"], label["occurrence"]


def _sentences(article):
    return sentences("a", article["text"], title=article["title"], outlets=[article["outlet"]])


def _words(article, *kinds):
    """The texts of the article's sentences of these kinds, in reading order."""
    return [one.span.of(article["text"]) for one in _sentences(article) if one.kind in kinds]


def _found(label, part):
    """Where a quoted part of a label stands: as whole words in its sentence, else anywhere."""
    start = -1
    for _ in range(label["occurrence"]):
        start = _text(label).index(label["sentence"], start + 1)
    match = re.search(rf"(?<!\w){re.escape(part)}(?!\w)", label["sentence"])
    if match:
        return Span(start + match.start(), start + match.end())
    at = _text(label).index(part)
    return Span(at, at + len(part))


def _claim(label, sentence):
    """A label as the log would hold it; sources go by their names."""
    values = {layer: value for layer, value in label["values"].items() if value}
    for layer in ("cue", "source_mention"):
        if layer in values:
            span = _found(label, values[layer])
            values[layer] = [[span.start, span.end]]
    if label["stance_override"]:
        values["outlet_stance"] = label["stance_override"]
    content = tuple(_found(label, part) for part in label["content"]) or (sentence.span,)
    return Claim(f"{sentence.id}.{label['claim']}", sentence.id, content, values)


def _frames(article, annotator):
    """One frame for each sentence of the article that the annotator has decided."""
    claims, own = {}, defaultdict(dict)
    for key, found in _by_sentence(annotator).items():
        if key[:2] == (article["event"], article["outlet"]):
            places = [one for one in _sentences(article) if one.span.of(article["text"]) == key[2]]
            sentence = places[key[3] - 1]
            claims[sentence] = [_claim(label, sentence) for label in found if label["claim"]]
            if not claims[sentence]:
                own[sentence] = found[0]["values"]
    return [
        SentenceLabels(
            sentence,
            article["text"],
            article["outlet"],
            own[sentence],
            tuple(made),
            tuple(claim for other, others in claims.items() if other != sentence for claim in others),
        )
        for sentence, made in claims.items()
    ]


def _by_sentence(annotator):
    found = defaultdict(list)
    for label in LABELS:
        if label["annotator"] == annotator:
            found[_sentence_key(label)].append(label)
    return found


def test_four_events_are_each_reported_by_two_or_three_outlets():
    outlets = Counter(article["event"] for article in ARTICLES)
    assert set(outlets) == FULL | HALF | FRESH
    assert set(outlets.values()) <= {2, 3}
    assert len(TEXTS) == len(ARTICLES)


@PAGES
def test_an_article_has_exactly_the_documented_fields(article):
    assert set(article) == ARTICLE_FIELDS
    assert article["licence"] == "CC BY 4.0, Claimdesk demo corpus"


@PAGES
def test_an_article_lies_at_an_address_that_cannot_exist(article):
    # RFC 2606 keeps .example free of real sites
    address = urlsplit(article["url"])
    assert (address.scheme, address.hostname.rpartition(".")[2]) == ("https", "example")


@PAGES
def test_the_headline_stands_on_a_line_of_its_own_in_the_page(article):
    assert article["title"] in article["text"].split("\n")


@PAGES
def test_an_article_names_no_real_outlet(article):
    page = " ".join(str(value) for value in article.values())
    assert not re.findall(rf"\b(?:{REAL_OUTLETS})\b", page)


def test_all_articles_but_one_short_notice_have_twelve_to_twentyfive_body_sentences():
    counts = {(article["event"], article["outlet"]): len(_words(article, "body")) for article in ARTICLES}
    short = {key: count for key, count in counts.items() if count not in LONG}
    assert short == {("Recount in Brennick", "Halven State News"): 7}


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a no-break space", "\u00a0"),
        ("an opening quotation mark as apostrophe", r"\w‘\w"),
        ("curly quotation marks", "“[^”]+”"),
        ("straight quotation marks", '"[^"]+"'),
        ("an emoji", "[\U0001f300-\U0001faff]"),
        ("a combining accent", "[\u0300-\u036f]"),
        ("a Chinese name", "[\u4e00-\u9fff]{2,}"),
        ("a kicker", r"(?m)^HALVENIA / ENVIRONMENT$"),
        ("a published line", r"(?m)^Published: "),
        ("a photo credit", r"Photo: "),
        ("a repeated caption", r"(?ms)^([^\n]+ Photo: [^\n]+)$.*^\1$"),
        ("run-in headings", r"(?m)^Why It Matters: "),
        ("a copyright line", r"(?m)^© "),
        ("a line that leads on", r"(?m)^Read more"),
        ("the outlet's name at the end", r"\nHalven State News\Z"),
        ("an inline dateline", r"(?m)^[A-Z ]+ \([\w ]+\) — "),
        ("initials, a rank and a number sign", r"(?s)Dr\. A\. J\. .*No\. 5.*Sgt\. .*U\.S\."),
    ],
)
def test_the_pages_carry_what_real_pages_carry(what, pattern):
    assert any(re.search(pattern, text) for text in TEXTS.values()), what


def test_every_label_has_exactly_the_documented_fields():
    assert {frozenset(label) for label in LABELS} == {frozenset(LABEL_FIELDS)}
    assert {frozenset(label["values"]) for label in CLAIMS} == {frozenset(CLAIM_LAYERS)}


def test_every_labeled_sentence_stands_in_its_article_as_often_as_it_says():
    assert [x["sentence"] for x in LABELS if not 1 <= x["occurrence"] <= _text(x).count(x["sentence"])] == []


def test_every_cue_and_source_mention_stands_in_its_sentence():
    marked = [(x["sentence"], x["values"][layer]) for x in CLAIMS for layer in ("cue", "source_mention")]
    assert [(part, sentence) for sentence, part in marked if part and part not in sentence] == []


def test_the_first_place_of_a_marked_string_in_its_sentence_is_a_whole_word():
    # so that whoever looks for "he" does not find it in "The"
    marked = [(x["sentence"], x["values"][layer]) for x in CLAIMS for layer in ("cue", "source_mention")]
    marked += [(x["sentence"], part) for x in CLAIMS for part in x["content"] if part in x["sentence"]]
    cut = [
        (part, sentence)
        for sentence, part in marked
        if part and not re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").match(sentence, sentence.index(part))
    ]
    assert cut == []


def test_every_content_stands_in_its_article_and_touches_its_sentence():
    # a quotation may begin in the sentence before
    outside = [
        part
        for label in CLAIMS
        for part in label["content"]
        if not _found(label, part).overlap(_found(label, label["sentence"]))
    ]
    assert outside == []


def test_every_labeled_sentence_is_one_that_reading_the_article_gives():
    found = {
        (article["event"], article["outlet"]): Counter(_words(article, "headline", "caption", "body"))
        for article in ARTICLES
    }
    unknown = [x["sentence"] for x in LABELS if found[_sentence_key(x)[:2]][x["sentence"]] < x["occurrence"]]
    assert unknown == []


def test_two_events_are_labeled_by_all_three_one_in_part_and_one_not_at_all():
    people = [{label["annotator"] for label in LABELS if label["event"] == event} for event in FULL | HALF]
    assert all(found >= set(ANNOTATORS) for found in people)
    assert not [label for label in LABELS if label["event"] in FRESH]


@pytest.mark.parametrize("annotator", ANNOTATORS)
@pytest.mark.parametrize("article", [a for a in ARTICLES if a["event"] in FULL], ids=_page)
def test_an_annotator_has_decided_every_sentence_of_a_fully_labeled_event(annotator, article):
    place = article["event"], article["outlet"]
    decided = Counter(key[2] for key in _by_sentence(annotator) if key[:2] == place)
    assert decided == Counter(_words(article, "headline", "caption", "body"))


@pytest.mark.parametrize("annotator", EVERYBODY)
@PAGES
def test_no_label_breaks_a_constraint_of_the_shipped_codebook(annotator, article):
    broken = [
        (frame.sentence.span.of(frame.text), violation.message)
        for frame in _frames(article, annotator)
        for when in ("done", "advise")
        for violation in violations(frame, shipped(), when)
    ]
    assert broken == []


def test_a_newcomer_finds_fresh_sentences_in_the_half_labeled_event():
    labeled = {outlet for event, outlet, _, _ in map(_sentence_key, LABELS) if event in HALF}
    assert labeled == {"Corvell Wire"}
    wire = next(a for a in ARTICLES if a["event"] in HALF and a["outlet"] == "Corvell Wire")
    ana = {sentence for event, _, sentence, _ in _by_sentence("Ana") if event in HALF}
    body = _words(wire, "body")
    assert 0 < len(ana.intersection(body)) < len(body) * 2 / 3


@pytest.mark.parametrize("layer", ["claim_type", "anchor", "source_kind", "certainty"])
def test_every_value_of_a_layer_is_used_several_times(layer):
    used = Counter(label["values"].get(layer) for label in LABELS)
    least = {value: used[value] for value in shipped().layer(layer).value_ids}
    assert min(least.values()) >= 3, least
    assert set(used) - {None} == set(least)


def test_every_outlet_stance_occurs_several_times():
    codebook = shipped()
    stances = Counter(
        label["stance_override"] or cue_stance(label["values"], label["values"]["cue"] or "", codebook)
        for label in CLAIMS
    )
    assert min(stances[value] for value in codebook.layer("outlet_stance").value_ids) >= 3, stances


def test_direct_mixed_and_indirect_speech_occur_several_times():
    modes = Counter(
        quote_mode(_text(label), [_found(label, part) for part in label["content"] or [label["sentence"]]])
        for label in CLAIMS
        if label["values"]["anchor"] != "none"
    )
    assert min(modes[mode] for mode in ("direct", "mixed", "indirect")) >= 3, modes


@pytest.mark.parametrize(
    ("what", "holds"),
    [
        ("relays", lambda label: label["values"]["relays"]),
        ("discontinuous content", lambda label: len(label["content"]) > 1),
        (
            "content over a sentence border",
            lambda label: any(c not in label["sentence"] for c in label["content"]),
        ),
        ("a sentence-wide claim", lambda label: not label["content"]),
        ("a second claim", lambda label: label["claim"] > 1),
        ("an override of the stance", lambda label: label["stance_override"]),
        ("a note", lambda label: label["note"]),
        ("a doubt", lambda label: label["unsure"] is not None),
    ],
)
def test_the_labels_show_what_the_product_can_hold(what, holds):
    assert any(holds(label) for label in CLAIMS), what


def _values(anchor):
    return [label["values"] for label in CLAIMS if label["values"]["anchor"] == anchor]


def test_the_outlets_own_voice_is_the_author_without_source_cue_or_relay():
    traces = ("source", "source_mention", "cue", "relays")
    assert [v for v in _values("none") if v["source_kind"] != "author" or any(v[x] for x in traces)] == []
    assert [x for x in CLAIMS if x["values"]["anchor"] == "none" and x["stance_override"]] == []


def test_an_explicit_claim_has_a_cue_or_a_mention_and_names_its_source_unless_it_is_unnamed():
    explicit = _values("explicit")
    assert [v for v in explicit if not (v["cue"] or v["source_mention"])] == []
    assert [v for v in explicit if not v["source"] and v["source_kind"] != "unnamed"] == []
    assert [v for v in explicit if v["source_kind"] == "author"] == []


def test_a_relay_is_neither_the_outlet_nor_the_origin():
    assert not [
        label
        for label in CLAIMS
        if {label["outlet"], label["values"]["source"]} & set(label["values"]["relays"])
    ]


def test_a_carried_source_is_explicit_in_another_sentence_of_the_annotators_article():
    explicit = defaultdict(set)
    for label in CLAIMS:
        if label["values"]["anchor"] == "explicit":
            place = label["annotator"], label["event"], label["outlet"], label["values"]["source"]
            explicit[place].add(label["sentence"])
    carried = [label for label in CLAIMS if label["values"]["anchor"] == "carried"]
    for label in carried:
        place = label["annotator"], label["event"], label["outlet"], label["values"]["source"]
        assert explicit[place] - {label["sentence"]}, label["sentence"]


@pytest.mark.parametrize("annotator", EVERYBODY)
def test_a_sentence_has_numbered_distinct_claims_or_one_decision_that_there_is_none(annotator):
    for labels in _by_sentence(annotator).values():
        numbers = [label["claim"] for label in labels]
        assert numbers in ([0], list(range(1, len(labels) + 1)))
        assert numbers != [0] or labels[0]["values"] == {"claim_type": "none"}
        assert numbers == [0] or all(label["values"]["claim_type"] != "none" for label in labels)
        marks = [(tuple(label["content"]), label["values"].get("source")) for label in labels]
        assert len(set(marks)) == len(marks)


@pytest.mark.parametrize("annotator", EVERYBODY)
def test_working_time_never_runs_backwards(annotator):
    minutes = [label["minutes"] for label in LABELS if label["annotator"] == annotator]
    assert all(earlier <= later for earlier, later in pairwise(minutes))


@pytest.mark.parametrize(("one", "other"), list(combinations(ANNOTATORS, 2)))
def test_two_annotators_agree_on_most_claim_types_and_by_no_means_on_all(one, other):
    first, second = _by_sentence(one), _by_sentence(other)
    same = [
        first[key][0]["values"]["claim_type"] == second[key][0]["values"]["claim_type"]
        for key in first.keys() & second.keys()
    ]
    assert 0.6 <= sum(same) / len(same) <= 0.85
