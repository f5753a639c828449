"""Security headers on every answer, whatever made it."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# our own pages: no script at all
OWN_PAGES = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
)
# Streamlit's: inline styles, and the inline JavaScript of components as blobs; of the scripts in its
# page only those that are there now. No eval.
STREAMLIT_PAGES = (
    "default-src 'self'; script-src 'self' {hashes} blob:; worker-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'"
)
FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class SecurityHeaders:
    """ASGI middleware round everything, errors of the server included.

    framed_by: origins whose pages may show ours in a frame.  page: Streamlit's index.html.
    """

    def __init__(self, app: ASGIApp, framed_by: Sequence[str], page: Path):
        """Hash the inline scripts of Streamlit's page once."""
        self._app = app
        frames = "; frame-ancestors " + (" ".join(framed_by) or "'none'")
        hashes = " ".join(_inline_script_hashes(page.read_text(encoding="utf-8")))
        fixed = FIXED if framed_by else {**FIXED, "x-frame-options": "DENY"}
        self._own = _encoded({"content-security-policy": OWN_PAGES + frames, **fixed})
        policy = STREAMLIT_PAGES.format(hashes=hashes) + frames
        self._streamlit = _encoded({"content-security-policy": policy, **fixed})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers that an answer does not bear already."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self._complete(message.get("headers", ()))
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)

    def _complete(self, headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        present = {name for name, _ in headers}
        added = self._own if OWN_PAGE_NAME in present else self._streamlit
        return [
            *(header for header in headers if header[0] != OWN_PAGE_NAME),
            *(header for header in added if header[0] not in present),
        ]


OWN_PAGE = "x-claimdesk-own"  # set on the answers of our own routes, taken off before they leave
OWN_PAGE_NAME = OWN_PAGE.encode()


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as ASGI has them: bytes, names in small letters."""
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _inline_script_hashes(page: str) -> list[str]:
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in scripts
    ]
