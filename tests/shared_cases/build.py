"""Write the codebooks as the browser gets them, for the JavaScript tests.

Run it after each change of a codebook: python tests/shared_cases/build.py
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from labels.codebook.codebook import Codebook, shipped  # noqa: E402 - found beside this file, installed or not


def codebooks() -> dict[str, object]:
    """The shipped codebook and those of the tests, by the name that the cases use."""
    files = sorted((HERE.parent / "labels" / "data").glob("codebook_*.toml"))
    every = {"shipped": shipped(), **{file.name: Codebook.load(file) for file in files}}
    return {name: {**codebook.as_json(), "hash": codebook.hash} for name, codebook in every.items()}


if __name__ == "__main__":
    text = json.dumps(codebooks(), ensure_ascii=False, indent=1)
    (HERE / "codebooks.json").write_text(text + "\n", encoding="utf-8")
