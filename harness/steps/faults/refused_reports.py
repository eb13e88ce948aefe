"""Steps about reports of the engine that Ordo refuses (O21)."""

from collections.abc import Mapping

from pytest_bdd import given

from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import one_of, sentence
from harness.steps.context.traffic import TO_ORDO

_REFUSALS: Mapping[str, int] = {
    "malformed": 400,
    "of nothing known": 404,
    "out of place": 409,
    "too large": 413,
    "invalid": 422,
}
_TOPICS: Mapping[str, str] = {
    "order": f"{TO_ORDO}/orders/*",
    "connection": f"{TO_ORDO}/connection/problem",
    "sync": f"{TO_ORDO}/syncs/*",
}


@given(sentence("Ordo will refuse the engine's next report about the {topic} as {refusal}"))
def _refuse_next(context: ScenarioContext, topic: str, refusal: str) -> None:
    _refuse(context, topic, refusal, count=1)


@given(sentence("Ordo will refuse the engine's next {count:Count} reports about the {topic} as {refusal}"))
def _refuse_some(context: ScenarioContext, count: int, topic: str, refusal: str) -> None:
    _refuse(context, topic, refusal, count=count)


def _refuse(context: ScenarioContext, topic: str, refusal: str, *, count: int) -> None:
    """Ordo answers a refusal instead of taking what it is told; it gives no sign of knowing better."""
    context.settle()
    match = {"method": "PUT", "path": one_of(_TOPICS, topic)}
    status = one_of(_REFUSALS, refusal)
    context.ordo.control.arm("status", match=match, count=count, status=status, message="not like this")
