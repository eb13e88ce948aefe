"""Who the engine speaks for: an organization's connection, with clients for both of its ends."""

from dataclasses import dataclass

from integration_engine.config import EngineConfig
from integration_engine.core.order import Problem
from integration_engine.errors import NotConnectedError
from integration_engine.flourish.client import FlourishClient
from integration_engine.ordo.client import OrdoClient
from integration_engine.outbound_http import OutboundHttp
from integration_engine.secret_box import FlourishCredentials, SecretBox
from integration_engine.store.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveConnection:
    """A connection that is in force, and the clients that use its credentials."""

    facility_id: str
    license_number: str
    flourish: FlourishClient
    ordo: OrdoClient
    problem: Problem | None


class VendorAccess:
    """Makes clients; the HTTP connections below them are shared by all organizations."""

    def __init__(self, config: EngineConfig, box: SecretBox) -> None:
        self._config = config
        self._box = box
        connections = 4 * config.worker_threads
        self._http = OutboundHttp(timeout=config.http_timeout, connections=connections)

    def flourish(self, credentials: FlourishCredentials, *, basic: bool = False) -> FlourishClient:
        return FlourishClient(self._http, self._config.flourish_url, credentials, basic=basic)

    def ordo(self, integration_token: str) -> OrdoClient:
        return OrdoClient(self._http, self._config.ordo_url, integration_token)

    def connection(self, transaction: Transaction, organization_id: str) -> ActiveConnection:
        """The organization's connection; `NotConnectedError` when it has none, or none any more."""
        stored = transaction.connections.of(organization_id)
        credentials = None if stored is None or stored.removed else self._box.open(stored.secrets)
        if stored is None or credentials is None or credentials.flourish is None:
            raise NotConnectedError("Ordo is not connected to Flourish")
        return ActiveConnection(
            facility_id=stored.facility_id,
            license_number=stored.license_number,
            flourish=self.flourish(credentials.flourish),
            ordo=self.ordo(credentials.integration_token),
            problem=stored.problem,
        )

    def ordo_of(self, transaction: Transaction, organization_id: str) -> OrdoClient:
        """Ordo for this organization, also after the connection to Flourish was removed.

        An organization that is not known is a `NotConnectedError`.
        """
        stored = transaction.connections.of(organization_id)
        if stored is None:
            raise NotConnectedError("the organization is not known")
        return self.ordo(self._box.open(stored.secrets).integration_token)

    def close(self) -> None:
        self._http.close()
