"""The state machine that Hypothesis drives: each rule does one thing, by the sentence that a scenario uses.

So the schedule that was played is at the same time the scenario that is printed. What makes no sense at a
moment is left out, and so are its words. Which rules can be drawn depends on what was drawn before and never
on the world: a busy machine must not make Hypothesis lose its thread.
"""

from collections.abc import Sequence
from typing import NoReturn

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from harness.clients.wire import Session
from harness.settle import NotSettledError
from harness.tenant import LabAddress
from tests.explorer.findings import first_unmet
from tests.explorer.found import FoundError, Schedule
from tests.explorer.shorten import fresh_story
from tests.explorer.vocabulary import (
    ANOTHER,
    BEGINNINGS,
    CONFIRM,
    IN_THE_END,
    MOST_OTHERS,
    NEW_ITEM,
    OF_THE_REP,
    ON_THE_WAY,
    OUTAGES,
    TIMES,
    TROUBLES,
    WITH_THE_GOODS,
    WITH_THE_LINES,
    WITH_THE_MONEY,
    Act,
    Look,
)
from tests.step_sentences import play


class Exploration(RuleBasedStateMachine):
    """One run: a fresh world, some acts, some misfortune, and in the end an hour of peace."""

    lab: LabAddress
    session: Session
    found: FoundError | None = None
    """The last that was found; Hypothesis tries again, and might not meet with it a second time."""

    def __init__(self) -> None:
        super().__init__()
        self.story = fresh_story(self.lab, self.session)
        self._seen: Look | None = None
        self.given: list[str] = []
        self.down: list[tuple[str, str]] = []
        self.broken = False
        self.others = 0
        self.sent = False

    @initialize(beginning=st.sampled_from(BEGINNINGS))
    def begin(self, beginning: str) -> None:
        """An order, and nothing has gone wrong yet."""
        self.sent = beginning not in ANOTHER
        self._do(beginning)

    @rule(act=st.sampled_from(OF_THE_REP))
    def the_rep_acts(self, act: Act) -> None:
        """In Ordo."""
        self.sent = self.sent or act.sentence == CONFIRM
        self._try(act)

    @precondition(lambda self: self.sent)
    @rule(act=st.sampled_from(WITH_THE_GOODS))
    def the_warehouse_moves_goods(self, act: Act) -> None:
        """In Flourish."""
        self._try(act)

    @precondition(lambda self: self.sent)
    @rule(act=st.sampled_from(WITH_THE_MONEY))
    def the_warehouse_takes_money(self, act: Act) -> None:
        """In Flourish."""
        self._try(act)

    @precondition(lambda self: self.sent)
    @rule(act=st.sampled_from(WITH_THE_LINES))
    def the_warehouse_edits(self, act: Act) -> None:
        """In Flourish."""
        self._try(act)

    @rule(act=st.sampled_from(TROUBLES))
    def trouble_is_ahead(self, act: Act) -> None:
        """A call or a few will go wrong."""
        self._try(act)

    @rule(act=st.sampled_from(ON_THE_WAY))
    def messages_meet_misfortune(self, act: Act) -> None:
        """They are dropped, repeated, swapped, late, forged."""
        self._try(act)

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

    @precondition(lambda self: self.others < MOST_OTHERS)
    @rule(beginning=st.sampled_from(ANOTHER))
    def another_order(self, beginning: str) -> None:
        """The one before is left as it is. A new item is not in Ordo, so the rep could not choose it."""
        self.others += 1
        self.sent = False
        if NEW_ITEM not in self.given:
            self._do(beginning)

    @rule(time=st.sampled_from(TIMES))
    def time_passes(self, time: str) -> None:
        """Retries, sweeps, late messages."""
        self._do(time)

    @invariant()
    def nothing_is_wrong_for_good(self) -> None:
        """After every settle: no second order, no status back, and every message taken has its effect."""
        if self.story.orders:
            self._judge(in_the_end=False)

    def teardown(self) -> None:
        """In the end both sides are up, an hour passes, and everything must be as the rules say."""
        try:
            if not self.broken and self.story.orders:
                self._end()
        finally:
            self.story.tenant.drop()

    def _end(self) -> None:
        while self.down:
            self._do(self.down.pop()[1])
        self._play("when", IN_THE_END)
        self._judge(in_the_end=True)

    def look(self) -> Look:
        """How the latest order stands."""
        order_id = self.story.order.order_id
        if self._seen is None:
            listed = self.story.flourish.desk.orders()
            there = next((one for one in listed if one.original_order_id == order_id), None)
            self._seen = Look(in_ordo=self.story.ordo.rep.order(order_id), there=there)
        return self._seen

    def _try(self, act: Act) -> None:
        if act.sense(self.look()):
            self._do(act.sentence)

    def _do(self, sentence: str) -> None:
        self.given.append(sentence)
        self._play("given", sentence)

    def _play(self, kind: str, sentence: str) -> None:
        self._seen = None
        try:
            play(self.story, kind, sentence)
        except (AssertionError, NotSettledError) as problem:
            schedule = self._schedule("Flourish has every confirmed order once and no other", ("O17",))
            self._raise(FoundError(schedule, f"{sentence!r} broke off: {problem}"))

    def _judge(self, *, in_the_end: bool) -> None:
        unmet = first_unmet(self.story, in_the_end=in_the_end)
        if unmet is not None:
            self._raise(FoundError(self._schedule(unmet.then, unmet.rules), unmet.seen))

    def _raise(self, error: FoundError) -> NoReturn:
        self.broken = True
        type(self).found = error
        raise error

    def _schedule(self, then: str, rules: Sequence[str]) -> Schedule:
        given = [*self.given, *(up for _, up in self.down)]
        return Schedule(given=given, when=IN_THE_END, then=then, rules=rules)
