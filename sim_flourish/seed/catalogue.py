"""A demo catalogue under a seed: brands, items with stock, buyers, a sales rep, a van and its driver.

Faker makes small pools of words once; items combine them, because Faker is slow and items are many. Most
items have a brand; some have none, some have no stock, so that a first sync has something to report. Some
come in a pack too, and some were counted again.

Items are on in e-commerce, except those that come in packs: shops ask `inventory/summary` for fifty items and
read one page of fifty rows (observed-clients Met by running real clients unchanged), where the row of a pack
would push another item off.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from faker import Faker

from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.destinations.rules import make_destination, parse_destination
from sim_flourish.inventory.rules import AdjustmentRequest, Reason, adjust_inventory, new_package
from sim_flourish.items.back_office import make_brand
from sim_flourish.items.rules import find_or_make_category, make_strain, make_variation
from sim_flourish.model.catalogue import Strain
from sim_flourish.model.items import Ecommerce, Goods, Item, ItemId, StrainType, Uom
from sim_flourish.model.packages import OriginHarvest
from sim_flourish.model.places import Facility
from sim_flourish.model.values import money
from sim_flourish.people.sales_reps import make_sales_rep, parse_sales_rep
from sim_flourish.peripheral.trips.back_office import make_driver, make_vehicle
from sim_flourish.warehouse.warehouse import Work

_BRANDS = 6
_BUYERS = 4
_POOL = 40
_WITHOUT_BRAND_EVERY = 25
_WITHOUT_STOCK_EVERY = 20
_IN_PACKS_EVERY = 15
_COUNTED_AGAIN_EVERY = 12
_PACK = Decimal(5)
_GROWN_FOR = timedelta(days=90)
_STATE = "NV"
_INVENTORY_TYPE = "Cannabis"
_COUNT = Reason(code="Count", comment="")
_RECEIVED = Reason(code="Received", comment="")
_STRAIN_TYPES = tuple(StrainType)


class _Product(NamedTuple):
    """A kind of thing to sell, as an item's class and category name it."""

    name: str
    item_class: str
    item_category: str
    uom: Uom
    unit_grams: Decimal | None = None


