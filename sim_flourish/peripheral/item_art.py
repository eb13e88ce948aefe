"""Pictures of items: links that end, the endpoints, and what people upload on screens."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge

from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.errors import Refusal, RefusedError, get_or_404, invalid, not_found
from sim_flourish.conventions.formats import Json
from sim_flourish.conventions.request_context import record_change
from sim_flourish.model.items import ImageType, ItemId, ItemPicture
from sim_flourish.model.world import World
from sim_kernel.answers import Answer, CallerError
from sim_kernel.api_router import ApiRouter, Call, Identity, read_body
from sim_kernel.ids import secret
from sim_kernel.picture import Picture, PictureError, read_picture
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
    return success([_link_json(call, base, ItemId(item_id), art, good_for) for art in pictures])


def get_item_art(call: Call[World], link: str) -> Answer:
    """The picture, until the link ends; a browser must not take it for anything but a picture."""
    said: ArtLink = call.caller
    if call.tenant.clock.now() >= said.expires_at:
        raise RefusedError(Refusal.LINK_EXPIRED)
    for art in call.world.catalogue.item_art.get(said.item_id, ()):
        if art.image_type is said.image_type:
            picture = art.picture
            return Answer(raw=picture.content, content_type=picture.media_type, headers=_AS_IT_IS)
    raise not_found("item art", link.partition(".")[0])


def pictures_of(call: Call[World], item_id: str) -> tuple[ItemPicture, ...]:
    """The pictures of the item in the address."""
    item = get_or_404(call.world.items, ItemId(item_id), "item")
    return call.world.catalogue.item_art.get(item.item_id, ())


def _link_json(call: Call[World], base: str, item_id: ItemId, art: ItemPicture, good_for: timedelta) -> Json:
    link = ArtLink(
        tenant_id=call.tenant.tenant_id,
        item_id=item_id,
        image_type=art.image_type,
        expires_at=call.tenant.clock.now().replace(microsecond=0) + good_for,
    )
    return {
        "url": f"{base}/item-art/{link.signed(art_signing_key(call.world))}",
        "image_type": art.image_type.value,
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


def register_api(router: ApiRouter[World], simulator: Simulator[World]) -> None:
    """The routes of the External API; a link is its own permission."""
    router.route("GET", "/items/{item_id}/art")(list_item_art)
    router.route("GET", "/item-art/{link}", identify=partial(identify_by_link, simulator))(get_item_art)


_FIELD = "picture"


def list_all_item_art(call: Call[World], item_id: str) -> Answer:
    return success([_picture_json(art) for art in pictures_of(call, item_id)])


def upload_item_art(call: Call[World], item_id: str, image_type: str) -> Answer:
    """Puts a picture in the place of the one before, if there is one."""
    others = _others(pictures_of(call, item_id), _image_type(image_type))
    picture = ItemPicture(image_type=ImageType(image_type), picture=_uploaded(call.request))
    return _save(call, item_id, (*others, picture), f"{image_type} picture uploaded")


def remove_item_art(call: Call[World], item_id: str, image_type: str) -> Answer:
    pictures = pictures_of(call, item_id)
    others = _others(pictures, _image_type(image_type))
    if len(others) == len(pictures):
        raise not_found("item art", image_type)
    return _save(call, item_id, others, f"{image_type} picture removed")


def _save(call: Call[World], item_id: str, pictures: tuple[ItemPicture, ...], action: str) -> Answer:
    call.world.catalogue.item_art[ItemId(item_id)] = pictures
    record_change(call, "item", item_id, action)
    return list_all_item_art(call, item_id)


def _others(pictures: tuple[ItemPicture, ...], image_type: ImageType) -> tuple[ItemPicture, ...]:
    return tuple(art for art in pictures if art.image_type is not image_type)


def _image_type(text: str) -> ImageType:
    try:
        return ImageType(text)
    except ValueError as error:
        raise invalid("image_type", f"must be one of {', '.join(ImageType)}") from error


def _uploaded(request: Request) -> Picture:
    if request.mimetype != "multipart/form-data":
        sent = request.mimetype or "nothing"
        raise CallerError(415, f"Content-Type must be multipart/form-data, not {sent}")
    read_body()
    try:
        upload = request.files.get(_FIELD)
    except RequestEntityTooLarge as error:
        raise CallerError(413, "a part of the form is too large; send the picture as a file") from error
    if upload is None:
        raise invalid(_FIELD, "is required, as a file")
    with upload.stream as stream:
        content = stream.read()
    try:
        return read_picture(content)
    except PictureError as error:
        if error.too_large:
            raise CallerError(413, f"{_FIELD} {error}") from error
        raise invalid(_FIELD, str(error)) from error


def _picture_json(art: ItemPicture) -> Json:
    return {"image_type": art.image_type.value, **art.picture.shown()}


def register_screen(router: ApiRouter[World]) -> None:
    router.route("GET", "/items/{item_id}/art")(list_all_item_art)
    router.route("PUT", "/items/{item_id}/art/{image_type}")(upload_item_art)
    router.route("DELETE", "/items/{item_id}/art/{image_type}")(remove_item_art)
