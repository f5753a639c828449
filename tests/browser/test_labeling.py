"""Labels by keyboard in a real browser, read back by plain sqlite3."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.annotator.served import Server, do
from tests.browser.chromium import wait_until
from tests.browser.seats import Seats
from tests.browser.workspace_page import WorkspacePage

CODEBOOKS = Path(__file__).parents[1] / "labels" / "data"
FERRY = {
    "Herald": "Ferry sinks\n\nThe ferry sank on Monday, police said. It was old 😀 and leaking.\n\n"
    "Nobody drowned.\n",
    "Gazette": "A ferry goes down\n\nA ferry sank on Monday. Two people were hurt, a doctor said.\n",
}

Sit = Callable[..., WorkspacePage]


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
    work = sit(demo)
    sentence = work.focused()
    work.keys("1", "o", "b", "Enter")
    work.saved()
    labels = work.labels(sentence)
    assert labels.pop(("claim", "content")) is not None
    assert labels == {
        ("claim", "claim_type"): "event",
        ("claim", "source_kind"): "official",
        ("claim", "anchor"): "explicit",
        ("claim", "certainty"): "certain",
        ("sentence", "state"): "done",
    }
    assert work.focused() != sentence


def test_a_claims_content_is_the_sentence_in_code_points(serve: Callable[..., Server], sit: Sit) -> None:
    server = serve(FERRY)
    work = sit(server)
    work.page.get_by_text("It was old").first.click()
    work.keys("2")
    work.saved()
    content = json.loads(str(work.labels(work.focused())["claim", "content"]))
    text = str(server.rows("select text from article where outlet = 'Herald'")[0][0])
    assert [text[start:end] for start, end in content] == ["It was old 😀 and leaking."]


def test_no_claim_is_a_decision_about_the_sentence(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    sentence = work.focused()
    work.keys("1", "0")
    work.saved()
    assert work.labels(sentence)["sentence", "claim_type"] == "none"
    assert ("claim", "content") not in work.labels(sentence), "without content there is no claim"


def test_what_is_labeled_is_drawn_and_can_be_read_from_the_page(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("1", "o")
    row = work.page.locator("[aria-selected=true]")
    assert row.locator("[data-layer=claim_type]").get_attribute("data-value") == "event"
    assert row.locator("[data-missing=certainty]").count() == 1
    assert work.page.get_attribute(".cd-value[data-value=event]", "aria-pressed") == "true"


def test_enter_on_an_unfinished_sentence_says_what_is_missing_and_stays(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    sentence = work.focused()
    work.keys("1", "o", "Enter")
    assert work.focused() == sentence
    assert work.page.inner_text("[data-notice=rule] p") == "Still missing: Certainty."


def test_move_on_when_complete_needs_three_keys_a_sentence(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.page.click("[data-setting=moveOn]")
    first = work.focused()
    work.keys("1", "o", "b", "2", "a", "v")
    work.saved()
    assert work.labels(first)["sentence", "state"] == "done"
    assert [value for (_, layer), value in work.labels().items() if layer == "state"] == ["done"]
    done = work.server.rows(
        "select count(*) from label l join annotator a on a.id = l.annotator "
        "where a.name = ? and layer = 'state'",
        work.name,
    )
    assert done == [(2,)]


def test_undo_and_redo_go_whole_actions_and_over_sentences(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    first = work.focused()
    work.keys("1", "j")
    second = work.focused()
    work.keys("2", "Control+z")
    assert work.focused() == second
    work.keys("Control+z")
    assert work.focused() == first
    work.saved()
    assert work.labels() == {}
    work.keys("Control+Shift+z", "Control+y")
    work.saved()
    assert work.labels(first)["claim", "claim_type"] == "event"
    assert work.labels(second)["claim", "claim_type"] == "state"
    assert [row[2] for row in work.log()] == ["set"] * 4 + ["undo"] * 4 + ["set"] * 4


def test_a_note_takes_every_key_and_labels_nothing(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    sentence = work.focused()
    work.keys("/")
    work.page.keyboard.type("1ob jr <b>not markup</b> 😀")
    work.keys("Enter")
    work.saved()
    assert work.labels(sentence) == {("sentence", "note"): "1ob jr <b>not markup</b> 😀"}
    assert work.focused() == sentence
    work.keys("j")
    assert work.focused() != sentence


def test_unsure_asks_why_and_no_letter_of_the_reason_labels(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    sentence = work.focused()
    work.keys("q")
    work.page.keyboard.type("two readings: job 1, or 2?")
    work.keys("Enter")
    work.saved()
    assert work.labels() == {("sentence", "unsure"): "two readings: job 1, or 2?"}
    assert work.focused() == sentence
    assert "1 unsure" in work.page.inner_text(".cd-progress")
    work.keys("j")
    assert work.focused() != sentence, "the keyboard is back at the sentences"


def test_escape_leaves_a_reason_and_a_note_as_they_were(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    for key, layer in (("q", "unsure"), ("/", "note")):
        work.keys(key)
        work.page.keyboard.type("first")
        work.keys("Enter", key)
        work.page.keyboard.type("second")
        work.keys("Escape")
        work.saved()
        assert work.labels()["sentence", layer] == "first"


def test_the_same_key_twice_changes_nothing_and_clearing_has_its_own(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("1", "a", "b")
    work.saved()
    before = work.labels()
    work.keys("b", "a", "1")
    work.saved()
    assert work.labels() == before
    work.keys("b", "Backspace")
    work.saved()
    assert ("claim", "certainty") not in work.labels()
    assert "Certainty" in work.page.inner_text("[data-message]"), "it says what was cleared"


def test_no_claim_over_a_labeled_one_says_what_is_gone_and_undo_brings_it_back(
    demo: Server, sit: Sit
) -> None:
    work = sit(demo)
    work.keys("1", "o", "b")
    work.saved()
    before = work.labels()
    work.keys("0")
    assert "Event or action" in work.page.inner_text("[data-message]")
    work.keys("Control+z")
    work.saved()
    assert work.labels() == before


def test_every_sentence_to_label_is_reached_by_keys_and_boilerplate_is_not(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    seen = [work.focused()]
    while True:
        work.keys("j")
        if work.focused() == seen[-1]:
            break
        seen.append(work.focused())
    article = demo.rows("select article from sentence where id = ?", seen[0])[0][0]
    wanted = demo.rows(
        "select id from sentence where article = ? and kind in ('headline', 'caption', 'body') "
        "order by position",
        article,
    )
    assert seen == [row[0] for row in wanted]


def test_across_and_back_leads_to_the_same_sentence(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("j", "j", "j")
    here = work.focused()
    work.keys("l")
    there = work.focused()
    work.keys("h")
    assert work.focused() == here
    articles = demo.rows("select count(distinct article) from sentence where id in (?, ?)", here, there)
    assert articles == [(2,)]


def test_everything_can_be_done_with_the_mouse(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    row = work.page.locator("[data-sentence]").nth(4)
    row.click()
    sentence = str(row.get_attribute("data-sentence"))
    for value in ("quantity", "author", "possible"):
        work.page.click(f".cd-value[data-value={value}]")
    work.page.click("[data-command=done]")
    work.saved()
    assert work.labels(sentence)["sentence", "state"] == "done"
    assert work.labels(sentence)["claim", "anchor"] == "none"
    work.page.click("[data-command=undo]")
    work.saved()
    assert ("sentence", "state") not in work.labels(sentence)
    work.page.click("[data-command=redo]")
    work.saved()
    assert work.labels(sentence)["sentence", "state"] == "done"


def test_a_key_that_can_do_nothing_says_so_where_it_is_seen(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    bubble = work.page.locator(".cd-message")
    work.keys("Control+z")
    assert bubble.inner_text() == "Nothing to undo."
    work.keys("j")
    assert not bubble.is_visible()
    work.keys("End", "j")
    assert bubble.inner_text() == "Last sentence of this article."


def test_no_line_of_text_moves_when_a_rule_objects(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("1")
    row = work.page.locator("[aria-selected=true]")
    before = row.bounding_box()
    work.keys("Enter")
    work.page.wait_for_selector("[data-notice=rule]")
    assert row.bounding_box() == before


def test_the_keyboard_stays_on_the_outlet_that_it_hides(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    last = work.page.locator(".cd-outlets button").last
    name = last.inner_text()
    last.focus()
    work.keys("Space")
    assert work.page.locator(".cd-heads .cd-head").count() == 3
    assert work.page.evaluate("document.activeElement.textContent") == name


def test_the_keys_are_shown_and_closed_by_the_same_key(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("?")
    assert "Event or action" in work.page.inner_text("dialog[open]")
    work.keys("1", "?")
    assert work.page.locator("dialog[open]").count() == 0
    work.keys("j")
    work.saved()
    assert work.labels() == {}


def test_the_definition_of_the_pressed_value_stands_beside_the_work(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("4")
    wait_until(work.page, "document.querySelector('.cd-guideline').innerText.includes('Cause')")
    work.page.hover(".cd-value[data-value=rule]")
    wait_until(work.page, "document.querySelector('.cd-guideline').innerText.includes('Rule or law')")


def test_streamlits_own_keys_do_nothing_here(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.page.evaluate("document.querySelector('.cd').dataset.mine = 'yes'")
    work.page.evaluate("document.activeElement.blur()")
    work.keys("r", "Escape", "c", "j", "1")  # the codebook's own `r` opens its list of sources
    work.page.wait_for_timeout(500)
    work.saved()
    assert work.page.get_attribute(".cd", "data-mine") == "yes"
    assert work.labels()["claim", "claim_type"] == "event"


def test_the_next_event_opens_without_a_reload_and_a_reload_stays_there(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    before = work.page.get_attribute(".cd", "data-event")
    work.page.click("[aria-label='Next event']")
    wait_until(work.page, "old => document.querySelector('.cd').dataset.event !== old", before)
    after = work.page.get_attribute(".cd", "data-event")
    work.page.reload()
    work.ready()
    assert work.page.get_attribute(".cd", "data-event") == after


def test_another_codebook_brings_its_own_layers_and_keys(serve: Callable[..., Server], sit: Sit) -> None:
    work = sit(serve(FERRY, CODEBOOKS / "codebook_mood.toml"))
    sentence = work.focused()
    work.keys("m", "8", "q", "Enter")
    work.saved()
    labels = work.labels(sentence)
    labels.pop(("claim", "content"))
    assert labels == {
        ("claim", "topic"): "people",
        ("claim", "voice"): "own",
        ("claim", "alarm"): "middle",
        ("sentence", "state"): "done",
    }
    assert "Thema" in work.page.inner_text(".cd-panel")


def test_a_set_layer_takes_several_values(frames: Server, sit: Sit) -> None:
    work = sit(frames)
    work.keys("3", "2", "a")
    work.saved()
    labels = work.labels(work.focused())
    assert json.loads(str(labels["claim", "frame"])) == ["human-interest", "morality"]
    assert labels["claim", "intensity"] == "cool"


def test_a_layer_of_free_text_is_written_and_makes_a_claim(frames: Server, sit: Sit) -> None:
    work = sit(frames)
    sentence = work.focused()
    work.page.focus("[data-role=remark]")
    work.keys("Enter")
    work.page.keyboard.type("first 12 ")
    work.page.keyboard.type("jk <b>")
    work.keys("Control+Enter")
    work.saved()
    assert work.labels(sentence)["claim", "remark"] == "first 12 jk <b>"
    assert "first 12 jk <b>" in work.page.inner_text("[aria-selected=true] [data-layer=remark]")
    assert work.page.evaluate("document.activeElement.role") == "listbox"
    work.keys("Control+z")
    work.saved()
    assert work.labels(sentence) == {}


def test_the_keys_that_are_shown_are_those_of_the_codebook(frames: Server, sit: Sit) -> None:
    work = sit(frames)
    work.keys("?")
    shown = work.page.inner_text("dialog[open]")
    for foreign in ("suggestion", "sources of the article", "attribution", "Cue"):
        assert foreign not in shown.replace("next suggestion", "")
    [row] = work.page.locator("dialog[open] dt:has-text('e'):has-text('x')").all()
    title = work.page.inner_text("[data-role=trigger] .cd-word-title")
    assert row.evaluate("(one) => one.nextElementSibling.textContent") == title


def test_the_keys_reach_outlets_that_are_not_in_view(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    outlets = []
    for key in ("l", "l", "l", "h", "h"):
        work.keys(key)
        row = demo.rows(
            "select outlet from article a join sentence s on s.article = a.id where s.id = ?", work.focused()
        )
        outlets.append(row[0][0])
    assert outlets[1] == outlets[2], "there are three outlets"
    assert len({outlets[0], outlets[1], outlets[4]}) == 3
    assert work.page.locator(".cd-heads .cd-head").count() == 2


def test_every_row_says_what_it_is_to_a_screen_reader(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("j", "1")
    assert work.page.evaluate("document.activeElement.getAttribute('role')") == "listbox"
    active = work.page.get_attribute("[role=listbox]", "aria-activedescendant")
    assert work.page.get_attribute(f"[id='{active}']", "data-sentence") == work.focused()
    voice = work.page.locator("[role=status][aria-live=polite]")
    assert "Claim type: Event or action" in voice.inner_text()
    for keys, said in (
        (("q", "Enter"), "Unsure"),
        (("Backspace",), "Unsure cleared."),
        (("]",), "Outlet's stance: Endorsed"),
    ):
        work.keys(*keys)
        assert voice.inner_text() == said


def test_a_narrow_screen_stacks_the_articles_and_never_scrolls_sideways(demo: Server, sit: Sit) -> None:
    work = sit(demo, viewport={"width": 360, "height": 740})
    work.keys("1", "o", "b", "Enter")
    work.saved()
    assert work.page.evaluate("document.documentElement.scrollWidth") <= 360
    cells = work.page.locator(".cd-cell")
    first, second = cells.nth(0).bounding_box(), cells.nth(1).bounding_box()
    assert first is not None
    assert second is not None
    assert second["y"] >= first["y"] + first["height"] - 1


def test_page_boilerplate_opens_and_closes_and_the_focus_is_never_lost(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    rows = work.page.locator("[data-sentence]").count()
    work.keys("f")
    assert work.page.locator("[data-sentence]").count() > rows
    work.keys("Home")
    kind = demo.rows("select kind from sentence where id = ?", work.focused())[0][0]
    assert kind not in ("headline", "caption", "body")
    work.keys("f")
    assert work.page.locator("[data-sentence]").count() == rows
    work.keys("j", "1")
    work.saved()
    assert work.labels(work.focused())["claim", "claim_type"] == "event"
