"""``annotator verify``."""

import sys
from argparse import Namespace

from annotator.progress import progress
from annotator.wording import counted
from labels.store.queries import Store
from labels.store.verification import verify


def run(arguments: Namespace) -> int:
    """Say what holds; name every fault on stderr."""
    with Store(arguments.project) as store, progress("decisions checked") as tell:
        found = verify(store.connection, tell)
    for fault in found.faults:
        print(fault, file=sys.stderr)
    if found.faults:
        faults = counted(len(found.faults), "fault")
        print(f"{arguments.project}: {faults}. Keep the file as it is and restore a backup.", file=sys.stderr)
        return 1
    print(f"{arguments.project}: sound.")
    print(f"{found.decisions} decisions in an unbroken chain, head {found.head or '(none yet)'}")
    print(f"{found.labels} labels are what the decisions add up to; {found.articles} articles are unchanged.")
    return 0
