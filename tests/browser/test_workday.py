"""What a day of labeling meets: other keyboards, early keys, small windows, a page that is translated."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from tests.annotator.served import Server, do
from tests.browser.workspace_page import WorkspacePage

Sit = Callable[..., WorkspacePage]

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


def strike(work: WorkspacePage, presses: list[tuple[str, str]]) -> None:
    """Press keys as another keyboard would."""
    session = work.context.new_cdp_session(work.page)
    for key, code in presses:
        for kind in ("keyDown", "keyUp"):
            session.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": code, "text": ""})
    session.detach()


@pytest.mark.parametrize("name", KEYBOARDS)
def test_a_press_means_what_the_keyboard_prints(name: str, demo: Server, sit: Sit) -> None:
    presses, wanted = KEYBOARDS[name]
    work = sit(demo)
    sentence = work.focused()
    strike(work, presses)
    work.saved()
    labels = {layer: value for (kind, layer), value in work.labels(sentence).items() if kind == "claim"}
    assert {layer: labels.get(layer) for layer in wanted} == wanted
    if "certainty" not in wanted:
        assert "certainty" not in labels


def test_qwertz_repeats_with_y(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    strike(work, [("1", "Digit1"), ("y", "KeyZ")])
    work.saved()
    assert ("claim", "certainty") not in work.labels()


def test_keys_that_an_input_method_composes_label_nothing(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    strike(work, [("Process", "KeyA"), ("Process", "Digit1"), ("Dead", "KeyB")])
    work.saved()
    assert work.labels() == {}


def holding(page: Page, address: str) -> list[Route]:
    """The requests of an address as they come; none is answered until the test goes on with it."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(address, hold)
    return held


def test_keys_pressed_before_the_event_is_there_are_taken_when_it_is(demo: Server, sit: Sit) -> None:
    work = sit(demo, open_now=False, alone=True)
    held = holding(work.page, "**/api/workspace*")
    work.page.goto(demo.url)
    work.page.wait_for_selector(".cd", state="attached")
    while not held:
        work.page.wait_for_timeout(20)
    work.keys("1", "a", "b")
    held[0].continue_()
    work.ready()
    work.saved()
    assert work.labels()["claim", "certainty"] == "certain"


