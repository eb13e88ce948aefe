"""What the engine asks before it syncs: the licenses, and the exact names of the brands (I2)."""

from sim_kernel.answers import Answer
from sim_ordo.routing import OrdoCall, Route


def get_organization(call: OrdoCall) -> Answer:
    """The organization whose token was sent."""
    world = call.world
    licenses = [{"license_number": one.number} for one in world.licenses.values()]
    organization = world.organization
    body = {
        "organization_id": organization.organization_id,
        "name": organization.name,
        "licenses": licenses,
    }
    return Answer(body=body)


def list_brands(call: OrdoCall) -> Answer:
    """All brand names, exactly as written (I7)."""
    return Answer(body={"brands": [{"name": brand.name} for brand in call.world.brands.values()]})


ROUTES = (
    Route(method="GET", path="/organization", handler=get_organization),
    Route(method="GET", path="/brands", handler=list_brands),
)
