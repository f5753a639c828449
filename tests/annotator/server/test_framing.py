"""Pages in a frame of another site, such as a Hugging Face Space, on the one setting ``--framed-by``."""

from urllib.parse import urlencode

import pytest

from tests.annotator.people import PASSWORD, enroll
from tests.annotator.served import Client, Server
from tests.labels.projects import project

HOST = {"host": "owner-name.hf.space"}
ANA = urlencode({"name": "Ana", "password": PASSWORD}).encode()
FORM = {"content_type": "application/x-www-form-urlencoded", "origin": "https://owner-name.hf.space", **HOST}
FRAME = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "iframe"}
OPTIONS = ["--public-url", "https://owner-name.hf.space"]


@pytest.fixture(scope="module")
def framed(tmp_path_factory):
    path = project(tmp_path_factory.mktemp("framed"))
    enroll(path, {"Ana": "administrator"})
    with Server(path, options=[*OPTIONS, "--framed-by", "https://huggingface.co"]) as server:
        yield server


def test_the_named_site_and_no_other_may_frame_every_page(framed):
    client = Client(framed)
    for path in ("/who", "/healthz", "/_stcore/health"):
        headers = client.get(path, **HOST).headers
        assert "frame-ancestors https://huggingface.co" in headers["content-security-policy"].split("; ")
        assert headers["x-frame-options"] is None


def test_the_cookies_of_a_framed_page_are_sent_to_it_and_kept_apart_from_other_sites(framed):
    answer = Client(framed).send("POST", "/who", ANA, **FORM)
    cookies = answer.headers.get_all("set-cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert {"SameSite=None", "Secure", "Partitioned"} <= set(cookie.split("; "))


def test_a_person_signs_in_and_works_inside_the_frame(framed):
    client = Client(framed)
    assert client.get("/who", **HOST, **FRAME).status == 200
    assert client.send("POST", "/who", ANA, **FORM).status == 303
    assert client.get("/", accept="text/html", **HOST, **FRAME).status == 200
    assert client.get("/api/workspace", **HOST, sec_fetch_site="same-origin").status == 200
