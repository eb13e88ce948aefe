"""Names of folders that are safe on every system, whatever a scenario is called."""

import re
from hashlib import sha256

_UNSAFE = re.compile(r"[^a-z0-9]+")
_LONGEST = 80
_DIGITS = 6


def folder_name(test: str) -> str:
    """A name for the folder of a test: readable, and with a few digits that keep two alike ones apart."""
    plain = _UNSAFE.sub("-", test.lower().removeprefix("test_")).strip("-")[:_LONGEST].strip("-")
    digits = sha256(test.encode()).hexdigest()[:_DIGITS]
    return f"{plain}-{digits}" if plain else digits
