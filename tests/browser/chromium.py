"""The machine's Chromium, driven by Playwright."""

import shutil
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """Where Chromium is; None where it is not installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    """A new headless browser."""
    return playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))


def launch_persistent(playwright: Playwright, profile: Path) -> BrowserContext:
    """A browser that keeps its data in a folder, so that it can be killed and started again."""
    chosen = str(profile)
    return playwright.chromium.launch_persistent_context(
        chosen, executable_path=executable(), args=list(FLAGS)
    )


def wait_until(page: Page, expression: str, argument: object = None) -> None:
    """Wait until a JavaScript expression is true; Playwright's own needs eval, which our pages forbid."""
    deadline = time.monotonic() + 20
    while not page.evaluate(expression, argument):
        assert time.monotonic() < deadline, f"never true: {expression}"
        page.wait_for_timeout(5)
