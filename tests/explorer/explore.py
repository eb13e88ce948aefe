"""`python -m tests.explorer.explore`: runs it in a lab of its own, or in one that a mutant spoils."""

import logging
import shlex
import sys
from dataclasses import dataclass, replace

import click
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from harness.clients.wire import open_session
from harness.engines.engine_program import BUILTIN_COMMAND, EngineCommand, EngineProgram
from harness.lab.lab import EngineSettings, start_lab
from integration_engine.logs import show_logs
from tests.explorer.found import FoundError
from tests.explorer.machine import Exploration
from tests.explorer.shorten import ExplorerLab, shorten
from tests.explorer.tally import Tally
from tests.explorer.wrong import WRONG
from tests.mutants.mutant import Mutant, apply
from tests.mutants.registry import MUTANTS

SHORT_RUNS, SHORT_STEPS = 80, 12
IMPATIENCE = 0.4
"""Seconds the engine waits for an answer: what holds one back costs real time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is played: schedules, steps of each at most, and whether the same ones each time.

    `engine` is a command: then the engine is a process of its own, which schedules end and begin again.
    """

    runs: int
    steps: int
    repeatable: bool
    engine: EngineCommand | None = None


def explore(plan: Plan, tally: Tally) -> FoundError | None:
    """Play the schedules; what was found, as short as it can be said."""
    tables = EngineSettings(http_timeout=IMPATIENCE)
    with start_lab(settings=tables, engine=plan.engine) as lab, open_session() as session:
        program = lab.other_engine if isinstance(lab.other_engine, EngineProgram) else None
        explorer_lab = ExplorerLab(lab=lab, session=session, engine=program)
        Exploration.explorer_lab, Exploration.tally, Exploration.found = explorer_lab, tally, None
        try:
            run_state_machine_as_test(
                Exploration,
                settings=settings(
                    max_examples=plan.runs,
                    stateful_step_count=plan.steps,
                    phases=[Phase.generate],
                    deadline=None,
                    database=None,
                    derandomize=plan.repeatable,
                    report_multiple_bugs=False,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        except (FoundError, Flaky) as problem:
            return _shortest(explorer_lab, problem)
    return None


def _shortest(explorer_lab: ExplorerLab, problem: Exception) -> FoundError:
    """What the machine remembers, shortened; whatever else broke off is raised again."""
    found = Exploration.found
    if found is None:
        raise problem
    return shorten(explorer_lab, found.schedule) or found


def _mutant(name: str) -> Mutant:
    chosen = [one for one in (*MUTANTS, *WRONG) if one.name == name]
    if not chosen:
        raise click.BadParameter(f"there is no mutant {name!r}")
    return chosen[0]


@click.command()
@click.option("--runs", default=SHORT_RUNS, show_default=True, help="How many schedules are played.")
@click.option("--steps", default=SHORT_STEPS, show_default=True, help="How long one is at most.")
@click.option(
    "--restarts",
    type=int,
    show_default="a tenth of --runs",
    help="How many more are played in which the engine's process ends and begins again.",
)
@click.option("--mutant", help="Put this mutant into force before.")
@click.option("--repeatable", is_flag=True, help="The same schedules each time.")
def main(runs: int, steps: int, restarts: int | None, mutant: str | None, *, repeatable: bool) -> None:
    """Print what was found as a scenario; exit codes: 0 nothing, 1 something, 2 wrong usage."""
    command = BUILTIN_COMMAND
    if mutant is not None:
        apply(_mutant(mutant))
        command = shlex.join([sys.executable, "-m", "tests.mutants.wrong_engine", mutant])
    show_logs(sys.stderr, level=logging.CRITICAL)
    more = runs // 10 if restarts is None else restarts
    tally = Tally(planned=runs + more)
    plan = Plan(runs=runs, steps=steps, repeatable=repeatable)
    plans = [plan, replace(plan, runs=more, engine=EngineCommand.parse(command))]
    for one in plans:
        found = explore(one, tally) if one.runs else None
        if found is not None:
            click.echo(found.schedule.as_scenario())
            click.echo(found.what, err=True)
            sys.exit(1)
    played = (
        f"{runs} schedules of at most {steps} steps, and {more} with an engine that ends and begins again"
    )
    click.echo("\n".join([f"{played}: nothing found", *tally.lines()]))


if __name__ == "__main__":
    main()
