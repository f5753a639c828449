"""Debian's Chromium, driven by Playwright."""

import shutil

from playwright.sync_api import Browser, Playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str | None:
    """Where Chromium is; None where it is not installed."""
    return shutil.which("chromium")


def launch(playwright: Playwright) -> Browser:
    """A headless browser of its own."""
    return playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
