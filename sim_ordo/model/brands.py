"""A brand with its logo (S1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from sim_kernel.picture import Picture, PictureError, read_picture
from sim_ordo.errors import ErrorCode, OrdoError

Logo = Picture


def read_logo(content: bytes) -> Logo:
    """The logo in `content`, judged by its content.

    Raises:
        OrdoError: `too_large`, or `invalid` with what is wrong with the picture.
    """
    try:
        return read_picture(content)
    except PictureError as error:
        code = ErrorCode.TOO_LARGE if error.too_large else ErrorCode.INVALID
        raise OrdoError(code, f"the logo {error}", field="logo") from error


BrandId = NewType("BrandId", str)
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    brand_id: BrandId
    name: str
    logo: Logo
    created_at: datetime
    updated_at: datetime


def require_brand_name(name: str | None) -> str:
    """The name as it was typed: case, spaces and all.

    Raises:
        OrdoError: `invalid`, because it is missing, blank or too long.
    """
    if name is None or not name.strip():
        raise OrdoError(ErrorCode.INVALID, "a brand needs a name in the form field 'name'", field="name")
    if len(name) > LONGEST_NAME:
        message = f"a brand's name has at most {LONGEST_NAME} characters, this one {len(name)}"
        raise OrdoError(ErrorCode.INVALID, message, field="name")
    return name


def require_new_brand_name(others: Iterable[Brand], name: str) -> None:
    """Lets a name pass that no other brand has; another case or spacing makes another name.

    Raises:
        OrdoError: `conflict`.
    """
    if any(brand.name == name for brand in others):
        raise OrdoError(ErrorCode.CONFLICT, f"a brand named {name!r} exists", field="name")
