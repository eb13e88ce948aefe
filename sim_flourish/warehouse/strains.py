"""Strains: what kinds of plant there are; items and packages carry the name of one (contract section 2)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NewType

from sim_flourish.warehouse.amounts import ZERO
from sim_flourish.warehouse.audit import Audit
from sim_flourish.warehouse.items import StrainType

StrainId = NewType("StrainId", str)
DAYS_UNSAID = 21
"""How long a strain grows where nobody said; what most of the vendor's examples have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strain:
    """A kind of plant. Levels are percentages; None where nobody measured."""

    strain_id: StrainId
    strain_name: str
    type: StrainType
    audit: Audit
    abbreviation: str = ""
    description: str = ""
    feel: str | None = None
    indica_percentage: Decimal = ZERO
    sativa_percentage: Decimal = ZERO
    thc_level: Decimal | None = None
    cbd_level: Decimal | None = None
    veg_length_days: int = DAYS_UNSAID
    flower_length_days: int = DAYS_UNSAID
    active: bool = True
    external: bool = False
