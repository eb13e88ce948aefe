"""One seller of a soak: a world of its own on both sides, and the orders that live in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from groundwork.clock import utc_text
from harness import ledger, order_lives
from harness.clients.wire import Session
from harness.ledger import Account
from harness.order_lives import OrderLife
from harness.soak.storms import LONGEST_OUTAGE
from harness.steps import stage
from harness.steps.faults import TO_FLOURISH, TO_ORDO
from harness.steps.made_up import MadeUp
from harness.steps.story import Story
from harness.tenant import LabAddress, Tenant, make_tenant

ITEMS = 3
ENOUGH = Decimal(1_000_000)
MOST_IN_PLAY = 20
"""So many orders a seller works on at a time; more only wait for the engine."""
_IDLENESS = 0.2
"""How often an order is left alone in a round."""


@dataclass(slots=True, kw_only=True)
class Seller:
    """A seller, ready to trade. `acted` hears of everything that is done with an order."""

    story: Story
    dice: Random
    to_come: list[OrderLife]
    acted: Callable[[], None]
    in_play: list[OrderLife] = field(default_factory=list)
    calm_since: datetime | None = None

    @classmethod
    def begin(
        cls, lab: LabAddress, session: Session, *, seed: str, orders: int, acted: Callable[[], None]
    ) -> "Seller":
        """Set a seller up on both sides, items in Ordo and plenty in stock, and draw the orders' lives."""
        made_up = MadeUp(seed=seed)
        story = Story.begin(make_tenant(lab, session, made_up.number()), made_up)
        stage.trade(story, items=ITEMS)
        for item in story.items:
            stage.stock_up(story, item, ENOUGH)
        story.settle()
        dice = Random(seed)  # noqa: S311 - made-up lives, not a secret
        lives = [order_lives.draw(story, Random(f"{seed}/{number}")) for number in range(orders)]  # noqa: S311
        return cls(story=story, dice=dice, to_come=lives, acted=acted)

    @property
    def world(self) -> Tenant:
        """The seller's world."""
        return self.story.tenant

    @property
    def acts_left(self) -> int:
        """How much is still to be done with all its orders."""
        return sum(len(life.acts) for life in (*self.to_come, *self.in_play))

    def play_round(self) -> None:
        """Do the next thing with most orders in play, and take new ones up for those that are over."""
        while self.to_come and len(self.in_play) < MOST_IN_PLAY:
            self.in_play.append(self.to_come.pop())
        there = {one.original_order_id: one for one in self.story.flourish.desk.orders()}
        for life in list(self.in_play):
            if self.dice.random() >= _IDLENESS and life.go_on(there.get(life.order_id)):
                self.acted()
        self.in_play = [life for life in self.in_play if not life.over]

    def maybe_fall_out(self, chance: float) -> None:
        """With this chance, one of the two sides is down for the engine for some minutes from now on."""
        if self.dice.random() >= chance:
            return
        control, path = self.dice.choice(
            ((self.story.flourish.control, TO_FLOURISH), (self.story.ordo.control, TO_ORDO))
        )
        until = control.now() + LONGEST_OUTAGE * self.dice.random()
        control.arm("reset", match={"path": path}, count=None, until=utc_text(until))

    def let_time_pass(self, longest: timedelta) -> None:
        """Some time passes on all clocks of this world, whatever is in flight."""
        self.world.surroundings.advance(longest * self.dice.random())

    def busy(self) -> int:
        """How much the engine has to do for this seller at once."""
        return self.story.engine.health().pending.due

    def calm_for(self) -> timedelta:
        """How long the storm has been over, by the clock of this world."""
        return (
            timedelta(0) if self.calm_since is None else self.story.flourish.control.now() - self.calm_since
        )

    def accounts(self) -> list[Account]:
        """What became of every order."""
        return ledger.judge(self.story.ordo.rep.orders(), self.story.flourish.desk.orders())
