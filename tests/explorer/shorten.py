"""Shortens a schedule to what is needed, by playing it as the scenario that it will be printed as.

Hypothesis would shrink the choices that it made; that takes hundreds of runs of a whole lab. A schedule is a
list of sentences, and leaving one out after the other takes a dozen. What remains is sure to fail as printed.
"""

import itertools
from collections.abc import Iterator
from dataclasses import replace

from harness.clients.wire import Session, UnexpectedAnswerError
from harness.settle import NotSettledError
from harness.steps.made_up import MadeUp
from harness.steps.story import Story
from harness.tenant import LabAddress, make_tenant
from tests.explorer.findings import first_unmet
from tests.explorer.found import FoundError, Schedule
from tests.explorer.vocabulary import AS_A_WHEN, IN_THE_END
from tests.step_sentences import play

_SEEDS = itertools.count(1)


def fresh_story(lab: LabAddress, session: Session) -> Story:
    """A seller in a world of its own; the engine would know an organization that was there before."""
    return Story.begin(make_tenant(lab, session, next(_SEEDS)), MadeUp(seed="explorer"))


def fails(lab: LabAddress, session: Session, schedule: Schedule) -> FoundError | None:
    """What is wrong after the schedule was played as a scenario; None if nothing is, or it breaks off."""
    story = fresh_story(lab, session)
    try:
        for sentence in schedule.given:
            play(story, "given", sentence)
        play(story, "when", schedule.when)
        unmet = first_unmet(story, in_the_end=schedule.when == IN_THE_END)
    except (AssertionError, UnexpectedAnswerError, LookupError, NotSettledError):
        return None
    finally:
        story.tenant.drop()
    if unmet is None or unmet.rules != schedule.rules:
        return None
    return FoundError(replace(schedule, then=unmet.then), unmet.seen)


def shorten(lab: LabAddress, session: Session, schedule: Schedule) -> FoundError | None:
    """The shortest that still fails in the same way; None when it cannot be played again."""
    tries = (fails(lab, session, one) for one in _endings(schedule))
    shortest = next((one for one in tries if one is not None), None)
    kept = 0
    while shortest is not None and kept < len(shortest.schedule.given):
        given = shortest.schedule.given
        place = len(given) - 1 - kept
        fewer = [*given[:place], *given[place + 1 :]]
        found = fails(lab, session, replace(shortest.schedule, given=fewer)) if fewer else None
        if found is None:
            kept += 1
        else:
            shortest = found
    return shortest


def _endings(schedule: Schedule) -> Iterator[Schedule]:
    """As it was found; or with its last act as what the scenario is about, when time would mend it."""
    yield schedule
    *before, last = schedule.given
    if before and last in AS_A_WHEN:
        yield replace(schedule, given=before, when=AS_A_WHEN[last])
