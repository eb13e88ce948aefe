"""`/packages`: the cannabis that physically lies in a facility, and where it comes from."""

from collections.abc import Sequence

from sim_flourish.envelope import page, success
from sim_flourish.filters import parse_flag
from sim_flourish.inventory_filters import PACKAGE_FILTERS, is_cannabis
from sim_flourish.shapes.inventory_json import package_json, package_origin_json
from sim_flourish.warehouse.goods import Goods
from sim_flourish.warehouse.packages import GONE, Package, PackageId
from sim_flourish.warehouse.refusals import not_found
from sim_flourish.warehouse.world import World
from sim_flourish.working import facility_of, warehouse_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge


def list_packages(call: Call[World]) -> Answer:
    """The packages asked for; those that are gone only when package_status asks for them."""
    facility, warehouse = facility_of(call), warehouse_for(call)
    narrowed, with_gone = PACKAGE_FILTERS.parse(call.query), "package_status" in call.query
    with_origin = parse_flag(call.query, "include_origin_harvest")

    def find() -> Sequence[tuple[Goods, Package]]:
        packages = warehouse.stock.packages_in(facility.facility_id)
        shown = (one for one in packages if with_gone or one.status not in GONE)
        rows = ((warehouse.goods(one.item_id, one.item_variation_id), one) for one in shown)
        return narrowed.of(row for row in rows if is_cannabis(row[0]))

    key = ("packages", facility.facility_id, with_gone, narrowed.key)
    version = (warehouse.goods_version, warehouse.stock.version)
    rows = warehouse.listings.get(key, version, find)
    return page(call, rows, lambda one: package_json(*one, with_origin=with_origin))


def get_package(call: Call[World], package_id: str) -> Answer:
    """One package, gone or not, in a list of one, without `original_package_id` (contract section 4)."""
    goods, package = _find(call, package_id)
    shown = package_json(goods, package, with_origin=parse_flag(call.query, "include_origin_harvest"))
    return success([{name: value for name, value in shown.items() if name != "original_package_id"}])


def get_package_details(call: Call[World], package_id: str) -> Answer:
    """Where a package comes from; nothing where that is not known."""
    goods, package = _find(call, package_id)
    return success(package_origin_json(goods, package, facility_of(call)))


def _find(call: Call[World], package_id: str) -> tuple[Goods, Package]:
    facility = facility_of(call)
    package = call.world.packages.get(PackageId(package_id))
    if package is not None and package.facility_id == facility.facility_id:
        goods = warehouse_for(call).goods(package.item_id, package.item_variation_id)
        if is_cannabis(goods):
            return goods, package
    raise not_found("package", package_id)


def hang_packages(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/packages")(list_packages)
    edge.route("GET", "/packages/{package_id}")(get_package)
    edge.route("GET", "/packages/{package_id}/details")(get_package_details)
