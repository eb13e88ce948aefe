"""In a laboratory the engine answers what it declares, or it is a bug that nobody can overlook."""

import pytest
import requests

from integration_engine import app
from integration_engine.receive.inbound import answer
from tests.service_bugs import ServiceBugs
from tests.unit.engine.running_engine import Bench
from tests.waiting import PATIENCE


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (418, {"error": {"code": "teapot", "message": "no"}}, "declares no status 418"),
        (200, {"status": "fine"}, "getHealth"),
    ],
)
def test_an_undeclared_answer_is_our_own_bug(
    bench: Bench,
    service_bugs: ServiceBugs,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    body: dict[str, object],
    says: str,
) -> None:
    """A status or a shape that the description does not have is answered 500 and logged."""
    with monkeypatch.context() as planted:
        planted.setattr(app, "healthz", lambda *_: answer(status, body))
        said = requests.get(f"{bench.server.url}/healthz", timeout=PATIENCE)
    assert (said.status_code, says in said.json()["error"]["message"]) == (500, True)
    assert len(service_bugs.taken()) == 1


def test_in_production_an_answer_goes_out_as_it_is(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever calls needs what there is."""
    bench.server.stop()
    bench.engine.close()
    bench.start(controllable_clock=False)
    with monkeypatch.context() as planted:
        planted.setattr(app, "healthz", lambda *_: answer(200, {"status": "fine"}))
        assert requests.get(f"{bench.server.url}/healthz", timeout=PATIENCE).json() == {"status": "fine"}
