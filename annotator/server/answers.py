"""The answers of our own routes: JSON that nobody may keep, refusals in words, results of the writer."""

import asyncio
from collections import deque
from concurrent.futures import Future
from typing import Any

from starlette.background import BackgroundTask
from starlette.responses import JSONResponse, Response

from annotator.server.headers import OWN_PAGE

# the next person at this browser would be shown what it kept
NEVER_KEPT = {"cache-control": "no-store", OWN_PAGE: "1"}


def answered(content: object, background: BackgroundTask | None = None) -> Response:
    """A JSON answer; background: what is done after it was sent."""
    return JSONResponse(content, headers=NEVER_KEPT, background=background)


def refused(reason: str, status: int) -> Response:
    """An answer that says in words why there is no other."""
    return JSONResponse({"error": reason}, status, NEVER_KEPT)


class Arrivals:
    """Futures of the writer for one event loop.

    asyncio.wrap_future wakes the loop for each future: a system call, and a change of threads in the middle
    of the writer's work. Those of one transaction arrive together, so one call wakes the loop for all.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._arrived: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()

    async def of(self, future: Future[Any]) -> Any:
        """Wait for the result of a future that another thread resolves; raises what it raises."""
        self._loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Any] = self._loop.create_future()
        future.add_done_callback(lambda resolved: self._arrived.append((waiter, resolved)))
        if future.done():  # perhaps after the call to ``wake``
            self._deliver()
        return await waiter

    def wake(self) -> None:
        """From the other thread: deliver what it has resolved."""
        if self._arrived and self._loop is not None:
            self._loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        while self._arrived:
            waiter, resolved = self._arrived.popleft()
            if waiter.done():
                continue  # nobody waits any more
            error = resolved.exception()
            if error is None:
                waiter.set_result(resolved.result())
            else:
                waiter.set_exception(error)
