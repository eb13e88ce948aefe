"""A field is seen, unseen, or of no use to the engine: what tells one from the other."""

import pytest

from harness.sensitivity.fields import Exchange, Field
from harness.sensitivity.plan import PlannedAlteration, PlannedField
from harness.sensitivity.verdicts import AlterationVerdict, FieldVerdict, Judge, Outcome
from sim_kernel.faults.alterations import Alteration

from .acting import SENT, PaperScenario, answer, at, bench_of

SKU, NAME, STRAIN = at("/data/[]/sku"), at("/data/[]/item_name"), at("/data/[]/strain")


def planned(field: Field, *alterations: Alteration) -> PlannedField:
    wanted = alterations or (Alteration.OTHER,)
    return PlannedField(
        field=field, alterations=[PlannedAlteration(field=field, alteration=one) for one in wanted]
    )


def outcomes(verdicts: list[FieldVerdict]) -> dict[Field, Outcome]:
    return {one.field: one.outcome for one in verdicts}


def test_a_field_is_seen_by_the_scenario_that_fails() -> None:
    """The verdict names it and its step; whoever noticed once is asked first the next time."""
    slow = PaperScenario(notices=frozenset({"/notes", "/total"}), seconds=9)
    sent = Exchange(flow=SENT, body={"notes": "Hello", "total": 3})
    bench, acting = bench_of({"quick": PaperScenario(), "slow": slow}, sent)
    judge = Judge(bench)
    found = judge.judge(planned(at("/notes", SENT)))
    assert found.outcome is Outcome.SEEN
    assert (found.tried[0].scenario, found.tried[0].step) == ("Feature: slow", "Then it shows")
    acting.asked.clear()
    assert judge.judge(planned(at("/total", SENT))).outcome is Outcome.SEEN
    assert [list(task.tests) for task in acting.asked] == [["slow"]]


def test_what_the_engine_sends_is_unseen_when_nobody_fails() -> None:
    """Every scenario that carried the field is asked."""
    sent = Exchange(flow=SENT, body={"notes": "Hello"})
    bench, _ = bench_of({name: PaperScenario() for name in "abc"}, sent)
    (found,) = Judge(bench).judge_sent(planned(at("/notes", SENT)))
    assert (found.outcome, found.tried[0].played) == (Outcome.UNSEEN, 3)


def test_of_what_the_engine_reads_the_used_is_told_from_the_unused() -> None:
    """Altered together they change something; halves tell which it is, in each scenario anew."""
    scenarios = {
        "a": PaperScenario(),
        "b": PaperScenario(changes=frozenset({SKU.place})),
        "c": PaperScenario(notices=frozenset({NAME.place})),
    }
    bench, _ = bench_of(scenarios, answer())
    found = Judge(bench).judge_read([planned(field) for field in (SKU, NAME, STRAIN)])
    assert outcomes(found) == {SKU: Outcome.UNSEEN, NAME: Outcome.SEEN, STRAIN: Outcome.UNUSED}


def test_two_fields_that_say_the_same_are_unused_each() -> None:
    """The engine goes by one where the other is wrong; the used field beside them is found all the same."""
    scenarios = {
        "a": PaperScenario(together=frozenset({SKU.place, STRAIN.place}), changes=frozenset({NAME.place})),
        "b": PaperScenario(together=frozenset({SKU.place, STRAIN.place})),
    }
    bench, _ = bench_of(scenarios, answer())
    found = Judge(bench).judge_read([planned(field) for field in (SKU, NAME, STRAIN)])
    assert outcomes(found) == {SKU: Outcome.UNUSED, NAME: Outcome.UNSEEN, STRAIN: Outcome.UNUSED}


def test_traffic_that_differs_by_itself_says_nothing() -> None:
    """Where the engine sends otherwise than before, the scenario is played unaltered again."""
    scenario = PaperScenario()
    bench, _ = bench_of({"a": scenario}, answer())
    scenario.sent = ("POST", "a look more")
    assert outcomes(Judge(bench).judge_read([planned(SKU)])) == {SKU: Outcome.UNUSED}


def test_a_scenario_that_is_only_slow_just_now_has_noticed_nothing() -> None:
    """One that failed while it waited must pass unaltered, else the machine was too busy."""
    scenario = PaperScenario(notices=frozenset({"/notes"}), waits=True)
    bench, _ = bench_of({"a": scenario}, Exchange(flow=SENT, body={"notes": "Hello"}))
    scenario.fails = True
    assert Judge(bench).judge(planned(at("/notes", SENT))).outcome is Outcome.UNSEEN


def test_a_field_that_the_contract_fixes_is_not_played() -> None:
    """Nothing can be done to it that the contract allows."""
    bench, acting = bench_of({"a": PaperScenario()}, answer())
    acting.asked.clear()
    fixed = PlannedField(field=SKU, alterations=(), refused=(Alteration.DROPPED,))
    assert outcomes(Judge(bench).judge_read([fixed])) == {SKU: Outcome.FIXED}
    assert acting.asked == []


@pytest.mark.parametrize(
    ("others", "away", "outcome"),
    [
        (Outcome.SEEN, Outcome.UNSEEN, Outcome.SEEN),
        (Outcome.UNSEEN, Outcome.SEEN, Outcome.UNSEEN),
        (None, Outcome.SEEN, Outcome.SEEN),
        (None, Outcome.UNSEEN, Outcome.UNSEEN),
        (None, None, Outcome.FIXED),
    ],
)
def test_a_wrong_value_weighs_more_than_a_missing_one(
    others: Outcome | None, away: Outcome | None, outcome: Outcome
) -> None:
    """Whether its absence is noticed decides only where the contract allows no other value."""
    tried = [
        AlterationVerdict(alteration=PlannedAlteration(field=SKU, alteration=alteration), outcome=found)
        for alteration, found in ((Alteration.OTHER, others), (Alteration.DROPPED, away))
        if found is not None
    ]
    assert FieldVerdict(planned=planned(SKU), tried=tried).outcome is outcome


def test_a_scenario_that_fails_as_it_is_is_left_out() -> None:
    """It could notice nothing."""
    bench, _ = bench_of({"a": PaperScenario(), "b": PaperScenario(fails=True)}, answer())
    assert (list(bench.scenarios), bench.failing) == (["a"], {"b": "Then it shows"})
