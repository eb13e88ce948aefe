"""The engine says so when it listens beyond this machine."""

import pytest

from harness.production_engine import beyond_this_machine


@pytest.mark.parametrize(
    ("url", "beyond"),
    [
        ("http://127.0.0.1:8703", False),
        ("http://[::1]:8703", False),
        ("http://0.0.0.0:8703", True),
        ("http://[::]:8703", True),
        ("http://10.0.0.7:8703", True),
    ],
)
def test_only_loopback_is_this_machine(url: str, beyond: bool) -> None:  # noqa: FBT001 - a test's parameter
    """Every other address, and all of them at once, is worth a warning."""
    assert beyond_this_machine(url) is beyond
