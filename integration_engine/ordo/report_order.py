"""Tells Ordo where an order stands: its state in Flourish, why Flourish refused it, what is in the way.

What is told is taken from the order's state at the moment of telling, so the newest state always wins.
"""

from integration_engine.core.order import CommandKind, OrderState
from integration_engine.ordo.client import OrdoClient
from integration_engine.ordo.formats import order_report


def report_to_ordo(client: OrdoClient, state: OrderState, command: CommandKind) -> None:
    """Delivers one of the three reports; a report that has become empty is not sent.

    Raises:
        OrdoError: as `OrdoClient`.
    """
    match command:
        case CommandKind.REPORT_ORDER:
            if (report := state.report) is not None:
                client.report_order(state.order_id, order_report(report))
        case CommandKind.REPORT_REFUSAL:
            if (refusal := state.refusal) is not None:
                told = {"code": refusal.code, "reason": refusal.reason, "revision": refusal.revision}
                client.report_refusal(state.order_id, told)
        case _:
            problem = state.problem
            told_problem = {"code": problem.code, "message": problem.message} if problem else None
            client.show_order_problem(state.order_id, told_problem)
