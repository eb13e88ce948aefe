"""Waiting ends as soon as nothing is in flight, and time passes from one due time to the next."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from harness.clients import idle as settle
from harness.clients.control import Pending, Settled, SimControl
from harness.clients.engine import EngineClient, EnginePending, Health
from harness.clients.idle import NotIdleError, Surroundings, wait_until

START = datetime(2030, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class World:
    """A clock, things due at known times, and what the engine still works on."""

    now: datetime = START
    due_times: list[datetime] = field(default_factory=list)
    engine_work: int = 0
    activity: int = 0
    moves: list[float] = field(default_factory=list)
    delivering: int = 0
    delivered: int = 0
    looks: int = 0
    gives_up_at: datetime | None = None
    """When the engine gives up the one call that Flourish holds; until then it is at work."""
    capabilities: tuple[str, ...] = (settle.CLOCK,)
    echoes: int = 0
    """How often the engine's work makes Flourish send something, which makes work for the engine."""


@dataclass(slots=True)
class FakeSimulator:
    """A simulator's control API over the world."""

    world: World
    moves_clock: bool = False

    def settle(self, seconds: float) -> Settled:
        """Deliver one thing."""
        assert seconds <= 5
        self.world.looks += 1
        if self.world.delivering:
            self.world.delivering -= 1
            self.world.delivered += 1
            self.world.engine_work += 1
        return Settled(settled=self.world.delivering == 0, activity=self.world.delivered)

    def pending(self) -> Pending:
        """Nothing of its own waits."""
        gives_up_at = self.world.gives_up_at if self.moves_clock else None
        return Pending(due=0, in_flight=0, later=0, activity=0, caller_gives_up_at=gives_up_at)

    def now(self) -> datetime:
        """The world's time."""
        return self.world.now

    def advance_clock(self, seconds: float) -> datetime:
        """Move the world's time, once for all three places."""
        if self.moves_clock:
            self.world.moves.append(seconds)
            self.world.now += timedelta(seconds=seconds)
            ripe = [at for at in self.world.due_times if at <= self.world.now]
            self.world.due_times = [at for at in self.world.due_times if at > self.world.now]
            self.world.engine_work += len(ripe)
        return self.world.now


@dataclass(slots=True)
class FakeEngine:
    """An engine that does one thing between two looks at it."""

    world: World

    def health(self, *, wait_seconds: float = 0) -> Health:
        """What is left, doing one thing; it does not wait."""
        assert wait_seconds <= 5
        self.world.looks += 1
        due = self.world.engine_work
        if self.world.gives_up_at is not None:
            if self.world.now < self.world.gives_up_at:
                due += 1
            else:
                self.world.gives_up_at = None
        elif due:
            self.world.engine_work -= 1
            self.world.activity += 1
            if self.world.echoes:
                self.world.echoes -= 1
                self.world.delivering += 1
        later = min(self.world.due_times, default=None)
        pending = EnginePending(due=due, later=len(self.world.due_times), next_due_at=later)
        return Health(
            status="ok", pending=pending, activity=self.world.activity, capabilities=self.world.capabilities
        )

    def advance_clock(self, seconds: float) -> datetime:
        """Move along."""
        assert seconds >= 0
        return self.world.now


def surroundings(world: World) -> Surroundings:
    """The three places of a made-up world."""
    return Surroundings(
        flourish=cast("SimControl", FakeSimulator(world, moves_clock=True)),
        ordo=cast("SimControl", FakeSimulator(world)),
        engine=cast("EngineClient", FakeEngine(world)),
    )


def test_settling_waits_for_deliveries_and_for_the_engine() -> None:
    """Nothing is left when it returns."""
    world = World(engine_work=3, delivering=4)
    surroundings(world).settle()
    assert (world.engine_work, world.delivering) == (0, 0)


def test_what_the_engine_makes_the_simulators_send_is_waited_for() -> None:
    """An order that is placed brings a webhook, which brings work, which may bring the next."""
    world = World(engine_work=1, echoes=3)
    surroundings(world).settle()
    assert (world.engine_work, world.delivering, world.delivered) == (0, 0, 3)


def test_a_quiet_world_takes_one_look_at_each_place() -> None:
    """Whoever has just settled is not asked twice."""
    world = World(engine_work=1)
    around = surroundings(world)
    around.settle()
    looks = world.looks
    around.settle()
    assert world.looks - looks == 3


def test_nobody_sits_out_the_time_for_which_the_engine_waits() -> None:
    """The clocks are moved to where it gives the held call up."""
    world = World(gives_up_at=START + timedelta(seconds=30))
    surroundings(world).settle()
    assert world.now == START + timedelta(seconds=30.001)


def test_an_engine_without_a_movable_clock_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gives up by its own clock; nobody moves the simulators'."""
    monkeypatch.setattr(settle, "SETTLE_SECONDS", 0.0)
    world = World(gives_up_at=START + timedelta(seconds=30), capabilities=())
    with pytest.raises(NotIdleError, match="the engine still had 1 to do"):
        surroundings(world).settle()
    assert world.moves == []


def test_settling_gives_up_at_a_deadline_and_says_who_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that never comes to rest is named."""
    monkeypatch.setattr(settle, "SETTLE_SECONDS", 0.0)
    with pytest.raises(NotIdleError, match="the engine still had 5 to do"):
        surroundings(World(engine_work=5)).settle()


def test_time_passes_from_due_time_to_due_time() -> None:
    """Work that becomes due on the way is done on the way, and the whole span passes."""
    world = World(due_times=[START + timedelta(minutes=20), START + timedelta(minutes=40)])
    surroundings(world).pass_time(timedelta(hours=1))
    assert world.now == START + timedelta(hours=1)
    assert world.moves[0] == pytest.approx(20 * 60)
    assert world.due_times == []
    assert world.activity == 2


def test_close_due_times_are_passed_together() -> None:
    """An hour of many retries takes few moves of the clock."""
    world = World(due_times=[START + timedelta(seconds=second) for second in range(10, 600, 40)])
    surroundings(world).pass_time(timedelta(hours=1))
    assert len(world.moves) <= 10
    assert world.now == START + timedelta(hours=1)


def test_waiting_in_vain_names_what_was_awaited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what never came."""
    monkeypatch.setattr(settle, "SETTLE_SECONDS", 0.0)
    with pytest.raises(NotIdleError, match="waiting for the end of the world"):
        wait_until(lambda: False, "the end of the world")
