"""An operator at the engine's tables: what is pending and why, and making it due."""

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from foundation.clock import SystemClock
from harness.errors import CouldNotCheckError, WrongUsageError
from harness.operate.engine_admin import accept_token, opened, retry, show_connections, show_status
from integration_engine.core.order import CommandKind, OrderId, OrderState, Problem
from integration_engine.store.connections import StoredConnection
from integration_engine.store.database import Database
from integration_engine.store.inbox import MessageKind

CONNECTION = StoredConnection(
    organization_id="org_1",
    connection_id="con_1",
    organization_name="Seller",
    license_number="C11-1",
    facility_id="1",
    facility_name="Warehouse",
    secrets="sealed",
    removed=False,
)
KEY = "order:org_1:ord_1"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A database in which one order waits an hour, because Flourish cannot be reached."""
    made = f"sqlite:///{tmp_path / 'engine.sqlite3'}"
    database = Database(made)
    database.upgrade()
    now = SystemClock().now()
    problem = Problem(code="flourish_unreachable", message="Flourish cannot be reached: no connection.")
    with database.transaction("org_1") as transaction:
        transaction.orders.begin("org_1", "ord_1", now)
        state = OrderState(order_id=OrderId("ord_1"), failures=3, problem=problem)
        transaction.orders.save("org_1", state, now)
        at = now + timedelta(hours=1)
        transaction.commands.schedule("org_1", KEY, CommandKind.FIND_ORDER.value, at=at, now=now)
        transaction.commands.schedule(
            "org_1", KEY, CommandKind.REPORT_PROBLEM.value, at=now, now=now, attempts=2
        )
    yield made
    database.close()


def printed(url: str | None, order_id: str | None = None) -> str:
    """What `status`, or `retry` of an order, prints."""
    text = io.StringIO()
    console = Console(file=text, width=200)
    with opened(url, None, {}) as database:
        if order_id is None:
            show_status(database, console)
        else:
            retry(database, console, order_id)
    return text.getvalue()


def test_status_tells_what_is_pending_and_why(url: str) -> None:
    """Each row says what is to be done, how often it failed, when it is tried next, and the reason."""
    text = printed(url)
    row = next(line for line in text.splitlines() if "find order" in line)
    for part in ("org_1", "order ord_1", " 3 ", "Flourish cannot be reached"):
        assert part in row
    report = next(line for line in text.splitlines() if "report problem" in line)
    assert "Ordo has not taken it yet" in report
    assert " now " in report


def test_status_of_an_idle_engine_says_so(tmp_path: Path) -> None:
    """Nothing pending is one line; messages not worked through are counted."""
    made = f"sqlite:///{tmp_path / 'engine.sqlite3'}"
    database = Database(made)
    database.upgrade()
    assert printed(made) == "nothing is pending\n"
    with database.transaction("org_1") as transaction:
        transaction.inbox.add("org_1", KEY, MessageKind.ORDER_HINT, body="1", received_at=SystemClock().now())
    assert "1 messages are not worked through yet" in printed(made)
    database.close()


def test_retry_makes_an_orders_work_due(url: str) -> None:
    """What waited is due now; a second time there is nothing left to do."""
    assert "1 waiting made due" in printed(url, "ord_1")
    database = Database(url)
    with database.reading() as transaction:
        assert transaction.commands.keys_due("org_1", SystemClock().now(), 9) == [KEY]
    database.close()
    assert "nothing of ord_1 waits" in printed(url, "ord_1")


def test_connections_are_listed_and_one_is_opened_for_another_token(url: str) -> None:
    """Whoever runs the engine sees what is connected, and may let another integration token through (S9)."""
    text = io.StringIO()
    console = Console(file=text, width=200)
    with opened(url, None, {}) as database:
        show_connections(database, console)
    assert text.getvalue() == "no organization is connected\n"
    with closing(Database(url)) as database, database.transaction("org_1") as transaction:
        transaction.connections.put(CONNECTION, SystemClock().now())
    with opened(url, None, {}) as database:
        with pytest.raises(WrongUsageError, match="no organization 'org_9'"):
            accept_token(database, console, "org_9")
        accept_token(database, console, "org_1")
        show_connections(database, console)
    row = text.getvalue().splitlines()[-2]
    for part in ("org_1", "Seller", "C11-1", "Warehouse", "connected; takes another token until"):
        assert part in row


@pytest.mark.parametrize("wanted", [None, "sqlite:////nowhere/engine.sqlite3", "no url", "nosuch://db/x"])
def test_a_missing_database_is_wrong_usage(wanted: str | None) -> None:
    """No database is named or there: nothing is made, and the line says what is missing."""
    with pytest.raises(WrongUsageError):
        printed(wanted)


def test_an_unknown_order_is_wrong_usage(url: str) -> None:
    """A mistyped id is not silently accepted."""
    with pytest.raises(WrongUsageError, match="no order 'ord_9'"):
        printed(url, "ord_9")


def test_an_unreadable_database_cannot_be_checked(tmp_path: Path) -> None:
    """A file that is no database is said to be one that fails."""
    broken = tmp_path / "engine.sqlite3"
    broken.write_text("this is no database, however long one reads in it" * 50)
    with pytest.raises(CouldNotCheckError):
        printed(f"sqlite:///{broken}")
