"""An engine and scenarios that exist on paper only: what each carries, and which alterations it notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from harness.sensitivity.bench import Bench
from harness.sensitivity.fields import Carried, Direction, Exchange, Field, Flow
from harness.sensitivity.worker import Played, Task

SENT = Flow("flourish", "POST /outbound-orders", Direction.REQUEST)
READ = Flow("flourish", "GET /items", Direction.RESPONSE)
BODY = {"data": [{"sku": "A1", "item_name": "Haze", "strain": "S"}], "meta": {}}


@dataclass(slots=True)
class PaperScenario:
    """Altered in a place of `notices` it fails; in one of `changes` the engine sends something else.

    So it does when all of `together` are altered, for each of them says the same.
    """

    notices: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    together: frozenset[str] = frozenset()
    seconds: float = 0.1
    fails: bool = False
    waits: bool = False
    sent: Sequence[str] = ("POST",)


@dataclass(slots=True)
class PaperPlayers:
    """Plays what is on paper, and remembers what was asked."""

    scenarios: Mapping[str, PaperScenario]
    exchanges: Sequence[Exchange]
    processes: int = 1
    asked: list[Task] = field(default_factory=list)

    @property
    def tests(self) -> Mapping[str, str]:
        return {name: f"Feature: {name}" for name in self.scenarios}

    def play(self, task: Task) -> list[Played]:
        self.asked.append(task)
        places = {str(one["place"]) for asked in task.alterations.values() for one in asked}
        played = []
        for test in task.tests:
            played.append(self._play(test, places))
            if played[-1].outcome == "failed" and not task.all_of_them:
                break
        return played

    def _play(self, test: str, places: set[str]) -> Played:
        scenario = self.scenarios[test]
        failed = scenario.fails or bool(places & scenario.notices)
        otherwise = places & scenario.changes or (scenario.together and scenario.together <= places)
        carried = Carried()
        for exchange in self.exchanges:
            carried.add(exchange)
        return Played(
            test=test,
            outcome="failed" if failed else "passed",
            seconds=scenario.seconds,
            step="Then it shows" if failed else "",
            waited=scenario.waits,
            altered=bool(places),
            sent=frozenset([*scenario.sent, *(["otherwise"] if otherwise else [])]),
            carried=carried,
        )


def bench_of(scenarios: Mapping[str, PaperScenario], *exchanges: Exchange) -> tuple[Bench, PaperPlayers]:
    """A bench that has had its clean run."""
    acting = PaperPlayers(scenarios=scenarios, exchanges=exchanges)
    bench = Bench(acting)  # type: ignore[arg-type]
    bench.learn()
    return bench, acting


def answer(body: object = BODY) -> Exchange:
    return Exchange(flow=READ, body=body, status=200)


def at(place: str, flow: Flow = READ) -> Field:
    return Field(flow, place)
