"""An event loop in a thread: Playwright runs one in the main thread of a process that had browser tests."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run(work: Coroutine[Any, Any, object]) -> object:
    """What a coroutine returns, or the error that it raises."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
