"""How often a password may be tried: by name and by address, counted in memory that does not grow."""

import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address

from labels.errors import LabelsError
from labels.names import folded

WINDOW = 15 * 60.0  # seconds for which a failed attempt counts
MOST_PER_NAME = 5
MOST_PER_ADDRESS = 30
MOST_PER_PROXY = 300  # where everybody seems to come from the one address of a proxy
MOST_KEYS = 10_000  # names and addresses that are remembered; the oldest are forgotten first


class TooManyAttemptsError(LabelsError):
    """A password that may not be tried now; the text says for how long."""


@dataclass(slots=True)
class Attempts:
    """The failed attempts of the last quarter of an hour; for one thread.

    most_per_address: see the constants.  clock: seconds.
    """

    most_per_address: int = MOST_PER_ADDRESS
    clock: Callable[[], float] = time.monotonic
    _times: OrderedDict[bytes, list[float]] = field(default_factory=OrderedDict)

    def begin(self, name: str, address: str) -> None:
        """Count an attempt before it is made, so that many at once count as many.

        Raises TooManyAttemptsError, and then counts nothing.
        """
        by_name, by_address = _key("name", name), _key("address", _network(address))
        self._refuse(by_name, MOST_PER_NAME, "for this name")
        self._refuse(by_address, self.most_per_address, "from your address")
        for key in (by_name, by_address):
            self._times.setdefault(key, []).append(self.clock())
            self._times.move_to_end(key)
        while len(self._times) > MOST_KEYS:
            self._times.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        """The attempt was right: it does not count, and neither do earlier ones for its name."""
        self._times.pop(_key("name", name), None)
        times = self._times.get(_key("address", _network(address)))
        if times:
            times.pop()

    def __len__(self) -> int:
        return len(self._times)

    def _refuse(self, key: bytes, most: int, which: str) -> None:
        now = self.clock()
        times = [moment for moment in self._times.get(key, ()) if moment > now - WINDOW]
        if not times:
            self._times.pop(key, None)
            return
        self._times[key] = times
        if len(times) >= most:
            minutes = math.ceil((times[-most] + WINDOW - now) / 60)
            when = "1 minute" if minutes == 1 else f"{minutes} minutes"
            raise TooManyAttemptsError(
                f"Too many attempts {which}. Try again in {when}; if you have forgotten the password, ask an "
                "administrator for a new link."
            )


def _network(address: str) -> str:
    """The part of an address that its holder can't choose: 64 bits of IPv6."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        mapped = known.ipv4_mapped
        return str(mapped) if mapped else known.exploded[:19]
    return str(known)


def _key(kind: str, text: str) -> bytes:
    """A short key for a text of any length: the same for every spelling of a name."""
    return hashlib.sha256(f"{kind} {folded(' '.join(text.split()))}".encode(errors="surrogatepass")).digest()[
        :16
    ]
