"""The agreement report in a real browser: the file offline, the page in the app."""

import shutil
import subprocess

import pytest
from playwright.sync_api import Browser

from annotator.demo.loading import build
from exports.rendering.html import page as html_page
from exports.report.project_report import Options, project_report
from labels.store.queries import ProjectReader
from tests.annotator.served import Server
from tests.tools import missing

# The boxes of the words in each picture: left, top, right, bottom.
BOXES = """
() => [...document.querySelectorAll("svg")].map(svg => [...svg.querySelectorAll("text")].map(text => {
  const box = text.getBBox();
  return [box.x, box.y, box.x + box.width, box.y + box.height];
}))
"""
# What a box holds above and below its letters.
LEADING = 4


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    build(folder / "demo.db")
    with ProjectReader(folder / "demo.db") as store:
        text = html_page(project_report(store, Options(resamples=50)))
    path = folder / "report.html"
    path.write_text(text, encoding="utf-8")
    return path


def opened(browser: Browser, file, **options):
    """The page, what it asked for, and what it complained about."""
    context = browser.new_context(**options)
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri())
    return page, asked, complaints


def test_the_file_opens_offline_and_asks_for_nothing_else(browser, file):
    page, asked, complaints = opened(browser, file, offline=True)
    assert asked == [file.as_uri()]
    assert complaints == []
    assert page.locator("h1").inner_text() == "demo"
    page.context.close()


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_nothing_runs_out_of_the_window(browser, file, width):
    page, _, _ = opened(browser, file, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(23, 22, 20)")])
def test_the_file_follows_the_readers_colors(browser, file, scheme, paper):
    page, _, _ = opened(browser, file, color_scheme=scheme)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    page.context.close()


def test_paper_is_white_though_the_screen_was_dark(browser, file):
    page, _, _ = opened(browser, file, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.context.close()


def test_words_in_pictures_keep_fourteen_pixels_in_a_narrow_window(browser, file):
    page, _, _ = opened(browser, file, viewport={"width": 360, "height": 800})
    scales = page.evaluate(
        "[...document.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width)"
        ".map(svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"
    )
    assert min(scales) > 0.99
    assert page.evaluate("getComputedStyle(document.querySelector('svg text')).fontSize") == "14px"
    page.context.close()


def test_the_first_page_has_the_disputed_sentences_before_everything_else(browser, file):
    page, _, _ = opened(browser, file)
    first = page.locator("header.first")
    assert first.locator("ol.disputed > li").count() == 10
    assert first.locator(".lead").count() == 3
    for link in page.locator("nav a").all():
        assert page.locator(link.get_attribute("href")).count() == 1
    page.context.close()


def test_the_file_prints_as_pages_of_a4(browser, file):
    page, _, _ = opened(browser, file)
    printed = page.pdf(prefer_css_page_size=True)
    # A4 in points: 595 x 842
    assert b"/MediaBox [0 0 594" in printed or b"/MediaBox [0 0 595" in printed
    assert printed.count(b"/Type /Page\n") > 3
    page.context.close()


HEADS = "h1, h2, h3, caption, summary"


def test_headings_stay_with_what_follows_them_on_paper(browser, file):
    page, _, _ = opened(browser, file)
    page.emulate_media(media="print")
    breaks = page.evaluate(
        f"[...document.querySelectorAll('{HEADS}')].map(head => getComputedStyle(head).breakAfter)"
    )
    assert set(breaks) == {"avoid"}
    page.context.close()


def test_no_heading_ends_a_printed_page(browser, file, tmp_path):
    if shutil.which("pdftotext") is None:
        missing("pdftotext (poppler), which reads the words of each page, is not installed")
    page, _, _ = opened(browser, file)
    heads = {" ".join(words.split()) for words in page.locator(HEADS).all_inner_texts()}
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    command = ["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    last = [
        " ".join(sheet.split("\n")[-1].split())
        for sheet in (one.strip() for one in printed.split("\f"))
        if sheet
    ]
    assert len(last) > 3
    assert [words for words in last if words in heads] == []
    page.context.close()


def test_labels_in_pictures_do_not_run_into_each_other(browser, file):
    page, _, _ = opened(browser, file, viewport={"width": 1200, "height": 900})
    pictures = page.evaluate(BOXES)
    assert len(pictures) > 10
    for boxes in pictures:
        for number, one in enumerate(boxes):
            assert not any(overlaps(one, other) for other in boxes[number + 1 :])
    page.context.close()


def overlaps(one, other):
    """Whether two boxes share more than the space between two lines."""
    return (
        one[0] + 1 < other[2]
        and other[0] + 1 < one[2]
        and one[1] + LEADING < other[3]
        and other[1] + LEADING < one[3]
    )


def test_the_page_of_the_app_shows_the_report_of_the_demo(browser: Browser, demo: Server):
    context = browser.new_context(viewport={"width": 1300, "height": 900})
    page = context.new_page()
    page.goto(f"{demo.url}/agreement")
    page.get_by_text("Most disputed sentences").wait_for(timeout=60_000)
    for name in ("forest", "values_claim_type", "spans"):
        page.get_by_alt_text(f"{name};").wait_for(timeout=60_000)
    assert page.get_by_text("Krippendorff", exact=False).count() > 0
    with page.expect_download() as download:
        page.get_by_role("button", name="HTML page").click()
    assert download.value.suggested_filename == "agreement.html"
    context.close()
