"""Pages to work in. One a server is handed on from test to test: a new one takes two seconds to load."""

import uuid

from playwright.sync_api import Browser, Page, ViewportSize

from tests.annotator.served import Server
from tests.browser.workspace_page import WorkspacePage

WIDE: ViewportSize = {"width": 1400, "height": 900}
# what a page that is already open can be told to be like; all else takes a new browser context
PLAIN = {
    "viewport": WIDE,
    "color_scheme": "light",
    "forced_colors": "none",
    "reduced_motion": "no-preference",
}


class Seats:
    """Hands out pages, each to an annotator whom nobody has seen before."""

    def __init__(self, browser: Browser):
        self.browser = browser
        self.kept: dict[str, Page] = {}
        self.taken: list[WorkspacePage] = []

    def take(self, server: Server, *, alone: bool, **options: object) -> WorkspacePage:
        """A page that nobody else uses in this test; alone: in a new browser context."""
        free = [work.server.url for work in self.taken].count(server.url) == 0
        if alone or not free or not options.keys() <= PLAIN.keys():
            page = self.browser.new_context(**{"viewport": WIDE, **options}).new_page()  # type: ignore[arg-type]
        else:
            page = self._kept(server, {**PLAIN, **options})
        name = f"Tester {uuid.uuid4().hex[:8]}"
        work = WorkspacePage(server, page.context, page, name)
        self.taken.append(work)
        work.sign_in(name)
        work.watch(page)
        return work

    def _kept(self, server: Server, look: dict[str, object]) -> Page:
        page = self.kept.get(server.url)
        if page is None:
            page = self.kept[server.url] = self.browser.new_context().new_page()
        page.set_viewport_size(look.pop("viewport"))  # type: ignore[arg-type]
        page.emulate_media(**look)  # type: ignore[arg-type]
        return page

    def leave(self) -> list[str]:
        """The test is over; returns what the pages complained about, each unforgiven."""
        complaints = []
        for work in self.taken:
            complaints += [one for one in work.complaints if not any(part in one for part in work.forgiven)]
            page = self.kept.get(work.server.url)
            if page is None or page.context != work.context:
                work.context.close()
            elif page.is_closed():
                self.close(work.server)
            else:
                self._tidy(work, page)
        self.taken.clear()
        return complaints

    def _tidy(self, work: WorkspacePage, page: Page) -> None:
        """As a new browser is, but for what it has loaded."""
        work.unwatch(page)
        for other in work.context.pages:
            if other != page:
                other.close()
        page.unroute_all(behavior="ignoreErrors")
        work.context.set_offline(False)
        work.context.clear_cookies()
        if page.url.startswith(work.server.url):
            page.evaluate("localStorage.clear()")

    def close(self, server: Server) -> None:
        """The server is gone, or its page."""
        page = self.kept.pop(server.url, None)
        if page is not None:
            page.context.close()
