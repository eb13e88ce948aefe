"""A state machine is data."""

from enum import StrEnum

import pytest

from sim_kernel.transitions import IllegalTransitionError, follow


class Light(StrEnum):
    """A traffic light."""

    RED = "Red"
    GREEN = "Green"


class Turn(StrEnum):
    """What happens to it."""

    GO = "go"


TABLE = {(Light.RED, Turn.GO): Light.GREEN}


def test_a_row_is_followed() -> None:
    """The table says what comes next."""
    assert follow(TABLE, Light.RED, Turn.GO) is Light.GREEN


def test_what_the_table_has_not_is_refused() -> None:
    """The error carries status and event."""
    with pytest.raises(IllegalTransitionError, match="'go' is not possible while 'Green'") as caught:
        follow(TABLE, Light.GREEN, Turn.GO)
    assert (caught.value.status, caught.value.event) == (Light.GREEN, Turn.GO)
