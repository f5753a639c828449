"""The three further codebooks that ship, by keys and by mouse: nothing of the default one shows through."""

import json
from collections.abc import Callable, Iterator

import pytest

from tests.annotator.served import Server, do
from tests.browser.seats import Seats
from tests.browser.workspace_page import WorkspacePage

Sit = Callable[..., WorkspacePage]
TEXT = (
    "A bridge for all\n\nThe mayor praised the bridge. It will cost jobs and break the law, a doctor said.\n"
)


@pytest.fixture(scope="module")
def server_of(tmp_path_factory: pytest.TempPathFactory, seats: Seats) -> Iterator[Callable[[str], Server]]:
    """A project with a codebook that ships, served once for all tests."""
    servers: dict[str, Server] = {}

    def served(codebook: str) -> Server:
        if codebook not in servers:
            folder = tmp_path_factory.mktemp(codebook)
            (folder / "Herald.txt").write_text(TEXT, encoding="utf-8")
            do("init", folder / "p.db", "--codebook", codebook)
            do("add", folder / "p.db", folder / "Herald.txt", "--event", "The bridge", "--outlet", "Herald")
            servers[codebook] = Server(folder / "p.db").start()
        return servers[codebook]

    yield served
    for server in servers.values():
        seats.close(server)
        server.stop()


def values(work: WorkspacePage) -> dict[str, object]:
    """The labels of the focused sentence and its claims, by layer."""
    work.saved()
    return {layer: value for (_, layer), value in work.labels(work.focused()).items()}


@pytest.mark.parametrize("codebook", ["sentence-sentiment", "news-frames"])
def test_where_sentences_are_labeled_whole_no_claim_is_spoken_of(
    codebook: str, server_of: Callable[[str], Server], sit: Sit
) -> None:
    work = sit(server_of(codebook))
    work.keys("s", "S", "Delete", "w", ",", "0", "Backspace", "Backspace", "Enter")
    assert "claim" not in work.page.inner_text(".cd").lower().replace("claimdesk", "")
    for name in ("split", "merge", "remove"):
        assert work.page.locator(f".cd [data-command={name}]:visible").count() == 0
    work.keys("?")
    assert "claim" not in work.page.inner_text("dialog[open]").lower()
    work.keys("Escape")
    assert values(work) == {}


def test_sentiment_takes_two_keys_and_enter(server_of: Callable[[str], Server], sit: Sit) -> None:
    work = sit(server_of("sentence-sentiment"))
    first = work.focused()
    work.keys("1", "c", "1", "Enter")
    work.saved()
    assert work.labels(first) == {
        ("sentence", "sentiment"): "positive",
        ("sentence", "strength"): "strong",
        ("sentence", "state"): "done",
    }
    assert work.focused() != first


def test_frames_are_added_by_two_strokes_and_taken_out_by_backspace_or_a_press(
    server_of: Callable[[str], Server], sit: Sit
) -> None:
    work = sit(server_of("news-frames"))
    first, second, third = (
        work.page.locator("[data-layer=frames].cd-value").nth(place).get_attribute("data-value")
        for place in range(3)
    )
    work.keys("m", "1", "m", "3", "m", "2", "m", "2")
    assert json.loads(str(values(work)["frames"])) == [first, second, third]
    work.keys("Backspace")
    assert json.loads(str(values(work)["frames"])) == [first, third]
    work.page.click(f".cd-value[data-layer=frames][data-value={first}]")
    assert json.loads(str(values(work)["frames"])) == [third]
    assert "several" in work.page.inner_text("section[data-layer=frames]")


def test_a_stance_has_a_target_from_the_list_and_a_reason_in_words(
    server_of: Callable[[str], Server], sit: Sit
) -> None:
    work = sit(server_of("stance-towards-target"))
    work.keys("j", "3", "-")
    work.page.keyboard.type("The bridge")
    work.keys("Enter", "a", "r")
    work.page.keyboard.type("praised: 1 a k")
    work.keys("Enter")
    labels = values(work)
    assert (labels["stance"], labels["holder"], labels["reason"]) == ("favor", "outlet", "praised: 1 a k")
    assert "target" in labels
