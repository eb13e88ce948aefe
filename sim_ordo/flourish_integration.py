"""The Flourish integration settings after they were saved: what is kept, and no secret (S4, S5, S8)."""

from dataclasses import dataclass
from datetime import datetime

from sim_ordo.licenses import LicenseId
from sim_ordo.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """The Flourish facility that the license pairs with."""

    id: str
    facility_name: str
    license_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlourishIntegration:
    """A connected integration. API key, signing key and header values are with the engine, not here."""

    connection_id: str
    api_username: str
    license_id: LicenseId
    license_number: str
    facility: Facility
    endpoint_url: str
    header_keys: tuple[str, ...]
    connected_at: datetime
    problem: Problem | None = None
