"""Security headers on every answer, whatever made it."""

import base64
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from starlette.datastructures import MutableHeaders
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
        self._own = OWN_PAGES + frames
        hashes = " ".join(_inline_script_hashes(page.read_text(encoding="utf-8")))
        self._streamlit = STREAMLIT_PAGES.format(hashes=hashes) + frames
        self._fixed = FIXED if framed_by else {**FIXED, "x-frame-options": "DENY"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers that an answer does not bear already."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)

    def _add(self, headers: MutableHeaders) -> None:
        policy = self._own if headers.get(OWN_PAGE) else self._streamlit
        if OWN_PAGE in headers:
            del headers[OWN_PAGE]
        headers.setdefault("content-security-policy", policy)
        for name, value in self._fixed.items():
            headers.setdefault(name, value)


OWN_PAGE = "x-claimdesk-own"  # set on the answers of our own routes, taken off before they leave


def _inline_script_hashes(page: str) -> list[str]:
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in scripts
    ]
