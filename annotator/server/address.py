"""Where the server listens, and under which address people reach it."""

import errno
import ipaddress
import re
import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from labels.errors import AddressError

DEFAULT_PORT = 8377
LOOPBACK = ("127.0.0.1", "localhost", "::1")
PUBLIC_PORTS = {"http": 80, "https": 443}
_ORIGIN = re.compile(r"https://[a-z0-9*.-]+(:[0-9]+)?")
_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*")


@dataclass(frozen=True, slots=True)
class PublicUrl:
    """The address that people use, in front of a proxy.

    origin: as browsers send it.  host: its name, lower case.  prefix: "" or a path such as "/annotate".
    """

    origin: str
    host: str
    prefix: str

    @classmethod
    def parse(cls, url: str) -> Self:
        """``https://host[:port][/prefix]``; AddressError says in words what is wrong."""
        try:
            parts = urlsplit(url.strip())
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise AddressError(_PUBLIC_URL.format(url=url, fault="it can't be read")) from None
        path = parts.path.rstrip("/")
        fault = ""
        if parts.scheme not in PUBLIC_PORTS:
            fault = "it begins with neither https:// nor http://"
        elif not host or not (_is_address(host) or re.fullmatch(r"[a-z0-9._-]+", host)):
            fault = "it names no host (write an international name as xn--...)"
        elif parts.query or parts.fragment or parts.username is not None:
            fault = "it has more than a host and a path"
        elif not _PREFIX.fullmatch(path):
            fault = "its path may hold letters, digits and . _ ~ - between slashes"
        if fault:
            raise AddressError(_PUBLIC_URL.format(url=url, fault=fault))
        shown = f"[{host}]" if ":" in host else host
        if port is not None and port != PUBLIC_PORTS[parts.scheme]:
            shown = f"{shown}:{port}"
        return cls(f"{parts.scheme}://{shown}", host, path)


_PUBLIC_URL = (
    "The public URL '{url}' can't be used: {fault}. It looks like https://corpus.example.org/annotate."
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen and what is allowed to stand in front.

    port: None for the first free one from the default on.  browser: open one when the server answers.
    framed_by: origins whose pages may show ours in a frame.  proxies: addresses whose ``X-Forwarded-...``
    headers are believed.  log: a file for warnings and errors; None for stderr.
    accounts: ask people on this machine to sign in, too.
    """

    host: str = "127.0.0.1"
    port: int | None = None
    browser: bool = True
    public: PublicUrl | None = None
    framed_by: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    log: Path | None = None
    accounts: bool = False

    def checked(self) -> Self:
        """The same address; AddressError if an option contradicts another."""
        for origin in self.framed_by:
            if not _ORIGIN.fullmatch(origin):
                raise AddressError(f"--framed-by '{origin}' is not an origin such as https://huggingface.co.")
        if self.framed_by and not self.is_secure:
            raise AddressError(
                "--framed-by needs a --public-url with https://; they send cookies to frames over TLS only."
            )
        for proxy in self.proxies:
            if not _is_address(proxy):
                raise AddressError(f"--trusted-proxy '{proxy}' is not an IP address.")
        return self

    @property
    def is_private(self) -> bool:
        """Whether only people at this machine reach it."""
        return self.host in LOOPBACK and self.public is None

    @property
    def has_accounts(self) -> bool:
        """Whether people sign in with a password, and their role decides what they see."""
        return self.accounts or not self.is_private

    @property
    def prefix(self) -> str:
        """The path below which everything is served, "" or such as "/annotate"."""
        return self.public.prefix if self.public else ""

    @property
    def is_secure(self) -> bool:
        """Whether people reach it over TLS, so that its cookies must never travel in clear."""
        return self.public is not None and self.public.origin.startswith("https:")

    def url(self, port: int) -> str:
        """Where a browser on this machine finds the server."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{port}{self.prefix}/"


@dataclass(frozen=True, slots=True)
class Site:
    """Which ``Host`` and ``Origin`` headers are ours."""

    address: Address
    names: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, address: Address) -> Self:
        """The names of this machine and of the address."""
        names = {"localhost", socket.gethostname().lower(), address.host.lower()}
        if address.public:
            names.add(address.public.host)
        return cls(address, frozenset(names))

    def knows_host(self, header: str) -> bool:
        """Whether a ``Host`` header names us; any IP address does, since only names can be rebound."""
        try:
            parts = urlsplit(f"//{header}")
            host, _ = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            return False
        return host in self.names or _is_address(host)

    def knows_origin(self, origin: str, host_header: str) -> bool:
        """Whether an ``Origin`` header is that of our own pages."""
        public = self.address.public
        if public is not None and origin == public.origin:
            return True
        return origin == f"http://{host_header}" and not (
            public is not None and self.address.is_secure and _name(host_header) == public.host
        )


def _name(host_header: str) -> str:
    return (urlsplit(f"//{host_header}").hostname or "").rstrip(".")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def free_port(host: str, wanted: int | None) -> int:
    """The port to listen on; AddressError says in words why there is none."""
    if not host:  # would be every address of the machine
        raise AddressError("--host is empty; leave it out to serve this machine only.")
    ports = range(DEFAULT_PORT, DEFAULT_PORT + 50) if wanted is None else [wanted]
    for port in ports:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except (socket.gaierror, UnicodeError):
                raise AddressError(
                    f"'{host}' is not an address of this machine; use 127.0.0.1 or one of its own."
                ) from None
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise AddressError(f"Can't listen at {host}, port {port}: {error.strerror}.") from None
            else:
                return port
    if wanted is None:
        raise AddressError(f"No free port from {DEFAULT_PORT} on at {host}; name one with --port.")
    raise AddressError(f"Port {wanted} at {host} is in use; name another, or leave --port out.")
