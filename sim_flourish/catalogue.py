"""A demo catalogue under a seed: brands, items with stock, buyers, a sales rep.

Faker makes small pools of words once; items combine them, because Faker is slow and items are many. Most
items have a brand; some have none, some have no stock, so that a first sync has something to report.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from faker import Faker

from sim_flourish.back_office.items_screen import make_brand
from sim_flourish.warehouse.adjust_inventory import AdjustmentRequest, new_package
from sim_flourish.warehouse.items import Item, ItemId, StrainType, Uom
from sim_flourish.warehouse.order_parties import make_destination, make_sales_rep
from sim_flourish.warehouse.order_request import DestinationRequest, SalesRepRequest
from sim_flourish.warehouse.places import Address, Facility, FacilityType
from sim_flourish.warehouse.warehouse import Work

_BRANDS = 6
_BUYERS = 4
_POOL = 40
_WITHOUT_BRAND_EVERY = 25
_WITHOUT_STOCK_EVERY = 20
_STATE = "NV"
_STRAIN_TYPES = tuple(StrainType)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Product:
    """A kind of thing to sell, as an item's class and category name it."""

    name: str
    item_class: str
    item_category: str
    uom: Uom
    unit_grams: Decimal | None


_PRODUCTS = (
    _Product(
        name="Pre-Roll 1 g",
        item_class="ShakeTrim",
        item_category="Pre-Rolls",
        uom=Uom.EACH,
        unit_grams=Decimal(1),
    ),
    _Product(
        name="Flower 3.5 g",
        item_class="Buds",
        item_category="Flower",
        uom=Uom.EACH,
        unit_grams=Decimal("3.5"),
    ),
    _Product(
        name="Cartridge 0.5 g",
        item_class="Concentrate",
        item_category="Vapes",
        uom=Uom.EACH,
        unit_grams=Decimal("0.5"),
    ),
    _Product(name="Gummies", item_class="Edibles", item_category="Gummies", uom=Uom.EACH, unit_grams=None),
    _Product(
        name="Bulk Flower", item_class="Buds", item_category="Bulk Flower", uom=Uom.GRAM, unit_grams=None
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What names are combined from."""

    brands: Sequence[str]
    colors: Sequence[str]
    plants: Sequence[str]


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
    for number in range(1, items + 1):
        item = _item(work, random, words, number)
        work.warehouse.items.put(item)
        if number % _WITHOUT_STOCK_EVERY:
            _stock_up(work, facility, item, Decimal(random.randint(1, 500)))
    _add_people(work, fake)


def _item(work: Work, random: Random, words: _Words, number: int) -> Item:
    product = _PRODUCTS[number % len(_PRODUCTS)]
    strain = f"{words.colors[number % _POOL]} {words.plants[(number // _POOL) % _POOL]}"
    brand = None if number % _WITHOUT_BRAND_EVERY == 0 else words.brands[number % _BRANDS]
    name = f"{strain} {product.name} #{number}"
    return Item(
        item_id=ItemId(str(work.ids.number("item"))),
        item_name=name,
        sku=f"SKU-{number:06d}",
        retail_display_name=name,
        item_description=f"{product.name}, {strain}",
        price=Decimal(random.randrange(400, 6000, 25)) / 100,
        cost=Decimal(random.randrange(100, 400, 5)) / 100,
        inventory_type="Cannabis",
        item_class=product.item_class,
        item_category=product.item_category,
        brand=brand,
        uom=product.uom,
        unit_weight=product.unit_grams,
        weight_uom=None if product.unit_grams is None else Uom.GRAM,
        strain_id=f"strain-{number % (_POOL * _POOL)}",
        strain_name=strain,
        strain_type_name=_STRAIN_TYPES[number % len(_STRAIN_TYPES)],
        audit=work.signed.new(),
    )


def _stock_up(work: Work, facility: Facility, item: Item, qty: Decimal) -> None:
    asked = AdjustmentRequest(
        facility=facility,
        item=item,
        adjustment_qty=qty,
        adjustment_reason_code="Received",
        comment="",
        lot_number=None,
    )
    work.warehouse.stock.put(new_package(work, asked, qty))


def _add_people(work: Work, fake: Faker) -> None:
    """Buyers to sell to, and somebody who sells."""
    for _ in range(_BUYERS):
        name = f"{fake.last_name()} Dispensary"
        address = Address(
            address_line_1=fake.street_address(),
            city=fake.city(),
            state=_STATE,
            zip_code=fake.numerify("89###"),
            country="United States",
        )
        buyer = make_destination(work, _buyer(name, address, fake.bothify("C##-#######-LIC")))
        work.world.destinations[buyer.destination_id] = buyer
    asked = SalesRepRequest(
        first_name=fake.first_name(),
        middle_name="",
        last_name=fake.last_name(),
        phone_number="",
        email=fake.safe_email(),
    )
    rep = make_sales_rep(work, asked)
    work.world.sales_reps[rep.sales_rep_id] = rep


def _buyer(name: str, address: Address, license_number: str) -> DestinationRequest:
    return DestinationRequest(
        type=FacilityType.DISPENSARY,
        name=name,
        alias=name,
        company_email=None,
        company_phone_number=None,
        address=address,
        billing=Address(),
        local_license_number=None,
        license_number=license_number,
        external_id=None,
        website=None,
        notes=None,
        active=True,
        contact=None,
    )
