"""The look round goes on whatever it meets, and ends when it is told to."""

from integration_engine.errors import StorageError
from integration_engine.look_round import LookRound
from tests.waiting import wait_until


def test_a_lost_database_does_not_end_it() -> None:
    """After a look that failed comes another."""
    looks: list[str] = []

    def look() -> None:
        looks.append("look")
        raise StorageError(reason="the database failed")

    rounds = LookRound(look, every_seconds=0.001)
    wait_until("it looks again", lambda: len(looks) > 2)
    rounds.stop()


def test_it_can_be_left_out() -> None:
    """With 0 seconds nothing looks."""
    looks: list[str] = []
    rounds = LookRound(lambda: looks.append("look"), every_seconds=0)
    rounds.stop()
    assert looks == []
