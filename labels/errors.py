"""Every error a user can act on.

LabelsError
├── FileRefusedError      mend the file to import: named with line or member and reason
├── CorrectionsError      mend the corrections of articles: every fault is listed with its line
├── OutputError           choose another file or folder to write to
├── CodebookError         mend the codebook file: every fault is listed
├── ProjectError          look after the project file: missing, foreign, damaged, newer, not writable
│   └── InUseError        stop the other process, or hand the work to it
├── AddressError          choose another host or port
├── PersonNameError       choose another name for a person
├── RoleError             choose another role
├── PasswordError         choose another password
├── InvitationError       ask for a new link, or invite otherwise
├── RefusedPersonError    ask an administrator: the person may not do this, or no longer
├── UnknownNameError      name something that the project holds: an event, an annotator, a layer
├── SearchError           search for other words
├── DecisionRefusedError  decide otherwise: the decision does not fit its project
└── TableError            mend the table of labels

The command line and the pages show ``str(error)``; anything else is a bug and keeps its traceback.
"""

import difflib
from collections.abc import Collection, Sequence
from pathlib import Path


class LabelsError(Exception):
    """Something a user can act on; the text says what is wrong, what is allowed and what to do."""


class FileRefusedError(LabelsError):
    """An input file that can't be read whole, and so is not read at all."""

    def __init__(self, file: str | Path, reason: str, *, line: int | None = None, member: str | None = None):
        """file: as the person named it; line: from 1; member: name inside an archive."""
        self.file, self.line, self.member, self.reason = str(file), line, member, reason
        place = str(file)
        if member is not None:
            place += f", member {member}"
        if line is not None:
            place += f", line {line}"
        super().__init__(f"{place}: {reason}")


class CorrectionsError(LabelsError):
    """Corrections of articles that can't be made, so none is; ``faults`` holds one line for each fault."""

    def __init__(self, faults: Sequence[str]):
        """faults: each with its file and line, or its article."""
        self.faults = list(faults)
        super().__init__("\n".join((*faults, "Nothing was changed.")))


class OutputError(LabelsError):
    """A file or folder that can't be written."""

    def __init__(self, file: str | Path, reason: str):
        """file: as the person named it."""
        self.file, self.reason = str(file), reason
        super().__init__(f"{file}: {reason}")


class CodebookError(LabelsError):
    """A codebook that can't be used; ``faults`` holds one sentence for each fault."""

    def __init__(self, file: str | Path, faults: Sequence[str]):
        """file: the codebook's file, or a name for it."""
        self.file, self.faults = str(file), list(faults)
        super().__init__("\n".join(f"{file}: {fault}" for fault in faults))


class ProjectError(LabelsError):
    """A project file that is missing, foreign, damaged, newer than this version, or in use."""


class InUseError(ProjectError):
    """A project that another process writes."""


class AddressError(LabelsError):
    """A host or a port that the server can't listen on."""


class PersonNameError(LabelsError):
    """A name that nobody could read, or that can't be told from another."""


class RoleError(LabelsError):
    """A role that there is not."""


class PasswordError(LabelsError):
    """A password that is too short, too long or easy to guess."""


class InvitationError(LabelsError):
    """An invitation that has ended, or can't be made."""


class RefusedPersonError(LabelsError):
    """Something that a person may not do, or no longer."""


class UnknownNameError(LabelsError):
    """A name that the project does not hold."""

    def __init__(self, what: str, name: str, known: Collection[str]):
        """what: event, annotator, layer, ...  known: every name that would do."""
        self.what, self.name = what, name
        names = ", ".join(known) or "none"
        super().__init__(f"This project has no {what} '{name}'. It has: {names}.{nearest(name, known)}")


class SplitError(LabelsError):
    """A split into train, dev and test that is not possible."""


class SearchError(LabelsError):
    """Words that nothing can be searched by."""


class DecisionRefusedError(LabelsError):
    """A decision that its project can't take: unknown value, range outside the article, broken constraint."""


class TableError(LabelsError):
    """A table of labels with missing columns, duplicates or unknown values."""


def nearest(name: str, known: Collection[str]) -> str:
    """`` Did you mean 'x'?`` for the known name nearest to a misspelled one, else an empty text."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean '{close[0]}'?" if close else ""
