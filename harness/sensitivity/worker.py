"""A process that collects the features once and then plays the scenarios that it is asked for, altered.

It is a pytest whose loop takes tasks from a pipe: an alteration, and the scenarios in which to look for
somebody who notices. It stops at the first that does.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from pytest_bdd.parser import Step

from foundation.clock import SystemClock
from foundation.journal_entries import Altered, ContractViolation, JournalEntry
from harness.clients import idle
from harness.clients.control import read_journal
from harness.clients.idle import NotIdleError
from harness.clients.tenant import Alterations, Tenant
from harness.clients.wire import UnexpectedAnswerError
from harness.errors import HarnessError
from harness.gate.features import name_of_test
from harness.gate.pytest_run import environment, run_pytest
from harness.gate.request import GateRequest
from harness.lab.scenario_labs import ALTERATIONS
from harness.rules import SIMULATOR
from harness.sensitivity.fields import Carried
from harness.sensitivity.traffic import exchanges, sent

LOAD = ("pytest_bdd.plugin", "harness.plugin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Scenarios to play in this order; with `all_of_them` also after one has failed."""

    tests: Sequence[str]
    alterations: Alterations = field(default_factory=dict)
    all_of_them: bool = False
    keep_traffic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What became of one scenario.

    `altered` says that something was, `broke_contract` that a simulator refused a body that was sent to it,
    `waited` that the scenario failed by waiting.
    """

    test: str
    outcome: str
    seconds: float
    step: str = ""
    message: str = ""
    waited: bool = False
    altered: bool = False
    broke_contract: bool = False
    sent: frozenset[str] = frozenset()
    carried: Carried = field(default_factory=Carried)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """The tests of the features, with their scenarios' names, or why there are none."""

    tests: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


def main(
    connection: Connection, wanted: GateRequest, lab: Mapping[str, str | None], patience_seconds: float
) -> None:
    """Play what comes through the pipe until None does."""
    idle.SETTLE_SECONDS = patience_seconds
    player = _Player(connection)
    try:
        with environment(lab):
            run_pytest(wanted, [player], load=LOAD)
    except HarnessError as problem:
        player.problems.append(str(problem))
    if not player.said:
        connection.send(
            Collected(problem="\n".join(player.problems) or "the features could not be collected")
        )


class _Player:
    """The pytest plugin: its own loop, and what it keeps of the scenario that is played."""

    def __init__(self, connection: Connection) -> None:
        self.problems: list[str] = []
        self.said = False
        self._connection = connection
        self._tenants: list[Tenant] = []
        self._journals: dict[str, list[JournalEntry]] = {}
        self._step = ""
        self._error: BaseException | None = None

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(str(report.longrepr).strip().splitlines()[-1])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take tasks instead of playing everything once."""
        if self.problems:
            return True
        engines = [item for item in session.items if item.get_closest_marker(SIMULATOR) is None]
        items = {name_of_test(item.nodeid): item for item in engines}
        self.said = True
        self._connection.send(Collected(tests={name: _scenario(item) for name, item in items.items()}))
        while isinstance(task := self._connection.recv(), Task):
            self._connection.send(self._work(task, session, items))
        return True

    def _work(self, task: Task, session: pytest.Session, items: Mapping[str, pytest.Item]) -> list[Played]:
        session.config.stash[ALTERATIONS] = task.alterations
        played: list[Played] = []
        for test in task.tests:
            played.append(self._play(items[test], session, keep_traffic=task.keep_traffic))
            if played[-1].outcome == "failed" and not task.all_of_them:
                break
        return played

    def _play(self, item: pytest.Item, session: pytest.Session, *, keep_traffic: bool) -> Played:
        """One scenario from its first fixture to its last; the lab outlives it."""
        self._forget()
        another = next((other for other in session.items if other is not item), None)
        item._report_sections.clear()  # noqa: SLF001 - they would grow with every play
        if isinstance(item, pytest.Function):
            item._initrequest()  # noqa: SLF001 - as pytest-rerunfailures does to run an item again
        clock = SystemClock()
        began = clock.now()
        reports = runtestprotocol(item, log=False, nextitem=another)
        seconds = (clock.now() - began).total_seconds()
        failed = next((report for report in reports if report.failed), None)
        skipped = any(report.skipped for report in reports)
        carried = Carried()
        if keep_traffic:
            for side, entries in self._journals.items():
                for exchange in exchanges(side, entries):
                    carried.add(exchange)
        everything = [entry for entries in self._journals.values() for entry in entries]
        return Played(
            test=name_of_test(item.nodeid),
            outcome="failed" if failed else "skipped" if skipped else "passed",
            seconds=seconds,
            step=self._step,
            message=str(self._error or "")[:400],
            waited=isinstance(self._error, NotIdleError),
            altered=any(isinstance(entry, Altered) for entry in everything),
            broke_contract=any(isinstance(entry, ContractViolation) for entry in everything),
            sent=frozenset(word for side, entries in self._journals.items() for word in sent(side, entries)),
            carried=carried,
        )

    def _forget(self) -> None:
        self._tenants, self._journals, self._step, self._error = [], {}, "", None

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
        """Remembers the scenario's tenants when they are made."""
        made = yield
        if fixturedef.argname == "tenant" and isinstance(made, Tenant):
            self._tenants.append(made)
        return made

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self) -> None:
        """Reads the journals before the fixtures drop the tenants."""
        for tenant in self._tenants:
            for side, control in (("flourish", tenant.flourish.control), ("ordo", tenant.ordo.control)):
                try:
                    self._journals[side] = read_journal(control.whole_journal(bodies=True)).entries
                except UnexpectedAnswerError as error:
                    self.problems.append(str(error))

    def pytest_bdd_step_error(self, step: Step, exception: Exception) -> None:
        self._step = f"{step.keyword} {step.name}"
        del exception

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
        """Keeps why a scenario failed."""
        report = yield
        if report.failed and call.excinfo is not None and self._error is None:
            self._error = call.excinfo.value
        return report


def _scenario(item: pytest.Item) -> str:
    from harness.gate.features import scenario_of

    template = scenario_of(item)
    return item.name if template is None else f"{template.feature.name}: {template.name}"
