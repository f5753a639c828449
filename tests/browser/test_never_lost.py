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
from tests.browser.desk import Desk

Sit = Callable[..., Desk]
# the browser itself complains about what these tests do to it
CUT = (
    "Failed to load resource",
    "Client Error",
    "is not responding",
    "ERR_INTERNET_DISCONNECTED",
    "WebSocket",
    "ERR_CONNECTION",
)


def burst(desk: Desk, count: int) -> str:
    """Press certainty keys on one claim, each another value; returns its sentence."""
    sentence = desk.focused()
    desk.keys("1")
    for key in itertools.islice(itertools.cycle("zxcvb"), count):
        desk.page.keyboard.press(key)
    return sentence


def certainties(desk: Desk) -> list[object]:
    """The values of the certainty layer in the order of the log; each must be current when made."""
    rows = [row for row in desk.log() if row[1] == "certainty"]
    assert [row[5] for row in rows] == list(range(1, len(rows) + 1)), "every revision once, in order"
    return [str(row[3]).strip('"') for row in rows]


def arrived(desk: Desk, count: int) -> None:
    """Wait until the log holds so many certainties, and the page knows it; it may lag behind the keys."""
    for _ in range(400):
        if len(certainties(desk)) >= count:
            break
        desk.page.wait_for_timeout(50)
    desk.saved()


def expected(count: int) -> list[str]:
    """What ``burst`` decides."""
    values = ("denied", "open", "possible", "probable", "certain")
    return list(itertools.islice(itertools.cycle(values), count))


