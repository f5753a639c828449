"""What the writer resolved reaches the requests that wait for it, and wakes the event loop once."""

import asyncio
import threading
from concurrent.futures import Future

import pytest

from annotator.server.answers import Arrivals
from labels.errors import ProjectError
from tests.event_loop import run


def resolved_together(futures, resolve):
    """What waiting for the futures came to, and how often the loop was woken."""
    arrivals = Arrivals()

    async def wait():
        loop, wakes = asyncio.get_running_loop(), []
        original = loop.call_soon_threadsafe
        waiting = [asyncio.ensure_future(arrivals.of(future)) for future in futures]
        await asyncio.sleep(0)
        loop.call_soon_threadsafe = lambda *call: (wakes.append(call), original(*call))[1]
        thread = threading.Thread(target=lambda: (resolve(), arrivals.wake()))
        thread.start()
        results = await asyncio.gather(*waiting, return_exceptions=True)
        thread.join()
        return results, len(wakes)

    return run(wait())


def test_results_that_are_resolved_together_wake_the_loop_once():
    futures = [Future() for _ in range(50)]
    results, wakes = resolved_together(
        futures, lambda: [future.set_result(number) for number, future in enumerate(futures)]
    )
    assert results == list(range(50))
    assert wakes == 1


def test_an_error_is_raised_where_its_result_is_waited_for():
    good, bad = Future(), Future()
    results, _ = resolved_together(
        [good, bad], lambda: (good.set_result("saved"), bad.set_exception(ProjectError("the disk is full")))
    )
    assert results[0] == "saved"
    assert str(results[1]) == "the disk is full"


@pytest.mark.parametrize("result", ["saved", None])
def test_a_result_that_is_there_already_is_not_waited_for(result):
    future = Future()
    future.set_result(result)
    assert run(Arrivals().of(future)) == result


def test_a_request_that_gave_up_does_not_keep_others_from_their_result():
    arrivals, first, second = Arrivals(), Future(), Future()

    async def wait():
        gone = asyncio.ensure_future(arrivals.of(first))
        there = asyncio.ensure_future(arrivals.of(second))
        await asyncio.sleep(0)
        gone.cancel()
        first.set_result("late")
        second.set_result("saved")
        arrivals.wake()
        return await there

    assert run(wait()) == "saved"
