"""Pictures of items: uploaded and taken away here only."""

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge

from groundwork.picture import Picture, PictureError, read_picture
from sim_flourish.envelope import success
from sim_flourish.item_art_api import pictures_of
from sim_flourish.shapes.formats import Json
from sim_flourish.warehouse.item_art import ImageType, ItemPicture
from sim_flourish.warehouse.items import ItemId
from sim_flourish.warehouse.refusals import invalid, not_found
from sim_flourish.warehouse.world import World
from sim_flourish.working import note_change
from sim_kernel.answers import Answer, CallerError
from sim_kernel.http_edge import Call, HttpEdge, read_body

_FIELD = "picture"


def list_all_item_art(call: Call[World], item_id: str) -> Answer:
    """What pictures the item has."""
    return success([_picture_json(one) for one in pictures_of(call, item_id)])


def upload_item_art(call: Call[World], item_id: str, image_type: str) -> Answer:
    """Puts a picture in the place of the one before, if there is one."""
    others = _others(pictures_of(call, item_id), _image_type(image_type))
    picture = ItemPicture(image_type=ImageType(image_type), picture=_uploaded(call.request))
    return _keep(call, item_id, (*others, picture), f"{image_type} picture uploaded")


def remove_item_art(call: Call[World], item_id: str, image_type: str) -> Answer:
    """Takes a picture away."""
    pictures = pictures_of(call, item_id)
    others = _others(pictures, _image_type(image_type))
    if len(others) == len(pictures):
        raise not_found("item art", image_type)
    return _keep(call, item_id, others, f"{image_type} picture removed")


def _keep(call: Call[World], item_id: str, pictures: tuple[ItemPicture, ...], deed: str) -> Answer:
    call.world.catalogue.item_art[ItemId(item_id)] = pictures
    note_change(call, "item", item_id, deed)
    return list_all_item_art(call, item_id)


def _others(pictures: tuple[ItemPicture, ...], image_type: ImageType) -> tuple[ItemPicture, ...]:
    return tuple(one for one in pictures if one.image_type is not image_type)


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


def _picture_json(one: ItemPicture) -> Json:
    return {
        "image_type": one.image_type.value,
        "media_type": one.picture.media_type,
        "width": one.picture.width,
        "height": one.picture.height,
        "size": len(one.picture.content),
    }


def hang_item_art_screen(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/items/{item_id}/art")(list_all_item_art)
    edge.route("PUT", "/items/{item_id}/art/{image_type}")(upload_item_art)
    edge.route("DELETE", "/items/{item_id}/art/{image_type}")(remove_item_art)
