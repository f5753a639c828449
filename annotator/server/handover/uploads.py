"""Where files may be uploaded: only in the session of a page that shows an uploader, by the same person."""

import threading
from collections import OrderedDict

MAX_UPLOAD = 20  # megabytes of one file
MOST_SESSIONS = 200
PREFIX = "/_stcore/upload_file/"


class Uploads:
    """The sessions of pages that show an uploader."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._open: OrderedDict[str, str] = OrderedDict()

    def open(self, session: str, annotator: str) -> None:
        """A page of the session shows an uploader.  annotator: id of the person who sees it."""
        with self._guard:
            self._open[session] = annotator
            self._open.move_to_end(session)
            if len(self._open) > MOST_SESSIONS:
                self._open.popitem(last=False)

    def close(self, session: str) -> None:
        """The session shows another page."""
        with self._guard:
            self._open.pop(session, None)

    def allows(self, path: str, annotator: str) -> bool:
        """Whether a person may upload to a path of Streamlit's; it names the session."""
        session = path.removeprefix(PREFIX).partition("/")[0]
        with self._guard:
            return self._open.get(session) == annotator
