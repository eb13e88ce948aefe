"""Steps that let time pass, on Flourish's, Ordo's and the engine's clock alike."""

from datetime import timedelta

from pytest_bdd import given, when

from harness.steps.story import Story

AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)


@when("an hour passes")
def _an_hour_passes(story: Story) -> None:
    story.settle()
    story.journal_mark = story.flourish.control.journal().last_id
    story.pass_time(AN_HOUR)


@when("a day passes")
@given("a day has passed")
def _a_day_passes(story: Story) -> None:
    story.settle()
    story.pass_time(A_DAY)


@when("half an hour passes")
@given("half an hour has passed")
def _half_an_hour_passes(story: Story) -> None:
    story.pass_time(AN_HOUR / 2)


@given("an hour has passed")
def _an_hour_has_passed(story: Story) -> None:
    story.pass_time(AN_HOUR)