def test_enter_takes_the_first_choice_for_dragged_words_and_escape_none(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    words = work.page.locator("[aria-selected=true] .cd-text")
    words.dblclick(position={"x": 30, "y": 12})
    work.page.wait_for_selector("[data-prompt=selection]:not([hidden])")
    sentence = work.focused()
    work.keys("Escape")
    assert work.page.is_hidden("[data-prompt=selection]")
    words.dblclick(position={"x": 30, "y": 12})
    work.page.wait_for_selector("[data-prompt=selection]:not([hidden])")
    work.keys("Enter")
    work.saved()
    labels = work.labels(sentence)
    assert ("claim", "content") in labels
    assert ("sentence", "state") not in labels


@pytest.mark.parametrize(("width", "height"), [(1280, 600), (1024, 768), (1440, 900)])
def test_every_required_layer_is_seen_without_scrolling(
    width: int, height: int, demo: Server, sit: Sit
) -> None:
    work = sit(demo, viewport={"width": width, "height": height})
    work.keys("j", "j", "j", "1", "o", "b")
    for layer in ("claim_type", "anchor", "source_kind", "certainty"):
        box = work.page.locator(f"[data-layer={layer}].cd-layer").bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height
    row = work.page.locator("[aria-selected=true]").bounding_box()
    assert row is not None
    assert row["y"] + row["height"] <= height
    assert work.page.evaluate("[scrollY, document.scrollingElement.scrollTop]") == [0, 0]


def test_the_focused_sentence_stays_in_view_when_the_window_changes(demo: Server, sit: Sit) -> None:
    work = sit(demo, alone=True)
    work.keys("End")
    for size in ({"width": 1100, "height": 600}, {"width": 1400, "height": 900}):
        work.page.set_viewport_size(size)  # type: ignore[arg-type]
        work.page.wait_for_function(
            """() => { const row = document.querySelector("[aria-selected=true]").getBoundingClientRect();
              const frame = document.querySelector(".cd-scroller").getBoundingClientRect();
              return row.top >= frame.top && row.bottom <= frame.bottom; }"""
        )


def test_what_space_would_set_is_seen_before(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    previewed = set(
        work.page.evaluate(
            "[...document.querySelectorAll('[data-preview]')].map((e) => e.dataset.layer ?? e.dataset.role)"
        )
    )
    assert previewed
    work.keys("Space")
    work.saved()
    assert {layer for kind, layer in work.labels() if kind == "claim"} - {"content"} == previewed


def test_a_translated_page_says_so_and_leaves_the_articles_words_alone(demo: Server, sit: Sit) -> None:
    work = sit(demo, alone=True)
    kept = work.page.evaluate(
        "[...document.querySelectorAll('.cd-text, .cd-head, .cd-labels')].every((e) => e.translate === false)"
    )
    assert kept
    work.page.evaluate("document.documentElement.classList.add('translated-ltr')")
    assert "translated" in work.page.inner_text("[data-notice=translated]")
    work.page.evaluate("document.documentElement.classList.remove('translated-ltr')")
    work.page.wait_for_selector("[data-notice=translated]", state="detached")


def test_letters_lead_to_words_while_ranges_are_marked(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("1", "w")
    work.page.keyboard.type("s")
    first = work.page.inner_text("[data-prompt=range] q")
    assert first.lower().startswith("s")
    work.keys("Enter")
    work.saved()
    assert ("claim", "source_kind") not in work.labels()


OPENERS = {
    "range": lambda work: work.keys("w"),
    "note": lambda work: work.keys("/"),
    "selection": lambda work: work.page.locator("[aria-selected=true] .cd-text").dblclick(
        position={"x": 60, "y": 12}
    ),
}


@pytest.mark.parametrize("prompt", OPENERS)
def test_what_is_asked_lies_over_no_word_and_no_label(prompt: str, demo: Server, sit: Sit) -> None:
    work = sit(demo, viewport={"width": 1280, "height": 600})
    work.keys("j", "j", "j", "1", "b")
    OPENERS[prompt](work)
    box = work.page.wait_for_selector(f"[data-prompt={prompt}]:not([hidden])").bounding_box()
    text = work.page.locator(".cd-scroller").bounding_box()
    panel = work.page.locator(".cd-side").bounding_box()
    row = work.page.locator("[aria-selected=true]").bounding_box()
    assert box is not None
    assert text is not None
    assert panel is not None
    assert row is not None
    assert box["x"] + box["width"] <= panel["x"]
    assert text["y"] + text["height"] <= box["y"] + 1
    assert row["y"] + row["height"] <= box["y"] + 1
    work.keys("Escape")


@pytest.mark.parametrize("width", [1024, 1280, 1440])
def test_the_title_of_the_event_is_whole_and_no_text_is_small(width: int, demo: Server, sit: Sit) -> None:
    work = sit(demo, viewport={"width": width, "height": 768})
    work.keys("j", "j", "j", "Space")
    work.page.wait_for_selector("[aria-selected=true] .cd-underline")
    whole, small = work.page.evaluate(
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
    work = sit(demo, open_now=False, alone=True)
    held = holding(work.page, "**/main.js")
    work.page.goto(demo.url)
    while not held:
        work.page.wait_for_timeout(20)
    work.keys("1", "a", "b")
    held[0].continue_()
    work.ready()
    work.saved()
    assert work.labels()["claim", "certainty"] == "certain"


@pytest.mark.parametrize("path", ["/", "/events", "/agreement"])
def test_a_page_that_waits_for_its_server_says_so_within_three_seconds(
    path: str, demo: Server, sit: Sit
) -> None:
    work = sit(demo, open_now=False, alone=True)
    work.forgiven = ("404",)  # Streamlit looks for its own paths below the page's
    work.page.route_web_socket("**/_stcore/stream", lambda socket: socket.close(code=1011))
    work.page.goto(demo.url + path)
    assert "Opening" in work.page.inner_text("#cd-first")
    work.page.get_by_text("Still waiting for the server").wait_for(timeout=3000)


def test_the_words_of_a_page_that_opens_are_gone_when_it_is_there(demo: Server, sit: Sit) -> None:
    work = sit(demo, open_now=False, alone=True)
    work.forgiven = ("404",)
    work.page.goto(demo.url + "/events")
    work.page.wait_for_selector(".cd-events[data-ready='1']")
    work.page.wait_for_selector("#cd-first", state="detached")


IN_VIEW = """() => { const row = document.querySelector("[aria-selected=true]").getBoundingClientRect();
  const frame = document.querySelector(".cd-scroller").getBoundingClientRect();
  return row.top >= frame.top && row.bottom <= frame.bottom; }"""


def test_a_sentence_whose_surroundings_grow_after_the_jump_stays_in_view(demo: Server, sit: Sit) -> None:
    work = sit(demo, viewport={"width": 1024, "height": 768})
    # rows far from view get their true height only frames after the jump; here one does so for certain
    work.page.evaluate(
        """() => new Promise((done) => {
          document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "End", bubbles: true}));
          requestAnimationFrame(() => requestAnimationFrame(() => {
            document.querySelector("[aria-selected=true]").previousElementSibling.style.minHeight = "700px";
            setTimeout(done, 250);
          }));
        })"""
    )
    assert work.page.evaluate(IN_VIEW)
    assert work.page.evaluate("[scrollY, document.querySelector('[data-testid=stMain]').scrollTop]") == [0, 0]
    work.page.reload()  # the page is handed on
    work.ready()


def test_messages_end_with_their_event_and_the_last_event_has_an_end(tmp_path: Path, sit: Sit) -> None:
    project = tmp_path / "project.db"
    do("init", project)
    for event in ("Ferry", "Storm"):
        (tmp_path / "text.txt").write_text(f"{event} hits pier\n\nThe {event} was old.\n", encoding="utf-8")
        do("add", project, tmp_path / "text.txt", "--event", event, "--outlet", "Herald")
    with Server(project) as server:
        work = sit(server, alone=True)
        work.keys("0", "Enter", "0", "Enter")
        assert "Enter opens the next event" in work.page.inner_text("[data-notice=all]")
        work.keys("Enter")
        work.page.wait_for_selector(".cd-event >> text=Storm")
        assert work.page.locator("[data-notice]").count() == 0
        assert work.page.is_hidden("[data-message]")
        work.keys("0", "Enter", "0", "Enter")
        end = work.page.wait_for_selector("dialog[open].cd-end").inner_text()
        assert "2 of 2 sentences of this event are done" in end
        assert "no sentence of this event unsure" in end
        work.page.get_by_text("4 of 4 sentences of all 2 events are done").wait_for()
        goals = work.page.evaluate("[...document.querySelectorAll('[data-end]')].map((e) => e.dataset.end)")
        assert goals == ["events", "report"]
        work.keys("Escape", "q", "Enter", "Enter")
        assert "1 sentence of this event unsure" in work.page.inner_text("dialog[open].cd-end")
        work.page.click("[data-end=unsure]")
        assert work.page.locator("dialog[open]").inner_text().count("The Storm was old.") == 1
        work.saved()
        work.context.close()