_PRODUCTS = (
    _Product("Pre-Roll 1 g", "ShakeTrim", "Pre-Rolls", Uom.EACH, Decimal(1)),
    _Product("Flower 3.5 g", "Buds", "Flower", Uom.EACH, Decimal("3.5")),
    _Product("Cartridge 0.5 g", "Concentrate", "Vapes", Uom.EACH, Decimal("0.5")),
    _Product("Gummies", "Edibles", "Gummies", Uom.EACH),
    _Product("Bulk Flower", "Buds", "Bulk Flower", Uom.GRAM),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What names are combined from, and what was made of them so far, by name."""

    brands: Sequence[str]
    colors: Sequence[str]
    plants: Sequence[str]
    strains: dict[str, Strain] = field(default_factory=dict)
    harvests: dict[str, OriginHarvest] = field(default_factory=dict)


def stock_demo_catalogue(work: Work, facility: Facility, random: Random, items: int) -> None:
    """Fills an empty warehouse with `items` items; the same seed gives the same catalogue."""
    fake = Faker("en_US")
    fake.seed_instance(random.randrange(2**32))
    words = _Words(
        brands=[
            f"{fake.unique.last_name()} {fake.random_element(('Farms', 'Gardens', 'Co'))}"
            for _ in range(_BRANDS)
        ],
        colors=[fake.color_name() for _ in range(_POOL)],
        plants=[fake.last_name() for _ in range(_POOL)],
    )
    for brand in words.brands:
        make_brand(work, brand)
    for product in _PRODUCTS[:items]:
        find_or_make_category(work, _INVENTORY_TYPE, product.item_class, product.item_category)
    for number in range(1, items + 1):
        item = _item(work, random, words, number)
        work.warehouse.items.put(item)
        if number % _WITHOUT_STOCK_EVERY:
            _stock_up(work, words, Goods(item=item), facility, Decimal(random.randint(1, 500)))
        if number % _IN_PACKS_EVERY == 0:
            _stock_up(work, words, _in_packs(work, item), facility, Decimal(number % 7 + 1))
        if number % _COUNTED_AGAIN_EVERY == 0:
            adjust_inventory(work, _request(Goods(item=item), facility, Decimal(number % 3 + 1), _COUNT))
    _add_people(work, fake)
    _add_fleet(work, facility, fake)


def _strain(work: Work, words: _Words, number: int) -> Strain:
    """The strain of an item, with a harvest; as many as there are pairs of words."""
    name = f"{words.colors[number % _POOL]} {words.plants[(number // _POOL) % _POOL]}"
    if name not in words.strains:
        words.strains[name] = make_strain(work, name, _STRAIN_TYPES[number % len(_STRAIN_TYPES)])
        words.harvests[name] = OriginHarvest(
            origin_harvest_id=f"HARVEST-{words.strains[name].strain_id}",
            harvest_nickname=f"{name} harvest",
            harvested_at=work.signed.at - _GROWN_FOR,
        )
    return words.strains[name]


def _item(work: Work, random: Random, words: _Words, number: int) -> Item:
    product = _PRODUCTS[number % len(_PRODUCTS)]
    strain = _strain(work, words, number)
    brand = None if number % _WITHOUT_BRAND_EVERY == 0 else words.brands[number % _BRANDS]
    name = f"{strain.strain_name} {product.name} #{number}"
    return Item(
        item_id=ItemId(str(work.ids.number("item"))),
        item_name=name,
        sku=f"SKU-{number:06d}",
        retail_display_name=name,
        item_description=f"{product.name}, {strain.strain_name}",
        price=Decimal(random.randrange(400, 6000, 25)) / 100,
        cost=Decimal(random.randrange(100, 400, 5)) / 100,
        inventory_type=_INVENTORY_TYPE,
        item_class=product.item_class,
        item_category=product.item_category,
        brand=brand,
        uom=product.uom,
        unit_weight=product.unit_grams,
        weight_uom=None if product.unit_grams is None else Uom.GRAM,
        strain_id=strain.strain_id,
        strain_name=strain.strain_name,
        strain_type_name=strain.type,
        ecommerce=Ecommerce(ecommerce_active=number % _IN_PACKS_EVERY != 0),
        audit=work.signed.new(),
    )


def _in_packs(work: Work, item: Item) -> Goods:
    """The item in a pack, a little cheaper."""
    price = money(item.price * _PACK * Decimal("0.9"))
    pack = make_variation(work, item, f"{item.item_name} - {_PACK} Pack", unit_qty=_PACK, unit_price=price)
    pack = replace(pack, sku=f"{item.sku}-{_PACK}P")
    work.warehouse.variations.put(pack)
    return Goods(item=item, variation=pack)


def _stock_up(work: Work, words: _Words, goods: Goods, facility: Facility, qty: Decimal) -> None:
    asked = _request(goods, facility, qty, _RECEIVED)
    harvest = words.harvests[goods.item.strain_name or ""]
    work.warehouse.stock.put(new_package(work, asked, qty, origin_harvest=harvest))


def _request(goods: Goods, facility: Facility, qty: Decimal, reason: Reason) -> AdjustmentRequest:
    return AdjustmentRequest(facility=facility, goods=goods, adjustment_qty=qty, reason=reason)


def _add_people(work: Work, fake: Faker) -> None:
    """Buyers to sell to, and somebody who sells."""
    for _ in range(_BUYERS):
        name = f"{fake.last_name()} Dispensary"
        said = {
            "name": name,
            "address_line_1": fake.street_address(),
            "city": fake.city(),
            "state": _STATE,
            "zip_code": fake.numerify("89###"),
            "country": "United States",
            "license_number": fake.bothify("C##-#######-LIC"),
        }
        buyer = make_destination(work, parse_destination(JsonFields(said), work.signed.new()))
        work.world.destinations[buyer.destination_id] = buyer
    said = {"first_name": fake.first_name(), "last_name": fake.last_name(), "email": fake.safe_email()}
    rep = make_sales_rep(work, parse_sales_rep(JsonFields(said), work.signed.new()))
    work.world.sales_reps[rep.sales_rep_id] = rep


def _add_fleet(work: Work, facility: Facility, fake: Faker) -> None:
    """A van and somebody who drives it, so that goods can leave."""
    plated = {"vehicle_nickname": "Van", "vehicle_license_plate": fake.bothify("???-###").upper()}
    van = make_vehicle(work, facility.facility_id, JsonFields(plated))
    name = {"driver_first_name": fake.first_name(), "driver_last_name": fake.last_name()}
    driver = make_driver(work, facility.facility_id, JsonFields(name))
    work.world.vehicles[van.vehicle_id] = van
    work.world.drivers[driver.driver_id] = driver
