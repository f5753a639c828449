"""The workspace: a component that draws an event and sends what is decided; and the list of events."""

import hashlib
from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).with_name("assets")


def _version(assets: Path) -> str:
    # A changed, added or renamed file makes a new address, so browsers may keep what they have for ever.
    content = hashlib.sha256()
    for path in sorted(path for path in assets.rglob("*") if path.suffix in {".js", ".css"}):
        content.update(path.relative_to(assets).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()[:16]


VERSION = _version(ASSETS)


def _loader(module: str) -> str:
    # Streamlit takes a single line for the path of a file, so the loader has several.
    return f"""// the modules come from our own route below the site, where browsers may keep them
const main = (base) => new URL(`${{base}}/assets/{VERSION}/{module}`, location.origin).href;
export default async (call) => (await import(main(call.data.base))).default(call);
"""


# In the page's own DOM: selections work in every browser, and Streamlit's colours reach it.
_component = st.components.v2.component("claimdesk_workspace", js=_loader("main.js"), isolate_styles=False)
_events = st.components.v2.component("claimdesk_events", js=_loader("events_page.js"), isolate_styles=False)


def show(event: str | None, base: str, key: str) -> None:
    """Draw an event (its id; None for the next of the queue).

    base: path of the site, "" or such as "/annotate".  key: names the instance, which lives through reruns.
    """
    _component(key=key, data={"event": event, "base": base})


def show_events(base: str, key: str) -> None:
    """List every event with the annotator's progress, each a link to its workspace."""
    _events(key=key, data={"base": base})
