"""The table of fields: what is carried from where to where, by which rule, and what is not carried.

A place is the schema that describes the message, then the field in it. An engine may leave an optional field
out, but not carry it wrong.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedField:
    """A row of the table: `origin` and `target` are places; `target` is empty where nothing is carried.

    `sources` are letters as in `harness.rules`; `D` is a decision of ours.
    """

    origin: str
    target: str
    rule: str
    sources: str
    required: bool


_MESSAGES: Mapping[str, tuple[str, str]] = {
    "An item, from Flourish to Ordo": ("flourish/item.json", "ordo/item.json"),
    "Its stock": ("flourish/inventory_summary_row.json", "ordo/item.json"),
    "A new order, from Ordo to Flourish": (
        "ordo/events/order_confirmed.json",
        "flourish/outbound_order_request.json",
    ),
    "A line of a new order": ("ordo/order_line.json", "flourish/outbound_order_request.json"),
    "An order, from Flourish to Ordo": ("flourish/outbound_order.json", "ordo/order_report.json"),
    "A line of an order": ("flourish/order_line.json", "ordo/order_report_line.json"),
    "A note on an order": ("flourish/order_note.json", "ordo/order_note.json"),
}
"""The schema that a row's origin stands in, and that of its target."""

_ROWS: Mapping[str, str] = {
    "An item, from Flourish to Ordo": """
sku                       sku                      I6       B   required
id                        flourish_item_id         I6       D   required
item_name                 name                     I5       A   required
brand                     brand                    I2       AB  required
item_description          description              I5       D   optional
item_category             category                 I5       D   optional
price                     price                    I5       D   required
uom                       uom                      I5       D   optional
active                    active                   I15      D   required
sellable                  active                   I15      D   required
ecommerce_active          -                        I15      D   -
""",
    "Its stock": """
sellable_qty              sellable_qty             I1       A   required
item_variation_id         flourish_variation_id    I11      D   required
""",
    "A new order, from Ordo to Flourish": """
order_id                  original_order_id        O17      D   required
confirmed_at              order_timestamp          O2       D   required
buyer                     destination              O2       D   required
sales_rep                 sales_rep                O2       D   required
terms                     payment_term             O20      BD  required
requested_delivery_date   requested_delivery_date  O2       D   required
notes                     notes                    O2       D   required
""",
    "A line of a new order": """
flourish_item_id          item_id                  O2       D   required
flourish_variation_id     item_variation_pk        I11      D   required
sku                       sku                      I6       B   optional
quantity                  order_qty                O2       A   required
unit_price                unit_price               O2       A   required
discount                  discount_price           O2       A   required
""",
    "An order, from Flourish to Ordo": """
id                        flourish_order_id        O3       D   required
order_status              status                   O6       A   required
payment_status            status                   O8       AB  required
order_lines               lines                    O5       AD  required
sub_total_price           totals                   O5       AD  required
total_discounts           totals                   O5       AD  required
total_charges             totals                   O5       AD  required
taxes                     totals                   O5       AD  required
total_price               totals                   O5       AD  required
notes                     notes                    O5       AD  required
requested_delivery_date   requested_delivery_date  O5       AD  required
invoice_date              -                        O10      B   -
payment_term              -                        O11      B   -
""",
    "A line of an order": """
sku                       sku                      O5       AD  required
item_name                 item_name                O5       AD  required
item_id                   flourish_item_id         O5       D   required
item_variation_pk         flourish_variation_id    I11      D   required
order_qty                 quantity                 O5       AD  required
unit_price                unit_price               O5       AD  required
discount_price            discount                 O5       AD  required
line_total_price          line_total               O5       AD  required
""",
    "A note on an order": """
subject                   subject                  O5       D   required
note                      note                     O5       AD  required
internal_only             -                        O5       D   -
""",
}


def _fields(title: str, table: str) -> Iterator[CarriedField]:
    origin, target = _MESSAGES[title]
    for row in table.strip().splitlines():
        read, written, rule, sources, weight = row.split()
        yield CarriedField(
            origin=f"{origin} {read}",
            target="" if written == "-" else f"{target} {written}",
            rule=rule,
            sources=sources,
            required=weight == "required",
        )


FIELDS: Mapping[str, tuple[CarriedField, ...]] = {
    title: tuple(_fields(title, table)) for title, table in _ROWS.items()
}
"""By message, in the order of its contract."""
