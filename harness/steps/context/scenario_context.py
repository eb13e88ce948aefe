"""What one scenario has brought about so far, and how its expectations are judged.

It is a module of steps for its hook, by which a step that fails otherwise says how both sides stand.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from harness.clients.engine import EngineClient
from harness.clients.flourish import ExternalApi
from harness.clients.flourish_shapes import Facility, OutboundOrder
from harness.clients.ordo import OrdoScreens
from harness.clients.ordo_shapes import Order
from harness.clients.tenant import Flourish, Ordo, Tenant
from harness.steps.context.failure_context import ExpectationFailedError, Subject, failure_context
from harness.steps.context.fake_data import FakeData
from harness.steps.context.records import (
    PROGRAM,
    Attempt,
    Catalogue,
    Connection,
    JournalMarks,
    Orders,
    OrderUnderTest,
    Syncs,
)
from harness.steps.context.typed_items import TypedItem

AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioContext:
    """One scenario: a seller on both sides, and what the steps keep of what was typed and done."""

    tenant: Tenant
    fake_data: FakeData
    connection: Connection
    catalogue: Catalogue = field(default_factory=Catalogue)
    orders: Orders = field(default_factory=Orders)
    syncs: Syncs = field(default_factory=Syncs)
    attempt: Attempt = field(default_factory=Attempt)
    marks: JournalMarks = field(default_factory=JournalMarks)

    @classmethod
    def begin(cls, tenant: Tenant, fake_data: FakeData) -> "ScenarioContext":
        """A seller with nothing set up, in a fresh tenant."""
        return cls(tenant=tenant, fake_data=fake_data, connection=Connection.begin(tenant))

    @property
    def flourish(self) -> Flourish:
        """Flourish as the warehouse uses it."""
        return self.tenant.flourish

    @property
    def ordo(self) -> Ordo:
        """Ordo as the seller's people use it."""
        return self.tenant.ordo

    @property
    def engine(self) -> EngineClient:
        return self.tenant.engine

    @property
    def api(self) -> ExternalApi:
        """Flourish's API as another program of the seller's uses it, under a key of its own.

        The engine's key is the engine's alone, so that what it sends and reads can be told from the rest.
        """
        if (key := self.connection.program_key) is None:
            key = self.flourish.office.create_api_key(PROGRAM).value.data
            self.connection.program_key = key
        return self.flourish.api(key.username, key.api_key)

    @property
    def facility(self) -> Facility:
        """The facility that the seller's license names."""
        return self.connection.facility

    @property
    def item(self) -> TypedItem:
        return self.catalogue.items[0]

    @property
    def order(self) -> OrderUnderTest:
        """The order that the scenario is about: the latest."""
        return self.orders.made[-1]

    def screens(self, person: str) -> OrdoScreens:
        """Ordo's screens as the admin or the rep sees them."""
        return self.ordo.admin if person == "admin" else self.ordo.rep

    def settle(self) -> None:
        """Wait until nothing is in flight, if anything was done since the last time."""
        activity = self.tenant.activity
        if activity.settled_at != activity.changes:
            self.tenant.surroundings.settle()
            activity.settled_at = activity.changes

    def wait_until_idle_again(self) -> None:
        """Wait until nothing is in flight, even if nothing was done: what waited may have come due."""
        self.tenant.activity.settled_at = -1
        self.settle()

    def pass_time(self, span: timedelta) -> None:
        """Let time pass on all clocks of this tenant."""
        self.tenant.surroundings.pass_time(span)
        self.tenant.activity.settled_at = self.tenant.activity.changes

    def in_ordo(self, order: OrderUnderTest | None = None) -> Order:
        """An order's screen in Ordo, once nothing is in flight."""
        self.settle()
        return self.ordo.rep.order((order or self.order).order_id)

    def all_in_flourish(self, order: OrderUnderTest | None = None) -> list[OutboundOrder]:
        """Every outbound order that was made for an order, once nothing is in flight."""
        self.settle()
        wanted = (order or self.order).order_id
        return [order for order in self.flourish.desk.orders() if order.original_order_id == wanted]

    def flourish_id(self, order: OrderUnderTest | None = None) -> str:
        order = order or self.order
        if order.flourish_id is None:
            found = self.all_in_flourish(order)
            self.expect(len(found) == 1, "one order in Flourish for it", f"Flourish has {len(found)}")
            order.flourish_id = found[0].id
        return order.flourish_id

    def in_flourish(self, order: OrderUnderTest | None = None) -> OutboundOrder:
        """An order as the warehouse sees it, once nothing is in flight."""
        order_id = self.flourish_id(order)
        self.settle()
        return self.flourish.desk.order(order_id)

    def mark_arrangement(self) -> None:
        """Remember the journal's end: what a Given arms next has to show in what follows."""
        self.settle()
        self.marks.arranged_at = self.flourish.control.journal().last_id

    def expect(self, holds: bool, expected: str, seen: str) -> None:  # noqa: FBT001 - the condition comes first
        """Judge an expectation.

        Raises:
            ExpectationFailedError: it does not hold; says what was expected and seen, how both sides stand,
                and the near miss.
        """
        if not holds:
            raise ExpectationFailedError(expected=expected, seen=seen, around=self.failure_context(expected))

    def failure_context(self, expected: str) -> str:
        """How both sides stand, and what came nearest to `expected`."""
        subject = Subject(
            tenant=self.tenant,
            api=self.api,
            facility=self.facility,
            order_ids=[order.order_id for order in self.orders.made],
            items=self.catalogue.items,
        )
        return failure_context(subject, expected)


@dataclass(slots=True, kw_only=True)
class Neighbour:
    """The fixture `neighbour`: another seller, set up when first asked for."""

    make: Callable[[str, bool], ScenarioContext]
    made: ScenarioContext | None = None

    def __call__(self, *, organization_id: str = "", alike: bool = False) -> ScenarioContext:
        """The other seller; with an `organization_id` one whose organization claims to be another.

        Where the two are `alike`, the same deeds have the same ids on both sides.
        """
        if self.made is None:
            self.made = self.make(organization_id, alike)
        return self.made


def pytest_bdd_step_error(step_func_args: dict[str, object], exception: Exception) -> None:
    """A step that failed in another way than by an expectation says how both sides stand."""
    context = step_func_args.get("context")
    if isinstance(context, ScenarioContext) and not isinstance(exception, ExpectationFailedError):
        exception.add_note(context.failure_context(str(exception)))
