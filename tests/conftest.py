"""What a run of the tests says about itself."""

from tests.trial import SHARED


def pytest_report_header() -> str:
    """Say which tests are not even collected, since a skipped test would say it only at the end."""
    if SHARED.exists():
        return "public corpora: tests/corpora runs on ../shared/data"
    return "public corpora: not beside this checkout, so tests/corpora is left out (see README, Tests)"
