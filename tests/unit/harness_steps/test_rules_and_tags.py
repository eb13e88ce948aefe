"""The catalogue of rules and the features' tags say the same."""

import re
from pathlib import Path

from harness.rules import ASSUMED, CAPABILITIES, RULES, SIMULATOR, Area, Source, tag_texts
from tests.unit.harness_steps.feature_files import all_features, all_scenarios

NAMED_FEATURES = (
    "orders/cash_versus_net_terms.feature",
    "orders/partial_payment_ignored.feature",
    "orders/edits_blocked_after_awaiting_delivery.feature",
    "inventory/brand_mismatch.feature",
)


def test_the_catalogue_is_complete() -> None:
    """S1 to S11, I1 to I15 and O1 to O23 are there, in order, each with an area, a wording and a source."""
    expected = [
        f"{letter}{n}" for letter, last in (("S", 11), ("I", 15), ("O", 23)) for n in range(1, last + 1)
    ]
    assert list(RULES) == expected
    for rule_id, rule in RULES.items():
        assert rule.rule_id == rule_id
        assert rule.area == {"S": Area.SETUP, "I": Area.INVENTORY, "O": Area.ORDERS}[rule_id[0]]
        assert rule.wording.endswith(".")
        assert rule.sources


def test_a_rule_is_assumed_exactly_when_it_rests_on_a_decision_of_ours() -> None:
    """Source D makes a rule an assumption."""
    assumed = {rule_id for rule_id, rule in RULES.items() if rule.assumed}
    assert assumed == {
        *("S8", "S9", "S10", "S11", "I7", "I8", "I9", "I10", "I11", "I12", "I13", "I14", "I15"),
        *("O12", "O14", "O15", "O16", "O17", "O18", "O19", "O20", "O21", "O22", "O23"),
    }
    assert all(Source.OUR_DECISION in RULES[rule_id].sources for rule_id in assumed)


def test_every_rule_has_a_scenario() -> None:
    """No rule goes unchecked; a scenario about the simulators judges no engine."""
    checked = {tag for written in all_scenarios() if SIMULATOR not in written.tags for tag in written.tags}
    assert set(RULES) - checked == set()


def test_every_scenario_has_a_rule() -> None:
    """Nothing is checked that no rule asks for."""
    without = [written.where for written in all_scenarios() if not written.tags & set(RULES)]
    assert without == []


def test_every_tag_is_known() -> None:
    """A misspelt tag would be a scenario that nobody finds."""
    unknown = {
        f"{written.where}: {tag}" for written in all_scenarios() for tag in written.tags - set(tag_texts())
    }
    assert unknown == set()


def test_a_scenario_of_an_assumed_rule_says_so() -> None:
    """What rests on our decision carries the tag."""
    silent = [
        written.where
        for written in all_scenarios()
        if ASSUMED not in written.tags and any(RULES[tag].assumed for tag in written.tags & set(RULES))
    ]
    assert silent == []


def test_a_scenario_that_lets_time_pass_asks_for_a_controllable_clock() -> None:
    """An engine without a clock to move can leave exactly those scenarios out."""
    for written in all_scenarios():
        moves = any(
            re.search(
                r"an hour(?! late\b)|(days?|weeks?|minutes?|time>) (pass|ha)|at last|just before"
                r"|clock (is|was)|a week later",
                step.name,
            )
            for step in written.steps
        )
        assert moves == ("controllable_clock" in written.tags), written.where


def test_capabilities_are_a_closed_list() -> None:
    """What a foreign engine may lack has a name each."""
    assert set(CAPABILITIES) == {
        "controllable_clock",
        "restart",
        "durable_store",
        "reconciliation",
        "x_api_key",
    }


def test_the_four_named_behaviours_are_features_of_their_own() -> None:
    """Brand mismatch, partial payment, cash versus net terms and blocked edits stand out."""
    files = {Path(feature.filename).as_posix() for feature in all_features()}
    missing = [
        name for name in NAMED_FEATURES if not any(file.endswith(f"features/{name}") for file in files)
    ]
    assert missing == []
