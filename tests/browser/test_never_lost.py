"""Decisions made = decisions in the log, once, in order, whatever happens in between."""

import itertools
import os
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Playwright, Route

from labels.codebook.codebook import Codebook
from labels.codebook.shipped import shipped_text
from labels.store.project import add_codebook
from labels.store.writer import Writer
from tests.annotator.served import Server
from tests.browser.chromium import launch_persistent
from tests.browser.workspace_page import WorkspacePage

Sit = Callable[..., WorkspacePage]
# the browser itself complains about what these tests do to it
CUT = (
    "Failed to load resource",
    "Client Error",
    "is not responding",
    "ERR_INTERNET_DISCONNECTED",
    "WebSocket",
    "ERR_CONNECTION",
)
CERTAINTIES = {"z": "denied", "x": "open", "c": "possible", "v": "probable", "b": "certain"}


def burst(work: WorkspacePage, count: int) -> str:
    """Press certainty keys on one claim, each another value; returns its sentence."""
    sentence = work.focused()
    work.keys("1")
    for key in itertools.islice(itertools.cycle("zxcvb"), count):
        work.page.keyboard.press(key)
    return sentence


def certainties(work: WorkspacePage) -> list[object]:
    """The values of the certainty layer in the order of the log; each must be current when made."""
    rows = [row for row in work.log() if row[1] == "certainty"]
    assert [row[5] for row in rows] == list(range(1, len(rows) + 1)), "every revision once, in order"
    return [str(row[3]).strip('"') for row in rows]


def arrived(work: WorkspacePage, count: int) -> None:
    """Wait until the log holds so many certainties, and the page knows it; it may lag behind the keys."""
    for _ in range(400):
        if len(certainties(work)) >= count:
            break
        work.page.wait_for_timeout(50)
    work.saved()


def expected(count: int) -> list[str]:
    """What ``burst`` decides."""
    return list(itertools.islice(itertools.cycle(CERTAINTIES.values()), count))


