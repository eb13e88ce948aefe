"""The look round goes on whatever it meets, and ends when it is told to."""

import pytest

from integration_engine.errors import StorageError
from integration_engine.queue.work_loop import Poller
from tests.service_bugs import ServiceBugs
from tests.waiting import wait_until


@pytest.mark.parametrize("error", [StorageError(reason="the database failed"), ValueError("a bug of ours")])
def test_a_look_that_fails_does_not_end_it(error: Exception, service_bugs: ServiceBugs) -> None:
    """After a look that failed comes another, whatever it was."""
    looks: list[str] = []

    def look() -> None:
        looks.append("look")
        raise error

    rounds = Poller(look, every_seconds=0.001)
    wait_until("it looks again", lambda: len(looks) > 2)
    rounds.stop()
    assert bool(service_bugs.taken()) == isinstance(error, ValueError)


def test_it_can_be_left_out() -> None:
    """With 0 seconds nothing looks."""
    looks: list[str] = []
    rounds = Poller(lambda: looks.append("look"), every_seconds=0)
    rounds.stop()
    assert looks == []
