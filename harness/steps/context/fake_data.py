"""Fake names, numbers and people: the same again for the same seed and scenario, on any worker."""

import random
from dataclasses import dataclass, field
from decimal import Decimal

from faker import Faker

_FAKER = Faker("en_US")
_WORDS = ("Café", "Jalapeño", "Smørrebrød", "Müsli", "Żubr", "Ångström", "Мёд", "花茶")
_ENDS = ("№ 5 & more", 'the "good" one', "50% off", "a+b", "#1/2", "it's O'Hara's", "naïve, isn't it?")
"""What real names and notes are full of, and a careless engine loses."""
_SKUS = (
    "???-{0}-{1:03}",
    "{1:03}/??+{0}",
    "00{0}-{1:03}??",
    "??&{0}%{1:03}",
    "?#{1:03} {0}",
    'Ñ?"{0}_{1:03}',
)
_NAMES = (
    "{}",
    "{} 50% & mint",
    'the "big" {}',
    "{} 1/8 oz",
    "{}, crème brûlée",
    "{} + ½ g",
    "{}'s #7",
    "麻 {}",
)
_CATEGORIES = ("Flower", "Pre-Rolls", "Gummies & Chews", "Vape 510", "Crème", "Seeds/Clones")
_UOMS = ("ea", "g", "kg", "oz", "lb", "ml", "fl oz")


@dataclass(slots=True)
class FakeData:
    """The data of one scenario. What must be unique is numbered."""

    seed: str
    _random: random.Random = field(init=False)
    _count: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - fake data, not a secret
        _FAKER.seed_instance(self.seed)

    def number(self) -> int:
        """A seed for somebody else."""
        return self._random.randrange(2**31)

    def brand(self) -> str:
        """A brand's name, with spaces, both cases and letters beyond ASCII in it."""
        return f"{_FAKER.last_name()} {self._word()} {self._next()}"

    def item_name(self) -> str:
        """A name as warehouses write them, not all in ASCII."""
        plain = f"{_FAKER.color_name()} {_FAKER.word()} {self._next()}".capitalize()
        return self._random.choice(_NAMES).format(plain)

    def sku(self) -> str:
        """An item's SKU, with letters, digits and often a sign that addresses and forms have to escape."""
        digits, number = self._random.randrange(100, 1000), self._next()
        return str(_FAKER.lexify(self._random.choice(_SKUS))).upper().format(digits, number)

    def category(self) -> str:
        return self._random.choice(_CATEGORIES)

    def uom(self) -> str:
        """A unit of measure that Flourish knows."""
        return self._random.choice(_UOMS)

    def flag(self) -> bool:
        return self._random.random() < 1 / 2

    def quantity(self) -> Decimal:
        """A quantity with three decimals, now and then whole or nothing at all."""
        thousandths = self._random.choice((0, 1000, self._random.randrange(1, 5_000_000)))
        return Decimal(thousandths) / 1000

    def price(self) -> Decimal:
        """A price in dollars and cents that is no round sum of tens of cents."""
        return Decimal(self._random.randrange(50, 900) * 10 + self._random.randrange(1, 10)) / 100

    def license_number(self) -> str:
        """A license number, with both letters and digits in it."""
        return f"{_FAKER.lexify('?').upper()}{self._random.randrange(10, 100)}-{self._next():07}-LIC"

    def company(self) -> str:
        """A company's name."""
        return f"{_FAKER.company()} & {self._word()}"

    def sentence(self) -> str:
        """A sentence somebody typed."""
        return f"{_FAKER.sentence()} {self._word()}: {self._end()}"

    def street(self) -> str:
        return str(_FAKER.street_address())

    def city(self) -> str:
        return str(_FAKER.city())

    def state(self) -> str:
        """The two letters of a state."""
        return str(_FAKER.state_abbr(include_territories=False))

    def zip_code(self) -> str:
        """Five digits."""
        return str(_FAKER.zipcode())

    def _word(self) -> str:
        return self._random.choice(_WORDS)

    def _end(self) -> str:
        return self._random.choice(_ENDS)

    def _next(self) -> int:
        self._count += 1
        return self._count