def test_a_hundred_and_twenty_keys_in_a_burst(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    burst(work, 120)
    work.saved()
    assert certainties(work) == expected(120)


def test_a_reload_in_mid_burst(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    burst(work, 40)
    work.page.reload()
    work.ready()
    work.saved()
    made = certainties(work)
    assert made == expected(40)
    assert work.page.locator("[data-missing=source_kind]").count() == 1


def test_offline_work_is_kept_shown_and_sent_when_the_connection_is_back(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.forgiven = CUT
    work.context.set_offline(True)
    burst(work, 20)
    work.page.wait_for_selector("[data-status=offline]")
    assert "waiting, offline" in work.page.inner_text(".cd-saved")
    assert work.page.locator("[data-notice=offline]").count() == 1
    work.keys("0", "j", "2")
    work.context.set_offline(False)
    work.saved()
    assert certainties(work) == expected(20)
    assert work.page.locator("[data-notice=offline]").count() == 0
    assert [row[1] for row in work.log()][-2:] == ["content", "claim_type"]


def test_what_waits_offline_survives_closing_the_tab(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.forgiven = CUT
    work.context.set_offline(True)
    burst(work, 15)
    work.page.wait_for_selector("[data-status=offline]")
    work.page.close()
    work.context.set_offline(False)
    work.page = work.context.new_page()
    work.watch(work.page)
    work.open()
    work.saved()
    assert certainties(work) == expected(15)


def test_a_second_tab_sees_what_the_first_decides_and_goes_on_from_there(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    other = work.context.new_page()
    work.watch(other)
    other.goto(demo.url)
    work.ready(other)
    work.keys("1", "v")
    work.saved()
    other.wait_for_selector("[aria-selected=true] [data-layer=certainty][data-value=probable]")
    other.keyboard.press("b")
    work.saved(other)
    assert certainties(work) == ["probable", "certain"]
    assert work.page.locator("[data-notice^=conflict]").count() == 0


def test_of_two_tabs_without_a_line_the_last_key_wins(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.forgiven = CUT
    work.keys("1")
    work.saved()
    tabs = [work.page, work.context.new_page()]
    work.watch(tabs[1])
    tabs[1].goto(demo.url)
    for page in tabs:
        work.ready(page)
        # only one of them hears at once that the line is back
        page.evaluate("addEventListener('online', (e) => window.deaf && e.stopImmediatePropagation(), true)")
    for (last, back), keys in zip(itertools.product((0, 1), (0, 1)), ("zxcv", "bzxc") * 2, strict=True):
        work.context.set_offline(True)
        for turn, key in enumerate(keys):
            tabs[(turn + last + 1) % 2].keyboard.press(key)
        tabs[last].wait_for_selector("[data-status=offline]")
        for number, page in enumerate(tabs):
            page.evaluate(f"window.deaf = {str(number != back).lower()}")
        work.context.set_offline(False)
        value = CERTAINTIES[keys[-1]]
        for page in tabs:
            work.saved(page)
            page.wait_for_selector(f"[aria-selected=true] [data-layer=certainty][data-value={value}]")
            assert page.locator("[data-notice^=conflict]").count() == 0
        assert work.labels(work.focused())["claim", "certainty"] == value


def test_a_killed_server_loses_nothing_and_the_page_goes_on(serve: Callable[..., Server], sit: Sit) -> None:
    server = serve({"Herald": "Ferry sinks\n\nThe ferry sank on Monday, police said.\n"})
    work = sit(server)
    work.forgiven = CUT
    work.keys("1")
    work.keys(*"zxcvb")
    server.kill()
    work.keys("z", "x")
    server.start()
    work.keys(*"cvb", *"zxcvb")
    work.saved()
    assert certainties(work) == expected(15)


def test_a_server_that_answers_500_is_asked_again(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.forgiven = CUT
    answers = iter([500, 503, 500])

    def stumble(route: object) -> None:
        status = next(answers, None)
        if status is None:
            route.continue_()  # type: ignore[attr-defined]
        else:
            route.fulfill(status=status, json={"error": "no"})  # type: ignore[attr-defined]

    work.page.route("**/api/decisions", stumble)
    burst(work, 10)
    work.page.wait_for_selector("[data-status=trouble]")
    work.saved()
    assert certainties(work) == expected(10)


def test_a_refused_decision_is_shown_with_its_reason_and_taken_back(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("1", "v")
    work.saved()

    def refuse(route: object) -> None:
        batch = route.request.post_data_json["batch"]  # type: ignore[attr-defined]
        refused = {one["uuid"]: {"reason": "The rules say no."} for one in batch}
        codebook = batch[0]["codebook"]
        answer = {"acknowledged": {}, "conflicts": {}, "refused": refused, "codebook": codebook}
        route.fulfill(json=answer)  # type: ignore[attr-defined]

    work.page.route("**/api/decisions", refuse)
    work.keys("b")
    work.page.wait_for_selector("[data-notice^=refused]")
    assert "The rules say no." in work.page.inner_text("[data-notice^=refused]")
    row = work.page.locator("[aria-selected=true] [data-layer=certainty]")
    assert row.get_attribute("data-value") == "probable"
    work.page.unroute("**/api/decisions")
    work.page.click("[data-notice^=refused] >> text=Dismiss")
    work.keys("c")
    work.saved()
    assert certainties(work) == ["probable", "possible"]


def test_a_stale_decision_asks_which_version_counts(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.keys("1", "v")
    work.saved()
    sentence = work.focused()
    # a browser that heard nothing of the first one's decision
    deaf = work.context.new_page()
    deaf.add_init_script("window.BroadcastChannel = undefined")
    work.watch(deaf)
    deaf.goto(demo.url)
    work.ready(deaf)
    work.keys("z")
    work.saved()
    deaf.keyboard.press("b")
    deaf.wait_for_selector("[data-notice^=conflict]")
    notice = deaf.inner_text("[data-notice^=conflict]")
    assert "Keep mine: Flat" in notice
    assert "Keep the other: Denied or doubted" in notice
    deaf.click("[data-notice^=conflict] >> text=Keep mine")
    work.saved(deaf)
    assert work.labels(sentence)["claim", "certainty"] == "certain"
    assert deaf.locator("[data-notice^=conflict]").count() == 0


def test_a_browser_without_a_database_saves_all_the_same_and_says_so(demo: Server, sit: Sit) -> None:
    work = sit(demo, open_now=False, alone=True)
    work.page.add_init_script("delete Window.prototype.indexedDB; delete window.indexedDB")
    work.open()
    assert "Keep this page open" in work.page.inner_text("[data-notice=memory]")
    burst(work, 5)
    work.saved()
    assert certainties(work) == expected(5)


def test_an_expired_session_keeps_what_waits_until_the_same_person_is_back(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.forgiven = CUT
    work.keys("1")
    work.saved()
    work.context.clear_cookies()
    work.keys("z", "x", "c")
    work.page.wait_for_selector("[data-notice=signed-out]")
    assert "stored in this browser" in work.page.inner_text("[data-notice=signed-out]")
    work.sign_in(work.name)
    work.saved()
    assert certainties(work) == expected(3)
    assert work.page.locator("[data-notice=signed-out]").count() == 0


def test_nothing_is_saved_under_somebody_elses_name(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.forgiven = CUT
    work.keys("1")
    work.saved()
    work.sign_in(f"Other than {work.name}")
    work.keys("z", "x")
    work.page.wait_for_selector("[data-notice=somebody-else]")
    assert work.name in work.page.inner_text("[data-notice=somebody-else]")
    work.sign_in(work.name)
    work.saved()
    assert certainties(work) == expected(2)
    others = demo.rows(
        "select count(*) from decision d join annotator a on a.id = d.annotator where a.name = ?",
        f"Other than {work.name}",
    )
    assert others == [(0,)]


def test_a_connection_cut_while_typing_for_longer_than_streamlit_waits(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.forgiven = CUT
    work.keys("1")
    for turn, key in enumerate(itertools.islice(itertools.cycle("zxcvb"), 40)):
        if turn == 10:
            arrived(work, 10)
            work.context.set_offline(True)
        if turn == 30:
            assert int(str(work.page.get_attribute(".cd-saved", "data-waiting"))) == 20
            work.context.set_offline(False)
        work.page.keyboard.press(key)
        if 10 <= turn < 30:
            # Streamlit's own dialog would come after 2.8 s and take the keyboard
            work.page.wait_for_timeout(200)
    work.saved()
    assert certainties(work) == expected(40)


def killed(profile: Path) -> int:
    """Kill every process of the browser with this profile at once; how many there were."""
    count = 0
    for process in Path("/proc").iterdir():
        try:
            words = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if process.name.isdigit() and f"--user-data-dir={profile}".encode() in words:
            os.kill(int(process.name), signal.SIGKILL)
            count += 1
    return count


def test_what_waits_offline_survives_the_killing_of_the_browser(
    demo: Server, driver: Playwright, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    context = launch_persistent(driver, profile)
    work = WorkspacePage(demo, context, context.pages[0], "Killed browser")
    work.sign_in(work.name)
    work.open()
    context.set_offline(True)
    burst(work, 30)
    work.page.wait_for_selector("[data-status=offline]")
    work.page.wait_for_timeout(1000)  # a kill loses what the browser has not yet handed to the system
    assert killed(profile) > 0
    again = launch_persistent(driver, profile)
    work = WorkspacePage(demo, again, again.pages[0], work.name)
    work.sign_in(work.name)
    work.open()
    work.saved()
    assert certainties(work) == expected(30)
    again.close()


def test_a_server_that_finds_a_batch_too_large_gets_smaller_ones(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.forgiven = CUT
    sizes: list[int] = []

    def narrow(route: Route) -> None:
        sizes.append(len(route.request.post_data_json["batch"]))
        if sizes[-1] > 7:
            route.fulfill(status=413, json={"error": "the request is too large"})
        else:
            route.continue_()

    work.page.route("**/api/decisions", narrow)
    work.context.set_offline(True)
    burst(work, 40)
    work.page.wait_for_selector("[data-status=offline]")
    work.context.set_offline(False)
    work.saved()
    assert certainties(work) == expected(40)
    assert max(sizes) > 7, "a batch was too large"
    assert work.page.locator("[data-notice^=refused]").count() == 0


def test_one_decision_that_no_server_takes_does_not_hold_up_the_others(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.forgiven = CUT

    def choke(route: Route) -> None:
        batch = route.request.post_data_json["batch"]
        if any(one["value"] == "possible" for one in batch):
            route.fulfill(status=413, json={"error": "the request is too large"})
        else:
            route.continue_()

    work.page.route("**/api/decisions", choke)
    work.keys("1", "z", "c")
    work.page.wait_for_selector("[data-notice^=refused]")
    assert "The text is too long for the server." in work.page.inner_text("[data-notice^=refused]")
    work.keys("v")
    work.saved()
    assert certainties(work) == ["denied", "probable"]


def test_a_revoked_session_keeps_what_waits_until_the_same_person_is_back(demo: Server, sit: Sit) -> None:
    work = sit(demo)
    work.forgiven = CUT
    work.keys("1")
    work.saved()
    connection = sqlite3.connect(demo.project, timeout=10)
    with connection:
        connection.execute(
            "update session set revoked_at = '2026-01-01' where annotator in "
            "(select id from annotator where name = ?)",
            (work.name,),
        )
    connection.close()
    work.keys("z", "x", "c")
    work.page.wait_for_selector("[data-notice=signed-out]")
    assert work.page.locator("[data-notice=signed-out] button").inner_text() == "Sign in"
    work.sign_in(work.name)
    work.saved()
    assert certainties(work) == expected(3)


def test_a_changed_codebook_is_announced_and_nothing_made_under_the_old_one_is_lost(
    serve: Callable[..., Server], sit: Sit
) -> None:
    server = serve({"Herald": "Ferry sinks\n\nThe ferry sank on Monday, police said.\n"})
    work = sit(server)
    work.forgiven = CUT
    work.keys("1")
    work.saved()
    server.stop()
    work.keys("z", "x")
    text = shipped_text().replace('title = "Certainty"', 'title = "How certain"', 1)
    changed = Codebook.parse(text, "changed")
    writer = Writer(server.project)
    writer.run(lambda c: add_codebook(c, changed, text))
    writer.run(lambda c: c.execute("update project set value = ? where key = 'codebook'", (changed.hash,)))
    writer.close()
    server.start()
    work.page.wait_for_selector("[data-notice=codebook]")
    work.keys("c")
    work.saved()
    assert certainties(work) == expected(3)
    work.page.click("[data-notice=codebook] button")
    work.page.wait_for_selector("h3 >> text=How certain")
    assert work.page.locator("[data-notice=codebook]").count() == 0
    assert work.page.get_attribute(".cd-value[data-value=possible]", "aria-pressed") == "true"
    work.keys("v")
    work.saved()
    assert certainties(work) == expected(4)


def test_a_full_disk_on_the_server_is_told_plainly_and_ends_well(
    serve: Callable[..., Server], sit: Sit
) -> None:
    server = serve({"Herald": "Ferry sinks\n\nThe ferry sank on Monday, police said.\n"})
    work = sit(server)
    work.forgiven = CUT
    burst(work, 5)
    work.saved()
    server.let_write(4096)
    work.keys(*"zxcvb")
    work.page.wait_for_selector("[data-notice=trouble]")
    notice = work.page.inner_text("[data-notice=trouble]")
    assert "the disk of the server is full" in notice
    assert "stored in this browser" in notice
    assert len(certainties(work)) == 5, "nothing is called saved that is not"
    server.let_write(-1)
    work.keys(*"zxcvb")
    work.saved()
    assert certainties(work) == expected(15)
    assert work.page.locator("[data-notice=trouble]").count() == 0
