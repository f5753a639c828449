"""Claims with their words and sources, by keyboard and by mouse, in a real browser."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.annotator.served import Server, do
from tests.browser.axe import serious
from tests.browser.chromium import wait_until
from tests.browser.seats import Seats
from tests.browser.workspace_page import WorkspacePage

Sit = Callable[..., WorkspacePage]
Serve = Callable[..., Server]

PORT = {
    "Herald": "Port closed\n\n"
    "The harbour master Ole Brandt said the quay was unsafe. It would stay closed until Friday.\n\n"
    "The quay was old and the cranes were rusty, according to the inspector.\n\n"
    "Nobody was hurt.\n",
}

ARABIC = "غرقت السفينة\n\nقال الوزير إن السفينة قديمة جدا. ولم يصب أحد.\n"
CHINESE = "渡轮沉没\n\n港务局长说，渡轮已经很旧了。没有人受伤。\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, seats: Seats) -> Iterator[Server]:
    """The article, served for all tests of this module; each labels under another name."""
    folder = tmp_path_factory.mktemp("port")
    texts = {"en": PORT["Herald"], "ar": ARABIC, "zh": CHINESE}
    do("init", folder / "p.db")
    for language, text in texts.items():
        file = folder / f"{language}.txt"
        file.write_text(text, encoding="utf-8")
        words = ("--event", language, "--outlet", "Herald", "--language", language)
        do("add", folder / "p.db", file, *words)
    with Server(folder / "p.db") as server:
        yield server
        seats.close(server)


def go_to(work: WorkspacePage, words: str) -> str:
    """Focus the sentence with these words, as a reader with a keyboard does."""
    work.keys("Home")
    for _ in range(20):
        if words in work.page.inner_text("[aria-selected=true] .cd-text"):
            return work.focused()
        work.keys("j")
    return pytest.fail(f"no sentence has the words {words}")


def claims(work: WorkspacePage, sentence: str) -> list[dict[str, Any]]:
    """The labels of each claim that exists: ranges as their words, sources by name."""
    rows = work.server.rows(
        "select l.target, l.layer, l.value, r.text from label l join article r on r.id = l.article "
        "join annotator a on a.id = l.annotator where a.name = ? and l.sentence = ? "
        "and l.target_kind = 'claim' and l.value is not null order by l.target, l.layer",
        work.name,
        sentence,
    )
    names = work.server.rows("select target, value from label where layer = 'name' and value is not null")
    known = {str(target): json.loads(str(value))["name"] for target, value in names}
    found: dict[str, dict[str, Any]] = {}
    for target, layer, value, text in rows:
        found.setdefault(str(target), {})[str(layer)] = readable(str(value), str(text), known)
    return [values for values in found.values() if "content" in values]


def readable(value: str, text: str, names: dict[str, str]) -> object:
    if not value.startswith("["):
        return names.get(value, value)
    entries = json.loads(value)
    return [names[one] if isinstance(one, str) else text[one[0] : one[1]] for one in entries]


def test_a_claim_with_source_cue_and_content_takes_nine_keys_and_a_further_one_four(
    port: Server, sit: Sit
) -> None:
    work = sit(port)
    sentence = go_to(work, "Ole Brandt")
    # type, who; cue, the words naming the source, content; its name; how sure; done
    work.keys("2", "p", "e", "Tab", "Tab", "-", "Enter", "b", "Enter")
    work.saved()
    assert claims(work, sentence) == [
        {
            "claim_type": "state",
            "source_kind": "person",
            "anchor": "explicit",
            "cue": ["said"],
            "source_mention": ["The harbour master Ole Brandt"],
            "content": ["the quay was unsafe"],
            "source": "The harbour master Ole Brandt",
            "certainty": "certain",
        }
    ]
    assert work.labels(sentence)["sentence", "state"] == "done"
    # the next sentence goes on with the same source: type, carried over, how sure, done
    following = work.focused()
    work.keys("6", "i", "v", "Enter")
    work.saved()
    [claim] = claims(work, following)
    assert (claim["anchor"], claim["source_kind"]) == ("carried", "person")
    assert claim["source"] == "The harbour master Ole Brandt"


def test_repeating_the_attribution_of_the_claim_before_is_one_key(port: Server, sit: Sit) -> None:
    work = sit(port)
    go_to(work, "Ole Brandt")
    work.keys("2", "p", "-")
    work.page.keyboard.type("Brandt")
    work.keys("Enter", "r")
    work.page.keyboard.type("The Wire")
    work.keys("Enter", "Enter", "b", "Enter")
    sentence = work.focused()
    work.keys("6", "y", "v", "Enter")
    work.saved()
    [claim] = claims(work, sentence)
    assert claim == {
        "claim_type": "future",
        "anchor": "explicit",
        "source_kind": "person",
        "source": "Brandt",
        "relays": ["The Wire"],
        "certainty": "probable",
        "content": ["It would stay closed until Friday."],
    }


def test_claims_are_split_joined_and_deleted_by_keys(port: Server, sit: Sit) -> None:
    work = sit(port)
    sentence = go_to(work, "cranes")
    work.keys("2", "o", "e", "Enter", "w", "ArrowDown", "Enter", "b")
    assert work.page.locator(".cd-chip").count() == 1
    work.keys("s", "Enter", "2", "b")
    work.saved()
    assert [claim["content"] for claim in claims(work, sentence)] == [
        ["The quay was old"],
        ["the cranes were rusty"],
    ]
    assert [claim["cue"] for claim in claims(work, sentence)] == [["according to"]] * 2
    assert work.page.get_attribute(".cd-chip[aria-pressed=true]", "aria-label") == "Claim 2"
    work.keys(",", "7", ".", "Shift+S")
    work.saved()
    [joined] = claims(work, sentence)
    assert (joined["content"], joined["claim_type"]) == (
        ["The quay was old", "the cranes were rusty"],
        "judgement",
    )
    work.keys("Delete")
    work.saved()
    assert claims(work, sentence) == []
    work.keys("Control+z", "Control+z")
    work.saved()
    assert len(claims(work, sentence)) == 2


def test_a_done_sentence_that_gets_another_claim_is_open_again(port: Server, sit: Sit) -> None:
    work = sit(port)
    sentence = go_to(work, "Nobody")
    work.keys("1", "a", "b", "Enter")
    work.keys("k") if work.focused() != sentence else None
    go_to(work, "Nobody")
    work.keys("s", "Escape")
    work.saved()
    assert ("sentence", "state") not in work.labels(sentence)
    assert work.page.locator("[data-notice^=refused]").count() == 0


def test_words_are_marked_over_the_border_of_a_sentence_and_drawn_in_both(port: Server, sit: Sit) -> None:
    work = sit(port)
    sentence = go_to(work, "Ole Brandt")
    work.keys("2", "p", "e", "Tab", "Tab", "Shift+ArrowRight", "Shift+ArrowRight", "Enter", "j")
    work.saved()
    [claim] = claims(work, sentence)
    assert claim["content"] == ["the quay was unsafe. It would"]
    assert "It would" in work.page.inner_text("[aria-selected=true] [data-underline=content]")


def test_a_second_range_makes_content_discontinuous_and_letters_move_its_end(port: Server, sit: Sit) -> None:
    work = sit(port)
    sentence = go_to(work, "cranes")
    work.keys("2", "w", "Home", "Shift+ArrowRight", "Space", "ArrowRight", "Alt+ArrowLeft", "Enter")
    work.saved()
    assert claims(work, sentence)[0]["content"] == ["The quay", "ol"]


def test_leaving_the_marking_changes_nothing_and_labels_nothing(port: Server, sit: Sit) -> None:
    work = sit(port)
    sentence = go_to(work, "cranes")
    work.keys("e", "ArrowRight", "Shift+ArrowLeft", "Escape")
    assert work.page.is_hidden(".cd-range-bar")
    assert work.labels(sentence) == {}
    work.keys("j")
    assert work.focused() != sentence


def test_each_role_and_claim_can_be_told_apart_without_colour(port: Server, sit: Sit) -> None:
    work = sit(port)
    go_to(work, "cranes")
    work.keys("2", "o", "e", "Tab", "Tab", "ArrowDown", "Enter", "b", "s", "Home", "Shift+End", "Enter")
    styles = work.page.evaluate(
        "[...document.querySelectorAll('[aria-selected=true] .cd-underline')].map((e) => "
        "[e.dataset.underline, getComputedStyle(e).textDecorationStyle, e.dataset.tag ?? null])"
    )
    by_role = {role: style for role, style, _ in styles}
    assert len(set(by_role.values())) == 3
    assert {tag for _, _, tag in styles if tag} == {"1", "2", "1,2c", "1,2s"}
    offsets = work.page.evaluate(
        "[...new Set([...document.querySelectorAll('[aria-selected=true] [data-underline=content]')]"
        ".map((e) => getComputedStyle(e).textUnderlineOffset))].length"
    )
    assert offsets == 2, "lines of overlapping claims lie below one another"


def test_words_are_marked_with_the_mouse(port: Server, sit: Sit) -> None:
    work = sit(port)
    sentence = go_to(work, "cranes")
    double_click(work, "according")
    work.page.click(".cd-selection [data-role=cue]")
    drag(work, "cranes", "rusty")
    work.page.click(".cd-selection [data-role=content]:not([data-add])")
    drag(work, "The quay", "was old")
    work.page.click(".cd-selection [data-role=content][data-add]")
    work.saved()
    [claim] = claims(work, sentence)
    assert claim["cue"] == ["according"]
    assert claim["content"] == ["The quay was old", "cranes were rusty"]
    drag(work, "Nobody", "hurt")
    assert "Nobody" in work.page.inner_text("[aria-selected=true] .cd-text"), "a drag elsewhere goes there"
    work.keys("Escape")
    assert work.page.is_hidden(".cd-selection")


def test_a_click_marks_a_word_while_marking_and_shift_extends(port: Server, sit: Sit) -> None:
    work = sit(port)
    sentence = go_to(work, "cranes")
    work.keys("2", "w")
    work.page.mouse.click(*place(work, "cranes"))
    work.page.keyboard.down("Shift")
    work.page.mouse.click(*place(work, "rusty"))
    work.page.keyboard.up("Shift")
    work.keys("Enter")
    work.saved()
    assert claims(work, sentence)[0]["content"] == ["cranes were rusty"]
    assert work.focused() == sentence


RECT = """(words) => {
  const walker = document.createTreeWalker(document.querySelector('.cd-list'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0 || !node.parentElement.closest('.cd-text')) continue;
    const range = document.createRange();
    range.setStart(node, at); range.setEnd(node, at + words.length);
    const box = range.getBoundingClientRect();
    return [box.left, box.top, box.right, box.bottom];
  }
}"""


def box(work: WorkspacePage, words: str) -> list[float]:
    """Where words stand on the page."""
    found: list[float] = work.page.evaluate(RECT, words)
    return found


def place(work: WorkspacePage, words: str) -> tuple[float, float]:
    left, top, right, bottom = box(work, words)
    return (left + right) / 2, (top + bottom) / 2


def drag(work: WorkspacePage, first: str, last: str) -> None:
    """Press on the first letter of some words, let go behind the last of others."""
    left, top, _, bottom = box(work, first)
    _, last_top, right, last_bottom = box(work, last)
    work.page.mouse.move(left + 1, (top + bottom) / 2)
    work.page.mouse.down()
    work.page.mouse.move(right - 1, (last_top + last_bottom) / 2, steps=5)
    work.page.mouse.up()
    work.page.wait_for_selector(".cd-selection:not([hidden])")


def double_click(work: WorkspacePage, words: str) -> None:
    work.page.mouse.dblclick(*place(work, words))
    work.page.wait_for_selector(".cd-selection:not([hidden])")


@pytest.mark.parametrize(("event", "forward"), [("ar", "ArrowLeft"), ("zh", "ArrowRight")])
def test_right_to_left_and_chinese_articles_are_marked_in_reading_order(
    event: str, forward: str, port: Server, sit: Sit
) -> None:
    work = sit(port, open_now=False)
    work.open(f"/?event={port.rows('select id from event where name = ?', event)[0][0]}")
    work.keys("j")
    whole = work.page.inner_text("[aria-selected=true] .cd-text")
    work.keys("2", "w", "Home", f"Shift+{forward}", "Enter")
    work.saved()
    [content] = claims(work, work.focused())[0]["content"]
    assert whole.startswith(content)
    assert content == "قال الوزير" if event == "ar" else 2 <= len(content) < len(whole) - 1


def test_a_source_is_found_renamed_and_merged(port: Server, sit: Sit) -> None:
    work = sit(port)
    first = go_to(work, "Ole Brandt")
    work.keys("2", "p", "-")
    work.page.keyboard.type("Ole Brandt")
    work.keys("Enter", "j", "2", "p", "-")
    second = work.focused()
    work.page.keyboard.type("Harbour master")
    work.keys("Enter", "Shift+T")
    rows = work.page.locator(".cd-sources-row")
    assert rows.count() == 2
    work.page.locator(".cd-sources-row select").first.select_option(label="Ole Brandt")
    assert rows.count() == 1
    field = work.page.locator(".cd-sources-row input")
    field.fill("Ole Brandt (harbour master)")
    field.press("Enter")
    work.keys("Escape")
    work.saved()
    names = [claims(work, sentence)[0]["source"] for sentence in (first, second)]
    assert names == ["Ole Brandt (harbour master)"] * 2
    work.keys("j")
    assert work.focused() != second, "the keyboard is back at the sentences"


def test_the_picker_lists_relays_in_order_and_leaves_with_escape(port: Server, sit: Sit) -> None:
    work = sit(port)
    sentence = go_to(work, "Ole Brandt")
    work.keys("2", "p", "r")
    for name in ("First", "Second"):
        work.page.keyboard.type(name)
        work.keys("Enter")
    work.keys("Alt+ArrowUp", "Enter", "r")
    work.page.keyboard.type("Third")
    work.keys("Escape")
    work.saved()
    assert claims(work, sentence)[0]["relays"] == ["Second", "First"]


def test_sources_survive_a_reload_while_offline(port: Server, sit: Sit) -> None:
    work = sit(port)
    work.forgiven = ("ERR_", "Failed to fetch", "WebSocket")
    sentence = go_to(work, "Ole Brandt")
    work.page.route("**/api/decisions", lambda route: route.abort())
    work.keys("2", "p", "-")
    work.page.keyboard.type("Ole Brandt")
    work.keys("Enter")
    work.page.wait_for_selector(".cd-saved[data-status=offline]")
    work.page.reload()
    work.ready()
    go_to(work, "Ole Brandt")
    assert "Ole Brandt" in work.page.inner_text("[aria-selected=true] .cd-labels")
    work.page.unroute("**/api/decisions")
    work.saved()
    assert claims(work, sentence)[0]["source"] == "Ole Brandt"


def test_one_key_accepts_a_suggestion_and_the_export_keeps_that(
    serve: Serve, sit: Sit, tmp_path: Path
) -> None:
    server = serve(PORT)
    work = sit(server)
    sentence = go_to(work, "Ole Brandt")
    assert work.page.locator("[aria-selected=true] .cd-underline-suggested").count() >= 3
    assert "said" in work.page.inner_text("[aria-selected=true] .cd-suggestion")
    work.keys("Space", "2", "p", "b", "Enter")
    work.saved()
    [claim] = claims(work, sentence)
    assert (claim["cue"], claim["content"]) == (["said"], ["the quay was unsafe"])
    out = tmp_path / "out.jsonl"
    do("export", server.project, out, "--layout", "full")
    [line] = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {"content", "cue", "source_mention"} <= set(line["labels"][0]["accepted_suggestions"])
    assert "claim_type" not in line["labels"][0]["accepted_suggestions"]


def test_every_other_key_ignores_a_suggestion(port: Server, sit: Sit) -> None:
    work = sit(port)
    sentence = go_to(work, "Nobody")
    assert work.page.locator(".cd-suggestion").count() == 0
    work.keys("Space")
    sentence = go_to(work, "Ole Brandt")
    work.keys("2", "a", "b", "Enter")
    work.saved()
    [claim] = claims(work, sentence)
    assert "cue" not in claim
    origins = work.server.rows("select distinct origin from decision where sentence = ?", sentence)
    assert ("accepted",) not in origins


def test_an_administrator_switches_suggestions_off(
    serve: Serve, sit: Sit, capsys: pytest.CaptureFixture[str]
) -> None:
    server = serve(PORT)
    server.stop()
    do("suggestions", server.project, "off")
    assert "no sentence gets suggestions" in capsys.readouterr().out
    server.start()
    work = sit(server)
    go_to(work, "Ole Brandt")
    assert work.page.locator(".cd-suggestion").count() == 0


def test_very_many_claims_and_very_long_names_cover_nothing(port: Server, sit: Sit) -> None:
    work = sit(port)
    go_to(work, "cranes")
    work.keys("2", "o", *["s", "Enter"] * 12, "-")
    work.page.keyboard.type("Donaudampf" * 15)
    work.keys("Enter")
    chips = work.page.locator(".cd-claims").bounding_box()
    values = work.page.locator(".cd-layers").bounding_box()
    assert chips is not None
    assert values is not None
    assert chips["y"] + chips["height"] <= values["y"]
    row = work.page.locator(".cd-row[aria-selected=true]")
    assert row.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    work.page.set_viewport_size({"width": 360, "height": 740})
    work.keys("Shift+T")
    assert work.page.evaluate("document.querySelector('dialog[open] .cd-dialog-body').scrollLeft") == 0


def test_the_keyboard_stays_in_the_list_of_sources_after_each_change(port: Server, sit: Sit) -> None:
    work = sit(port)
    go_to(work, "cranes")
    for name in ("Ministry", "Harbour"):
        work.keys("2", "-")
        work.page.keyboard.type(name)
        work.keys("Enter", "s", "Enter")
    work.keys("Shift+T", "End")
    work.page.keyboard.type(" office")
    work.keys("Enter")
    assert work.page.evaluate("document.activeElement.value") == "Harbour office"
    work.page.locator("dialog[open] select").first.select_option(label="Ministry")
    assert work.page.evaluate("document.activeElement.value") == "Ministry"


@pytest.mark.parametrize("keys", [("e",), ("-", "x"), ("r",), ("Shift+T",), ("2", "o", "e", "t", "w", "s")])
def test_axe_finds_nothing_serious_while_words_and_sources_are_marked(
    keys: tuple[str, ...], port: Server, sit: Sit
) -> None:
    work = sit(port)
    go_to(work, "Ole Brandt")
    work.keys(*keys)
    assert serious(work.page, ".cd") == []


def test_a_screen_reader_hears_what_is_marked_and_picked(port: Server, sit: Sit) -> None:
    work = sit(port)
    go_to(work, "cranes")
    voice = work.page.locator(".cd-voice[role=status]")
    work.keys("2", "o", "e")
    assert voice.inner_text() == "Marking: Cue: according to"
    work.keys("Enter")
    assert voice.inner_text() == "Cue: according to"
    work.keys("-")
    work.page.keyboard.type("The inspector")
    active = work.page.get_attribute(".cd-pick-field", "aria-activedescendant")
    assert work.page.inner_text(f"#{active}") == "Add “The inspector”"
    work.keys("Enter")
    assert voice.inner_text() == "Source's name: The inspector"


def test_a_click_into_the_sentence_leaves_the_focused_claim(port: Server, sit: Sit) -> None:
    work = sit(port)
    go_to(work, "cranes")
    work.keys("2", "o", "s", "Enter")
    work.page.click("[aria-selected=true] .cd-text", position={"x": 5, "y": 8})
    pressed = work.page.locator(".cd-chip[aria-pressed=true]")
    assert pressed.inner_text() == "2"
    work.page.click("[aria-selected=true] .cd-claim >> nth=0")
    assert pressed.inner_text() == "1"


def test_advice_of_the_rules_is_shown_but_never_in_the_way(port: Server, sit: Sit) -> None:
    work = sit(port)
    sentence = go_to(work, "cranes")
    work.keys("2", "o", "b")
    wait_until(work.page, "document.querySelector('.cd-advice').innerText.startsWith('Mark the cue')")
    work.keys("Enter")
    work.saved()
    assert work.labels(sentence)["sentence", "state"] == "done"


def test_escape_in_the_list_of_sources_restores_a_name_then_leaves(port: Server, sit: Sit) -> None:
    work = sit(port)
    go_to(work, "cranes")
    work.keys("2", "-")
    work.page.keyboard.type("Ministry")
    work.keys("Enter", "Shift+T", "End")
    work.page.keyboard.type(" of 1 o b")
    work.keys("Escape")
    assert work.page.evaluate("document.activeElement.value") == "Ministry"
    assert work.page.locator("dialog[open]").count() == 1
    work.keys("Escape")
    assert work.page.locator("dialog[open]").count() == 0
    assert work.page.evaluate("document.activeElement.role") == "listbox"
    work.keys("Shift+T")
    assert work.page.evaluate("document.activeElement.value") == "Ministry"
    work.keys("Escape")
    work.saved()
    assert ("claim", "certainty") not in work.labels(work.focused())


def test_escape_leaves_a_note_that_has_lost_the_focus(port: Server, sit: Sit) -> None:
    work = sit(port)
    go_to(work, "cranes")
    work.keys("/")
    work.page.keyboard.type("first")
    work.page.evaluate("document.activeElement.blur()")
    work.keys("Escape")
    assert work.page.is_hidden("[data-prompt=note]")
    work.keys("/", "1", "Enter")
    work.saved()
    assert ("claim", "claim_type") not in work.labels(work.focused())
