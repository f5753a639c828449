"""What a day of labeling meets: other keyboards, early keys, small windows, a page that is translated."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route

from tests.annotator.served import Server
from tests.browser.desk import Desk

Sit = Callable[..., Desk]

# key and code of presses, as keyboards send them; what they must set on the first sentence
KEYBOARDS = {
    "Dvorak moves with j and k": ([("1", "Digit1"), ("j", "KeyC"), ("k", "KeyV")], {"claim_type": "event"}),
    "QWERTZ denies with z": ([("1", "Digit1"), ("z", "KeyY")], {"certainty": "denied"}),
    "AZERTY labels with its row of digits": ([("&", "Digit1"), ("a", "KeyQ")], {"source_kind": "author"}),
    "Colemak labels with what it prints": (
        [("1", "Digit1"), ("o", "Semicolon")],
        {"source_kind": "official"},
    ),
    "Cyrillic labels by place": ([("1", "Digit1"), ("ф", "KeyA"), ("и", "KeyB")], {"certainty": "certain"}),
    "Hebrew labels by place": ([("1", "Digit1"), ("ש", "KeyA"), ("נ", "KeyB")], {"certainty": "certain"}),
    "Greek labels by place": ([("1", "Digit1"), ("α", "KeyA"), ("β", "KeyB")], {"certainty": "certain"}),
    "a number pad labels": ([("1", "Numpad1"), ("a", "KeyA")], {"claim_type": "event"}),
}


def strike(desk: Desk, presses: list[tuple[str, str]]) -> None:
    """Press keys as another keyboard would."""
    session = desk.context.new_cdp_session(desk.page)
    for key, code in presses:
        for kind in ("keyDown", "keyUp"):
            session.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": code, "text": ""})
    session.detach()


@pytest.mark.parametrize("name", KEYBOARDS)
def test_a_press_means_what_the_keyboard_prints(name: str, demo: Server, sit: Sit) -> None:
    presses, wanted = KEYBOARDS[name]
    desk = sit(demo)
    sentence = desk.focused()
    strike(desk, presses)
    desk.saved()
    labels = {layer: value for (kind, layer), value in desk.labels(sentence).items() if kind == "claim"}
    assert {layer: labels.get(layer) for layer in wanted} == wanted
    if "certainty" not in wanted:
        assert "certainty" not in labels


def test_qwertz_repeats_with_y(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    strike(desk, [("1", "Digit1"), ("y", "KeyZ")])
    desk.saved()
    assert ("claim", "certainty") not in desk.labels()


def test_keys_that_an_input_method_composes_label_nothing(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    strike(desk, [("Process", "KeyA"), ("Process", "Digit1"), ("Dead", "KeyB")])
    desk.saved()
    assert desk.labels() == {}


def test_keys_pressed_before_the_event_is_there_are_taken_when_it_is(demo: Server, sit: Sit) -> None:
    desk = sit(demo, open_now=False, alone=True)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    desk.page.route("**/api/workspace*", hold)
    desk.page.goto(demo.url)
    desk.page.wait_for_selector(".cd", state="attached")
    while not held:
        desk.page.wait_for_timeout(20)
    desk.keys("1", "a", "b")
    held[0].continue_()
    desk.ready()
    desk.saved()
    assert desk.labels()["claim", "certainty"] == "certain"


def test_enter_takes_the_first_choice_for_dragged_words_and_escape_none(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    words = desk.page.locator("[aria-selected=true] .cd-text")
    words.dblclick(position={"x": 30, "y": 12})
    desk.page.wait_for_selector("[data-prompt=selection]:not([hidden])")
    sentence = desk.focused()
    desk.keys("Escape")
    assert desk.page.is_hidden("[data-prompt=selection]")
    words.dblclick(position={"x": 30, "y": 12})
    desk.page.wait_for_selector("[data-prompt=selection]:not([hidden])")
    desk.keys("Enter")
    desk.saved()
    labels = desk.labels(sentence)
    assert ("claim", "content") in labels
    assert ("sentence", "state") not in labels


@pytest.mark.parametrize(("width", "height"), [(1280, 600), (1024, 768), (1440, 900)])
def test_every_required_layer_is_seen_without_scrolling(
    width: int, height: int, demo: Server, sit: Sit
) -> None:
    desk = sit(demo, viewport={"width": width, "height": height})
    desk.keys("j", "j", "j", "1", "o", "b")
    for layer in ("claim_type", "anchor", "source_kind", "certainty"):
        box = desk.page.locator(f"[data-layer={layer}].cd-layer").bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height
    row = desk.page.locator("[aria-selected=true]").bounding_box()
    assert row is not None
    assert row["y"] + row["height"] <= height
    assert desk.page.evaluate("[scrollY, document.scrollingElement.scrollTop]") == [0, 0]


def test_the_focused_sentence_stays_in_view_when_the_window_changes(demo: Server, sit: Sit) -> None:
    desk = sit(demo, alone=True)
    desk.keys("End")
    for size in ({"width": 1100, "height": 600}, {"width": 1400, "height": 900}):
        desk.page.set_viewport_size(size)  # type: ignore[arg-type]
        desk.page.wait_for_function(
            """() => { const row = document.querySelector("[aria-selected=true]").getBoundingClientRect();
              const frame = document.querySelector(".cd-scroller").getBoundingClientRect();
              return row.top >= frame.top && row.bottom <= frame.bottom; }"""
        )


def test_what_space_would_set_is_seen_before(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    previewed = set(
        desk.page.evaluate(
            "[...document.querySelectorAll('[data-preview]')].map((e) => e.dataset.layer ?? e.dataset.role)"
        )
    )
    assert previewed
    desk.keys("Space")
    desk.saved()
    assert {layer for kind, layer in desk.labels() if kind == "claim"} - {"content"} == previewed


def test_a_translated_page_says_so_and_leaves_the_articles_words_alone(demo: Server, sit: Sit) -> None:
    desk = sit(demo, alone=True)
    kept = desk.page.evaluate(
        "[...document.querySelectorAll('.cd-text, .cd-head, .cd-labels')].every((e) => e.translate === false)"
    )
    assert kept
    desk.page.evaluate("document.documentElement.classList.add('translated-ltr')")
    assert "translated" in desk.page.inner_text("[data-notice=translated]")
    desk.page.evaluate("document.documentElement.classList.remove('translated-ltr')")
    desk.page.wait_for_selector("[data-notice=translated]", state="detached")


def test_letters_lead_to_words_while_ranges_are_marked(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.keys("1", "w")
    desk.page.keyboard.type("s")
    first = desk.page.inner_text("[data-prompt=range] q")
    assert first.lower().startswith("s")
    desk.keys("Enter")
    desk.saved()
    assert ("claim", "source_kind") not in desk.labels()


OPENERS = {
    "range": lambda desk: desk.keys("w"),
    "note": lambda desk: desk.keys("/"),
    "selection": lambda desk: desk.page.locator("[aria-selected=true] .cd-text").dblclick(
        position={"x": 60, "y": 12}
    ),
}


@pytest.mark.parametrize("prompt", OPENERS)
def test_what_is_asked_lies_over_no_word_and_no_label(prompt: str, demo: Server, sit: Sit) -> None:
    desk = sit(demo, viewport={"width": 1280, "height": 600})
    desk.keys("j", "j", "j", "1", "b")
    OPENERS[prompt](desk)
    box = desk.page.wait_for_selector(f"[data-prompt={prompt}]:not([hidden])").bounding_box()
    text = desk.page.locator(".cd-scroller").bounding_box()
    panel = desk.page.locator(".cd-side").bounding_box()
    row = desk.page.locator("[aria-selected=true]").bounding_box()
    assert box is not None
    assert text is not None
    assert panel is not None
    assert row is not None
    assert box["x"] + box["width"] <= panel["x"]
    assert text["y"] + text["height"] <= box["y"] + 1
    assert row["y"] + row["height"] <= box["y"] + 1
    desk.keys("Escape")


@pytest.mark.parametrize("width", [1024, 1280, 1440])
def test_the_title_of_the_event_is_whole_and_no_text_is_small(width: int, demo: Server, sit: Sit) -> None:
    desk = sit(demo, viewport={"width": width, "height": 768})
    desk.keys("j", "j", "j", "Space")
    desk.page.wait_for_selector("[aria-selected=true] .cd-underline")
    whole, small = desk.page.evaluate(
        """() => {
          const title = document.querySelector(".cd-event");
          const small = [...document.querySelectorAll(".cd *")].filter((e) => e.offsetParent &&
            [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) &&
            Math.min(parseFloat(getComputedStyle(e).fontSize), e.dataset.tag
              ? parseFloat(getComputedStyle(e, "::before").fontSize) : 99) < 14);
          return [title.scrollWidth <= title.clientWidth, small.map((e) => e.className)];
        }"""
    )
    assert whole
    assert small == []


def test_keys_pressed_before_the_workspace_has_loaded_are_taken_when_it_has(demo: Server, sit: Sit) -> None:
    desk = sit(demo, open_now=False, alone=True)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    desk.page.route("**/main.js", hold)
    desk.page.goto(demo.url)
    while not held:
        desk.page.wait_for_timeout(20)
    desk.keys("1", "a", "b")
    held[0].continue_()
    desk.ready()
    desk.saved()
    assert desk.labels()["claim", "certainty"] == "certain"


@pytest.mark.parametrize("path", ["/", "/events", "/agreement"])
def test_a_page_that_waits_for_its_server_says_so_within_three_seconds(
    path: str, demo: Server, sit: Sit
) -> None:
    desk = sit(demo, open_now=False, alone=True)
    desk.forgiven = ("404",)  # Streamlit looks for its own paths below the page's
    desk.page.route_web_socket("**/_stcore/stream", lambda socket: socket.close(code=1011))
    desk.page.goto(demo.url + path)
    assert "Opening" in desk.page.inner_text("#cd-first")
    desk.page.get_by_text("Still waiting for the server").wait_for(timeout=3000)


def test_the_words_of_a_page_that_opens_are_gone_when_it_is_there(demo: Server, sit: Sit) -> None:
    desk = sit(demo, open_now=False, alone=True)
    desk.forgiven = ("404",)
    desk.page.goto(demo.url + "/events")
    desk.page.wait_for_selector(".cd-events[data-ready='1']")
    desk.page.wait_for_selector("#cd-first", state="detached")
