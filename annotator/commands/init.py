"""``annotator init``."""

from argparse import Namespace

from labels.codebook.codebook import Codebook
from labels.codebook.file import read_text
from labels.codebook.shipped import shipped_text
from labels.store.project import create


def run(arguments: Namespace) -> int:
    """Make an empty project with a codebook."""
    name = arguments.codebook or "the default codebook"
    text = shipped_text() if arguments.codebook is None else read_text(arguments.codebook)
    codebook = Codebook.parse(text, str(name))
    create(arguments.project, codebook, text)
    print(f"{arguments.project}: a new project with codebook {codebook.id} {codebook.version}.")
    print(f"Next: annotator add {arguments.project} FILE...")
    return 0
