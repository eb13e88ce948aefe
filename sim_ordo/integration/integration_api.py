"""What an engine calls about the connection: the organization's brands, and problems with Flourish."""

from dataclasses import asdict, replace

from foundation.journal_entries import Change
from sim_kernel.answers import Answer
from sim_ordo.integration.settings import integration_json
from sim_ordo.model.integration import FlourishIntegration, ProblemReport, shown_since
from sim_ordo.routing import OrdoCall, Route, parse_body


def show_problem(call: OrdoCall) -> Answer:
    known = call.world.connected()
    problem = shown_since(known.problem, parse_body(call.body, ProblemReport), call.tenant.clock.now())
    return _keep(call, replace(known, problem=problem), "problem shown")


def clear_problem(call: OrdoCall) -> Answer:
    """The problem is over; when there is none, or no connection any more, nothing happens."""
    known = call.world.integration
    if known is None:
        return Answer(body=integration_json(None))
    return _keep(call, replace(known, problem=None), "problem cleared")


def _keep(call: OrdoCall, integration: FlourishIntegration, action: str) -> Answer:
    call.world.integration = integration
    call.tenant.journal.write(Change(subject="integration", action=action))
    return Answer(body=integration_json(integration))


def get_organization(call: OrdoCall) -> Answer:
    """The organization whose token was sent."""
    world = call.world
    licenses = [{"license_number": known.number} for known in world.licenses.values()]
    return Answer(body={**asdict(world.organization), "licenses": licenses})


def list_brands(call: OrdoCall) -> Answer:
    """All brand names, exactly as written (I7)."""
    return Answer(body={"brands": [{"name": brand.name} for brand in call.world.brands.values()]})


ROUTES = (
    Route(method="PUT", path="/connection/problem", handler=show_problem),
    Route(method="DELETE", path="/connection/problem", handler=clear_problem),
    Route(method="GET", path="/organization", handler=get_organization),
    Route(method="GET", path="/brands", handler=list_brands),
)
