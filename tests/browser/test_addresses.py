"""Links to an event and a sentence of it; back, forward and reload; an event that does not come."""

from collections.abc import Callable

from playwright.sync_api import Route

from tests.annotator.served import Server
from tests.browser.workspace_page import WorkspacePage

Sit = Callable[..., WorkspacePage]


def found(server: Server, where: str) -> tuple[str, str]:
    """An event and a sentence of it, both by id."""
    query = f"select a.event, s.id from sentence s join article a on a.id = s.article where {where}"
    event, sentence = server.rows(query)[-1]
    return str(event), str(sentence)


def event_of(work: WorkspacePage, event: str) -> None:
    """Wait until an event is open."""
    work.page.wait_for_selector(f".cd[data-event='{event}']")


def test_a_link_opens_its_event_at_its_sentence(demo: Server, sit: Sit) -> None:
    event, sentence = found(demo, "a.outlet = 'The Daily Gull' and s.kind = 'body'")
    work = sit(demo, open_now=False)
    work.open(f"/?event={event}#{sentence}")
    assert work.focused() == sentence, "of an outlet that is not in view at first"
    assert work.page.evaluate("document.activeElement.role") == "listbox"
    work.keys("1")
    work.saved()
    assert work.labels(sentence)["claim", "claim_type"] == "event"


def test_a_link_opens_the_page_boilerplate_that_it_leads_to(demo: Server, sit: Sit) -> None:
    event, sentence = found(demo, "s.kind = 'boilerplate'")
    work = sit(demo, open_now=False)
    work.open(f"/?event={event}#{sentence}")
    assert work.focused() == sentence


def test_another_link_to_the_same_event_moves_the_focus(demo: Server, sit: Sit) -> None:
    event, sentence = found(demo, "s.kind = 'body'")
    work = sit(demo, open_now=False)
    work.open(f"/?event={event}")
    work.page.evaluate("(id) => (location.hash = id)", sentence)
    work.page.wait_for_selector(f".cd-row[aria-selected=true][data-sentence='{sentence}']")


def test_a_link_to_no_sentence_of_the_event_says_so_and_opens_it(demo: Server, sit: Sit) -> None:
    work = sit(demo, open_now=False)
    work.open("/#nothing-of-this-name")
    assert "isn't in this event" in work.page.inner_text(".cd-message")
    assert work.focused()


def test_a_link_to_no_event_of_the_project_says_so_and_leads_to_one(demo: Server, sit: Sit) -> None:
    work = sit(demo, open_now=False)
    work.forgiven = ("404",)
    work.page.goto(f"{demo.url}/?event=elsewhere")
    work.page.wait_for_selector("[data-notice=load]")
    assert "isn't in this project" in work.page.inner_text("[data-notice=load]")
    assert work.page.locator(".cd-value:visible").count() == 0, "nothing to press before there is an event"
    work.page.click("[data-notice=load] button")
    work.ready()
    assert work.page.locator("[data-notice=load]").count() == 0


def test_back_and_forward_lead_through_the_events_that_were_open(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    page = work.page
    events = [str(row[0]) for row in demo.rows("select id from event order by position")]
    for event in events[1:3]:
        page.click("[aria-label='Next event']")
        event_of(work, event)
    page.go_back()
    event_of(work, events[1])
    page.go_back()
    event_of(work, events[0])
    page.go_forward()
    event_of(work, events[1])
    work.keys("2")
    work.saved()
    assert page.url.endswith(f"?event={events[1]}")


def test_an_event_that_comes_late_is_announced_and_work_goes_on_meanwhile(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    work.page.route("**/api/workspace*", hold)
    work.page.click("[aria-label='Next event']")
    work.page.wait_for_selector("[data-notice=load]")
    assert "Opening" in work.page.inner_text("[data-notice=load]")
    sentence = work.focused()
    work.keys("1")
    work.saved()
    held[0].continue_()
    work.page.wait_for_selector("[data-notice=load]", state="detached")
    assert work.labels(sentence)["claim", "claim_type"] == "event"
    assert work.focused() != sentence
