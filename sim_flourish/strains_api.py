"""`/strains`: what kinds of plant the company knows."""

from sim_flourish.envelope import page, success
from sim_flourish.shapes.catalogue_json import strain_details_json, strain_json
from sim_flourish.warehouse.refusals import not_found
from sim_flourish.warehouse.strains import StrainId
from sim_flourish.warehouse.world import World
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge


def list_strains(call: Call[World]) -> Answer:
    """All strains, active or not."""
    return page(call, list(call.world.catalogue.strains.values()), strain_json)


def get_strain(call: Call[World], strain_id: str) -> Answer:
    """One strain, in a list of one (contract section 4)."""
    strain = call.world.catalogue.strains.get(StrainId(strain_id))
    if strain is None:
        raise not_found("strain", strain_id)
    return success([strain_details_json(strain)])


def hang_strains(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/strains")(list_strains)
    edge.route("GET", "/strains/{strain_id}")(get_strain)
