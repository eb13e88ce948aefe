"""What must hold after every settle, and in the end; and which expectations of a scenario say so.

Independent of the features: it rests on `harness.steps.invariants.order_audit`, which knows the rules and
nothing of the engine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.report.expected_status import may_show
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.invariants.checks import stock_that_does_not_add_up
from harness.steps.invariants.message_effects import MissingEffect, missing_effects, still_sending
from harness.steps.invariants.observed_state import ObservedState
from harness.steps.invariants.order_audit import FOR_GOOD, AuditedOrder, Finding
from tests.step_sentences import play

_GENERAL = {
    Finding.DOUBLED: "Flourish has every confirmed order once and no other",
    Finding.LOST: "Flourish has every confirmed order once and no other",
    Finding.UNASKED: "Flourish has every confirmed order once and no other",
    Finding.WENT_BACK: "no order has gone back in Ordo",
    Finding.OTHER_STATUS: "Ordo shows every order as Flourish has it",
    Finding.OTHER_LINES: "Ordo shows every order as Flourish has it",
}
_RULES = {
    Finding.DOUBLED: ("O17",),
    Finding.LOST: ("O17",),
    Finding.UNASKED: ("O1",),
    Finding.WENT_BACK: ("O14",),
    Finding.OTHER_STATUS: ("O5", "O6"),
    Finding.OTHER_LINES: ("O5",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Something that must not be. `expectations` say it in a scenario, the plainest first."""

    what: str
    rules: tuple[str, ...]
    expectations: tuple[str, ...]


def breaches(context: ScenarioContext, *, in_the_end: bool) -> list[Breach]:
    """What is wrong now that nothing is in flight; `in_the_end` no news can be on its way any more."""
    observed = ObservedState.of(context)
    found = list(_of_orders(context, observed, in_the_end=in_the_end))
    if wrong := stock_that_does_not_add_up(observed):
        found.append(Breach(what="; ".join(wrong), rules=("I8",), expectations=("Flourish's stock adds up",)))
    return [*found, *(_of_message(context, observed, one) for one in missing_effects(observed))]


def _of_message(context: ScenarioContext, observed: ObservedState, missing: MissingEffect) -> Breach:
    plain: Sequence[str] = ()
    if missing.rules == ("I5",) and context.catalogue.items and missing.about == context.item.sku:
        plain = ["Ordo shows the sellable quantity that Flourish shows"]
    for audited_order in observed.audited_orders():
        if missing.about == audited_order.in_ordo.order_id and _is_latest(context, audited_order):
            plain = [
                say
                for finding in audited_order.findings
                for say in _plainly(observed, audited_order, finding)
            ]
    general = "every message that the engine took has had its effect"
    return Breach(what=missing.what, rules=missing.rules, expectations=(*plain, general))


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedExpectation:
    """A breach, in the plainest words of a scenario that do not hold, and what they say."""

    then: str
    seen: str
    rules: tuple[str, ...]


def first_failed(context: ScenarioContext, *, in_the_end: bool) -> FailedExpectation | None:
    """The first thing that is wrong; None when nothing is."""
    found = breaches(context, in_the_end=in_the_end)
    if not found:
        return None
    breach = found[0]
    for expectation in breach.expectations:
        try:
            play(context, "then", expectation)
        except AssertionError as problem:
            return FailedExpectation(then=expectation, seen=f"{breach.what}\n{problem}", rules=breach.rules)
    return FailedExpectation(then=breach.expectations[-1], seen=breach.what, rules=breach.rules)


def _of_orders(context: ScenarioContext, observed: ObservedState, *, in_the_end: bool) -> Iterator[Breach]:
    for audited_order in observed.audited_orders():
        wanted = frozenset(Finding) if in_the_end else _wrong_already(observed, audited_order)
        for finding in sorted(audited_order.findings & wanted):
            plain = (
                tuple(_plainly(observed, audited_order, finding))
                if _is_latest(context, audited_order)
                else ()
            )
            yield Breach(
                what=f"{audited_order.in_ordo.order_id}: {finding}",
                rules=_RULES[finding],
                expectations=(*plain, _GENERAL[finding]),
            )


def _wrong_already(observed: ObservedState, audited_order: AuditedOrder) -> frozenset[Finding]:
    """What is wrong although news may be on its way: an order can be missing only while it is being sent."""
    return FOR_GOOD if still_sending(observed, audited_order.in_ordo) else FOR_GOOD | {Finding.LOST}


def _is_latest(context: ScenarioContext, audited_order: AuditedOrder) -> bool:
    """Scenarios say `the order` for the latest one."""
    return bool(context.orders.made) and context.order.order_id == audited_order.in_ordo.order_id


def _plainly(observed: ObservedState, audited_order: AuditedOrder, finding: Finding) -> Sequence[str]:
    """What scenarios written by hand would say of the order."""
    match finding:
        case Finding.DOUBLED | Finding.LOST:
            return ["Flourish has exactly one order for it"]
        case Finding.UNASKED:
            return ["Flourish has no order for it"]
        case Finding.OTHER_STATUS:
            return [f"the order is {status} in Ordo" for status in _right_statuses(observed, audited_order)]
        case Finding.OTHER_LINES:
            return ["Ordo shows the lines and totals that Flourish shows"]
        case Finding.WENT_BACK:
            return []


def _right_statuses(observed: ObservedState, audited_order: AuditedOrder) -> Sequence[str]:
    [there] = audited_order.in_flourish
    states = [one.state for one in observed.reached[there.id]]
    right = may_show(audited_order.in_ordo.terms, states)
    return sorted(right) if len(right) == 1 else []
