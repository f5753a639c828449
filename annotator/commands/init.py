"""``annotator init``."""

from argparse import Namespace

from labels.codebook import Codebook
from labels.codebook_file import read_text
from labels.codebooks import shipped_text
from labels.project import create


def run(arguments: Namespace) -> int:
    """Make an empty project with a codebook."""
    name = arguments.codebook or "the default codebook"
    text = shipped_text() if arguments.codebook is None else read_text(arguments.codebook)
    codebook = Codebook.parse(text, str(name))
    create(arguments.project, codebook, text)
    print(f"{arguments.project}: a new project with codebook {codebook.id} {codebook.version}.")
    print(f"Next: annotator add {arguments.project} FILE...")
    return 0
