"""Notes and the requested delivery date in Flourish's answers, and how Ordo is told of them (O5)."""

from datetime import date
from typing import Any

import pytest

from integration_engine.core.order import FlourishOrder, FlourishOrderId, OrderId, OrderState
from integration_engine.flourish.answers import parse_order
from integration_engine.ordo.formats import order_report

ROW: dict[str, Any] = {
    "id": "00000007",
    "order_status": "Created",
    "payment_status": "Awaiting Payment",
    "order_lines": [],
    "sub_total_price": 0,
    "total_price": 0,
}


def _read(**fields: object) -> FlourishOrder:
    return parse_order({**ROW, **fields})


def _note(note: object, at: str = "2026-03-02T09:30:05Z", **more: object) -> dict[str, object]:
    return {"id": 1, "subject": "", "note": note, "internal_only": 0, "created_timestamp": at, **more}


def test_the_oldest_note_comes_first_whatever_the_order_of_the_answer() -> None:
    """Stamps have whole seconds, so that the id decides between equal ones."""
    late = _note("late", at="2026-03-03T09:30:05Z", id=1)
    order = _read(notes=[late, _note("second", id=10), _note("first", id=9)])
    assert [note.note for note in order.notes] == ["first", "second", "late"]


@pytest.mark.parametrize("internal", [1, True, None, "1", "no"])
def test_a_note_that_may_be_internal_is_not_read(internal: object) -> None:
    """Only a clear no makes a note one for everybody."""
    assert _read(notes=[_note("secret", internal_only=internal)]).notes == ()
    assert len(_read(notes=[_note("open", internal_only=False)]).notes) == 1


@pytest.mark.parametrize("notes", [None, [], "Ring twice", ["Ring twice"], [_note("")], [_note(None)]])
def test_what_is_no_note_is_none(notes: object) -> None:
    """Nothing is decided by notes, so they never make an answer unreadable."""
    assert _read(notes=notes).notes == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("2026-03-05T00:00:00Z", date(2026, 3, 5)),
        ("", None),
        (None, None),
        ("soon", None),
    ],
)
def test_the_requested_delivery_date_is_a_date_or_none(text: object, day: date | None) -> None:
    """An empty text is Flourish's none."""
    assert _read(requested_delivery_date=text).requested_delivery_date == day


def test_ordo_is_told_notes_of_the_length_that_it_takes() -> None:
    """A long note is cut, and of very many the newest are told."""
    notes = [_note("n" * 3000, subject="s" * 300, id=number) for number in range(501)]
    state = OrderState(
        order_id=OrderId("ord_1"), flourish_order_id=FlourishOrderId("00000007"), seen=_read(notes=notes)
    )
    assert state.report is not None
    notified = order_report(state.report)
    assert notified["requested_delivery_date"] is None
    assert len(notified["notes"]) == 500
    assert {(len(note["subject"]), len(note["note"])) for note in notified["notes"]} == {(200, 2000)}
