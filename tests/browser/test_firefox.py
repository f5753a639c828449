"""Keys, and that no label is lost, in Firefox, too. Without Firefox they are skipped; in CI they fail."""

import json
from collections.abc import Iterator

import pytest

from tests.annotator.served import Server
from tests.browser.firefox import Firefox, executable, launched
from tests.tools import missing

READY = "document.querySelector(\".cd[data-ready='1']\")"
SAVED = "document.querySelector(\".cd-saved[data-status='saved'][data-waiting='0']\")"
FOCUSED = "document.querySelector('[aria-selected=true]').dataset.sentence"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """One Firefox for all tests."""
    if executable() is None:
        missing("Firefox is not installed on this machine (apt-get install firefox-esr)")
    with launched(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demo project that may be killed."""
    project = tmp_path_factory.mktemp("firefox") / "demo.db"
    with Server(project, words=("demo", "--project", str(project))) as server:
        yield server


@pytest.fixture
def work(firefox: Firefox, demo: Server, request: pytest.FixtureRequest) -> Firefox:
    """The workspace of an annotator with the name of the test."""
    firefox.open(f"{demo.url}/who")
    firefox.wait("document.querySelector('#name')")
    name = json.dumps(request.node.name[:60])
    firefox.value(f"document.querySelector('#name').value = {name}")
    firefox.value("document.querySelector('#name').form.requestSubmit()")
    firefox.wait(READY)
    return firefox


def log(server: Server, name: str) -> list[tuple[object, ...]]:
    """The annotator's decisions: sentence, layer, value."""
    return server.rows(
        "select d.sentence, layer, value from decision d join annotator a on a.id = d.annotator "
        "where a.name = ? order by seq",
        name[:60],
    )


def test_firefox_labels_by_keys_and_a_reason_labels_nothing(
    work: Firefox, demo: Server, request: pytest.FixtureRequest
) -> None:
    sentence = work.value(FOCUSED)
    work.keys("1", "o", "b", "1", "q")
    work.keys(*"because of 1 o b", "Enter")
    work.keys("Enter")
    work.wait(SAVED)
    layers = [layer for where, layer, _ in log(demo, request.node.name) if where == sentence]
    assert layers.count("claim_type") == 1
    assert {"claim_type", "source_kind", "certainty", "unsure", "state"} <= set(layers)
    assert work.value(FOCUSED) != sentence
    assert {where for where, _, _ in log(demo, request.node.name)} == {sentence}


def test_firefox_loses_no_key_of_a_burst_over_a_reload(
    work: Firefox, demo: Server, request: pytest.FixtureRequest
) -> None:
    first = work.value(FOCUSED)
    work.keys("1", "2", "3", "4", *["v", "b"] * 20)
    work.value("document.body.dataset.before = 'the reload'; location.reload()")
    work.wait(f"!document.body.dataset.before && {READY} && {SAVED} && {FOCUSED}")
    values = [value for _, layer, value in log(demo, request.node.name) if layer == "certainty"]
    assert len(values) == 40
    assert work.value(FOCUSED) == first


def test_firefox_sends_what_waited_for_a_server_that_was_killed(
    work: Firefox, demo: Server, request: pytest.FixtureRequest
) -> None:
    demo.kill()
    work.keys("1", "o", "b", "Enter", "2")
    work.wait("document.querySelector('.cd-saved').dataset.status === 'offline'")
    demo.start()
    work.wait(SAVED)
    layers = [layer for _, layer, _ in log(demo, request.node.name)]
    assert layers.count("claim_type") == 2
    assert layers.count("state") == 1
