"""Steps about what goes with an order beside its lines: notes, the requested delivery date.

What is expected is what was typed, in Ordo or in Flourish; neither side is asked what the other should show.
"""

from dataclasses import replace
from typing import Any

from pytest_bdd import given, then, when

from harness.steps.context import ordering, setup, warehouse
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence
from harness.steps.context.typed_orders import WrittenNote


@given(sentence("a pending order to be delivered on {day:Quoted}"))
def _pending_with_date(context: ScenarioContext, day: str) -> None:
    _make(context, requested_delivery_date=day)


@given(sentence("a pending order to be paid in {days:Count} days"))
def _pending_with_days(context: ScenarioContext, days: int) -> None:
    _make(context, net_days=days)


def _make(context: ScenarioContext, **typed: Any) -> None:  # noqa: ANN401 - fields of several types
    setup.trade(context)
    ordering.save(context, replace(ordering.fill_in(context, ordering.TERMS), **typed))


@given(sentence("Flourish has the payment term {name:Quoted} of {days:Count} days"))
def _has_term(context: ScenarioContext, name: str, days: int) -> None:
    _ = context.api.add_payment_term(context.facility.id, name, days).value
    context.connection.payment_terms.append((name, days))


@then(sentence("Flourish shows the payment term {name:Quoted}"))
def _term_in_flourish(context: ScenarioContext, name: str) -> None:
    seen = context.in_flourish().payment_term
    context.expect(seen == (name or None), f"the payment term {name or 'unset'} in Flourish", f"it is {seen}")


@given(sentence("an order awaiting delivery on {day:Quoted}"))
def _awaiting_on(context: ScenarioContext, day: str) -> None:
    _pending_with_date(context, day)
    _ = ordering.confirm(context).value
    context.settle()
    seen = context.in_ordo().requested_delivery_date
    context.expect(seen == day, f"the order to be delivered on {day} to begin with", f"it shows {seen}")


@when(sentence("the warehouse sets the requested delivery date to {day:Quoted}"))
def _sets_date(context: ScenarioContext, day: str) -> None:
    warehouse.edit(requested_delivery_date=day)(context, context.order)
    context.order.done.append(lambda order: replace(order, requested_delivery_date=day or None))


@given(sentence("the warehouse has added the note {text:Quoted}"))
@when(sentence("the warehouse adds the note {text:Quoted}"))
def _adds_note(context: ScenarioContext, text: str) -> None:
    add_note(context, text, internal=False)


@given(sentence("the warehouse has added the internal note {text:Quoted}"))
def _adds_internal_note(context: ScenarioContext, text: str) -> None:
    add_note(context, text, internal=True)


def add_note(context: ScenarioContext, text: str, *, internal: bool) -> None:
    written = WrittenNote(subject="From the warehouse", note=text, internal=internal)
    note = {"subject": written.subject, "note": text, "internal_only": internal}
    warehouse.edit(notes=[note])(context, context.order)
    context.order.done.append(lambda order: replace(order, notes=(*order.notes, written)))
    context.settle()


@then(sentence("Flourish shows {day:Quoted} as the requested delivery date"))
def _date_in_flourish(context: ScenarioContext, day: str) -> None:
    seen = context.in_flourish().requested_delivery_date
    context.expect(seen == day, f"the date {day or 'unset'} in Flourish", f"it shows {seen}")


@then(sentence("Ordo shows {day:Quoted} as the requested delivery date"))
def _date_in_ordo(context: ScenarioContext, day: str) -> None:
    seen = context.in_ordo().requested_delivery_date
    context.expect(seen == (day or None), f"the date {day or 'unset'} in Ordo", f"it shows {seen}")


@then("Flourish shows the rep's notes to everybody")
def _notes_in_flourish(context: ScenarioContext) -> None:
    notes = [(note.note, bool(note.internal_only)) for note in context.in_flourish().notes]
    wanted = [(context.order.as_typed.notes, False)]
    context.expect(notes == wanted, f"the notes {wanted} in Flourish", f"it shows {notes}")


@then("Ordo shows the rep's notes and the warehouse's, the oldest first")
def _notes_in_ordo(context: ScenarioContext) -> None:
    shown = [note.note for note in context.in_ordo().flourish_notes]
    wanted = [note.note for note in context.order.held.notes if not note.internal]
    context.expect(shown == wanted, f"the notes {wanted} in Ordo", f"it shows {shown}")
