"""Passwords: which are good enough, and what is stored of them.

Stored is what argon2id makes of one, with 19 MiB of memory and two passes: parameters of OWASP's Password
Storage Cheat Sheet, which take a core some 30 ms.
"""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from labels.errors import PasswordError

MIN_LENGTH = 12  # code points
MAX_BYTES = 1024  # argon2 takes a fifth of a second for each megabyte
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# for a name that nobody has: guessing takes as long as for one that somebody has
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$QW3ORG2d2yDC1e7OrYAuVg$X1ol2oijZZLvCfRELagLMFNjyFNWvcK600dRqdE/6Ng"


def checked_password(password: str, name: str) -> str:
    """A password in the form that is hashed: NFC.  name: of its owner.  Raises PasswordError in words."""
    password = unicodedata.normalize("NFC", password)
    if len(password) < MIN_LENGTH:
        raise PasswordError(
            f"A password has at least {MIN_LENGTH} characters; this one has {len(password)}. Several words "
            "that don't belong together are easy to remember and hard to guess."
        )
    if len(password.encode(errors="surrogatepass")) > MAX_BYTES:
        raise PasswordError(f"A password has at most {MAX_BYTES:,} bytes.")
    if len(set(password)) < MIN_LENGTH // 3 or password.casefold() == name.casefold():
        raise PasswordError("This password is easy to guess. Take several words that don't belong together.")
    return password


def password_hash(password: str) -> str:
    """What is stored of a checked password; takes 19 MiB and some 30 ms, so never many at once."""
    return _HASHER.hash(password.encode(errors="surrogatepass"))


def password_fits(stored: str, password: str) -> bool:
    """Whether a password is the one that was stored; any text may be asked about."""
    encoded = unicodedata.normalize("NFC", password).encode(errors="surrogatepass")
    if len(encoded) > MAX_BYTES:
        return False
    try:
        return _HASHER.verify(stored, encoded)
    except (VerificationError, InvalidHashError):
        return False
