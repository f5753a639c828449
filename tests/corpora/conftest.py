"""Tests on public corpora too large or not ours to keep here; collected where ``../shared`` holds them."""

from tests.trial import SHARED

collect_ignore_glob = [] if SHARED.exists() else ["test_*.py"]
