"""Steps about what Ordo refuses to do, and why."""

from collections.abc import Collection, Mapping

from pytest_bdd import then

from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import one_of, sentence

_CAUSES: Mapping[str, Collection[str]] = {
    "only an admin may do that": {"forbidden"},
    "the seller is not connected": {"not_connected"},
    "Flourish rejects the credentials": {"flourish_credentials_rejected"},
    "no facility has the license": {"license_not_found"},
    "the order is locked": {"order_locked"},
    "the order is being sent": {"order_locked"},
    "the order is no longer pending": {"order_locked", "not_pending", "order_not_pending"},
}


def expect_refusal(context: ScenarioContext, cause: str) -> None:
    """The last attempt was refused for this cause, with a message for people."""
    codes = one_of(_CAUSES, cause)
    assert context.reply is not None, "nothing was attempted"
    context.expect(
        not context.reply.accepted, f"Ordo to refuse because {cause}", "Ordo did what it was asked"
    )
    refusal = context.reply.refusal
    named = refusal.code in codes and bool(refusal.message)
    context.expect(named, f"a refusal because {cause}", f"Ordo says {refusal.code!r}: {refusal.message!r}")


@then(sentence("Ordo refuses because {cause}"))
def _refused(context: ScenarioContext, cause: str) -> None:
    expect_refusal(context, cause)
