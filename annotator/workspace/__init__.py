"""The workspace: one component that draws an event and sends what is decided."""

import hashlib
from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).with_name("assets")
VERSION = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(ASSETS.iterdir()))).hexdigest()[:16]

# Streamlit takes a single line for the path of a file, so the loader has two.
LOADER = f"""// the modules come from our own route, where browsers may keep them
export default async (c) => (await import(new URL("/assets/{VERSION}/main.js", location.origin).href)).default(c);
"""
_component = st.components.v2.component(
    "claimdesk_workspace",
    js=LOADER,
    css=(ASSETS / "style.css").read_text(encoding="utf-8") if (ASSETS / "style.css").exists() else None,
    isolate_styles=False,
)


def show(event: str | None, key: str) -> None:
    """Draw an event (its id; None for the next of the queue).

    key: names the instance, which then lives through reruns.
    """
    _component(key=key, data={"event": event})
