"""Refused attempts: what Ordo or Flourish would not do, and why."""

from collections.abc import Collection, Mapping

from pytest_bdd import then

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
