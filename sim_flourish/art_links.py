"""Links to pictures that whoever has them can open, until they expire on the tenant's clock.

A link names the tenant, the item, what the picture shows and when it ends, signed with a key of the tenant.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Request

from sim_flourish.warehouse.item_art import ImageType
from sim_flourish.warehouse.items import ItemId
from sim_flourish.warehouse.refusals import Refusal, RefusedError
from sim_flourish.warehouse.world import World
from sim_kernel.http_edge import Identity
from sim_kernel.ids import secret
from sim_kernel.simulator import Simulator
from sim_kernel.tenants import Tenant

_PARTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtLink:
    """What a link says; `expires_at` is in whole seconds."""

    tenant_id: str
    item_id: ItemId
    image_type: ImageType
    expires_at: datetime

    def signed(self, key: str) -> str:
        """The link as a part of an address."""
        words = f"{self.tenant_id}.{self.item_id}.{self.image_type}.{int(self.expires_at.timestamp())}"
        return f"{words}.{hmac.new(key.encode(), words.encode(), hashlib.sha256).hexdigest()}"


def art_signing_key(world: World) -> str:
    """The key that the tenant's links are signed with, made when first asked for."""
    world.catalogue.art_signing_key = world.catalogue.art_signing_key or secret()
    return world.catalogue.art_signing_key


def identify_by_link(simulator: Simulator[World], request: Request) -> Identity[World]:
    """The tenant that gave the link in the address out; what it says is handed on as the caller.

    Raises:
        RefusedError: 403, nobody gave it out.
    """
    text = str((request.view_args or {})["link"])
    link = _read(text)
    tenant = None if link is None else simulator.tenants.find(link.tenant_id)
    if link is None or tenant is None or not hmac.compare_digest(_own(tenant, link), text.encode()):
        raise RefusedError(Refusal.LINK_UNKNOWN)
    return Identity(tenant=tenant, caller=link)


def _own(tenant: Tenant[World], link: ArtLink) -> bytes:
    with tenant.lock:
        return link.signed(art_signing_key(tenant.world)).encode()


def _read(text: str) -> ArtLink | None:
    parts = text.split(".")
    if len(parts) != _PARTS:
        return None
    try:
        return ArtLink(
            tenant_id=parts[0],
            item_id=ItemId(parts[1]),
            image_type=ImageType(parts[2]),
            expires_at=datetime.fromtimestamp(int(parts[3]), UTC),
        )
    except (ValueError, OverflowError, OSError):  # OSError: a time that the machine cannot show
        return None
