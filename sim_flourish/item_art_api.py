"""`/items/{item_id}/art` and the pictures that its links lead to."""

import re
from datetime import timedelta
from functools import partial

from sim_flourish.art_links import ArtLink, art_signing_key, identify_by_link
from sim_flourish.envelope import success
from sim_flourish.shapes.formats import Json
from sim_flourish.warehouse.item_art import ItemPicture
from sim_flourish.warehouse.items import ItemId
from sim_flourish.warehouse.refusals import Refusal, RefusedError, invalid, not_found
from sim_flourish.warehouse.world import World
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge
from sim_kernel.simulator import Simulator

_SPAN = re.compile(r"([1-9][0-9]{0,5})([mhd])", re.ASCII)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_UNSAID = "30m"
_LONGEST = timedelta(days=7)
_AS_IT_IS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


def list_item_art(call: Call[World], item_id: str) -> Answer:
    """A link to each of the item's pictures; 204 where there are none (contract section 2 Items)."""
    pictures = pictures_of(call, item_id)
    good_for = _parse_span(call.query.get("expire", _UNSAID))
    if not pictures:
        return Answer(status=204)
    base = call.request.base_url.removesuffix(f"/items/{item_id}/art")
    return success([_link_json(call, base, ItemId(item_id), one, good_for) for one in pictures])


def get_item_art(call: Call[World], link: str) -> Answer:
    """The picture, until the link ends; a browser must not take it for anything but a picture."""
    said: ArtLink = call.caller
    if call.tenant.clock.now() >= said.expires_at:
        raise RefusedError(Refusal.LINK_EXPIRED)
    for one in call.world.catalogue.item_art.get(said.item_id, ()):
        if one.image_type is said.image_type:
            picture = one.picture
            return Answer(raw=picture.content, content_type=picture.media_type, headers=_AS_IT_IS)
    raise not_found("item art", link.partition(".")[0])


def pictures_of(call: Call[World], item_id: str) -> tuple[ItemPicture, ...]:
    """The pictures of the item in the address.

    Raises:
        RefusedError: 404, there is no such item.
    """
    if ItemId(item_id) not in call.world.items:
        raise not_found("item", item_id)
    return call.world.catalogue.item_art.get(ItemId(item_id), ())


def _link_json(call: Call[World], base: str, item_id: ItemId, one: ItemPicture, good_for: timedelta) -> Json:
    link = ArtLink(
        tenant_id=call.tenant.tenant_id,
        item_id=item_id,
        image_type=one.image_type,
        expires_at=call.tenant.clock.now().replace(microsecond=0) + good_for,
    )
    return {
        "url": f"{base}/item-art/{link.signed(art_signing_key(call.world))}",
        "image_type": one.image_type.value,
        "expire_in": _span_text(good_for),
    }


def _parse_span(text: str) -> timedelta:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise invalid("expire", "must be a number of minutes, hours or days such as 15m, 2h or 7d")
    span = int(found[1]) * _UNITS[found[2]]
    if span > _LONGEST:
        raise invalid("expire", "must not be more than 7d")
    return span


def _span_text(span: timedelta) -> str:
    """As the example writes it: `30m0s`, with hours in front from one hour on."""
    hours, minutes = divmod(span // timedelta(minutes=1), 60)
    return f"{hours}h{minutes}m0s" if hours else f"{minutes}m0s"


def hang_item_art(edge: HttpEdge[World], simulator: Simulator[World]) -> None:
    """Hangs the routes on the edge; a link is its own permission."""
    edge.route("GET", "/items/{item_id}/art")(list_item_art)
    edge.route("GET", "/item-art/{link}", identify=partial(identify_by_link, simulator))(get_item_art)
