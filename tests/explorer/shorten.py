"""Shortens a schedule to what is needed, by playing it as the scenario that it will be printed as.

Hypothesis would shrink the choices that it made; that takes hundreds of runs of a whole lab. A schedule is a
list of sentences, and leaving out many at a time and then single ones takes a dozen or two. What remains is
sure to fail as printed.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from harness.clients.wire import Session, UnexpectedAnswerError
from harness.engine_program import EngineProgram
from harness.settle import NotSettledError
from harness.steps.made_up import MadeUp
from harness.steps.story import Story
from harness.tenant import LabAddress, make_tenant
from tests.explorer.findings import first_unmet
from tests.explorer.found import FoundError, Schedule
from tests.explorer.vocabulary import AS_A_WHEN, IN_THE_END
from tests.step_sentences import play

_SEEDS = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where schedules are played. `engine` is the engine's process, where it has one of its own."""

    lab: LabAddress
    session: Session
    engine: EngineProgram | None = None


def fresh_story(stage: Stage) -> Story:
    """A seller in a world of its own; the engine would know an organization that was there before."""
    return Story.begin(make_tenant(stage.lab, stage.session, next(_SEEDS)), MadeUp(seed="explorer"))


def fails(stage: Stage, schedule: Schedule) -> FoundError | None:
    """What is wrong after the schedule was played as a scenario; None if nothing is, or it breaks off."""
    story = fresh_story(stage)
    fixtures = {"restartable_engine": stage.engine}
    try:
        for sentence in schedule.given:
            play(story, "given", sentence, **fixtures)
        play(story, "when", schedule.when, **fixtures)
        unmet = first_unmet(story, in_the_end=schedule.when == IN_THE_END)
    except (AssertionError, UnexpectedAnswerError, LookupError, NotSettledError):
        return None
    finally:
        if stage.engine is not None:
            stage.engine.ensure_running()
        story.tenant.drop()
    if unmet is None or unmet.rules != schedule.rules:
        return None
    return FoundError(replace(schedule, then=unmet.then), unmet.seen)


def shorten(stage: Stage, schedule: Schedule) -> FoundError | None:
    """The shortest that still fails in the same way; None when it cannot be played again."""
    tries = (fails(stage, one) for one in _endings(schedule))
    shortest = next((one for one in tries if one is not None), None)
    size = len(schedule.given) // 2
    while shortest is not None and size:
        shortest = _without(stage, shortest, size)
        size //= 2
    return shortest


def _without(stage: Stage, shortest: FoundError, size: int) -> FoundError:
    """Leaves out whatever it can, so many sentences at a time, the last ones first."""
    start = len(shortest.schedule.given) - size
    while start >= 0:
        given = shortest.schedule.given
        fewer = [*given[:start], *given[start + size :]]
        found = fails(stage, replace(shortest.schedule, given=fewer)) if fewer else None
        shortest = found or shortest
        start -= size
    return shortest


def _endings(schedule: Schedule) -> Iterator[Schedule]:
    """As it was found; or with its last act as what the scenario is about, when time would mend it."""
    yield schedule
    *before, last = schedule.given
    if before and last in AS_A_WHEN:
        yield replace(schedule, given=before, when=AS_A_WHEN[last])
