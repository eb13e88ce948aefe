"""Item art: pictures of an item, of its label and of its packaging (contract section 2 Items)."""

from dataclasses import dataclass
from enum import StrEnum

from groundwork.picture import Picture


class ImageType(StrEnum):
    """What a picture shows."""

    PRODUCT = "product"
    LABEL = "label"
    PACKAGING = "packaging"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPicture:
    """One picture; an item has at most one of each type."""

    image_type: ImageType
    picture: Picture
