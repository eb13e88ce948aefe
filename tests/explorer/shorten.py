"""Shortens a schedule to what is needed, by playing it as the scenario that it will be printed as.

Hypothesis would shrink the choices that it made; that takes hundreds of runs of a whole lab. A schedule is a
list of sentences, and leaving out many at a time and then single ones takes a dozen or two. What remains is
sure to fail as printed.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from harness.clients.idle import NotIdleError
from harness.clients.tenant import LabAddress, make_tenant
from harness.clients.wire import Session, UnexpectedAnswerError
from harness.engines.engine_program import EngineProgram
from harness.steps.context.fake_data import FakeData
from harness.steps.context.scenario_context import ScenarioContext
from tests.explorer.findings import first_failed
from tests.explorer.found import FoundError, Schedule
from tests.explorer.vocabulary import AS_A_WHEN, IN_THE_END, OUTAGES
from tests.step_sentences import play

_SEEDS = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorerLab:
    """Where schedules are played. `engine` is the engine's process, where it has one of its own."""

    lab: LabAddress
    session: Session
    engine: EngineProgram | None = None


def fresh_context(explorer_lab: ExplorerLab) -> ScenarioContext:
    """A seller in a tenant of its own; the engine would know an organization that was there before."""
    return ScenarioContext.begin(
        make_tenant(explorer_lab.lab, explorer_lab.session, next(_SEEDS)), FakeData(seed="explorer")
    )


def fails(explorer_lab: ExplorerLab, schedule: Schedule) -> FoundError | None:
    """What is wrong after the schedule was played as a scenario; None if nothing is, or it breaks off."""
    context = fresh_context(explorer_lab)
    fixtures = {"restartable_engine": explorer_lab.engine}
    try:
        for sentence in schedule.given:
            play(context, "given", sentence, **fixtures)
        play(context, "when", schedule.when, **fixtures)
        failed = first_failed(context, in_the_end=schedule.when == IN_THE_END)
    except (AssertionError, UnexpectedAnswerError, LookupError, NotIdleError):
        return None
    finally:
        if explorer_lab.engine is not None:
            explorer_lab.engine.ensure_running()
        context.tenant.drop()
    if failed is None or failed.rules != schedule.rules:
        return None
    return FoundError(replace(schedule, then=failed.then), failed.seen)


def shorten(explorer_lab: ExplorerLab, schedule: Schedule) -> FoundError | None:
    """The shortest that still fails in the same way; None when it cannot be played again."""
    tries = (fails(explorer_lab, one) for one in _endings(schedule))
    shortest = next((one for one in tries if one is not None), None)
    size = len(schedule.given) // 2
    while shortest is not None and size:
        shortest = _without(explorer_lab, shortest, size)
        size //= 2
    return shortest


def _without(explorer_lab: ExplorerLab, shortest: FoundError, size: int) -> FoundError:
    """Leaves out whatever it can, so many sentences at a time, the last ones first."""
    start = len(shortest.schedule.given) - size
    while start >= 0:
        given = shortest.schedule.given
        fewer = [*given[:start], *given[start + size :]]
        makes_sense = fewer and _ends_its_outages(fewer)
        found = fails(explorer_lab, replace(shortest.schedule, given=fewer)) if makes_sense else None
        shortest = found or shortest
        start -= size
    return shortest


def _ends_its_outages(given: Sequence[str]) -> bool:
    """Whether both sides are up in the end: as long as one is not, nothing can be right, in any product."""
    return all(up in given[given.index(down) :] for down, up in OUTAGES if down in given)


def _endings(schedule: Schedule) -> Iterator[Schedule]:
    """As it was found; or with its last act as what the scenario is about, when time would mend it."""
    yield schedule
    *before, last = schedule.given
    if before and last in AS_A_WHEN:
        yield replace(schedule, given=before, when=AS_A_WHEN[last])
