"""Label one sentence of the demo with an installed ``annotator``, over HTTP, and find it in the file.

Uses the standard library only, since it runs where the tool is installed without development tools.
"""

import http.cookiejar
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

PORT = 8391
BASE = f"http://127.0.0.1:{PORT}"


def main(annotator: str) -> None:
    """Start the demo, save one decision, stop, and read it back."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "demo.db"
        command = [annotator, "demo", "--no-browser", "--port", str(PORT), "--project", str(project)]
        server = subprocess.Popen(command)  # noqa: S603 - our own command
        try:
            label()
        finally:
            server.terminate()
            server.wait(timeout=20)
        connection = sqlite3.connect(project)
        found = connection.execute("select value from label where value = 'labeled by the wheel'").fetchall()
        connection.close()
        if len(found) != 1:
            sys.exit("The label is not in the project.")
        sys.stdout.write("The installed wheel served the demo and kept a label.\n")


def label() -> None:
    """Save a note on the first sentence of the first event."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    for _ in range(300):
        try:
            opener.open(f"{BASE}/healthz").read()
            break
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    workspace = json.load(opener.open(f"{BASE}/api/workspace"))
    sentence = workspace["articles"][0]["sentences"][0]["id"]
    decision = {
        "uuid": str(uuid.uuid4()),
        "action": str(uuid.uuid4()),
        "target_kind": "sentence",
        "target": sentence,
        "sentence": sentence,
        "layer": "note",
        "kind": "set",
        "base": 0,
        "value": "labeled by the wheel",
        "codebook": workspace["codebook"]["hash"],
    }
    body = {"annotator": workspace["annotator"]["id"], "client": "ci", "batch": [decision]}
    request = urllib.request.Request(f"{BASE}/api/decisions", json.dumps(body).encode())  # noqa: S310
    request.add_header("content-type", "application/json")
    request.add_header("x-requested-with", "claimdesk")
    answer = json.load(opener.open(request))
    if decision["uuid"] not in answer["acknowledged"]:
        sys.exit(f"The decision was not saved: {answer}")


if __name__ == "__main__":
    main(sys.argv[1])
