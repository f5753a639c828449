"""``annotator codebook``."""

import sys
from argparse import Namespace

from labels.codebook.codebook import Codebook
from labels.codebook.shipped import shipped_text
from labels.store.queries import Store


def run(arguments: Namespace) -> int:
    """Check a codebook file, or show the one in use."""
    if arguments.action == "check":
        codebook = Codebook.load(arguments.file)
        layers = ", ".join(codebook.layer_ids)
        print(f"{arguments.file}: sound. {codebook.title}, version {codebook.version}, layers {layers}.")
        print(f"hash {codebook.hash}")
        return 0
    if arguments.project is None:
        sys.stdout.write(shipped_text())
        return 0
    with Store(arguments.project) as store:
        sys.stdout.write(store.codebook_source())
    return 0
