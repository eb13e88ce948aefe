"""Wrong Ordos: what people type on the screens, and what an engine reports, comes to something else.

No engine takes part in judging them: the scenarios tagged `simulator` do.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sim_ordo.events import ENGINE
from sim_ordo.model.order_status import TRANSITIONS, OrderEvent, OrderStatus
from tests.mutants.flourish_screens import with_result
from tests.mutants.mutant import Change, Mutant, instead

_ORDERS = "sim_ordo.orders"


def wrong_ordo(name: str, breaks: str, consequence: str, *changes: Change, first: str = "") -> Mutant:
    return Mutant(
        name=f"Ordo {name}",
        breaks=tuple(breaks.split()),
        consequence=consequence,
        changes=changes,
        first=first,
        simulator=True,
    )


def _gross(original: Any) -> Any:
    return lambda line, item, index: original(replace(line, discount=Decimal(0)), item, index)


def _forgets(**kept: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A change of an order after which these fields are what they were."""

    def make(original: Any) -> Any:
        def change(order: Any, *facts: Any, **more: Any) -> Any:
            return replace(
                original(order, *facts, **more), **{name: read(order) for name, read in kept.items()}
            )

        return change

    return make


def _any_revision(original: Any) -> Any:
    return lambda order, report, **more: original(order, replace(report, revision=None), **more)


def _without(**fields: Any) -> Callable[[Any], Any]:
    """A report of which some fields are overlooked."""
    return lambda original: lambda order, report, **more: original(order, replace(report, **fields), **more)


def _sent_again(original: Any) -> Any:
    def confirm(order: Any, **more: Any) -> Any:
        return original(replace(order, sending=False), **more)

    return confirm


def _open_to_users(original: Any) -> Any:
    from sim_kernel.api_router import Identity

    def identify(tenants: Any, request: Any) -> Any:
        token = request.headers.get("Authorization", "").partition(" ")[2]
        tenant = tenants.by_credential(token)
        return original(tenants, request) if tenant is None else Identity(tenant=tenant, name=ENGINE)

    return identify


def _only_the_integration(original: Any) -> Any:
    return lambda user, action: original(user, action) if "integration" in action else None


MUTANTS = (
    wrong_ordo(
        "ignores the discount on a line",
        "O1",
        "The rep sees more than the buyer pays.",
        instead(
            f"{_ORDERS}.rules:_line_total",
            lambda original: lambda line, item, index: original(line, item, index) + line.discount,
        ),
    ),
    wrong_ordo(
        "takes a discount above its line",
        "O1",
        "An order comes to less than nothing.",
        instead(f"{_ORDERS}.rules:_line_total", _gross),
        first="What cannot be ordered",
    ),
    wrong_ordo(
        "rounds an item's price before it counts",
        "O1 I6",
        "Two packs cost a cent more than they should.",
        instead(f"{_ORDERS}.rules:_unit_price", with_result(lambda price: round(price, 2))),
    ),
    wrong_ordo(
        "gives fifteen days of credit",
        "O20 O1",
        "The buyer has half the time.",
        instead(f"{_ORDERS}.screens:DEFAULT_NET_DAYS", lambda _original: 15),
    ),
    wrong_ordo(
        "keeps the old notes in an edit",
        "O1",
        "The driver goes to the old gate.",
        instead(f"{_ORDERS}.rules:edit_order", _forgets(notes=lambda order: order.notes)),
    ),
    wrong_ordo(
        "keeps the old terms in an edit",
        "O1",
        "A credit order is collected in cash.",
        instead(
            f"{_ORDERS}.rules:edit_order",
            _forgets(terms=lambda order: order.terms, net_days=lambda order: order.net_days),
        ),
    ),
    wrong_ordo(
        "does not count edits",
        "O23 O1",
        "Nobody is told that somebody else has saved.",
        instead(f"{_ORDERS}.rules:edit_order", _forgets(version=lambda order: order.version)),
    ),
    wrong_ordo(
        "unlocks a cancelled order",
        "O4",
        "The rep edits what is over.",
        instead(
            f"{_ORDERS}.edit_lock:lock_reason",
            lambda original: lambda order: None if order.status is OrderStatus.CANCELLED else original(order),
        ),
        instead(
            "sim_ordo.model.order_status:TRANSITIONS",
            lambda table: {**table, (OrderStatus.CANCELLED, OrderEvent.EDITED): OrderStatus.CANCELLED},
        ),
    ),
    wrong_ordo(
        "sends an order with every click on Confirm",
        "O17 O2",
        "An impatient rep makes two orders.",
        instead(f"{_ORDERS}.rules:confirm_order", _sent_again),
    ),
    wrong_ordo(
        "does not count confirmations",
        "O16 O14",
        "An old refusal is taken for one of the new confirmation.",
        instead(f"{_ORDERS}.rules:confirm_order", with_result(lambda order: replace(order, revision=1))),
    ),
    wrong_ordo(
        "shows the old refusal after a new confirmation",
        "O16",
        "The rep believes that it failed again.",
        instead(f"{_ORDERS}.rules:confirm_order", _forgets(refusal=lambda order: order.refusal)),
    ),
    wrong_ordo(
        "takes a refusal of an older confirmation",
        "O14 O16",
        "An order that is on its way is unlocked.",
        instead(f"{_ORDERS}.report:take_refusal", _any_revision),
    ),
    wrong_ordo(
        "takes a refusal of a delivered order",
        "O14 O16",
        "A delivered order is pending again.",
        instead(
            "sim_ordo.model.order_status:TRANSITIONS",
            lambda _table: {
                **TRANSITIONS,
                (OrderStatus.DELIVERED, OrderEvent.REFUSED): OrderStatus.PENDING,
            },
        ),
    ),
    wrong_ordo(
        "adds the reported lines up itself",
        "O5",
        "Charges and taxes are missing in the total.",
        instead(f"{_ORDERS}.report:take_report", _without(totals=None)),
    ),
    wrong_ordo(
        "overlooks the reported notes",
        "O5",
        "What the warehouse wrote never shows.",
        instead(f"{_ORDERS}.report:take_report", _without(notes=None)),
    ),
    wrong_ordo(
        "overlooks the reported lines",
        "O5",
        "The rep sees what was ordered, not what comes.",
        instead(f"{_ORDERS}.report:take_report", _without(lines=None)),
    ),
    wrong_ordo(
        "shows an order as being sent for ever",
        "O3",
        "Nobody knows that it has arrived.",
        instead(f"{_ORDERS}.report:take_report", _forgets(sending=lambda order: order.sending)),
    ),
    wrong_ordo(
        "lets everybody administer beside the integration",
        "S4",
        "A sales rep makes users.",
        instead("sim_ordo.model.organization:require_admin", _only_the_integration),
    ),
    wrong_ordo(
        "takes reports under a user's token",
        "S9",
        "Whoever has a login can set an order Paid.",
        instead("sim_ordo.identification:identify_engine", _open_to_users),
    ),
)
