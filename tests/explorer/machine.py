"""The state machine that Hypothesis drives: each rule does one thing, by the sentence that a scenario uses.

So the schedule that was played is at the same time the scenario that is printed. What makes no sense at a
moment is left out, and so are its words. Which rules can be drawn depends on what was drawn before and never
on the tenant: on a busy machine Hypothesis has to draw the same again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from harness.clients.idle import NotIdleError
from harness.clients.wire import UnexpectedAnswerError
from harness.steps.context.traffic import CONFIRMATION
from harness.steps.invariants.observed_state import ObservedState
from harness.steps.invariants.order_audit import OrderAudit
from tests.explorer.findings import first_failed
from tests.explorer.found import FoundError, Schedule
from tests.explorer.shorten import ExplorerLab, fresh_context
from tests.explorer.tally import Tally
from tests.explorer.vocabulary import (
    ANOTHER,
    BEGINNINGS,
    CONFIRMS,
    DIES,
    IN_THE_END,
    MOST_OTHERS,
    MOST_RESTARTS,
    NEW_ITEM,
    OF_THE_REP,
    ON_THE_WAY,
    ONCE_MORE,
    OUTAGES,
    RESTARTS,
    SYNC,
    TIMES,
    TROUBLES,
    WITH_THE_GOODS,
    WITH_THE_LINES,
    WITH_THE_MONEY,
    WITH_THE_ORDER,
    WITH_THE_STOCK,
    Act,
    Look,
)
from tests.step_sentences import play

CHOICES = st.sampled_from(range(60))


class Exploration(RuleBasedStateMachine):
    """One run: a fresh tenant, some acts, some faults, and in the end an hour without faults."""

    explorer_lab: ExplorerLab
    tally = Tally(planned=0)
    found: FoundError | None = None
    """The last that was found; Hypothesis tries again, and might not meet with it a second time."""

    def __init__(self) -> None:
        super().__init__()
        self.context = fresh_context(self.explorer_lab)
        self._seen: Look | None = None
        self.given: list[str] = []
        self.down: list[tuple[str, str]] = []
        self.broken = False
        self.others = 0
        self.restarts = 0

    @initialize(beginning=st.sampled_from(BEGINNINGS))
    def begin(self, beginning: str) -> None:
        """An order, and nothing has gone wrong yet."""
        self._do(beginning)

    @rule(choice=CHOICES)
    def the_rep_acts(self, choice: int) -> None:
        """In Ordo."""
        self._choose(choice, OF_THE_REP)

    @rule()
    def the_rep_confirms(self) -> None:
        """In Ordo."""
        self._try(CONFIRMS)

    @rule(trouble=st.sampled_from(WITH_THE_ORDER))
    def the_rep_confirms_under_faults(self, trouble: Act) -> None:
        """The order or its confirmation meets a fault on the way."""
        self._try(trouble)
        self._try(CONFIRMS)

    @rule(choice=CHOICES)
    def the_warehouse_moves_goods(self, choice: int) -> None:
        """In Flourish, where the order is brought first."""
        self._try(CONFIRMS)
        self._choose(choice, WITH_THE_GOODS)

    @rule(choice=CHOICES)
    def the_warehouse_takes_money(self, choice: int) -> None:
        """In Flourish, where the order is brought first."""
        self._try(CONFIRMS)
        self._choose(choice, WITH_THE_MONEY)

    @rule(choice=CHOICES)
    def the_warehouse_edits(self, choice: int) -> None:
        """In Flourish, where the order is brought first."""
        self._try(CONFIRMS)
        self._choose(choice, WITH_THE_LINES)

    @rule(act=st.sampled_from(WITH_THE_STOCK))
    def the_stock_is_looked_after(self, act: Act) -> None:
        """Counted anew in Flourish, or synced in Ordo."""
        self._try(act)

    @rule(act=st.sampled_from(TROUBLES))
    def trouble_is_ahead(self, act: Act) -> None:
        """A call or a few will go wrong."""
        self._try(act)

    @rule(act=st.sampled_from(ON_THE_WAY))
    def messages_meet_faults(self, act: Act) -> None:
        """They will be dropped, repeated, swapped, late, forged."""
        self._try(act)

    @rule(choice=CHOICES)
    def messages_arrive_late_or_again(self, choice: int) -> None:
        """Held ones, and ones that have arrived before."""
        self._choose(choice, ONCE_MORE)

    @precondition(lambda self: not self.down)
    @rule(outage=st.sampled_from(OUTAGES))
    def one_side_goes_down(self, outage: tuple[str, str]) -> None:
        """Until it comes up again."""
        self._do(outage[0])
        self.down.append(outage)

    @precondition(lambda self: bool(self.down))
    @rule()
    def it_comes_up_again(self) -> None:
        """The outage is over."""
        self._do(self.down.pop()[1])

    @precondition(lambda self: self.explorer_lab.engine is not None and self.restarts < MOST_RESTARTS)
    @rule(choice=CHOICES)
    def the_engine_ends_and_begins_again(self, choice: int) -> None:
        """At rest, or right when something happens."""
        self.restarts += 1
        self._choose(choice, RESTARTS)

    @precondition(lambda self: self.others < MOST_OTHERS)
    @rule(beginning=st.sampled_from(ANOTHER))
    def another_order(self, beginning: str) -> None:
        """The one before is left as it is. A new item is not in Ordo, so the rep could not choose it."""
        self.others += 1
        if NEW_ITEM not in self.given:
            self._do(beginning)

    @rule(time=st.sampled_from(TIMES))
    def time_passes(self, time: str) -> None:
        """Retries, sweeps, late messages."""
        self._do(time)

    @invariant()
    def nothing_is_wrong_for_good(self) -> None:
        """After every settle: once or with a reason, no status back, stock adds up, messages have effect."""
        if self.context.orders.made:
            self._judge(in_the_end=False)

    def teardown(self) -> None:
        """In the end both sides are up, a sync is asked for, an hour passes, and all must be right."""
        try:
            if not self.broken and self.context.orders.made:
                self._end()
        finally:
            self.context.tenant.drop()
            self.tally.schedule_done()

    def _end(self) -> None:
        while self.down:
            self._do(self.down.pop()[1])
        if self.explorer_lab.engine is not None and not self.restarts:
            self._do(DIES)
        self._do(SYNC)
        self._play("when", IN_THE_END)
        self._judge(in_the_end=True)
        self.tally.add_orders(OrderAudit.of(ObservedState.of(self.context).audited_orders()))

    def look(self) -> Look:
        """How the latest order stands."""
        order_id = self.context.order.order_id
        if self._seen is None:
            listed = self.context.flourish.desk.orders()
            there = next((order for order in listed if order.original_order_id == order_id), None)
            confirmations = self.context.ordo.control.deliveries(CONFIRMATION)
            notified = bool(confirmations) and confirmations[0].ended
            self._seen = Look(in_ordo=self.context.ordo.rep.order(order_id), there=there, notified=notified)
        return self._seen

    def _choose(self, choice: int, acts: Sequence[Act]) -> None:
        """One of those that make sense. What is drawn does not depend on which these are."""
        sensible = [act for act in acts if act.sense(self.look())]
        if sensible:
            self._do(sensible[choice % len(sensible)].sentence)

    def _try(self, act: Act) -> None:
        if act.sense(self.look()):
            self._do(act.sentence)

    def _do(self, sentence: str) -> None:
        self.given.append(sentence)
        self.tally.said[sentence] += 1
        self._play("given", sentence)

    def _play(self, kind: str, sentence: str) -> None:
        self._seen = None
        with self._breaking_off(sentence):
            play(self.context, kind, sentence, restartable_engine=self.explorer_lab.engine)

    def _judge(self, *, in_the_end: bool) -> None:
        self.tally.judged += 1
        with self._breaking_off("judging"):
            failed = first_failed(self.context, in_the_end=in_the_end)
        if failed is not None:
            self._raise(FoundError(self._schedule(failed.then, failed.rules), failed.seen))

    @contextmanager
    def _breaking_off(self, what: str) -> Iterator[None]:
        """What cannot be done is a finding as well."""
        try:
            yield
        except (AssertionError, NotIdleError, UnexpectedAnswerError) as problem:
            schedule = self._schedule("Flourish has every confirmed order once and no other", ("O17",))
            self._raise(FoundError(schedule, f"{what!r} broke off: {problem}"))

    def _raise(self, error: FoundError) -> NoReturn:
        self.broken = True
        type(self).found = error
        raise error

    def _schedule(self, then: str, rules: Sequence[str]) -> Schedule:
        given = [*self.given, *(up for _, up in self.down)]
        return Schedule(given=given, when=IN_THE_END, then=then, rules=rules)
