"""What marks the words of claims: measured in the picture of a row, letters and lines apart."""

import io
import json
import uuid
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageChops

from tests.annotator.served import Server
from tests.browser.workspace_page import WorkspacePage

Sit = Callable[..., WorkspacePage]
SENTENCE = (
    "The big grey ferry simply sank near Egypt on Friday, the happy young police spokesperson Gary Pye said, "
    "and pigs jumped overboard quickly as people gasped."
)
# two claims that overlap, with a cue inside, and two that follow each other without a gap
CLAIMS: list[dict[str, str]] = [
    {"content": "The big grey ferry simply sank near Egypt on Friday", "cue": "said"},
    {"content": "grey ferry simply sank near Egypt on Friday, the happy young police", "cue": "happy young"},
    {"content": "pigs jumped overboard", "cue": "Gary Pye said"},
    {"content": "quickly as people gasped", "cue": "simply sank near"},
]
ROW = "[aria-selected=true]"
PLAIN = f"{ROW}, {ROW}::before, {ROW} * {{ background: none; border-color: transparent; box-shadow: none; }}"
LETTERS = ".cd-underline { text-decoration-color: transparent; }"
LINES = f"{ROW} *, {ROW} *::before, {ROW} *::after {{ color: transparent; }}"


def label(work: WorkspacePage, claims: list[dict[str, str]]) -> None:
    """Save claims on the sentence, as another tab of the annotator would."""
    request = work.context.request
    bundle = request.get(f"{work.server.url}/api/workspace").json()
    [article] = bundle["articles"]
    [sentence] = [one["id"] for one in article["sentences"] if one["kind"] == "body"]
    batch: list[dict[str, Any]] = []
    for number, claim in enumerate(claims, 1):
        for layer, words in claim.items():
            start = article["text"].index(words)
            decision = {"target_kind": "claim", "target": f"{sentence}.{number}", "sentence": sentence}
            decision |= {"uuid": str(uuid.uuid4()), "action": str(uuid.uuid4()), "kind": "set", "base": 0}
            value = [[start, start + len(words)]]
            batch.append({**decision, "layer": layer, "value": value, "codebook": bundle["codebook"]["hash"]})
    headers = {"x-requested-with": "claimdesk", "origin": work.server.url}
    data = {"annotator": bundle["annotator"]["id"], "client": "test", "batch": batch}
    answer = request.post(f"{work.server.url}/api/decisions", headers=headers, data=data).json()
    assert len(answer["acknowledged"]) == len(batch), json.dumps(answer)


def picture(work: WorkspacePage, rules: str) -> Image.Image:
    """What the row shows under these rules: white where nothing is."""
    work.page.evaluate(
        "(rules) => { (document.querySelector('#only') ?? document.head.appendChild("
        "Object.assign(document.createElement('style'), {id: 'only'}))).textContent = rules; }",
        f"{PLAIN} {rules}".replace(";", " !important;"),
    )
    shot = Image.open(io.BytesIO(work.page.locator("[aria-selected=true]").screenshot())).convert("L")
    return shot.point(lambda level: 0 if level < 215 else 255)


def common(one: Image.Image, other: Image.Image) -> int:
    """How many points are dark in both."""
    return ImageChops.lighter(one, other).histogram()[0]


def track(number: int) -> str:
    """Rules that leave the lines of one track."""
    chosen = f".cd-underline:not([style*='--cd-track: {number}'])"
    return f"{LINES} {chosen} {{ text-decoration-color: transparent; }}"


def test_no_line_strikes_through_a_letter_or_hides_another_line(
    serve: Callable[..., Server], sit: Sit
) -> None:
    work = sit(serve({"Herald": f"Ferry sinks\n\n{SENTENCE}\n"}), viewport={"width": 900, "height": 700})
    label(work, CLAIMS)
    work.page.reload()
    work.ready()
    work.keys("j")
    work.page.wait_for_selector("[aria-selected=true] .cd-underline-own")
    assert work.page.locator("[aria-selected=true] .cd-claim").count() == len(CLAIMS)
    letters = picture(work, LETTERS)
    lines = [picture(work, track(number)) for number in range(3)]
    assert common(letters, letters) > 1000
    for number, line in enumerate(lines):
        assert common(line, line) > 50
        assert common(line, letters) == 0, f"the lines of track {number} touch letters"
        for other in lines[:number]:
            assert common(line, other) == 0, f"the lines of track {number} touch others"
