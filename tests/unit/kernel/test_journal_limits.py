"""Journals take a bounded amount of memory: each by itself, and all together."""

from datetime import UTC, datetime, timedelta

from foundation.journal_entries import DeliveryAttempt, Request
from sim_kernel.journal import Journal, JournalBudget
from tests.unit.kernel.conftest import Toy

KILOBYTE = {"text": "x" * 1000}


class StandingClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, tzinfo=UTC)

    def now(self) -> datetime:
        """The present moment."""
        return self.time

    def pass_seconds(self, seconds: float) -> None:
        """Moves on."""
        self.time += timedelta(seconds=seconds)


def fill(journal: Journal, entries: int) -> None:
    """Writes entries of a kilobyte and a half or so."""
    for _ in range(entries):
        journal.write(Request(method="GET", body=KILOBYTE))


def kept(journal: Journal) -> int:
    """How many entries are in it, without it being read."""
    scale = Journal(StandingClock().now)
    fill(scale, 1)
    return journal.size // scale.size


def test_a_journal_is_capped_by_bytes() -> None:
    """The oldest entries go first and are counted; what is left is complete."""
    journal = Journal(StandingClock().now, most_bytes=20_000)
    fill(journal, 100)
    entries, last, dropped = journal.read()
    assert journal.size <= 20_000
    assert 10 <= len(entries) < 20
    assert (last, dropped) == (100, 100 - len(entries))
    assert [entry["id"] for entry in entries] == list(range(101 - len(entries), 101))
    assert all(entry["body"] == KILOBYTE for entry in entries)


def test_what_is_added_to_an_entry_counts_too() -> None:
    """Answers come after their requests, and make the oldest go as well."""
    journal = Journal(StandingClock().now, most_bytes=20_000)
    for number in range(1, 101):
        assert journal.write(Request(method="GET")) == number
        journal.amend(number, status=200, answer=KILOBYTE)
    entries, _, dropped = journal.read()
    assert journal.size <= 20_000
    assert dropped == 100 - len(entries)
    assert entries[-1]["answer"] == KILOBYTE
    journal.amend(1, status=500)  # of one that is gone: nothing happens
    assert journal.read()[0] == entries


def test_the_newest_entry_stays_however_large_it_is() -> None:
    """A journal that could not hold its only entry would say nothing at all."""
    journal = Journal(StandingClock().now, most_bytes=10)
    fill(journal, 3)
    assert [entry["id"] for entry in journal.read()[0]] == [3]


def test_idle_journals_go_first() -> None:
    """Where all together are too large, those go that were idle longest, and no more than must."""
    clock = StandingClock()
    budget = JournalBudget(100_000, clock.now)
    journals = [Journal(clock.now, budget=budget) for _ in range(4)]
    for journal in journals[:3]:
        fill(journal, 20)
        clock.pass_seconds(61)
    fill(journals[3], 20)
    assert [kept(journal) for journal in journals] == [0, 20, 20, 20]
    entries, last, dropped = journals[0].read()
    assert (entries, last, dropped) == ([], 20, 20)


def test_what_was_used_within_a_minute_stays() -> None:
    """Neither reading nor writing need be feared to come too late, however large all are together."""
    clock = StandingClock()
    budget = JournalBudget(50_000, clock.now)
    written, read, idle, busy = (Journal(clock.now, budget=budget) for _ in range(4))
    for journal in (written, read, idle):
        fill(journal, 10)
    clock.pass_seconds(50)
    fill(written, 1)
    read.read()
    clock.pass_seconds(11)
    fill(busy, 60)
    assert [kept(journal) for journal in (written, read, idle, busy)] == [11, 10, 0, 60]
    clock.pass_seconds(50)
    fill(busy, 1)
    assert [kept(journal) for journal in (written, read)] == [0, 0]
    assert kept(busy) == 61


def test_a_journal_that_was_cleared_goes_on() -> None:
    """Its numbers go on, and what belongs to a dropped entry changes nothing."""
    journal = Journal(StandingClock().now)
    fill(journal, 3)
    journal.clear()
    journal.amend(3, status=200)
    assert journal.write(DeliveryAttempt(topic="more")) == 4
    assert [entry["id"] for entry in journal.read(since=1)[0]] == [4]
    assert journal.size < 2000


def test_a_dropped_tenant_gives_its_memory_back(toy: Toy) -> None:
    """What it had in its journal is gone with it."""
    toy.raise_by(1)
    assert toy.tenant.journal.size > 0
    toy.client.delete(f"/_sim/tenants/{toy.tenant.tenant_id}")
    assert toy.tenant.journal.size == 0
