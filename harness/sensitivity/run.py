"""A sensitivity run: a clean run, a plan, every field judged, the score.

Read it from `run_sensitivity` down.
"""

import random
from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from rich.console import Console

from foundation.clock import SystemClock
from harness.errors import CouldNotCheckError, WrongUsageError
from harness.gate.request import NOTHING_SELECTED, GateRequest
from harness.gate.run import end_in_order_on_sigterm, lab_of_the_workers
from harness.lab.lab import EngineSettings, start_lab
from harness.sensitivity.bench import Bench
from harness.sensitivity.fields import READ, Flow
from harness.sensitivity.plan import PlannedAlteration, PlannedField, plan
from harness.sensitivity.players import players
from harness.sensitivity.report import (
    MEASURED,
    FieldRow,
    Score,
    blind_before,
    print_score,
    read_score,
    score_of,
    write_score,
)
from harness.sensitivity.unseen import read_unseen
from harness.sensitivity.verdicts import FieldVerdict, Judge, Outcome


class SensitivityVerdict(IntEnum):
    """The exit codes."""

    ALL_SEEN = 0
    BLIND = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityRequest:
    """A run. `gate` says which engine, scenarios and seed.

    `sample` is how many fields are judged, of those that were seen in the run on record; None judges all.
    """

    gate: GateRequest
    processes: int = 2
    everything: bool = False
    operation: str | None = None
    since: Path | None = None
    sample: int | None = None
    patience_seconds: float = 8.0
    most_seconds: float = 60.0


def run_sensitivity(wanted: SensitivityRequest, console: Console) -> SensitivityVerdict:
    """Play, judge, print and write.

    Raises:
        WrongUsageError: no scenario or no field is selected.
        CouldNotCheckError: the lab, the engine or the features did not come up, or nothing passes unaltered.
    """
    clock = SystemClock()
    began = clock.now()
    console.print(f"seed {wanted.gate.seed}", highlight=False)
    before = None if wanted.since is None else blind_before(wanted.since)
    unseen = read_unseen()
    gate = wanted.gate
    if wanted.sample is not None:  # the data of the run on record: what a scenario notices depends on them
        gate = replace(gate, seed=read_score(MEASURED).seed)
    settings = EngineSettings(server=wanted.gate.server)
    with (
        end_in_order_on_sigterm(),
        start_lab(wanted.gate.ports, settings, engine=wanted.gate.engine) as lab,
        players(
            gate,
            lab_of_the_workers(gate, lab),
            processes=wanted.processes,
            patience_seconds=wanted.patience_seconds,
        ) as playing,
    ):
        if not playing.tests:
            raise WrongUsageError(NOTHING_SELECTED)
        verdicts = _judge(Bench(playing), before, wanted, console)
    whole = before is None and wanted.sample is None and not (wanted.operation or wanted.gate.keyword)
    score = score_of(
        verdicts,
        unseen,
        seconds=(clock.now() - began).total_seconds(),
        seed=wanted.gate.seed,
        whole=whole,
    )
    write_score(wanted.gate.report, score)
    print_score(console, score, wanted.gate.report)
    return SensitivityVerdict.BLIND if score.fails else SensitivityVerdict.ALL_SEEN


def _judge(
    bench: Bench, before: Collection[str] | None, wanted: SensitivityRequest, console: Console
) -> list[FieldVerdict]:
    """A sample of what was seen, or every field; `before` are those to which an earlier run was blind."""
    judge = Judge(bench, most_seconds=wanted.most_seconds)
    if wanted.sample is not None:
        return _judge_sample(_sample(wanted.sample, wanted.gate.seed), bench, judge, console)
    bench.learn()
    _print_clean_run(bench, console)
    planned = plan(bench.carried, everything=wanted.everything, operation=wanted.operation)
    if before is not None:
        planned = [one for one in planned if str(one.field) in before]
    if not planned:
        raise WrongUsageError("no field is selected by --operation and --since")
    return _judge_all(planned, judge, wanted, console)


def _print_clean_run(bench: Bench, console: Console) -> None:
    for test, why in bench.failing.items():
        console.print(f"left out, for it fails unaltered: {test}: {why}", highlight=False, soft_wrap=True)
    if not bench.scenarios:
        raise CouldNotCheckError("no scenario passes with this engine as it is, so nothing can be measured")
    text = f"{len(bench.scenarios)} scenarios carried {len(bench.carried.values)} fields"
    console.print(text, highlight=False)


def _sample(size: int, seed: int) -> list[FieldRow]:
    """Some of the fields that were seen in the run on record, drawn by the seed."""
    seen = read_score(MEASURED).of(Outcome.SEEN)
    return random.Random(seed).sample(seen, min(size, len(seen)))  # noqa: S311 - a choice, not a secret


def _judge_sample(
    rows: Sequence[FieldRow], bench: Bench, judge: Judge, console: Console
) -> list[FieldVerdict]:
    """Whether who noticed then still does; who does not is looked for among all scenarios."""
    noticed = [next(one for one in row.alterations if one.outcome is Outcome.SEEN) for row in rows]
    planned = [
        PlannedField(
            field=row.field,
            alterations=[PlannedAlteration(field=row.field, alteration=one.alteration, value=one.value)],
        )
        for row, one in zip(rows, noticed, strict=True)
    ]
    bench.learn({one.test for one in noticed})
    with ThreadPoolExecutor(bench.players.processes) as pool:
        verdicts = list(pool.map(judge.judge, planned))
    lost = [index for index, one in enumerate(verdicts) if one.outcome is not Outcome.SEEN]
    for index in lost:
        text = f"no longer noticed by {noticed[index].scenario}: {rows[index].name}; all others are asked"
        console.print(text, highlight=False, soft_wrap=True, markup=False)
    if lost:
        bench.learn()
    for index in lost:
        verdicts[index] = judge.judge(planned[index])
    return sorted(verdicts, key=lambda one: one.field)


def _judge_all(
    planned: Sequence[PlannedField], judge: Judge, wanted: SensitivityRequest, console: Console
) -> list[FieldVerdict]:
    """All fields, several at once; those that an engine may leave unused flow by flow."""
    verdicts: list[FieldVerdict] = []
    flows: dict[Flow, list[PlannedField]] = {}
    for one in planned:
        flows.setdefault(one.field.flow, []).append(one)
    with ThreadPoolExecutor(wanted.processes) as pool:
        judging: list[Future[list[FieldVerdict]]] = []
        for flow, fields in sorted(flows.items(), key=lambda pair: pair[0].direction in READ):
            if flow.direction in READ:
                judging.append(pool.submit(judge.judge_read, fields))
            else:
                judging += [pool.submit(judge.judge_sent, one) for one in fields]
        for done in as_completed(judging):
            verdicts += done.result()
            _print_progress(console, done.result(), verdicts, len(planned))
    return sorted(verdicts, key=lambda one: one.field)


def _print_progress(
    console: Console, latest: Sequence[FieldVerdict], verdicts: Sequence[FieldVerdict], total: int
) -> None:
    unseen = [one for one in latest if one.outcome is Outcome.UNSEEN]
    for one in unseen:
        console.print(f"unseen: {one.field}", highlight=False, soft_wrap=True, markup=False)
    if unseen or len(latest) > 1 or len(verdicts) % 25 == 0:
        in_all = sum(one.outcome is Outcome.UNSEEN for one in verdicts)
        console.print(f"{len(verdicts)} of {total} fields, {in_all} unseen", highlight=False)


__all__ = ["Score", "SensitivityRequest", "SensitivityVerdict", "run_sensitivity"]
