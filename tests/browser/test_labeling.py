"""Labels by keyboard in a real browser, read back by plain sqlite3."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.annotator.served import Server, do
from tests.browser.chromium import wait_until
from tests.browser.desk import Desk
from tests.browser.seats import Seats

CODEBOOKS = Path(__file__).parents[1] / "labels" / "data"
FERRY = {
    "Herald": "Ferry sinks\n\nThe ferry sank on Monday, police said. It was old 😀 and leaking.\n\n"
    "Nobody drowned.\n",
    "Gazette": "A ferry goes down\n\nA ferry sank on Monday. Two people were hurt, a doctor said.\n",
}

Sit = Callable[..., Desk]


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory, seats: Seats) -> Iterator[Server]:
    """A project with a codebook of sets, scores, ranges and free text."""
    folder = tmp_path_factory.mktemp("frames")
    file = folder / "Herald.txt"
    file.write_text(FERRY["Herald"], encoding="utf-8")
    do("init", folder / "p.db", "--codebook", CODEBOOKS / "codebook_frames.toml")
    do("add", folder / "p.db", file, "--event", "The ferry", "--outlet", "Herald")
    with Server(folder / "p.db") as server:
        yield server
        seats.close(server)


def test_three_keys_label_a_sentence_and_enter_finishes_it(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    sentence = desk.focused()
    desk.keys("1", "o", "b", "Enter")
    desk.saved()
    labels = desk.labels(sentence)
    assert labels.pop(("claim", "content")) is not None
    assert labels == {
        ("claim", "claim_type"): "event",
        ("claim", "source_kind"): "official",
        ("claim", "anchor"): "explicit",
        ("claim", "certainty"): "certain",
        ("sentence", "state"): "done",
    }
    assert desk.focused() != sentence


def test_a_claims_content_is_the_sentence_in_code_points(serve: Callable[..., Server], sit: Sit) -> None:
    server = serve(FERRY)
    desk = sit(server)
    desk.page.get_by_text("It was old").first.click()
    desk.keys("2")
    desk.saved()
    content = json.loads(str(desk.labels(desk.focused())["claim", "content"]))
    text = str(server.rows("select text from article where outlet = 'Herald'")[0][0])
    assert [text[start:end] for start, end in content] == ["It was old 😀 and leaking."]


def test_no_claim_is_a_decision_about_the_sentence(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    sentence = desk.focused()
    desk.keys("1", "0")
    desk.saved()
    assert desk.labels(sentence)["sentence", "claim_type"] == "none"
    assert ("claim", "content") not in desk.labels(sentence), "without content there is no claim"


def test_what_is_labeled_is_drawn_and_can_be_read_from_the_page(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.keys("1", "o")
    row = desk.page.locator("[aria-selected=true]")
    assert row.locator("[data-layer=claim_type]").get_attribute("data-value") == "event"
    assert row.locator("[data-missing=certainty]").count() == 1
    assert desk.page.get_attribute(".cd-value[data-value=event]", "aria-pressed") == "true"


def test_enter_on_an_unfinished_sentence_says_what_is_missing_and_stays(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    sentence = desk.focused()
    desk.keys("1", "o", "Enter")
    assert desk.focused() == sentence
    assert desk.page.inner_text("[data-notice=rule] p") == "Still missing: Certainty."


def test_move_on_when_complete_needs_three_keys_a_sentence(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.page.click("[data-setting=moveOn]")
    first = desk.focused()
    desk.keys("1", "o", "b", "2", "a", "v")
    desk.saved()
    assert desk.labels(first)["sentence", "state"] == "done"
    assert [value for (_, layer), value in desk.labels().items() if layer == "state"] == ["done"]
    done = desk.server.rows(
        "select count(*) from label l join annotator a on a.id = l.annotator "
        "where a.name = ? and layer = 'state'",
        desk.name,
    )
    assert done == [(2,)]


def test_undo_and_redo_go_whole_actions_and_over_sentences(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    first = desk.focused()
    desk.keys("1", "j")
    second = desk.focused()
    desk.keys("2", "Control+z")
    assert desk.focused() == second
    desk.keys("Control+z")
    assert desk.focused() == first
    desk.saved()
    assert desk.labels() == {}
    desk.keys("Control+Shift+z", "Control+y")
    desk.saved()
    assert desk.labels(first)["claim", "claim_type"] == "event"
    assert desk.labels(second)["claim", "claim_type"] == "state"
    assert [row[2] for row in desk.log()] == ["set"] * 4 + ["undo"] * 4 + ["set"] * 4


def test_a_note_takes_every_key_and_labels_nothing(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    sentence = desk.focused()
    desk.keys("/")
    desk.page.keyboard.type("1ob jr <b>not markup</b> 😀")
    desk.keys("Enter")
    desk.saved()
    assert desk.labels(sentence) == {("sentence", "note"): "1ob jr <b>not markup</b> 😀"}
    assert desk.focused() == sentence
    desk.keys("j")
    assert desk.focused() != sentence


def test_unsure_asks_why_and_no_letter_of_the_reason_labels(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    sentence = desk.focused()
    desk.keys("q")
    desk.page.keyboard.type("two readings: job 1, or 2?")
    desk.keys("Enter")
    desk.saved()
    assert desk.labels() == {("sentence", "unsure"): "two readings: job 1, or 2?"}
    assert desk.focused() == sentence
    assert "1 unsure" in desk.page.inner_text(".cd-progress")
    desk.keys("j")
    assert desk.focused() != sentence, "the keyboard is back at the sentences"


def test_escape_leaves_a_reason_and_a_note_as_they_were(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    for key, layer in (("q", "unsure"), ("/", "note")):
        desk.keys(key)
        desk.page.keyboard.type("first")
        desk.keys("Enter", key)
        desk.page.keyboard.type("second")
        desk.keys("Escape")
        desk.saved()
        assert desk.labels()["sentence", layer] == "first"


def test_the_same_key_twice_changes_nothing_and_clearing_has_its_own(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.keys("1", "a", "b")
    desk.saved()
    before = desk.labels()
    desk.keys("b", "a", "1")
    desk.saved()
    assert desk.labels() == before
    desk.keys("b", "Backspace")
    desk.saved()
    assert ("claim", "certainty") not in desk.labels()
    assert "Certainty" in desk.page.inner_text("[data-message]"), "it says what was cleared"


def test_no_claim_over_a_labeled_one_says_what_is_gone_and_undo_brings_it_back(
    demo: Server, sit: Sit
) -> None:
    desk = sit(demo)
    desk.keys("1", "o", "b")
    desk.saved()
    before = desk.labels()
    desk.keys("0")
    assert "Event or action" in desk.page.inner_text("[data-message]")
    desk.keys("Control+z")
    desk.saved()
    assert desk.labels() == before


def test_every_sentence_to_label_is_reached_by_keys_and_boilerplate_is_not(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    seen = [desk.focused()]
    while True:
        desk.keys("j")
        if desk.focused() == seen[-1]:
            break
        seen.append(desk.focused())
    article = demo.rows("select article from sentence where id = ?", seen[0])[0][0]
    wanted = demo.rows(
        "select id from sentence where article = ? and kind in ('headline', 'caption', 'body') "
        "order by position",
        article,
    )
    assert seen == [row[0] for row in wanted]


def test_across_and_back_leads_to_the_same_sentence(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.keys("j", "j", "j")
    here = desk.focused()
    desk.keys("l")
    there = desk.focused()
    desk.keys("h")
    assert desk.focused() == here
    articles = demo.rows("select count(distinct article) from sentence where id in (?, ?)", here, there)
    assert articles == [(2,)]


def test_everything_can_be_done_with_the_mouse(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    row = desk.page.locator("[data-sentence]").nth(4)
    row.click()
    sentence = str(row.get_attribute("data-sentence"))
    for value in ("quantity", "author", "possible"):
        desk.page.click(f".cd-value[data-value={value}]")
    desk.page.click("[data-command=done]")
    desk.saved()
    assert desk.labels(sentence)["sentence", "state"] == "done"
    assert desk.labels(sentence)["claim", "anchor"] == "none"
    desk.page.click("[data-command=undo]")
    desk.saved()
    assert ("sentence", "state") not in desk.labels(sentence)
    desk.page.click("[data-command=redo]")
    desk.saved()
    assert desk.labels(sentence)["sentence", "state"] == "done"


def test_a_key_that_can_do_nothing_says_so_where_it_is_seen(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    bubble = desk.page.locator(".cd-message")
    desk.keys("Control+z")
    assert bubble.inner_text() == "Nothing to undo."
    desk.keys("j")
    assert not bubble.is_visible()
    desk.keys("End", "j")
    assert bubble.inner_text() == "Last sentence of this article."


def test_no_line_of_text_moves_when_a_rule_objects(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.keys("1")
    row = desk.page.locator("[aria-selected=true]")
    before = row.bounding_box()
    desk.keys("Enter")
    desk.page.wait_for_selector("[data-notice=rule]")
    assert row.bounding_box() == before


def test_the_keyboard_stays_on_the_outlet_that_it_hides(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    last = desk.page.locator(".cd-outlets button").last
    name = last.inner_text()
    last.focus()
    desk.keys("Space")
    assert desk.page.locator(".cd-heads .cd-head").count() == 3
    assert desk.page.evaluate("document.activeElement.textContent") == name


def test_the_keys_are_shown_and_closed_by_the_same_key(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.keys("?")
    assert "Event or action" in desk.page.inner_text("dialog[open]")
    desk.keys("1", "?")
    assert desk.page.locator("dialog[open]").count() == 0
    desk.keys("j")
    desk.saved()
    assert desk.labels() == {}


def test_the_definition_of_the_pressed_value_stands_beside_the_work(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.keys("4")
    wait_until(desk.page, "document.querySelector('.cd-guideline').innerText.includes('Cause')")
    desk.page.hover(".cd-value[data-value=rule]")
    wait_until(desk.page, "document.querySelector('.cd-guideline').innerText.includes('Rule or law')")


def test_streamlits_own_keys_do_nothing_here(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.page.evaluate("document.querySelector('.cd').dataset.mine = 'yes'")
    desk.page.evaluate("document.activeElement.blur()")
    desk.keys("r", "Escape", "c", "j", "1")  # the codebook's own `r` opens its list of sources
    desk.page.wait_for_timeout(500)
    desk.saved()
    assert desk.page.get_attribute(".cd", "data-mine") == "yes"
    assert desk.labels()["claim", "claim_type"] == "event"


def test_the_next_event_opens_without_a_reload_and_a_reload_stays_there(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    before = desk.page.get_attribute(".cd", "data-event")
    desk.page.click("[aria-label='Next event']")
    wait_until(desk.page, "old => document.querySelector('.cd').dataset.event !== old", before)
    after = desk.page.get_attribute(".cd", "data-event")
    desk.page.reload()
    desk.ready()
    assert desk.page.get_attribute(".cd", "data-event") == after


def test_another_codebook_brings_its_own_layers_and_keys(serve: Callable[..., Server], sit: Sit) -> None:
    desk = sit(serve(FERRY, CODEBOOKS / "codebook_mood.toml"))
    sentence = desk.focused()
    desk.keys("m", "8", "q", "Enter")
    desk.saved()
    labels = desk.labels(sentence)
    labels.pop(("claim", "content"))
    assert labels == {
        ("claim", "topic"): "people",
        ("claim", "voice"): "own",
        ("claim", "alarm"): "middle",
        ("sentence", "state"): "done",
    }
    assert "Thema" in desk.page.inner_text(".cd-panel")


def test_a_set_layer_takes_several_values(frames: Server, sit: Sit) -> None:
    desk = sit(frames)
    desk.keys("3", "2", "a")
    desk.saved()
    labels = desk.labels(desk.focused())
    assert json.loads(str(labels["claim", "frame"])) == ["human-interest", "morality"]
    assert labels["claim", "intensity"] == "cool"


def test_a_layer_of_free_text_is_written_and_makes_a_claim(frames: Server, sit: Sit) -> None:
    desk = sit(frames)
    sentence = desk.focused()
    desk.page.focus("[data-role=remark]")
    desk.keys("Enter")
    desk.page.keyboard.type("first 12 ")
    desk.page.keyboard.type("jk <b>")
    desk.keys("Control+Enter")
    desk.saved()
    assert desk.labels(sentence)["claim", "remark"] == "first 12 jk <b>"
    assert "first 12 jk <b>" in desk.page.inner_text("[aria-selected=true] [data-layer=remark]")
    assert desk.page.evaluate("document.activeElement.role") == "listbox"
    desk.keys("Control+z")
    desk.saved()
    assert desk.labels(sentence) == {}


def test_the_keys_that_are_shown_are_those_of_the_codebook(frames: Server, sit: Sit) -> None:
    desk = sit(frames)
    desk.keys("?")
    shown = desk.page.inner_text("dialog[open]")
    for foreign in ("suggestion", "sources of the article", "attribution", "Cue"):
        assert foreign not in shown.replace("next suggestion", "")
    [row] = desk.page.locator("dialog[open] dt:has-text('e'):has-text('x')").all()
    title = desk.page.inner_text("[data-role=trigger] .cd-word-title")
    assert row.evaluate("(one) => one.nextElementSibling.textContent") == title


def test_the_keys_reach_outlets_that_are_not_in_view(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    outlets = []
    for key in ("l", "l", "l", "h", "h"):
        desk.keys(key)
        row = demo.rows(
            "select outlet from article a join sentence s on s.article = a.id where s.id = ?", desk.focused()
        )
        outlets.append(row[0][0])
    assert outlets[1] == outlets[2], "there are three outlets"
    assert len({outlets[0], outlets[1], outlets[4]}) == 3
    assert desk.page.locator(".cd-heads .cd-head").count() == 2


def test_every_row_says_what_it_is_to_a_screen_reader(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.keys("j", "1")
    assert desk.page.evaluate("document.activeElement.getAttribute('role')") == "listbox"
    active = desk.page.get_attribute("[role=listbox]", "aria-activedescendant")
    assert desk.page.get_attribute(f"[id='{active}']", "data-sentence") == desk.focused()
    voice = desk.page.locator("[role=status][aria-live=polite]")
    assert "Claim type: Event or action" in voice.inner_text()
    for keys, said in (
        (("q", "Enter"), "Unsure"),
        (("Backspace",), "Unsure cleared."),
        (("]",), "Outlet's stance: Endorsed"),
    ):
        desk.keys(*keys)
        assert voice.inner_text() == said


def test_a_narrow_screen_stacks_the_articles_and_never_scrolls_sideways(demo: Server, sit: Sit) -> None:
    desk = sit(demo, viewport={"width": 360, "height": 740})
    desk.keys("1", "o", "b", "Enter")
    desk.saved()
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 360
    cells = desk.page.locator(".cd-cell")
    first, second = cells.nth(0).bounding_box(), cells.nth(1).bounding_box()
    assert first is not None
    assert second is not None
    assert second["y"] >= first["y"] + first["height"] - 1


def test_page_boilerplate_opens_and_closes_and_the_focus_is_never_lost(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    rows = desk.page.locator("[data-sentence]").count()
    desk.keys("f")
    assert desk.page.locator("[data-sentence]").count() > rows
    desk.keys("Home")
    kind = demo.rows("select kind from sentence where id = ?", desk.focused())[0][0]
    assert kind not in ("headline", "caption", "body")
    desk.keys("f")
    assert desk.page.locator("[data-sentence]").count() == rows
    desk.keys("j", "1")
    desk.saved()
    assert desk.labels(desk.focused())["claim", "claim_type"] == "event"
