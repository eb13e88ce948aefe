"""The causes that steps know are those of the contract."""

from foundation.contract import payload
from harness.steps.context.refusals import Code

CONTRACTS = ("ordo/refusal_report.json", "ordo/problem_report.json")


def test_every_code_is_in_the_contract() -> None:
    """An engine can read in the contract which code a cause has."""
    described = "".join(payload(name).definition["properties"]["code"]["description"] for name in CONTRACTS)
    assert [code.value for code in Code if f"`{code.value}`" not in described] == []
