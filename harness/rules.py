"""The catalogue of rules, and what a scenario's tags say of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Area(StrEnum):
    """What a rule is about."""

    SETUP = "setup"
    INVENTORY = "inventory"
    ORDERS = "orders"


class Source(StrEnum):
    """Where a rule comes from."""

    WORKFLOW_ARTICLE = "A"
    OVERVIEW_ARTICLE = "B"
    API_DOCS = "C"
    OUR_DECISION = "D"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, in one sentence or two."""

    rule_id: str
    area: Area
    wording: str
    sources: tuple[Source, ...]

    @property
    def assumed(self) -> bool:
        """Whether the rule rests, at least in part, on our own decision."""
        return Source.OUR_DECISION in self.sources


_TABLES: Mapping[Area, str] = {
    Area.SETUP: """
S1  A  A brand in Ordo has a name and a logo picture; its name must match the item's brand in Flourish.
S2  A  A license in Ordo has the number of a Flourish facility and must have a street address line 2.
S3  AC Flourish gives a username and an API key, shown once; a reset makes the old key useless at once.
S4  A  Only an Ordo admin can set the Flourish integration up.
S5  A  Saving username and key in Ordo generates a signing key, an endpoint URL and two webhook headers.
S6  A  The webhook in Flourish needs all of these and two events, and is in force only when saved.
S7  C  A delivery without the right signature or the right headers is rejected and changes nothing.
S8  D  Wrong credentials, or a license that no facility has, make the setup fail and name the cause.
S9  D  Connection messages are obeyed once and in order; another integration token changes nothing.
S10 CD A setup tries the username once, by Basic; where that is refused the key counts and Ordo says so.
S11 D  A facility inactive or without its license takes no new orders; Ordo says so; placed orders go on.
""",
    Area.INVENTORY: """
I1  A  A sync, started in Ordo, brings items and their sellable quantities from Flourish to Ordo.
I2  AB Only items whose brand matches a brand in Ordo are synced.
I3  A  Every matching item is synced, whatever its sellable quantity, zero included.
I4  A  An item without a brand, or with another, comes with the first sync after its brand is put right.
I5  A  An edit reaches Ordo with the next sync or when the item's inventory changes, and not before.
I6  B  Items are paired by SKU.
I7  D  Brands are compared exactly; the sync report says what was left out and points at near misses.
I8  D  An item without a SKU, or with that of another, is left out, and reported; a SKU's rows add up.
I9  D  An item that stops matching stays in Ordo as it was and is reported by the next sync.
I10 AD An inventory update brings a matching item to Ordo, whether Ordo has it already or not.
I11 D  A variation with a SKU is a row and is ordered as that variation; without a SKU it is reported.
I12 D  An item that Ordo refuses or cannot take is left out and reported with the reason; others come.
I13 D  Items of a brand in Ordo that carry another in Flourish are told in one line for each such brand.
I14 D  A sellable quantity below zero is shown in Ordo as it is, and rows below zero add up like others.
I15 D  An item that is inactive or not sellable is synced, shown as inactive in Ordo, and not orderable there.
""",
    Area.ORDERS: """
O1  A  A new order in Ordo is pending, is not in Flourish and can be edited.
O2  A  Confirm sends the order to Flourish.
O3  A  An order that Flourish has received is Awaiting Delivery in Ordo.
O4  A  From then on Ordo refuses every edit; changes are made in Flourish only.
O5  A  Until it ships it stays Awaiting Delivery, and every update saved in Flourish shows in Ordo.
O6  A  Shipped in Flourish means Delivered (Collect Payment) in Ordo.
O7  AB A cash order that is shipped in Flourish is Paid in Ordo.
O8  AB A net terms order is not Paid by shipping, but when its payment status in Flourish is Paid.
O9  A  A partial payment changes nothing in Ordo.
O10 B  The invoice date does not sync from Flourish to Ordo.
O11 B  A payment term changed in Flourish does not sync to Ordo.
O12 D  A net terms order paid before it ships is Paid at once, and shipping does not take it back.
O13 A  A cash order paid before it ships stays Awaiting Delivery until it ships.
O14 CD A status never goes back: late, repeated or disordered messages lead to the newest state.
O15 D  Cancelled in Flourish is Cancelled in Ordo unless already Delivered or Paid; refunds do nothing.
O16 D  A refused order stays pending with the reason shown, and can be edited and confirmed again.
O17 AD While Flourish is out of reach an order stays pending and locked; it arrives exactly once.
O18 D  An unknown status is an error that names it; it is never taken for a known one.
O19 CD Completed in Flourish comes after Shipped and counts as Shipped.
O20 BD Terms go with a new order as Flourish's payment term of so many days; without one it goes all the same.
O21 AD What Ordo has not taken stays owed and is sent again until Ordo has it or something newer.
O22 D  Of two active destinations with the buyer's license number none is picked: the order is refused.
O23 D  An edit in Ordo of an order that somebody has saved since it was opened is refused and names them.
""",
}
"""The rules of each area: id, sources, wording."""


def _rules(area: Area, table: str) -> Iterator[Rule]:
    for line in table.strip().splitlines():
        rule_id, sources, wording = line.split(maxsplit=2)
        yield Rule(rule_id=rule_id, area=area, wording=wording, sources=tuple(map(Source, sources)))


RULES: Mapping[str, Rule] = {
    rule.rule_id: rule for area, table in _TABLES.items() for rule in _rules(area, table)
}


ASSUMED = "assumed"
SIMULATOR = "simulator"

CAPABILITIES: Mapping[str, str] = {
    "controllable_clock": "The scenario lets time pass on the engine's clock.",
    "restart": "The scenario stops the engine and starts it again.",
    "durable_store": "The scenario needs what the engine accepted to outlive its process.",
    "reconciliation": "The scenario needs the engine to find by itself what no message told it.",
    "x_api_key": "The scenario needs the engine to send the API key alone, in x-api-key.",
}


def tag_texts() -> Mapping[str, str]:
    rules = {rule_id: rule.wording for rule_id, rule in RULES.items()}
    return {
        **rules,
        ASSUMED: "The scenario rests, at least in part, on a decision of ours.",
        SIMULATOR: "The scenario judges the simulators; no engine takes part.",
        **CAPABILITIES,
    }
