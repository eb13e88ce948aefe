"""Everything Flourish refuses, as data: the status and the words. One handler renders it, `api_router`'s.

The first block's texts are documented (contract section 1); the rest are ours, because the vendor documents
no text (contract section 6): one sentence that tells the caller what to change.
"""

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from sim_kernel.answers import CallerError

K = TypeVar("K")
V = TypeVar("V")


class Refusal(Enum):
    """A reason to refuse: HTTP status and message, with the placeholders it takes."""

    ALREADY_SHIPPED = (400, "Order has already been shipped")
    ALREADY_COMPLETED = (400, "Order has already been completed")
    ALREADY_CANCELLED = (400, "Order has already been cancelled")
    NOTE_WITHOUT_BODY = (400, "all notes are required to have a body")
    TRIP_DRIVER_UNKNOWN = (400, "one or more {trip} driver(s) does not exist, or is inactive")
    VEHICLE_UNKNOWN = (400, "vehicle with ID {id} does not exist")
    TRIP_ORDER_UNKNOWN = (400, "one or more order IDs does not correspond to an outbound order")
    TRIP_ORDER_OF_ANOTHER_KIND = (400, "one or more order IDs did not correspond to an outbound order")
    TRIP_ORDER_INELIGIBLE = (400, "order with ID {id} cannot be assigned since it is in an ineligible status")
    TRIP_ORDER_TAKEN = (400, "order with ID {id} is already assigned to another {trip}")
    TRIP_IN_METRC = (
        400,
        "{trip} cannot be updated via external API once a METRC transfer template has been generated",
    )

    UNAUTHORIZED = (401, "{problem}")
    LINK_UNKNOWN = (403, "nobody gave this link out")
    LINK_EXPIRED = (403, "the link has expired; ask for a new one")
    NOT_FOUND = (404, "{what} with ID {id} does not exist")
    INVALID = (400, "{field} {problem}")
    FACILITY_MISSING = (400, "the FacilityID header is required")
    FACILITY_UNKNOWN = (400, "the FacilityID header names no facility of this company: {id}")

    UPDATE_WHILE_ALLOCATED = (400, "order cannot be updated while items are allocated")
    STATUS_NOT_SETTABLE = (400, "order_status can only be changed to Cancelled, not to {status}")
    NOTHING_ALLOCATED = (400, "order cannot be shipped while nothing is allocated")
    NOT_FULLY_ALLOCATED = (400, "order cannot be shipped until everything on it is allocated")
    NOTHING_TO_ALLOCATE = (400, "nothing on the order is left to allocate")
    NOTHING_TO_DEALLOCATE = (400, "nothing on the order is allocated")
    NOT_ENOUGH_STOCK = (400, "only {available} of sku {sku} is available to allocate, not {wanted}")
    MORE_THAN_THERE_IS = (400, "the order leaves room for only {most} of sku {sku}, not {wanted}")
    SKU_NOT_ON_ORDER = (400, "sku {sku} is not on the order")

    TRIP_ORDER_TWICE = (400, "order with ID {id} is named more than once")
    TRIP_ORDER_NOT_READY = (400, "order with ID {id} cannot leave until everything on it is set aside")
    TRIP_SHIPPED = (400, "{trip} has already been shipped")
    TRIP_CANCELLED = (400, "{trip} has already been cancelled")
    TRIP_EMPTY = (400, "{trip} has no orders assigned")
    ORDER_ON_TRIP = (400, "order is assigned to {trip} {id}, which has to be shipped as a whole")
    NOT_SHIPPED = (400, "order cannot be completed before it is shipped")

    LINES_MISSING = (400, "order_lines needs at least one line")
    ITEM_MISSING = (400, "{field} needs an item_id or a sku")
    ITEM_UNKNOWN = (400, "{field}.item_id: item with ID {id} does not exist")
    SKU_UNKNOWN = (400, "{field}.sku: no item has the sku {sku}")
    SKU_AMBIGUOUS = (400, "{field}.sku: more than one item has the sku {sku}; send item_id")
    SKU_OF_ANOTHER_ITEM = (400, "{field}.sku: item with ID {id} does not have the sku {sku}")
    VARIATION_UNKNOWN = (400, "{field}.item_variation_pk: item variation {id} does not exist")
    LINE_BELOW_ZERO = (400, "{field}.discount_price is more than the line costs")
    TOTAL_BELOW_ZERO = (400, "discounts are more than the order costs")
    TOTAL_TOO_LARGE = (400, "the order comes to more than {most}")

    DESTINATION_MISSING = (400, "destination is required")
    DESTINATION_UNKNOWN = (400, "{field} with ID {id} does not exist")
    ID_WITH_OTHERS = (400, "{field}: no other fields may be passed with id")
    SALES_REP_REQUIRED = (400, "sales_rep is required by this facility")
    SALES_REP_UNKNOWN = (400, "sales_rep with ID {id} does not exist, or is inactive")
    PAYMENT_TERM_UNKNOWN = (400, "payment_term {name} does not exist")
    ITEM_NAMED_UNKNOWN = (400, "item with ID {id} does not exist")
    CATEGORY_UNKNOWN = (400, "item category with ID {id} does not exist")
    STRAIN_UNKNOWN = (400, "{field}: strain with ID {id} does not exist")
    STRAIN_DIFFERS = (400, "{field}: strain {id} has {known}, not {said}")
    CONTACT_UNKNOWN = (400, "{what} with ID {id} does not exist here")
    TERM_WITH_BOTH = (
        400,
        "due_num_days cannot be combined with due_day_of_month and due_next_month_cond_num_days",
    )
    TERM_WITH_HALF = (400, "due_day_of_month and due_next_month_cond_num_days must be passed together")
    PACKAGE_SET_ASIDE = (400, "package {id} cannot be cancelled while {qty} of it is set aside")
    PACKAGE_NOT_IN_STOCK = (400, "package {id} cannot be cancelled, because it is {status}")
    PACKAGE_NOT_EMPTY = (400, "package {id} cannot be archived, because it is {status}")
    ALREADY_EXISTS = (400, "{what} {name} already exists")

    PAYMENT_ABOVE_BALANCE = (400, "the payment of {amount} is more than the open balance of {balance}")
    ALREADY_PAID = (400, "order has already been fully paid")
    REFUND_ABOVE_PAID = (400, "the refund of {amount} is more than the {paid} that was paid")
    ADJUSTED_BELOW_ZERO = (
        400,
        "adjustment_qty: only {available} is available, so {wanted} cannot be taken off",
    )

    CUSTOMER_UNKNOWN = (400, "customer with ID {id} does not exist")
    ADDRESS_UNKNOWN = (400, "address with ID {id} is none of this customer's")
    STATE_REQUIRED = (400, "state is required with patient_id")
    RETAIL_NOT_NOW = (400, "the order cannot be {event} while it is {status}")
    RETAIL_STATUS_NOT_SETTABLE = (400, "order_status cannot be changed by an update")
    RETAIL_FACILITY_MISSING = (400, "the order belongs to no facility yet; say which packs it")
    NOT_A_DELIVERY = (400, "only a delivery can be sent out, and the order is for {type}")
    DISCOUNT_UNKNOWN = (400, "{field}: discount with ID {id} does not exist or is not available now")
    DISCOUNT_NOT_FOR_ORDER = (400, "{field}: discount with ID {id} is not for these items or this amount")
    DISCOUNT_NEEDS_SKU = (400, "{field}: discount with ID {id} is off a line; say its sku")
    PROMO_CODE_WRONG = (400, "{field}: discount with ID {id} needs its promo_code")
    MANUAL_PAYMENT_INCOMPLETE = (400, "a Manual payment needs manual_payment_type and reference_id")


class RefusedError(CallerError):
    """Flourish refuses; nothing has changed."""

    def __init__(self, refusal: Refusal, **facts: object) -> None:
        status, words = refusal.value
        super().__init__(status, words.format(**facts), code=refusal.name.lower())
        self.refusal = refusal


def invalid(field: str, problem: str) -> RefusedError:
    return RefusedError(Refusal.INVALID, field=field, problem=problem)


def get_or_404(records: Mapping[K, V], key: K, what: str) -> V:
    """The record with the id in the address.

    Raises:
        RefusedError: 404, this company has none.
    """
    found = records.get(key)
    if found is None:
        raise not_found(what, key)
    return found


def not_found(what: str, identity: object) -> RefusedError:
    """The refusal of an id in the address that this company does not have."""
    return RefusedError(Refusal.NOT_FOUND, what=what, id=identity)
