"""What keeps the connection from working, such as a key that was reset, shown in the settings (S3, S8)."""

from dataclasses import replace

from sim_kernel.answers import Answer
from sim_kernel.journal import Kind
from sim_ordo.flourish_integration import FlourishIntegration
from sim_ordo.integration_settings import integration_json
from sim_ordo.problems import ProblemReport, shown_since
from sim_ordo.routing import OrdoCall, Route, parse_body


def show_problem(call: OrdoCall) -> Answer:
    """A problem is shown in the integration settings."""
    known = call.world.connected()
    problem = shown_since(known.problem, parse_body(call.body, ProblemReport), call.tenant.clock.now())
    return _keep(call, replace(known, problem=problem), "problem shown")


def clear_problem(call: OrdoCall) -> Answer:
    """The problem is over; when there is none, or no connection any more, nothing happens."""
    known = call.world.integration
    if known is None:
        return Answer(body=integration_json(None))
    return _keep(call, replace(known, problem=None), "problem cleared")


def _keep(call: OrdoCall, integration: FlourishIntegration, deed: str) -> Answer:
    call.world.integration = integration
    call.tenant.journal.write(Kind.CHANGE, subject="integration", deed=deed)
    return Answer(body=integration_json(integration))


ROUTES = (
    Route(method="PUT", path="/connection/problem", handler=show_problem),
    Route(method="DELETE", path="/connection/problem", handler=clear_problem),
)
