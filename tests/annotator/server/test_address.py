"""Where the server listens and which names are its own."""

import socket

import pytest

from annotator.server.address import Address, PublicUrl, Site, free_port
from labels.errors import AddressError


@pytest.mark.parametrize(
    ("url", "origin", "host", "prefix"),
    [
        ("https://corpus.example.org", "https://corpus.example.org", "corpus.example.org", ""),
        ("https://corpus.example.org/", "https://corpus.example.org", "corpus.example.org", ""),
        ("https://Corpus.Example.ORG/a/b/", "https://corpus.example.org", "corpus.example.org", "/a/b"),
        ("http://host:8080/x", "http://host:8080", "host", "/x"),
        ("https://host:443", "https://host", "host", ""),
        ("http://[::1]:8080/x", "http://[::1]:8080", "::1", "/x"),
        (" https://127.0.0.1/x ", "https://127.0.0.1", "127.0.0.1", "/x"),
    ],
)
def test_a_public_url_gives_origin_host_and_prefix(url, origin, host, prefix):
    assert PublicUrl.parse(url) == PublicUrl(origin, host, prefix)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("corpus.example.org", "https://"),
        ("ftp://corpus.example.org", "https://"),
        ("https://", "names no host"),
        ("https://bücher.example", "xn--"),
        ("https://[::1", "can't be read"),
        ("https://host:x", "can't be read"),
        ("https://host/?a=1", "more than a host and a path"),
        ("https://host/#a", "more than a host and a path"),
        ("https://me@host/", "more than a host and a path"),
        ("https://host/a b", "letters, digits"),
        ("https://host//a", "letters, digits"),
        ("https://host/%2e", "letters, digits"),
    ],
)
def test_a_public_url_that_can_not_be_used_is_refused_in_words(url, fault):
    with pytest.raises(AddressError) as refusal:
        PublicUrl.parse(url)
    assert fault in str(refusal.value)
    assert url in str(refusal.value)


def site(public="https://corpus.example.org/annotate", host="127.0.0.1"):
    return Site.of(Address(host, public=PublicUrl.parse(public) if public else None))


@pytest.mark.parametrize(
    "host",
    ["corpus.example.org", "CORPUS.example.org:443", "corpus.example.org.", "127.0.0.1:8377", "[::1]:80"],
)
def test_the_public_name_and_addresses_are_our_hosts(host):
    assert site().knows_host(host)


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "corpus.example.org.evil.example", "[::1", "x:y", "corpus.example.org:x", "a b"],
)
def test_other_names_and_broken_ones_are_not(host):
    assert not site().knows_host(host)


@pytest.mark.parametrize("host", ["corpus.example.org", "127.0.0.1:8377"])
def test_our_pages_come_from_the_public_origin_whatever_the_proxy_makes_of_the_host(host):
    assert site().knows_origin("https://corpus.example.org", host)


@pytest.mark.parametrize(
    "origin",
    [
        "http://corpus.example.org",
        "https://corpus.example.org:8443",
        "https://corpus.example.org.evil.example",
        "https://evil.example",
        "null",
        "",
        "http://[",
    ],
)
def test_no_other_origin_is_ours_behind_tls(origin):
    assert not site().knows_origin(origin, "corpus.example.org")


def test_without_a_public_url_our_origin_is_the_host_over_http():
    assert site("").knows_origin("http://127.0.0.1:8377", "127.0.0.1:8377")
    assert not site("").knows_origin("https://127.0.0.1:8377", "127.0.0.1:8377")


@pytest.mark.parametrize(
    ("address", "private"),
    [
        (Address(), True),
        (Address("::1"), True),
        (Address("localhost"), True),
        (Address("0.0.0.0"), False),
        (Address("192.168.0.7"), False),
        (Address(public=PublicUrl.parse("https://x.example")), False),
    ],
)
def test_a_server_is_private_on_loopback_without_a_public_url(address, private):
    assert address.is_private is private


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        (Address(framed_by=("https://huggingface.co",)), "needs a --public-url with https"),
        (Address(framed_by=("*",), public=PublicUrl.parse("https://x.example")), "not an origin"),
        (Address(framed_by=("https://a b",), public=PublicUrl.parse("https://x.example")), "not an origin"),
        (Address(proxies=("proxy.example",)), "not an IP address"),
        (Address(proxies=("*",)), "not an IP address"),
    ],
)
def test_options_that_contradict_each_other_are_refused_in_words(address, fault):
    with pytest.raises(AddressError) as refusal:
        address.checked()
    assert fault in str(refusal.value)


def test_a_port_in_use_is_refused_by_number_and_passed_over_otherwise():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AddressError, match=f"Port {port} at 127.0.0.1 is in use"):
            free_port("127.0.0.1", port)
    assert free_port("127.0.0.1", port) == port


@pytest.mark.parametrize("host", ["", "no.such.host.invalid", "203.0.113.1", "a" * 300])
def test_an_address_that_is_not_ours_is_refused_in_words(host):
    with pytest.raises(AddressError):
        free_port(host, None)