def test_a_hundred_and_twenty_keys_in_a_burst(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    burst(desk, 120)
    desk.saved()
    assert certainties(desk) == expected(120)


def test_a_reload_in_mid_burst(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    burst(desk, 40)
    desk.page.reload()
    desk.ready()
    desk.saved()
    made = certainties(desk)
    assert made == expected(40)
    assert desk.page.locator("[data-missing=source_kind]").count() == 1


def test_offline_work_is_kept_shown_and_sent_when_the_connection_is_back(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.forgiven = CUT
    desk.context.set_offline(True)
    burst(desk, 20)
    desk.page.wait_for_selector("[data-status=offline]")
    assert "waiting, offline" in desk.page.inner_text(".cd-saved")
    assert desk.page.locator("[data-notice=offline]").count() == 1
    desk.keys("0", "j", "2")
    desk.context.set_offline(False)
    desk.saved()
    assert certainties(desk) == expected(20)
    assert desk.page.locator("[data-notice=offline]").count() == 0
    assert [row[1] for row in desk.log()][-2:] == ["content", "claim_type"]


def test_what_waits_offline_survives_closing_the_tab(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.forgiven = CUT
    desk.context.set_offline(True)
    burst(desk, 15)
    desk.page.wait_for_selector("[data-status=offline]")
    desk.page.close()
    desk.context.set_offline(False)
    desk.page = desk.context.new_page()
    desk.watch(desk.page)
    desk.open()
    desk.saved()
    assert certainties(desk) == expected(15)


def test_a_second_tab_sees_what_the_first_decides_and_goes_on_from_there(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    other = desk.context.new_page()
    desk.watch(other)
    other.goto(demo.url)
    desk.ready(other)
    desk.keys("1", "v")
    desk.saved()
    other.wait_for_selector("[aria-selected=true] [data-layer=certainty][data-value=probable]")
    other.keyboard.press("b")
    desk.saved(other)
    assert certainties(desk) == ["probable", "certain"]
    assert desk.page.locator("[data-notice^=conflict]").count() == 0


def test_a_killed_server_loses_nothing_and_the_page_goes_on(serve: Callable[..., Server], sit: Sit) -> None:
    server = serve({"Herald": "Ferry sinks\n\nThe ferry sank on Monday, police said.\n"})
    desk = sit(server)
    desk.forgiven = CUT
    desk.keys("1")
    for turn in range(3):
        for key in "zxcvb":
            desk.page.keyboard.press(key)
        if turn < 2:
            server.kill()
            desk.keys("z", "x")
            server.start()
            desk.keys("c", "v", "b")
    desk.saved()
    assert certainties(desk) == expected(25)


def test_a_server_that_answers_500_is_asked_again(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.forgiven = CUT
    answers = iter([500, 503, 500])

    def stumble(route: object) -> None:
        status = next(answers, None)
        if status is None:
            route.continue_()  # type: ignore[attr-defined]
        else:
            route.fulfill(status=status, json={"error": "no"})  # type: ignore[attr-defined]

    desk.page.route("**/api/decisions", stumble)
    burst(desk, 10)
    desk.page.wait_for_selector("[data-status=trouble]")
    desk.saved()
    assert certainties(desk) == expected(10)


def test_a_refused_decision_is_shown_with_its_reason_and_taken_back(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.keys("1", "v")
    desk.saved()

    def refuse(route: object) -> None:
        batch = route.request.post_data_json["batch"]  # type: ignore[attr-defined]
        refused = {one["uuid"]: {"reason": "The rules say no."} for one in batch}
        codebook = batch[0]["codebook"]
        answer = {"acknowledged": {}, "conflicts": {}, "refused": refused, "codebook": codebook}
        route.fulfill(json=answer)  # type: ignore[attr-defined]

    desk.page.route("**/api/decisions", refuse)
    desk.keys("b")
    desk.page.wait_for_selector("[data-notice^=refused]")
    assert "The rules say no." in desk.page.inner_text("[data-notice^=refused]")
    row = desk.page.locator("[aria-selected=true] [data-layer=certainty]")
    assert row.get_attribute("data-value") == "probable"
    desk.page.unroute("**/api/decisions")
    desk.page.click("[data-notice^=refused] >> text=Dismiss")
    desk.keys("c")
    desk.saved()
    assert certainties(desk) == ["probable", "possible"]


def test_a_stale_decision_asks_which_version_counts(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.keys("1", "v")
    desk.saved()
    sentence = desk.focused()
    # a browser that heard nothing of the first one's decision
    deaf = desk.context.new_page()
    deaf.add_init_script("window.BroadcastChannel = undefined")
    desk.watch(deaf)
    deaf.goto(demo.url)
    desk.ready(deaf)
    desk.keys("z")
    desk.saved()
    deaf.keyboard.press("b")
    deaf.wait_for_selector("[data-notice^=conflict]")
    notice = deaf.inner_text("[data-notice^=conflict]")
    assert "Keep mine: Flat" in notice
    assert "Keep the other: Denied or doubted" in notice
    deaf.click("[data-notice^=conflict] >> text=Keep mine")
    desk.saved(deaf)
    assert desk.labels(sentence)["claim", "certainty"] == "certain"
    assert deaf.locator("[data-notice^=conflict]").count() == 0


def test_a_browser_without_a_database_saves_all_the_same_and_says_so(demo: Server, sit: Sit) -> None:
    desk = sit(demo, open_now=False, alone=True)
    desk.page.add_init_script("delete Window.prototype.indexedDB; delete window.indexedDB")
    desk.open()
    assert "Keep this page open" in desk.page.inner_text("[data-notice=memory]")
    burst(desk, 5)
    desk.saved()
    assert certainties(desk) == expected(5)


def test_an_expired_session_keeps_what_waits_until_the_same_person_is_back(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.forgiven = CUT
    desk.keys("1")
    desk.saved()
    desk.context.clear_cookies()
    desk.keys("z", "x", "c")
    desk.page.wait_for_selector("[data-notice=signed-out]")
    assert "stored in this browser" in desk.page.inner_text("[data-notice=signed-out]")
    desk.sign_in(desk.name)
    desk.saved()
    assert certainties(desk) == expected(3)
    assert desk.page.locator("[data-notice=signed-out]").count() == 0


def test_nothing_is_saved_under_somebody_elses_name(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.forgiven = CUT
    desk.keys("1")
    desk.saved()
    desk.sign_in(f"Other than {desk.name}")
    desk.keys("z", "x")
    desk.page.wait_for_selector("[data-notice=somebody-else]")
    assert desk.name in desk.page.inner_text("[data-notice=somebody-else]")
    desk.sign_in(desk.name)
    desk.saved()
    assert certainties(desk) == expected(2)
    others = demo.rows(
        "select count(*) from decision d join annotator a on a.id = d.annotator where a.name = ?",
        f"Other than {desk.name}",
    )
    assert others == [(0,)]


def test_a_connection_cut_for_fifteen_seconds_while_typing(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.forgiven = CUT
    desk.keys("1")
    for turn, key in enumerate(itertools.islice(itertools.cycle("zxcvb"), 60)):
        if turn == 10:
            arrived(desk, 10)
            desk.context.set_offline(True)
        if turn == 50:
            assert int(str(desk.page.get_attribute(".cd-saved", "data-waiting"))) == 40
            desk.context.set_offline(False)
        desk.page.keyboard.press(key)
        if 10 <= turn < 50:
            # Streamlit's own dialog would come after 2.8 s and take the keyboard
            desk.page.wait_for_timeout(375)
    desk.saved()
    assert certainties(desk) == expected(60)


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
    desk = Desk(demo, context, context.pages[0], "Killed browser")
    desk.sign_in(desk.name)
    desk.open()
    context.set_offline(True)
    burst(desk, 30)
    desk.page.wait_for_selector("[data-status=offline]")
    desk.page.wait_for_timeout(1000)  # a kill loses what the browser has not yet handed to the system
    assert killed(profile) > 0
    again = launch_persistent(driver, profile)
    desk = Desk(demo, again, again.pages[0], desk.name)
    desk.sign_in(desk.name)
    desk.open()
    desk.saved()
    assert certainties(desk) == expected(30)
    again.close()


def test_a_server_that_finds_a_batch_too_large_gets_smaller_ones(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.forgiven = CUT
    sizes: list[int] = []

    def narrow(route: Route) -> None:
        sizes.append(len(route.request.post_data_json["batch"]))
        if sizes[-1] > 7:
            route.fulfill(status=413, json={"error": "the request is too large"})
        else:
            route.continue_()

    desk.page.route("**/api/decisions", narrow)
    desk.context.set_offline(True)
    burst(desk, 40)
    desk.page.wait_for_selector("[data-status=offline]")
    desk.context.set_offline(False)
    desk.saved()
    assert certainties(desk) == expected(40)
    assert max(sizes) > 7, "a batch was too large"
    assert desk.page.locator("[data-notice^=refused]").count() == 0


def test_one_decision_that_no_server_takes_does_not_hold_up_the_others(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.forgiven = CUT

    def choke(route: Route) -> None:
        batch = route.request.post_data_json["batch"]
        if any(one["value"] == "possible" for one in batch):
            route.fulfill(status=413, json={"error": "the request is too large"})
        else:
            route.continue_()

    desk.page.route("**/api/decisions", choke)
    desk.keys("1", "z", "c")
    desk.page.wait_for_selector("[data-notice^=refused]")
    assert "The text is too long for the server." in desk.page.inner_text("[data-notice^=refused]")
    desk.keys("v")
    desk.saved()
    assert certainties(desk) == ["denied", "probable"]


def test_a_revoked_session_keeps_what_waits_until_the_same_person_is_back(demo: Server, sit: Sit) -> None:
    desk = sit(demo)
    desk.forgiven = CUT
    desk.keys("1")
    desk.saved()
    connection = sqlite3.connect(demo.project, timeout=10)
    with connection:
        connection.execute(
            "update session set revoked_at = '2026-01-01' where annotator in "
            "(select id from annotator where name = ?)",
            (desk.name,),
        )
    connection.close()
    desk.keys("z", "x", "c")
    desk.page.wait_for_selector("[data-notice=signed-out]")
    assert desk.page.locator("[data-notice=signed-out] button").inner_text() == "Sign in"
    desk.sign_in(desk.name)
    desk.saved()
    assert certainties(desk) == expected(3)


def test_a_changed_codebook_is_announced_and_nothing_made_under_the_old_one_is_lost(
    serve: Callable[..., Server], sit: Sit
) -> None:
    server = serve({"Herald": "Ferry sinks\n\nThe ferry sank on Monday, police said.\n"})
    desk = sit(server)
    desk.forgiven = CUT
    desk.keys("1")
    desk.saved()
    server.stop()
    desk.keys("z", "x")
    text = shipped_text().replace('title = "Certainty"', 'title = "How certain"', 1)
    changed = Codebook.parse(text, "changed")
    writer = Writer(server.project)
    writer.run(lambda c: add_codebook(c, changed, text))
    writer.run(lambda c: c.execute("update project set value = ? where key = 'codebook'", (changed.hash,)))
    writer.close()
    server.start()
    desk.page.wait_for_selector("[data-notice=codebook]")
    desk.keys("c")
    desk.saved()
    assert certainties(desk) == expected(3)
    desk.page.click("[data-notice=codebook] button")
    desk.page.wait_for_selector("h3 >> text=How certain")
    assert desk.page.locator("[data-notice=codebook]").count() == 0
    assert desk.page.get_attribute(".cd-value[data-value=possible]", "aria-pressed") == "true"
    desk.keys("v")
    desk.saved()
    assert certainties(desk) == expected(4)


def test_a_full_disk_on_the_server_is_told_plainly_and_ends_well(
    serve: Callable[..., Server], sit: Sit
) -> None:
    server = serve({"Herald": "Ferry sinks\n\nThe ferry sank on Monday, police said.\n"})
    desk = sit(server)
    desk.forgiven = CUT
    burst(desk, 5)
    desk.saved()
    server.let_write(4096)
    desk.keys(*"zxcvb")
    desk.page.wait_for_selector("[data-notice=trouble]")
    notice = desk.page.inner_text("[data-notice=trouble]")
    assert "the disk of the server is full" in notice
    assert "stored in this browser" in notice
    assert len(certainties(desk)) == 5, "nothing is called saved that is not"
    server.let_write(-1)
    desk.keys(*"zxcvb")
    desk.saved()
    assert certainties(desk) == expected(15)
    assert desk.page.locator("[data-notice=trouble]").count() == 0
