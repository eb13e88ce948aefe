"""Engines that say of a sync what is not so: how it ended, what came, what was left out and why (I1, I7)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from integration_engine.core.catalogue import LeftOutReason
from tests.mutants.mutant import Change, Mutant, instead

_REPORT = "integration_engine.work.sync_inventory:report_of"
_GIVEN_UP = "integration_engine.work.sync_work:_given_up"
_NOTHING_LEFT_OUT = {
    "synced": 0,
    "counts": {reason.value: 0 for reason in LeftOutReason},
    "left_out": [],
    "truncated": False,
}


def _reports(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    return instead(_REPORT, lambda original: lambda plan: {**(made := original(plan)), **change(made)})


def _entries(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    """An engine that spoils every left-out item in its report."""
    return _reports(lambda made: {"left_out": [{**entry, **change(entry)} for entry in made["left_out"]]})


def _fails(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    return instead(_GIVEN_UP, lambda original: lambda error: {**(ended := original(error)), **change(ended)})


def _never_begins_again(original: Any) -> Any:
    def receive(self: Any, transaction: Any, key: Any, message: Any, now: Any) -> None:
        if not getattr(self, "has_failed", False):
            original(self, transaction, key, message, now)

    return receive


def _notes_failure(original: Any) -> Any:
    def end(self: Any, transaction: Any, plan: Any, outcome: Any, now: Any) -> None:
        self.has_failed = getattr(self, "has_failed", False) or isinstance(outcome, Exception)
        original(self, transaction, plan, outcome, now)

    return end


def _swapped(counts: dict[str, int]) -> dict[str, int]:
    return {**counts, "no_brand": counts["brand_mismatch"], "brand_mismatch": counts["no_brand"]}


def _mutant(name: str, consequence: str, *changes: Change, breaks: str = "I7", first: str = "") -> Mutant:
    return Mutant(name=name, breaks=(breaks,), consequence=consequence, changes=changes, first=first)


_EXACTLY = "arrives whole and as it was typed"
_FAILED, _AGAIN = "shown as failed, says why", "can be started again"

MUTANTS = (
    _mutant(
        "shows a failed sync as succeeded",
        "Everybody takes what is old for new.",
        _fails(lambda _ended: {"state": "succeeded", "report": _NOTHING_LEFT_OUT}),
        breaks="I1",
        first=_FAILED,
    ),
    _mutant(
        "blames Flourish for whatever fails",
        "Somebody looks for the fault on the wrong side.",
        _fails(lambda ended: {"error": {**ended["error"], "code": "flourish_unreachable"}}),
        breaks="I1",
        first=_FAILED,
    ),
    _mutant(
        "never gives a sync up",
        "A sync that cannot go on is shown as running for ever, and no other can be started.",
        instead("integration_engine.work.sync_work:_MOST_FAILURES", lambda _original: 1_000_000),
        breaks="I1",
        first=_FAILED,
    ),
    _mutant(
        "starts no sync after one that failed",
        "What was out of reach once is never brought.",
        instead("integration_engine.work.sync_work:SyncWork.receive", _never_begins_again),
        instead("integration_engine.work.sync_work:SyncWork._end", _notes_failure),
        breaks="I1",
        first=_AGAIN,
    ),
    _mutant(
        "counts what it looked at as synced",
        "The report says that items came which did not.",
        _reports(lambda made: {"synced": made["synced"] + len(made["left_out"])}),
        breaks="I1",
        first=_EXACTLY,
    ),
    _mutant(
        "counts only what it lists",
        "Of 1,001 items without a brand a thousand are told.",
        _reports(lambda made: {"counts": {name: min(n, 1000) for name, n in made["counts"].items()}}),
        first="lists a thousand",
    ),
    _mutant(
        "does not say that its list is cut short",
        "Whoever mends a thousand items thinks that was all.",
        _reports(lambda _made: {"truncated": False}),
        first="lists a thousand",
    ),
    _mutant(
        "mixes up the counts of two reasons",
        "Somebody adds brands to items that have one.",
        _reports(lambda made: {"counts": _swapped(made["counts"])}),
        first=_EXACTLY,
    ),
    _mutant(
        "leaves the last item out of its list",
        "One item is missing and nobody learns which.",
        _reports(lambda made: {"left_out": made["left_out"][:-1]}),
        first=_EXACTLY,
    ),
    _mutant(
        "lists an item that was left out twice",
        "The list does not agree with the counts.",
        _reports(lambda made: {"left_out": [*made["left_out"], *made["left_out"][:1]]}),
        first=_EXACTLY,
    ),
    _mutant(
        "reports items without their names",
        "Nobody knows which item is meant.",
        _entries(lambda _entry: {"item_name": ""}),
        first=_EXACTLY,
    ),
    _mutant(
        "reports items without their SKUs",
        "Nobody finds the item.",
        _entries(lambda _entry: {"sku": None}),
        first=_EXACTLY,
    ),
    _mutant(
        "reports items without their brands",
        "Nobody sees which brand Ordo lacks.",
        _entries(lambda _entry: {"brand": None}),
        first=_EXACTLY,
    ),
    _mutant(
        "points every item at its own brand",
        "The report sends people after typing errors that nobody made.",
        _entries(lambda entry: {"near_miss": {"brand": entry["brand"] or "", "difference": "case"}}),
        first=_EXACTLY,
    ),
    _mutant(
        "does not say why Ordo refuses an item",
        "Nobody knows what to change.",
        _entries(lambda _entry: {"detail": None}),
        breaks="I12",
        first="Ordo refuses is left out",
    ),
    _mutant(
        "says of a SKU that is missing that it is there twice",
        "Somebody looks for the other item.",
        instead(
            "integration_engine.core.catalogue:left_out_reason",
            lambda original: (
                lambda *facts: (
                    LeftOutReason.DUPLICATE_SKU
                    if (reason := original(*facts)) is LeftOutReason.NO_SKU
                    else reason
                )
            ),
        ),
        breaks="I8",
        first=_EXACTLY,
    ),
    _mutant(
        "reports one of two items that share a SKU",
        "Somebody mends one and wonders why the other does not come.",
        instead(
            "integration_engine.core.catalogue:plan_sync",
            lambda original: (
                lambda *facts: replace(
                    made := original(*facts),
                    left_out=tuple({(one.sku or one.item_name): one for one in made.left_out}.values()),
                )
            ),
        ),
        breaks="I8",
        first=_EXACTLY,
    ),
)
