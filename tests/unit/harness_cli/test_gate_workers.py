"""How many processes a run of the gate takes when nobody says."""

from pathlib import Path

import pytest

from harness.cli.gate import GateOptions, workers_for

EVERYTHING = GateOptions(
    keyword=None,
    marks=None,
    workers=None,
    seed=None,
    report=Path("report"),
    engine=None,
    engine_url=None,
    engine_cmd=None,
    engine_patience=30.0,
    flourish_port=0,
    ordo_port=0,
    without=(),
    strict=False,
    coverage=False,
    require_coverage=False,
    rerun_failed=False,
    list_only=False,
    pytest_arguments=(),
)


@pytest.mark.parametrize(("cores", "workers"), [(1, None), (2, "2"), (4, "4"), (64, "4")])
def test_all_features_take_a_process_a_core(cores: int, workers: str | None) -> None:
    """One core needs no other process, and more than four do not help: the lab is one process."""
    assert workers_for(EVERYTHING, cores=cores) == workers


@pytest.mark.parametrize(
    "narrowed",
    [
        GateOptions(**{**EVERYTHING, "keyword": "brand"}),
        GateOptions(**{**EVERYTHING, "marks": "O7"}),
        GateOptions(**{**EVERYTHING, "pytest_arguments": ("-x",)}),
        GateOptions(**{**EVERYTHING, "rerun_failed": True}),
        GateOptions(**{**EVERYTHING, "list_only": True}),
    ],
)
def test_some_features_run_in_the_gates_own_process(narrowed: GateOptions) -> None:
    """A narrowed run is over before more processes would have started."""
    assert workers_for(narrowed, cores=8) is None
