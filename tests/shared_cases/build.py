"""Write what the page gets from the Python side as files: shared limits, keys and messages, types, codebooks.

Run it after each change of labels/codebook/shared.toml, of what crosses the wire, or of a codebook:
python tests/shared_cases/build.py
"""

import json
import sys
from pathlib import Path
from typing import cast

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from annotator.views.workspace import article_view, codebook_view  # noqa: E402 - found beside this file, installed or not
from labels.article import Article, Kind, Sentence  # noqa: E402
from labels.codebook.codebook import Codebook, shipped  # noqa: E402
from labels.codebook.shared import SHARED  # noqa: E402
from labels.span import Span  # noqa: E402
from tests.shared_cases.wire_types import wire_types  # noqa: E402

MODEL = ROOT / "annotator" / "workspace" / "assets" / "model"


def every_codebook() -> dict[str, Codebook]:
    """The shipped codebook and those of the tests, by the name that the cases use."""
    files = sorted((HERE.parent / "labels" / "data").glob("codebook_*.toml"))
    return {"shipped": shipped(), **{file.name: Codebook.load(file) for file in files}}


def codebooks() -> str:
    """The codebooks as the page gets them, as JSON."""
    views = {name: codebook_view(codebook) for name, codebook in every_codebook().items()}
    return json.dumps(views, ensure_ascii=False, indent=1) + "\n"


def candidates() -> str:
    """What the page gets of the texts of articles.json, by codebook and article; sentences by position."""
    articles = json.loads((HERE / "articles.json").read_text(encoding="utf-8"))
    del articles["about"]
    views = {
        name: {title: _text_facts(lines, codebook) for title, lines in articles.items()}
        for name, codebook in every_codebook().items()
    }
    return json.dumps(views, ensure_ascii=False) + "\n"


def _text_facts(lines: list[list[str]], codebook: Codebook) -> dict[str, object]:
    start, sentences = 0, []
    for position, (kind, text) in enumerate(lines):
        span = Span(start, start + len(text))
        sentences.append(Sentence(str(position), "a", position, position, cast(Kind, kind), span))
        start = span.end + 1
    text = "\n".join(text for _, text in lines)
    article = Article(
        id="a", event="e1", outlet="Herald", text=text, sha256="", sentences=tuple(sentences), language="en"
    )
    view = article_view(article, codebook)
    return {"quotations": view["quotations"], "candidates": view["candidates"]}


def shared() -> str:
    """``labels/codebook/shared.toml`` as a JavaScript module, one constant for each table."""
    lines = [
        "// @ts-check",
        "/** Limits, keys and messages that the server and the page share: labels/codebook/shared.toml. */",
        "// Written by tests/shared_cases/build.py; change the TOML file and run that.",
    ]
    for name, table in SHARED.items():
        text = json.dumps(table, ensure_ascii=False, indent=2)
        lines += ["", f"export const {name.upper()} = Object.freeze({text});"]
    return "\n".join(lines) + "\n"


def written() -> dict[Path, str]:
    """Every generated file with its content."""
    return {
        HERE / "codebooks.json": codebooks(),
        HERE / "candidates.json": candidates(),
        MODEL / "shared.js": shared(),
        MODEL / "wire.js": wire_types(),
    }


if __name__ == "__main__":
    for file, text in written().items():
        file.write_text(text, encoding="utf-8")
