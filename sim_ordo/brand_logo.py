"""The logo picture of a brand (S1)."""

from groundwork.picture import Picture, PictureError, read_picture
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
