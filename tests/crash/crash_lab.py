"""A lab in which stories are played, undisturbed or with the engine being killed in them."""

import base64
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from foundation.journal_entries import Transition
from harness.clients.idle import NotIdleError
from harness.clients.tenant import make_tenant
from harness.clients.wire import Session, UnexpectedAnswerError, open_session
from harness.engines.engine_program import EngineFacts
from harness.engines.running_engine import EngineAddress
from harness.lab.lab import GATE_HTTP_TIMEOUT, Lab, start_lab
from harness.serving import port_outside_automatic_range
from harness.steps.context.fake_data import FakeData
from harness.steps.context.scenario_context import ScenarioContext
from tests.crash.engine_process import EngineProcess, Engines
from tests.crash.points import FOUND, RECORD, WANTED, Kill, Point
from tests.crash.scenarios import Act, Tale

A_WHILE = timedelta(hours=1)
"""Long enough for every repeat, of the engine and of whoever sends it something."""

_SEED = "crash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """How a story went: the points that were passed, whether the engine was killed, and how it ended."""

    points: tuple[Point, ...]
    killed: bool
    ending: dict[str, Any]
    log: str


class CrashLab:
    """Both simulators, and an engine that is begun anew for every story."""

    def __init__(self, lab: Lab, engines: Engines, session: Session) -> None:
        self._lab = lab
        self._engines = engines
        self._session = session

    def play(self, tale: Tale, kill: Kill | None = None) -> Played:
        """Play a story to its end; with `kill`, the engine dies there once and is started again.

        Raises:
            UnexpectedAnswerError: somebody was refused something that has nothing to do with a kill.
            NotSettledError: something never comes to its end.
        """
        with self.engine() as engine:
            context = self._context(tale)
            try:
                play = _Play(context, engine)
                tale.beginning(context)
                context.settle()
                play.watch(kill, restart=tale.at_start)
                for step in tale.steps:
                    play.step(step)
                points = play.end_of_watch()
                play.step(lambda context: context.pass_time(A_WHILE))
                log = (engine.folder / "engine.log").read_text(errors="replace")
                return Played(points=points, killed=play.killed, ending=_ending(context), log=log)
            finally:
                context.tenant.drop()

    @contextmanager
    def engine(self) -> Iterator[EngineProcess]:
        """An engine with nothing in its books."""
        with (
            tempfile.TemporaryDirectory(prefix="crash-") as name,
            self._engines.databases.fresh(Path(name)) as url,
        ):
            facts = EngineFacts(
                flourish_url=self._lab.flourish_url,
                ordo_url=self._lab.ordo_url,
                engine_url=self._lab.engine_url,
                events_secret=self._lab.events_secret,
                encryption_key=self._lab.encryption_key,
                http_timeout=GATE_HTTP_TIMEOUT,
                folder=Path(name),
            )
            environment = {**facts.environment(), "DATABASE_URL": url}
            engine = EngineProcess(facts.engine_url, facts.folder, environment, self._engines.mutant)
            engine.start()
            try:
                yield engine
            finally:
                engine.kill()

    def _context(self, tale: Tale) -> ScenarioContext:
        """A fresh seller; the same of every time the story is played, ids and all."""
        fake_data = FakeData(seed=f"{_SEED}/{tale.name}")
        tenant = make_tenant(self._lab, self._session, fake_data.number())
        return ScenarioContext.begin(tenant, fake_data)


class _Play:
    """The steps of one story, with an engine that may die in any of them."""

    def __init__(self, context: ScenarioContext, engine: EngineProcess) -> None:
        self._context = context
        self._engine = engine
        self._wanted = engine.folder / WANTED
        self.killed = False

    def watch(self, kill: Kill | None, *, restart: bool) -> None:
        """From here on points count; with `restart` those of the engine's start are the first."""
        if restart:
            self._engine.kill()
        self._wanted.write_bytes(RECORD if kill is None else msgspec.json.encode(kill))
        if restart:
            self._engine.start()
            self._survive(self._context.tenant.engine_is_back)

    def end_of_watch(self) -> tuple[Point, ...]:
        """Points count no more; those that did."""
        self._wanted.unlink(missing_ok=True)
        found = self._engine.folder / FOUND
        lines = found.read_bytes().splitlines() if found.exists() else []
        return tuple(msgspec.json.decode(line, type=Point) for line in lines)

    def step(self, act: Act) -> None:
        """Somebody acts, and everything that follows has its time."""
        self._survive(lambda: act(self._context))
        self._survive(self._context.settle)

    def _survive(self, act: Callable[[], None]) -> None:
        """Act; if the engine dies of it, start it again, let time pass, and act once more."""
        try:
            act()
        except (UnexpectedAnswerError, NotIdleError):
            if self.killed or not self._engine.killed_itself():
                raise
            self._revive()
            act()

    def _revive(self) -> None:
        self.killed = True
        self._wanted.unlink()
        self._engine.start()
        self._context.tenant.engine_is_back()
        self._context.pass_time(A_WHILE)


def _ending(context: ScenarioContext) -> dict[str, Any]:
    """How both sides and the engine stand, without times."""
    screens, control = context.ordo.admin, context.ordo.control
    pending = context.engine.health(wait_seconds=5).pending  # a look that finds nothing counts as well
    ending = {
        "orders in Ordo": [
            msgspec.structs.replace(screens.order(order.order_id), confirmed_at=None)
            for order in context.orders.made
        ],
        "orders in Flourish": [
            msgspec.structs.replace(order, order_timestamp=None, created_timestamp=None)
            for order in context.flourish.desk.orders()
        ],
        "inventory": screens.inventory(),
        "sync": context.syncs.last and screens.sync(context.syncs.last.sync_id),
        "connected": screens.integration().connected,
        "problem": screens.integration().problem,
        "pending": (pending.due, pending.later),
        "what Ordo's orders went through": [
            (entry.subject, entry.before, entry.after)
            for entry in control.entries(Transition)
            if entry.before != entry.after
        ],
        "what Flourish's orders went through": [
            (entry.subject, entry.before, entry.after)
            for entry in context.flourish.control.entries(Transition)
        ],
    }
    return {name: msgspec.to_builtins(value) for name, value in ending.items()}


@contextmanager
def open_lab(engines: Engines) -> Iterator[CrashLab]:
    """Both simulators up, and an engine between them whenever a story is played."""
    address = EngineAddress(
        url=f"http://127.0.0.1:{port_outside_automatic_range()}",
        events_secret=f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}",
    )
    with ExitStack() as opened:
        session = opened.enter_context(open_session())

        def first_engine(lab: Lab) -> None:
            """The lab wants to see that there is one; and whatever forks engines imports all."""
            opened.enter_context(CrashLab(lab, engines, session).engine())

        with start_lab(engine=address, before_engine=first_engine) as lab:
            opened.pop_all().close()
            with open_session() as again:
                yield CrashLab(lab, engines, again)
