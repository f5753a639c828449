"""Every error a user can act on.

LabelsError
├── FileRefusedError      a file to import, named with line or member and reason
├── CodebookError         a codebook file, with every fault found
├── ProjectError          a project file that can't be opened or written
├── DecisionRefusedError  a decision that does not fit its project
└── TableError            a table of labels that can't be analysed

The command line and the pages show ``str(error)``; anything else is a bug and keeps its traceback.
"""

import difflib
from collections.abc import Collection, Sequence
from pathlib import Path


class LabelsError(Exception):
    """Something a user can act on; the text says what is wrong, what is allowed and what to do."""


class FileRefusedError(LabelsError):
    """A file that can't be read whole, and so is not read at all."""

    def __init__(self, file: str | Path, reason: str, *, line: int | None = None, member: str | None = None):
        """file: as the person named it; line: from 1; member: name inside an archive."""
        self.file, self.line, self.member, self.reason = str(file), line, member, reason
        place = str(file)
        if member is not None:
            place += f", member {member}"
        if line is not None:
            place += f", line {line}"
        super().__init__(f"{place}: {reason}")


class CodebookError(LabelsError):
    """A codebook that can't be used; ``faults`` holds one sentence for each fault."""

    def __init__(self, file: str | Path, faults: Sequence[str]):
        """file: the codebook's file, or a name for it."""
        self.file, self.faults = str(file), list(faults)
        super().__init__("\n".join(f"{file}: {fault}" for fault in faults))


class ProjectError(LabelsError):
    """A project file that is missing, foreign, damaged, newer than this version, or in use."""


class DecisionRefusedError(LabelsError):
    """A decision that its project can't take: unknown value, range outside the article, broken constraint."""


class TableError(LabelsError):
    """A table of labels with missing columns, duplicates or unknown values."""


def nearest(name: str, known: Collection[str]) -> str:
    """`` Did you mean 'x'?`` for the known name nearest to a misspelled one, else an empty text."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean '{close[0]}'?" if close else ""
