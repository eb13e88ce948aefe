"""The tags a scenario may carry: rule ids, `assumed`, and what it asks of the engine under test."""

from collections.abc import Mapping

from harness.rules import RULES

ASSUMED = "assumed"

CAPABILITIES: Mapping[str, str] = {
    "controllable_clock": "The scenario lets time pass on the engine's clock.",
    "restart": "The scenario stops the engine and starts it again.",
    "durable_store": "The scenario needs what the engine accepted to outlive its process.",
    "reconciliation": "The scenario needs the engine to find by itself what no message told it.",
}


def meanings() -> Mapping[str, str]:
    """Every tag and what it says."""
    rules = {rule_id: rule.wording for rule_id, rule in RULES.items()}
    return {**rules, ASSUMED: "The scenario rests, at least in part, on a decision of ours.", **CAPABILITIES}
