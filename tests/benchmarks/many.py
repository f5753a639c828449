"""Many annotators at once: ``python -m tests.benchmarks.many [ANNOTATORS] [SECONDS]``.

Each makes a decision every 1.5 s over a connection of its own, as the workspace does (a claim with its type,
then certainties, over the sentences of one event). All run in one process, so its own time counts too.
"""

import asyncio
import itertools
import json
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.annotator.served import Client, Server
from tests.benchmarks.keys import large_project
from tests.benchmarks.table import Row, head, line

PERIOD = 1.5
VALUES = ("denied", "open", "possible", "probable", "certain")


@dataclass
class Annotator:
    """One person's connection and what it has decided.  period: seconds between two key presses."""

    cookie: str
    identifier: str
    codebook: str
    sentences: list[dict[str, Any]]
    period: float = PERIOD
    times: list[float] = field(default_factory=list)
    made: int = 0

    def batches(self) -> Iterator[list[dict[str, Any]]]:
        """A claim with its type, then three certainties, sentence after sentence."""
        for sentence in self.sentences:
            whole = [[sentence["start"], sentence["end"]]]
            yield self._action(sentence, {"content": whole, "claim_type": "event"}, 0)
            for base in range(3):
                yield self._action(sentence, {"certainty": VALUES[base]}, base)

    def _action(self, sentence: dict[str, Any], labels: dict[str, Any], base: int) -> list[dict[str, Any]]:
        shared = {
            "action": str(uuid.uuid4()),
            "target_kind": "claim",
            "target": f"{sentence['id']}.1",
            "sentence": sentence["id"],
            "kind": "set",
            "base": base,
            "codebook": self.codebook,
            "origin": "human",
            "client_at": "2026-01-01T00:00:00Z",
        }
        return [
            {**shared, "uuid": str(uuid.uuid4()), "layer": layer, "value": value}
            for layer, value in labels.items()
        ]

    async def work(self, port: int, until: float) -> None:
        """Decide at the usual pace until the time has come."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.sleep(random.random() * self.period)
        for batch in self.batches():
            if time.monotonic() >= until:
                break
            began = time.monotonic()
            body = json.dumps({"annotator": self.identifier, "client": "many", "batch": batch}).encode()
            writer.write(
                f"POST /api/decisions HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncookie: {self.cookie}\r\n"
                f"content-type: application/json\r\nx-requested-with: claimdesk\r\n"
                f"content-length: {len(body)}\r\n\r\n".encode()
                + body
            )
            answer = await _answer(reader)
            self.times.append((time.monotonic() - began) * 1000)
            assert len(answer["acknowledged"]) == len(batch), answer
            self.made += len(batch)
            await asyncio.sleep(max(0, began + self.period - time.monotonic()))
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> dict[str, Any]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = int(head.partition("content-length:")[2].partition("\r\n")[0])
    answer: dict[str, Any] = json.loads(await reader.readexactly(length))
    return answer


def annotators(server: Server, count: int, most: int = 40, period: float = PERIOD) -> list[Annotator]:
    """So many people, signed in, each with the event in hand.

    most: sentences that each of them labels.  period: seconds between two key presses.
    """
    people = []
    for number in range(count):
        client = Client(server)
        workspace = client.sign_in(f"Annotator {number}")
        sentences = list(itertools.chain.from_iterable(a["sentences"] for a in workspace["articles"]))
        random.Random(number).shuffle(sentences)
        identifier, codebook = workspace["annotator"]["id"], workspace["codebook"]["hash"]
        people.append(Annotator(client.cookie, identifier, codebook, sentences[:most], period))
    return people


def work(people: list[Annotator], port: int, seconds: float) -> None:
    """Let everybody decide for a while."""

    async def everybody() -> None:
        until = time.monotonic() + seconds
        await asyncio.gather(*(one.work(port, until) for one in people))

    # a thread of its own, since whoever calls may run a loop already
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, everybody()).result()


def many_row(path: Path, count: int, seconds: float) -> Row:
    """How long the answers take with so many at work."""
    with Server(path) as server:
        people = annotators(server, count)
        work(people, server.port, seconds)
    return Row(f"{count} annotators: sent to acknowledged", [t for one in people for t in one.times], 60)


if __name__ == "__main__":
    head()
    with tempfile.TemporaryDirectory() as folder:
        given = [float(one) for one in sys.argv[1:]]
        line(many_row(large_project(Path(folder)), int((given or [50])[0]), [*given, 20, 20][1]))
