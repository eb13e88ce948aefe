"""`python -m tests.explorer.explore`: runs it in a lab of its own, or in one that a mutant spoils."""

import logging
import sys

import click
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from harness.clients.wire import Session, open_session
from harness.lab import EngineSettings, start_lab
from harness.tenant import LabAddress
from integration_engine.watching.logs import show_logs
from tests.explorer.found import FoundError
from tests.explorer.machine import Exploration
from tests.explorer.shorten import shorten
from tests.mutants.mutant import apply
from tests.mutants.registry import MUTANTS

SHORT_RUNS, SHORT_STEPS = 60, 12
IMPATIENCE = 0.4
"""Seconds the engine waits for an answer: what holds one back costs real time."""


def explore(*, runs: int, steps: int, repeatable: bool) -> FoundError | None:
    """Play so many schedules of at most so many steps; what was found, as short as it can be said."""
    with start_lab(settings=EngineSettings(http_timeout=IMPATIENCE)) as lab, open_session() as session:
        Exploration.lab, Exploration.session, Exploration.found = lab, session, None
        try:
            run_state_machine_as_test(
                Exploration,
                settings=settings(
                    max_examples=runs,
                    stateful_step_count=steps,
                    phases=[Phase.generate],
                    deadline=None,
                    database=None,
                    derandomize=repeatable,
                    report_multiple_bugs=False,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        except (FoundError, Flaky) as problem:
            return _shortest(lab, session, problem)
    return None


def _shortest(lab: LabAddress, session: Session, problem: Exception) -> FoundError:
    """What the machine remembers, shortened; whatever else broke off is raised again."""
    found = Exploration.found
    if found is None:
        raise problem
    return shorten(lab, session, found.schedule) or found


@click.command()
@click.option("--runs", default=SHORT_RUNS, show_default=True, help="How many schedules are played.")
@click.option("--steps", default=SHORT_STEPS, show_default=True, help="How long one is at most.")
@click.option("--mutant", help="Put this mutant into force before.")
@click.option("--repeatable", is_flag=True, help="The same schedules each time.")
def main(runs: int, steps: int, mutant: str | None, *, repeatable: bool) -> None:
    """Print what was found as a scenario; exit codes: 0 nothing, 1 something, 2 wrong usage."""
    if mutant is not None:
        chosen = [one for one in MUTANTS if one.name == mutant]
        if not chosen:
            raise click.BadParameter(f"there is no mutant {mutant!r}")
        apply(chosen[0])
    show_logs(sys.stderr, level=logging.CRITICAL)
    found = explore(runs=runs, steps=steps, repeatable=repeatable)
    if found is None:
        click.echo(f"{runs} schedules of at most {steps} steps: nothing found")
        return
    click.echo(found.schedule.as_scenario())
    click.echo(found.what, err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
