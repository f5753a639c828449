"""SVG by hand: text, lines, bars and dots under a few class names that a style sheet colors."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

Scheme = Literal["light", "dark", "both"]
# ink, muted, rule, accent, paper; the dark paper is that of the app
LIGHT = ("#1c2733", "#59636e", "#c4ccd4", "#1f5fa8", "#ffffff")
DARK = ("#ecebe8", "#aaa9a4", "#4b4a47", "#7fb2f0", "#171614")
NAMES = ("ink", "muted", "rule", "accent", "paper")
RULES = (
    ".pic text{font:14px system-ui,sans-serif;fill:var(--ink);paint-order:stroke}"
    # Lines end beside words instead of running through them.
    ".pic .apart{stroke:var(--paper);stroke-width:4px}.pic .quiet{fill:var(--muted)}"
    ".pic .rule{stroke:var(--rule);stroke-width:1}"
    ".pic .line{stroke:var(--muted);stroke-width:1;stroke-dasharray:3 3}"
    ".pic .bar{fill:var(--accent)}.pic .soft{fill:var(--accent);fill-opacity:.35}"
    ".pic .span{stroke:var(--accent);stroke-width:2}"
    ".pic .path{fill:none;stroke:var(--accent);stroke-width:1.75}"
    ".pic .cell{fill:var(--accent)}.pic .unseen{fill:none;stroke:var(--rule)}"
)
# Of the font, on average; titles are cut by it.
LETTER = 7.4


def colors(scheme: Scheme, selector: str) -> str:
    """The style rules that give a picture or a page its colors; ``both`` follows the reader's setting."""
    light, dark = (
        f"{selector}{{{';'.join(f'--{name}:{value}' for name, value in zip(NAMES, values, strict=True))}}}"
        for values in (LIGHT, DARK)
    )
    if scheme == "both":
        return f"{light}@media (prefers-color-scheme:dark){{{dark}}}"
    return dark if scheme == "dark" else light


@dataclass(slots=True)
class Picture:
    """A picture being drawn, in pixels from the upper left corner.

    name: of its file.  title, description: for people who don't see it.
    """

    name: str
    title: str
    description: str
    width: float
    height: float
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> None:
        """Words at a baseline; always escaped."""
        named = f' class="{kind}"' if kind else ""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{named}>{escape(words)}</text>'
        )

    def fitted(self, x: float, y: float, words: str, room: float, kind: str = "") -> None:
        """Words cut off to fit, whole in the tooltip."""
        most = int(room / LETTER)
        short = words if len(words) <= most else words[: max(1, most - 1)].rstrip() + "…"
        whole = f"<title>{escape(words)}</title>" if short != words else ""
        named = f' class="{kind}"' if kind else ""
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}"{named}>{escape(short)}{whole}</text>')

    def line(self, start: tuple[float, float], end: tuple[float, float], kind: str = "rule") -> None:
        """A straight line."""
        (x1, y1), (x2, y2) = start, end
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>')

    def box(
        self, corner: tuple[float, float], size: tuple[float, float], kind: str, opacity: float | None = None
    ) -> None:
        """A rectangle; sizes below zero draw nothing."""
        (x, y), (width, height) = corner, size
        if width <= 0 or height <= 0:
            return
        shade = "" if opacity is None else f' fill-opacity="{opacity:.2f}"'
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" class="{kind}"{shade}/>'
        )

    def dot(self, x: float, y: float, radius: float = 3.5) -> None:
        """A point."""
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" class="bar"/>')

    def path(self, points: Sequence[tuple[float, float]], dash: str = "") -> None:
        """A line through points."""
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<polyline points="{places}" class="path"{dashed}/>')

    def inline(self) -> str:
        """The picture for a page that has the style rules itself."""
        return self._svg("")

    def standalone(self, scheme: Scheme = "both") -> str:
        """The picture as a file of its own."""
        paper = f'<rect width="{self.width:.0f}" height="{self.height:.0f}" fill="var(--paper)"/>'
        return self._svg(f"<style>{colors(scheme, 'svg')}{RULES}</style>{paper}")

    def _svg(self, before: str) -> str:
        size = f"{self.width:.0f} {self.height:.0f}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="pic" viewBox="0 0 {size}" '
            f'width="{self.width:.0f}" height="{self.height:.0f}" role="img">'
            f"<title>{escape(self.title)}</title><desc>{escape(self.description)}</desc>"
            f"{before}{''.join(self.parts)}</svg>"
        )
