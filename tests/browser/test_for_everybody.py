"""Screen readers, small screens, zoom, forced colours, other scripts; and what each person may choose."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.annotator.served import Server
from tests.browser.axe import serious
from tests.browser.chromium import wait_until
from tests.browser.workspace_page import WorkspacePage

Sit = Callable[..., WorkspacePage]
WIDE, NARROW = {"width": 1400, "height": 900}, {"width": 360, "height": 740}
ARABIC = "غرقت العبارة يوم الاثنين. قال ناطق باسم الشرطة: «لم يصب أحد»."
CHINESE = "渡轮星期一沉没。警方发言人表示：“没有人受伤。”"
LOOKS = [
    pytest.param({"viewport": WIDE, "color_scheme": "light"}, id="light"),
    pytest.param({"viewport": WIDE, "color_scheme": "dark"}, id="dark"),
    pytest.param({"viewport": NARROW, "color_scheme": "light"}, id="360px"),
    pytest.param({"viewport": NARROW, "color_scheme": "dark"}, id="360px-dark"),
]
DIALOGS = {"?": "cd-help", "Shift+G": "cd-codebook", "Shift+A": "cd-reader", "Shift+D": "cd-display"}


def focused_in(page: Page, selector: str) -> bool:
    """Whether the keyboard is inside."""
    return bool(page.evaluate("(s) => document.activeElement.closest(s) !== null", selector))


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_serious_in_the_workspace(look: dict[str, object], demo: Server, sit: Sit) -> None:
    work = sit(demo, **look)
    work.keys("1", "o", "b", "Enter", "2", "q", "F")
    work.saved()
    assert serious(work.page) == []


@pytest.mark.parametrize("look", LOOKS[1:3])
@pytest.mark.parametrize("key", [*DIALOGS, "Shift+U", "Shift+T", "/"])
def test_axe_finds_nothing_serious_in_a_dialog(
    key: str, look: dict[str, object], demo: Server, sit: Sit
) -> None:
    work = sit(demo, **look)
    work.keys("q", key)
    assert serious(work.page) == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", ["/events", "/who", "/agreement"])
def test_axe_finds_nothing_serious_on_the_other_pages(
    path: str, look: dict[str, object], demo: Server, sit: Sit
) -> None:
    work = sit(demo, open_now=False, **look)
    work.forgiven = ("404",)  # Streamlit looks for its own routes below a page's path first
    work.page.goto(demo.url + path)
    last = ".cd-events[data-ready='1'], form[action='/who'], [data-testid=stMain] :text('disputed sentences')"
    work.page.wait_for_selector(last, timeout=60_000)
    assert serious(work.page) == []


@pytest.mark.parametrize("key", DIALOGS)
def test_a_dialog_keeps_the_keyboard_and_gives_it_back(key: str, demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("j")
    sentence = work.focused()
    work.keys(key)
    inside = f"dialog.{DIALOGS[key]}[open]"
    work.page.wait_for_selector(inside)
    for _ in range(12):
        assert focused_in(work.page, inside)
        work.keys("Tab")
        # past the last field the browser's own frame has its turn, never the page behind
        if work.page.evaluate("document.activeElement === document.body"):
            work.keys("Tab")
    work.keys("Escape")
    work.page.wait_for_selector(inside, state="detached")
    assert focused_in(work.page, ".cd-list")
    assert (work.focused(), work.labels()) == (sentence, {}), "no key in a dialog labels"


def test_a_screen_reader_hears_the_sentence_its_labels_and_what_was_saved(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("j")
    page = work.page
    spoken = (
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).textContent"
    )
    assert page.evaluate("document.activeElement.getAttribute('role')") == "listbox"
    assert page.evaluate(spoken).startswith(page.inner_text("[aria-selected=true] .cd-text")[:20])
    work.keys("1")
    assert page.inner_text("[role=status].cd-voice") == "Claim type: Event or action"
    assert "Event or action" in page.evaluate(spoken)
    wait_until(page, "document.querySelector('.cd-voice').textContent.startsWith('saved #')")


@pytest.mark.parametrize(
    "look",
    [
        pytest.param({"viewport": NARROW}, id="360px"),
        pytest.param({"viewport": {"width": 700, "height": 450}, "device_scale_factor": 2}, id="200-percent"),
    ],
)
def test_a_small_or_zoomed_page_shows_the_work_without_sideways_scrolling(
    look: dict[str, object], demo: Server, sit: Sit
) -> None:
    work = sit(demo, **look)
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert work.page.evaluate(wider) <= 0
    work.keys("j", "j", "1")
    work.page.wait_for_timeout(200)
    box = work.page.locator("[aria-selected=true]").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < work.page.viewport_size["height"] - 20  # type: ignore[index]


def test_on_a_phone_every_target_is_large_enough(demo: Server, sit: Sit) -> None:
    work = sit(demo, viewport=NARROW)
    small = work.page.evaluate(
        """() => [...document.querySelectorAll('.cd button, .cd a, .cd .cd-fold')]
          .map((one) => [one.textContent, one.getBoundingClientRect()])
          .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([text]) => text)"""
    )
    assert small == []
    heights = work.page.evaluate(
        "[...document.querySelectorAll('.cd-value[data-value]')].map((one) => one.offsetHeight)"
    )
    assert min(heights) >= 40


def test_with_forced_colours_what_is_focused_and_chosen_still_shows(demo: Server, sit: Sit) -> None:
    work = sit(demo, forced_colors="active")
    work.keys("1")
    style = "(s) => getComputedStyle(document.querySelector(s))"
    assert work.page.evaluate(f"({style})('[aria-selected=true]').outlineStyle") == "solid"
    chosen = work.page.evaluate(f"({style})('.cd-value[data-value=event]').backgroundColor")
    other = work.page.evaluate(f"({style})('.cd-value[data-value=state]').backgroundColor")
    assert chosen != other


def test_nothing_moves_where_that_is_not_wanted(demo: Server, sit: Sit) -> None:
    work = sit(demo, reduced_motion="reduce")
    work.keys("1", "o", "b", "Enter")
    work.page.wait_for_timeout(50)
    assert work.page.evaluate("document.querySelector('.cd').getAnimations({subtree: true}).length") == 0


def test_right_to_left_and_chinese_articles_read_and_label_as_they_are_written(
    serve: Callable[..., Server], sit: Sit
) -> None:
    server = serve({"Arabic": f"عنوان\n\n{ARABIC}\n", "Chinese": f"标题\n\n{CHINESE}\n"})
    work = sit(server)
    arabic, chinese = work.page.get_by_text("غرقت").first, work.page.get_by_text("渡轮").first
    assert arabic.evaluate("(one) => getComputedStyle(one.closest('p')).direction") == "rtl"
    assert chinese.evaluate("(one) => getComputedStyle(one.closest('p')).direction") == "ltr"
    for row in (arabic, chinese):
        row.click()
        work.keys("2")
        work.saved()
        content = json.loads(str(work.labels(work.focused())["claim", "content"]))
        text = str(
            server.rows(
                "select text from article a join sentence s on s.article = a.id where s.id = ?",
                work.focused(),
            )[0][0]
        )
        shown = work.page.inner_text("[aria-selected=true] .cd-text")
        assert "".join(text[start:end] for start, end in content).strip() == shown.strip()


def test_single_keys_can_be_switched_off_and_buttons_do_the_work(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("Shift+D")
    work.page.uncheck("[data-switch=keys]")
    work.keys("Escape", "1", "o", "q", "j")
    first = work.focused()
    work.page.wait_for_timeout(300)
    assert work.labels() == {}
    work.page.click(".cd-value[data-value=state]")
    work.saved()
    assert work.labels(first)["claim", "claim_type"] == "state"
    work.keys("ArrowDown")
    assert work.focused() != first, "arrows are no characters"


def test_text_size_density_and_order_of_columns_stay_over_a_reload(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    page = work.page
    size = "parseFloat(getComputedStyle(document.querySelector('.cd-row[data-kind=body] .cd-text')).fontSize)"
    height = (
        "parseFloat(getComputedStyle(document.querySelector('.cd-row[data-kind=body] .cd-text')).lineHeight)"
    )
    before, heads = page.evaluate(size), page.locator(".cd-heads .cd-outlet").all_inner_texts()
    work.keys("Shift+D")
    page.check("[data-setting=size][value='1.35']")
    page.check("[data-setting=density][value=airy]")
    page.focus(f"[aria-label='Move {heads[0]} to the right']")
    work.keys("Enter")
    assert page.evaluate("document.activeElement.ariaLabel") == f"Move {heads[0]} to the right"
    page.reload()
    work.ready()
    assert page.evaluate(size) == pytest.approx(before * 1.35)
    assert page.evaluate(height) == pytest.approx(before * 1.35 * 1.8)
    assert page.locator(".cd-heads .cd-outlet").all_inner_texts() == heads[::-1]


def test_blind_labeling_names_no_outlet_anywhere_and_labels_land_where_they_belong(
    demo: Server, sit: Sit
) -> None:
    work = sit(demo)
    names = [
        str(row[0])
        for row in demo.rows(
            "select distinct outlet from article a join event e on e.id = a.event where e.position = 0"
        )
    ]
    work.keys("Shift+D")
    work.page.check("[data-switch=blind]")
    work.page.wait_for_selector(".cd-heads >> text=Outlet A")
    work.keys("Escape", "F")
    everything = work.page.evaluate("document.documentElement.outerHTML").lower()
    assert [name for name in names if name.lower() in everything] == []
    assert "hsn" not in everything, "nor by its initials"
    work.keys("Shift+A")
    assert work.page.locator("dialog[open] a").count() == 0
    work.keys("Escape", "1")
    work.saved()
    [(start, end)] = json.loads(str(work.labels(work.focused())["claim", "content"]))
    place = demo.rows("select start, end from sentence where id = ?", work.focused())[0]
    assert (start, end) == place


def test_the_codebook_opens_at_the_layer_in_work_and_is_searched(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("Shift+G")
    page = work.page
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.type("take the first that applies")
    assert page.inner_text(".cd-codebook [role=status]") == "1 match"
    assert "Take the first that applies" in page.inner_text(".cd-codebook .cd-dialog-body")
    page.fill(".cd-search", "no such words")
    assert page.inner_text(".cd-codebook [role=status]") == "0 matches"
    assert page.locator(".cd-codebook .cd-part:visible").count() == 0


def test_the_article_shows_every_character_with_its_address(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("j", "Shift+A")
    _article, text, url = demo.rows(
        "select a.id, text, url from article a join sentence s on s.article = a.id where s.id = ?",
        work.focused(),
    )[0]
    shown = work.page.evaluate("document.querySelector('.cd-fulltext').textContent")
    assert "".join(shown.split()) == "".join(str(text).split())
    link = work.page.locator(".cd-reader a")
    assert link.get_attribute("href") == url
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert (
        work.page.inner_text(".cd-fulltext mark")
        == work.page.locator("[aria-selected=true] .cd-text").inner_text()
    )


def test_the_list_of_unsure_sentences_leads_there_over_events(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("j", "q")
    work.page.fill("[data-prompt=reason]", "two readings")
    work.keys("Enter")
    unsure = work.focused()
    event = work.page.get_attribute(".cd", "data-event")
    work.page.click("[aria-label='Next event']")
    work.page.wait_for_selector(f".cd[data-ready='1']:not([data-event='{event}'])")
    work.keys("Shift+U")
    assert "You marked nothing" in work.page.inner_text(".cd-unsure-list")
    work.page.wait_for_selector(f"[data-goal='{unsure}']")
    assert "two readings" in work.page.inner_text(f"[data-goal='{unsure}']")
    work.page.click(f"[data-goal='{unsure}']")
    work.page.wait_for_selector(f".cd[data-event='{event}']")
    assert work.focused() == unsure
    work.keys("Shift+U")
    assert work.page.locator(f"[data-goal='{unsure}']").count() == 1


def test_who_labels_stands_on_the_page_and_leads_to_the_change(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    assert work.page.inner_text("a.cd-who") == work.name
    work.page.click("a.cd-who")
    assert work.page.inner_text("h1") == "Who labels?"
    work.page.click("text=Continue as")
    work.ready()
    assert work.page.inner_text("a.cd-who") == work.name
