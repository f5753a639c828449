"""The rules of the server and those of the page, compared on random codebooks, sentences and decisions.

By hand, with more cases: CASES=100000 python -m pytest tests/labels/codebook/test_differential.py
"""

import json
import os
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labels.codebook.constraints import violations
from labels.codebook.derivation import quote_mode
from tests.shared_cases.random_cases import decided, derived_of, frame_json, random_codebook, random_frame
from tests.tools import missing

ANSWER = Path(__file__).parents[2] / "shared_cases" / "answer.mjs"
FRAMES = 10  # for each codebook, half of them one decision after another
CASES = int(os.environ.get("CASES", "2000"))


class Page:
    """The page's rules, in one process for all cases."""

    def __init__(self):
        self._node = subprocess.Popen(
            ["node", str(ANSWER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def answers(self, codebook, frames):
        record = {
            "codebook": {**codebook.as_json(), "hash": codebook.hash},
            "frames": list(map(frame_json, frames)),
        }
        self._node.stdin.write(json.dumps(record) + "\n")
        self._node.stdin.flush()
        return json.loads(self._node.stdout.readline())

    def close(self):
        self._node.communicate(timeout=10)


@pytest.fixture(scope="module")
def page():
    if shutil.which("node") is None:
        missing("the page's rules need Node, which is not installed on this machine")
    page = Page()
    yield page
    page.close()


def server_answer(frame, codebook):
    claims = (*frame.claims, *frame.elsewhere)
    found = [
        [asdict(one) for one in violations(frame, codebook, when)] for when in ("always", "done", "advise")
    ]
    return {
        "violations": found,
        "values": derived_of(frame, codebook),
        "modes": [quote_mode(frame.text, claim.content, frame.paragraph_starts) for claim in claims],
    }


@settings(
    max_examples=CASES // FRAMES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(random=st.randoms(use_true_random=True, note_method_calls=False))
def test_the_page_and_the_server_say_the_same(page, random):
    codebook = random_codebook(random)
    frames = []
    for number in range(FRAMES):
        frames.append(decided(random, frames[-1], codebook) if number % 2 else random_frame(random, codebook))
    answers = page.answers(codebook, frames)
    for frame, answer in zip(frames, answers, strict=True):
        expected = json.loads(json.dumps(server_answer(frame, codebook)))
        assert answer == expected, frame_json(frame)
