"""Keys, and that no label is lost, in Firefox, too. Without Firefox they are skipped; in CI they fail."""

import copy
import json
from collections.abc import Iterator

import pytest

from tests.annotator.served import Server
from tests.browser.firefox import Firefox, executable, launched
from tests.browser.test_workday import KEYBOARDS
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


def test_firefox_takes_a_press_as_the_keyboard_prints_it(
    work: Firefox, demo: Server, request: pytest.FixtureRequest
) -> None:
    wanted = {}
    for presses, labels in KEYBOARDS.values():
        sentence = work.value(FOCUSED)
        for key, code in presses:
            event = json.dumps({"key": key, "code": code, "bubbles": True, "cancelable": True})
            work.value(f"document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {event})), 0")
        wanted[sentence] = labels
        # j and k lead back to where they began
        assert work.value(FOCUSED) == sentence
        work.keys("ArrowDown")
    work.wait(SAVED)
    entries = log(demo, request.node.name)
    for sentence, labels in wanted.items():
        values = {layer: json.loads(str(value)) for where, layer, value in entries if where == sentence}
        assert {layer: values.get(layer) for layer in labels} == labels
        assert ("certainty" in values) == ("certainty" in labels)


def test_firefox_previews_what_space_sets_and_the_same_key_twice_changes_nothing(
    work: Firefox, demo: Server, request: pytest.FixtureRequest
) -> None:
    shown = work.value(
        "[...document.querySelectorAll('[data-preview]')].map((e) => e.dataset.layer ?? e.dataset.role)"
        ".sort().join()"
    )
    work.keys(" ")
    work.wait(SAVED)
    set_by_space = {str(layer) for _, layer, _ in log(demo, request.node.name)} - {"content"}
    assert ",".join(sorted(set_by_space)) == shown
    work.keys("b", "b", "b")
    work.wait(SAVED)
    assert [layer for _, layer, _ in log(demo, request.node.name)].count("certainty") == 1


def test_firefox_keeps_the_last_key_of_two_tabs_that_worked_without_a_server(
    work: Firefox, demo: Server, request: pytest.FixtureRequest
) -> None:
    second = copy.copy(work)
    second.page = work.do("browsingContext.create", type="tab")["context"]
    second.open(demo.url)
    second.wait(READY)
    work.keys("1")
    work.wait(SAVED)
    demo.kill()
    for tab, key in ((work, "z"), (second, "x"), (work, "c"), (second, "v")):
        tab.keys(key)
    second.wait("document.querySelector('.cd-saved').dataset.status === 'offline'")
    demo.start()
    for tab in (work, second):
        tab.wait(f"{SAVED} && document.querySelector('[data-layer=certainty][data-value=probable]')")
        assert tab.value("document.querySelectorAll('[data-notice^=conflict]').length") == 0
    current = demo.rows(
        "select value from label l join annotator a on a.id = l.annotator "
        "where a.name = ? and layer = 'certainty'",
        request.node.name[:60],
    )
    assert current == [("probable",)]
    second.do("browsingContext.close", context=second.page)
