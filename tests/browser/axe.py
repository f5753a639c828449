"""axe-core in a page: what it finds wrong for people who do not see, hear or point as most do.

The script comes from npm: ``npm install axe-core@4`` beside this checkout's root, or AXE names the file.
"""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.annotator.served import ROOT
from tests.browser.chromium import wait_until
from tests.tools import missing

# best practices are no rules of WCAG, and Streamlit's own frame breaks one (its headings are not ours)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def script() -> str:
    """The source of axe-core; in CI its absence is a failure, elsewhere the test is skipped."""
    path = Path(os.environ.get("AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
    if path.is_file():
        return path.read_text(encoding="utf-8")
    return missing("axe-core is not here: npm install axe-core@4, or set AXE to axe.min.js")


# a colour that is still fading in is not the colour that stays
STILL = """() => document.getAnimations().every((one) =>
  one.playState !== "running" || one.effect.getComputedTiming().iterations === Infinity)"""


def serious(page: Page, within: str = "body") -> list[str]:
    """What axe finds of serious or critical impact, each with the elements concerned."""
    wait_until(page, STILL)
    if not page.evaluate("'axe' in window"):
        page.evaluate(script())
    run = "([within, tags]) => axe.run(within, {runOnly: {type: 'tag', values: tags}})"
    found: list[dict[str, Any]] = page.evaluate(f"{run}.then((result) => result.violations)", [within, TAGS])
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: "
        + " | ".join(n["html"][:160] for n in one["nodes"][:4])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
