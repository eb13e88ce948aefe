"""What Ordo or Flourish would not do, and why: refused attempts, refused orders, problems.

Why an order comes back or something cannot go on has a code in the contract (`refusal_report.json` and
`problem_report.json` in `schemas/ordo`). The message is free, but has to name what it is about as somebody
typed it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pytest_bdd import then

from harness.clients.ordo_shapes import OrderRefusal, Problem
from harness.clients.wire import Refusal
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import one_of, sentence

_CAUSES: Mapping[str, Collection[str]] = {
    "only an admin may do that": {"forbidden"},
    "a sync is under way": {"sync_under_way"},
    "the seller is not connected": {"not_connected"},
    "Flourish rejects the credentials": {"flourish_credentials_rejected"},
    "the organization is connected under another token": {"integration_token_rejected"},
    "no facility has the license": {"license_not_found"},
    "the order is locked": {"order_locked"},
    "the order is being sent": {"order_locked"},
    "the order is no longer pending": {"order_locked", "not_pending", "order_not_pending"},
}


def expect_refused(context: ScenarioContext, what: str, *, by: str = "Ordo") -> Refusal:
    """The last attempt was refused; how."""
    assert context.attempt.reply is not None, "nothing was attempted"
    context.expect(not context.attempt.reply.accepted, f"{by} to refuse {what}", f"{by} took it")
    return context.attempt.reply.refusal


def expect_refused_for(context: ScenarioContext, what: str, part: str, *words: str, by: str = "Ordo") -> None:
    """The last attempt was refused, and the refusal names the part by one of the words.

    Case counts in the name of a field (`license_number`), and not in a word for people.
    """
    refusal = expect_refused(context, what, by=by)
    said = f"{refusal.field} {refusal.message}"
    named = any(word in (said if "_" in word else said.lower()) for word in words or (part,))
    context.expect(named, f"a refusal because of the {part}", f"{by} says {refusal.message!r}")


def expect_refusal(context: ScenarioContext, cause: str) -> None:
    """The last attempt in Ordo was refused for this cause, with a message for people."""
    codes = one_of(_CAUSES, cause)
    refusal = expect_refused(context, f"because {cause}")
    named = refusal.code in codes and bool(refusal.message)
    context.expect(named, f"a refusal because {cause}", f"Ordo says {refusal.code!r}: {refusal.message!r}")


@then(sentence("Ordo refuses because {cause}"))
def _refused(context: ScenarioContext, cause: str) -> None:
    expect_refusal(context, cause)


OBJECTION = "objection: the order lacks a manifest"
"""What Flourish says when it objects to a detail."""


class Code(StrEnum):
    """Every code of the two contracts."""

    UNKNOWN_DESTINATION = "unknown_destination"
    AMBIGUOUS_DESTINATION = "ambiguous_destination"
    UNKNOWN_SALES_REP = "unknown_sales_rep"
    FACILITY_INACTIVE = "facility_inactive"
    FACILITY_LICENSE_GONE = "facility_license_gone"
    REFUSED_BY_FLOURISH = "refused_by_flourish"
    PAYMENT_TERM_NOT_FOUND = "payment_term_not_found"
    UNKNOWN_STATUS = "unknown_flourish_status"
    CREDENTIALS_REJECTED = "flourish_credentials_rejected"
    UNREACHABLE = "flourish_unreachable"


_ON_THE_WAY = frozenset({Code.UNREACHABLE, Code.CREDENTIALS_REJECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A code, and what the message names."""

    code: Code
    names: Sequence[str]


def expect_cause(
    context: ScenarioContext, shown: OrderRefusal | Problem | None, cause: Cause, where: str
) -> None:
    """It is shown under the code of the cause, and names what it has to."""
    said = "" if shown is None else shown.reason if isinstance(shown, OrderRefusal) else shown.message
    fits = shown is not None and shown.code == cause.code and all(name in said for name in cause.names)
    expected = f"{where} {cause.code.value!r} that names {' and '.join(map(repr, cause.names))}"
    seen = "none is shown" if shown is None else f"Ordo shows {shown.code!r}: {said!r}"
    context.expect(fits, expected, seen)


def of_refusal(context: ScenarioContext, reason: str) -> Cause:
    """Why Flourish has not taken the order, in the words of the features."""
    typed = context.order.as_typed
    causes = {
        "the buyer's license": Cause(code=Code.UNKNOWN_DESTINATION, names=[typed.buyer.license_number]),
        "the SKU": Cause(code=Code.REFUSED_BY_FLOURISH, names=[typed.lines[0].sku]),
        "the sales rep": Cause(code=Code.UNKNOWN_SALES_REP, names=["sales rep", context.ordo.rep.me().email]),
        "the objection": Cause(code=Code.REFUSED_BY_FLOURISH, names=[OBJECTION]),
    }
    return causes[reason]


def of_problem(context: ScenarioContext, name: str) -> Cause:
    """What is wrong with the order: terms that Flourish has not just once, else an unknown status."""
    days = context.order.as_typed.net_days or 0
    terms = [term for term, of_days in context.connection.payment_terms if of_days == days]
    if len(terms) == 1:
        return Cause(code=Code.UNKNOWN_STATUS, names=[name])
    return Cause(code=Code.PAYMENT_TERM_NOT_FOUND, names=[name, f"{days} days", *terms])


def expect_way_blocked(context: ScenarioContext, problem: Problem | None) -> None:
    """Why an order is still being sent need not be shown; where it is, it is about the way to Flourish."""
    fits = problem is None or (problem.code in _ON_THE_WAY and "Flourish" in problem.message)
    context.expect(fits, "no problem with the order, or one of the way to Flourish", f"Ordo shows {problem}")
