"""Runs a soak: faults by a profile, an engine that is killed meanwhile, a time without faults, the audit."""

import os
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from rich.console import Console

from foundation.clock import Deadline, SystemClock
from harness.clients.idle import NotIdleError, Pause
from harness.clients.wire import UnexpectedAnswerError, open_session
from harness.engines.engine_program import BUILTIN_COMMAND, SERVER, EngineCommand, EngineProgram
from harness.errors import CouldNotCheckError
from harness.lab.lab import EngineSettings, Lab, start_lab
from harness.soak.fault_profiles import OUTAGE_CHANCE, FaultProfile, arm_faults, end_faults
from harness.soak.report import Outcome, SoakProgress, show
from harness.soak.seller import Seller
from harness.steps.invariants.order_audit import AuditedOrder, OrderAudit

MOST_SELLERS = 8
ORDERS_A_SELLER = 25
"""Fewer orders take fewer sellers."""
_ENOUGH_TO_DO = 40
"""The engine has this much in hand at most before more is asked of it."""
_LONGEST_PAUSE_SECONDS = 2.0
_LONGEST_STEP = timedelta(seconds=60)
_ROUNDS_WITHOUT_ACTION = 60
_FAULTLESS_STEP = timedelta(minutes=10)
_LONGEST_FAULTLESS_TIME = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoakRequest:
    """What was asked for. `minutes` of real time end it in any case."""

    orders: int
    seed: int
    fault_profile: FaultProfile
    kills: int
    minutes: float
    engine_command: str = BUILTIN_COMMAND


def run_soak(wanted: SoakRequest, console: Console) -> int:
    """Run it, print the audit; 0 when nothing was doubled, lost or went back and everything came to its end.

    Raises:
        CouldNotCheckError: the lab or the engine does not come up.
    """
    clock = SystemClock()
    started = clock.now()
    with ExitStack() as running:
        session = running.enter_context(open_session())
        tables = EngineSettings(server=os.environ.get(SERVER, ""))
        lab = running.enter_context(
            start_lab(settings=tables, engine=EngineCommand.parse(wanted.engine_command))
        )
        progress = running.enter_context(SoakProgress(console))
        soak = _Soak(wanted=wanted, engine=_program(lab), progress=progress)
        try:
            for number, orders in enumerate(_shares(wanted.orders)):
                seed = f"{wanted.seed}/{number}"
                soak.sellers.append(
                    Seller.begin(lab, session, seed=seed, orders=orders, acted=soak.count_action)
                )
            audited_orders, span = soak.run()
            undescribed = [call for seller in soak.sellers for call in seller.tenant.undescribed_fields()]
        except UnexpectedAnswerError as problem:
            raise CouldNotCheckError(
                f"the soak broke off: {problem}", details=soak.engine.last_words()
            ) from problem
    outcome = Outcome(
        audited_orders=audited_orders,
        audit=OrderAudit.of(audited_orders),
        kills=soak.killed,
        faults=soak.faults,
        converged_in=span,
        took=clock.now() - started,
        actions_left=sum(seller.actions_left for seller in soak.sellers),
        gave_up=soak.out_of_time,
        undescribed=undescribed,
    )
    return show(console, outcome)


def _program(lab: Lab) -> EngineProgram:
    if not isinstance(lab.other_engine, EngineProgram):
        raise CouldNotCheckError("the engine of a soak has to be a process of its own")
    return lab.other_engine


def _shares(orders: int) -> list[int]:
    sellers = max(1, min(MOST_SELLERS, orders // ORDERS_A_SELLER))
    return [orders // sellers + (number < orders % sellers) for number in range(sellers)]


@dataclass(slots=True, kw_only=True)
class _Soak:
    wanted: SoakRequest
    engine: EngineProgram
    progress: SoakProgress
    sellers: list[Seller] = field(default_factory=list)
    actions: int = 0
    killed: int = 0
    faults: int = 0
    _kill_at: list[int] = field(default_factory=list)
    _limit: Deadline = field(init=False)

    def __post_init__(self) -> None:
        self._limit = Deadline(self.wanted.minutes * 60)

    @property
    def out_of_time(self) -> bool:
        return self._limit.passed()

    def count_action(self) -> None:
        """Somebody did something with an order; the engine may be killed at this very moment."""
        self.actions += 1
        self.progress.count_action()
        if self._kill_at and self.actions >= self._kill_at[0]:
            del self._kill_at[0]
            self.engine.kill()
            self.killed += 1
            self.engine.start()
            for seller in self.sellers:
                seller.tenant.engine_is_back()
            self.progress.say(f"{self.killed} kills")

    def run(self) -> tuple[list[AuditedOrder], timedelta]:
        """With faults, then without; what became of every order, and how long without by the clock."""
        total = sum(seller.actions_left for seller in self.sellers)
        self.progress.expect(total)
        rng = Random(self.wanted.seed)  # noqa: S311 - when the engine is killed, not a secret
        self._kill_at = sorted(rng.sample(range(1, total + 1), min(self.wanted.kills, total)))
        for number, seller in enumerate(self.sellers):
            arm_faults(self.wanted.fault_profile, seller.tenant, self.wanted.seed + 1000 * number)
        self._play(_LONGEST_STEP, OUTAGE_CHANCE[self.wanted.fault_profile])
        self.faults = sum(_hits(seller) for seller in self.sellers)
        for seller in self.sellers:
            seller.faultless_since = end_faults(seller.tenant)
        self.progress.say("no faults")
        self._play(_FAULTLESS_STEP, 0.0)
        return self._converge()

    def _play(self, longest_step: timedelta, outage_chance: float) -> None:
        """Round after round until everything is done, or nothing more comes of it."""
        quiet = 0
        while quiet < _ROUNDS_WITHOUT_ACTION and not self.out_of_time:
            actions = self.actions
            for seller in self.sellers:
                seller.play_round()
                seller.maybe_go_down(outage_chance)
                seller.let_time_pass(longest_step)
            if not any(seller.actions_left for seller in self.sellers):
                return
            quiet = 0 if self.actions > actions else quiet + 1
            self._pause()

    def _pause(self) -> None:
        """The engine gets some real time; otherwise people would only fill its inbox."""
        limit, pause = Deadline(_LONGEST_PAUSE_SECONDS), Pause()
        while sum(seller.busy() for seller in self.sellers) > _ENOUGH_TO_DO and not limit.passed():
            pause.take()

    def _converge(self) -> tuple[list[AuditedOrder], timedelta]:
        """Time passes until both sides agree on every order; how much, since the faults ended."""
        step = timedelta(0)
        while True:
            for seller in self.sellers:
                with suppress(NotIdleError):  # what is still under way is waited for in the next step
                    seller.tenant.surroundings.pass_time(step)
            audited_orders = [order for seller in self.sellers for order in seller.audited_orders()]
            audit, span = (
                OrderAudit.of(audited_orders),
                max(seller.faultless_for() for seller in self.sellers),
            )
            self.progress.say(f"{audit.unfinished} of {audit.confirmed} orders not final")
            if (
                all(order.settled for order in audited_orders)
                or span >= _LONGEST_FAULTLESS_TIME
                or self.out_of_time
            ):
                return audited_orders, span
            step = _FAULTLESS_STEP


def _hits(seller: Seller) -> int:
    """How many calls and messages a fault hit."""
    controls = (seller.context.flourish.control, seller.context.ordo.control)
    return sum(armed.hits for control in controls for armed in control.armed())
