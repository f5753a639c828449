"""Splits: whole events, copies on one side, and what was test stays test."""

from collections import Counter

import pytest

from exports.dataset.columns import layer_columns
from exports.dataset.leaks import Leaks, summary
from exports.dataset.lines import FlatOptions, flat_rows
from exports.dataset.splits import Corpus, best_seed, parsed, read_corpus, split
from labels.errors import SplitError
from labels.store.corpus.adding import add_articles
from labels.store.queries import ProjectReader
from labels.store.writer import Writer
from tests.exports.labeled import OWN, Team
from tests.labels.projects import article, project

SHARES = (0.8, 0.1, 0.1)


def corpus(number, groups=None):
    events = tuple(f"e{n}" for n in range(number))
    return Corpus(events, {event: event for event in events} | (groups or {}), (), {})


def parts(one, seed=0, shares=SHARES):
    return {event: part.split for event, part in split(one, shares, seed).parts.items()}


def texts(count, event="Event"):
    """Articles of as many events, without a run of words in common."""
    return [
        article(f"Head {n}\n" + " ".join(f"{event}{n}x{i}" for i in range(40)) + ".", "Wire", f"{event} {n}")
        for n in range(count)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_shares_are_kept_over_many_events_and_every_part_is_filled_from_three_on(seed):
    counts = Counter(parts(corpus(200), seed).values())
    assert counts["train"] == pytest.approx(160, abs=3)
    assert counts["dev"] == pytest.approx(20, abs=3)
    assert set(parts(corpus(3), seed).values()) == {"train", "dev", "test"}


@pytest.mark.parametrize("seed", range(5))
def test_no_event_moves_when_others_are_added(seed):
    few, many = parts(corpus(20), seed), parts(corpus(90), seed)
    assert {event: many[event] for event in few} == few


def test_seeds_differ_and_each_gives_the_same_again():
    assert parts(corpus(40), 1) != parts(corpus(40), 2)
    assert parts(corpus(40), 1) == parts(corpus(40), 1)


def test_what_was_test_stays_test_when_a_copy_joins_two_events():
    before = parts(corpus(30))
    tested = next(event for event, part in before.items() if part == "test")
    other = next(event for event, part in before.items() if part == "train")
    after = parts(corpus(30, {other: tested}))
    assert (after[tested], after[other]) == ("test", "test")
    assert {event: part for event, part in after.items() if event != other} == {
        event: part for event, part in before.items() if event != other
    }


def test_too_few_groups_are_refused_and_an_empty_part_names_a_seed_that_fills_it():
    with pytest.raises(
        SplitError, match="at least 3 groups of events that share no text, and this project has 2"
    ):
        split(corpus(2), SHARES, 0)
    for seed in range(30):
        one = corpus(4, {"e1": "e0"})
        try:
            split(one, SHARES, seed)
        except SplitError as error:
            advised = int(str(error).rpartition("--seed ")[2].strip("."))
            assert set(parts(one, advised).values()) == {"train", "dev", "test"}
            return
    pytest.fail("no seed leaves a part empty")


@pytest.mark.parametrize(
    "text", ["", "80", "80/20/0", "a/b", "50/20/20/10", "-1/2", "nan/1", "inf/1", "80-20"]
)
def test_what_is_no_split_is_refused_with_an_example(text):
    with pytest.raises(SplitError, match="such as 80/10/10"):
        parsed(text)


def test_shares_may_add_up_to_anything():
    assert parsed("8/1/1") == parsed("80/10/10") == pytest.approx(SHARES)
    assert parsed("90/10") == pytest.approx((0.9, 0.1))


@pytest.fixture
def copied(tmp_path):
    """Six events; the wire text of the first is printed again in the fifth, a sentence of it in the sixth."""
    articles = texts(6)
    wire = articles[0].text
    articles[4] = article(wire + " One more sentence of ours.", "Copy", "Event 4")
    articles[5] = article(
        articles[5].text + " " + " ".join(f"Event1x{i}" for i in range(6)) + ".", "Wire", "Event 5"
    )
    team = Team(project(tmp_path, articles))
    for one in articles:
        for sentence in one.sentences[1:]:
            team.claim("Ana", sentence, **OWN)
    team.source("Ana", articles[0].id, "s1", "The Mayor")
    team._writer.close()
    return team.path


def test_copies_are_on_one_side_and_the_report_proves_it(copied):
    for seed in range(8):
        with ProjectReader(copied) as store, store.snapshot():
            one = read_corpus(store)
            try:
                chosen = split(one, (0.5, 0.5), seed)
            except SplitError:
                continue
            leaks = Leaks(chosen, one, layer_columns(store.codebook()))
            lines = list(leaks.watched(flat_rows(store, FlatOptions(parts=chosen.parts))))
        report = leaks.as_json()
        assert report["shared"]["near_copies"]["n"] == report["shared"]["events"]["n"] == 0
        sides = {line["event_name"]: line["split"] for line in lines}
        assert sides["Event 0"] == sides["Event 4"]
        assert sum(part["lines"] for part in report["parts"].values()) == len(lines)
        assert f"Split with seed {seed}:" in summary(report)


def test_a_project_that_grows_keeps_every_part(copied):
    with ProjectReader(copied) as store, store.snapshot():
        before = split(read_corpus(store), (0.5, 0.5), 3).parts
    writer = Writer(copied)
    writer.run(lambda connection: add_articles(connection, texts(9, "Later")))
    writer.close()
    with ProjectReader(copied) as store, store.snapshot():
        after = split(read_corpus(store), (0.5, 0.5), 3).parts
    assert {event: after[event] for event in before} == before


def test_the_best_seed_balances_values_that_others_leave_to_one_side():
    rows = [
        {"event": f"e{n}", "claim_type": "event" if n % 2 else "state"}
        for n in range(12)
        for _ in range(n + 1)
    ]
    seed = best_seed(corpus(12), (0.5, 0.5), rows, ["claim_type"])

    def imbalance(seed):
        sides = parts(corpus(12), seed, (0.5, 0.5))
        counts = Counter((sides[row["event"]], row["claim_type"]) for row in rows)
        return abs(counts["train", "event"] - counts["test", "event"]) + abs(
            counts["train", "state"] - counts["test", "state"]
        )

    assert imbalance(seed) == min(map(imbalance, range(200)))
