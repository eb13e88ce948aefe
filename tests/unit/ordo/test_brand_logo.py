"""Is it a picture: judged by content, kind by kind."""

import base64
import struct

import pytest

from sim_kernel.picture import LARGEST_PICTURE
from sim_ordo.errors import OrdoError
from sim_ordo.model.brands import read_logo
from tests.unit.ordo.ordo_lab import png

GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 20, 30) + b"\x01\x01\x11\x00"
    b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\x34\xff\xd9"
)


def _webp(kind: bytes, data: bytes) -> bytes:
    body = b"WEBP" + kind + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


LOSSY = _webp(b"VP8 ", b"\x30\x01\x00\x9d\x01\x2a" + struct.pack("<HH", 16, 9) + b"\0" * 8)
LOSSLESS = _webp(b"VP8L", b"\x2f" + struct.pack("<I", 15 | 8 << 14) + b"\0" * 8)
EXTENDED = _webp(b"VP8X", b"\0\0\0\0" + (15).to_bytes(3, "little") + (8).to_bytes(3, "little") + b"\0" * 8)


@pytest.mark.parametrize(
    ("content", "media_type", "width", "height"),
    [
        (png(3, 2), "image/png", 3, 2),
        (png(10_000, 1), "image/png", 10_000, 1),
        (GIF, "image/gif", 1, 1),
        (JPEG, "image/jpeg", 30, 20),
        (LOSSY, "image/webp", 16, 9),
        (LOSSLESS, "image/webp", 16, 9),
        (EXTENDED, "image/webp", 16, 9),
    ],
)
def test_a_picture_of_a_known_kind_passes(content: bytes, media_type: str, width: int, height: int) -> None:
    """Kind and size are read from the bytes."""
    logo = read_logo(content)
    assert (logo.media_type, logo.width, logo.height) == (media_type, width, height)
    assert logo.content == content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "must be PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "must be PNG"),
        (b"BM" + b"\0" * 60, "must be PNG"),
        (png()[:20], "cut short"),
        (png()[:-12], "cut short"),
        (png().replace(b"IHDR\0\0\0\3", b"IHDR\0\0\0\4"), "damaged"),
        (png(0, 1), "each side must be 1 to 10000"),
        (png(10_001, 1), "each side must be 1 to 10000"),
        (GIF[:-1], "cut short"),
        (GIF[:8], "cut short"),
        (JPEG[:-2], "cut short"),
        (b"\xff\xd8\xff\xd9", "cut short"),
        (b"\xff\xd8\xff\xe0\x00\x04\0\0\x00\xff\xd9", "damaged"),
        (LOSSY[:-4], "cut short"),
        (_webp(b"NOPE", b"\0" * 20), "damaged"),
        (_webp(b"VP8X", b""), "cut short"),
    ],
)
def test_what_is_no_whole_picture_is_refused(content: bytes, reason: str) -> None:
    """The error says what is wrong with the upload."""
    with pytest.raises(OrdoError, match=reason) as caught:
        read_logo(content)
    assert (caught.value.status, caught.value.field) == (422, "logo")


def test_two_mebibytes_are_the_limit() -> None:
    """One byte more is too large."""
    padding = LARGEST_PICTURE - len(png())
    assert read_logo(png()[:-12] + b"\0" * padding + png()[-12:]).width == 3
    with pytest.raises(OrdoError, match="at most") as caught:
        read_logo(png() + b"\0" * (padding + 1))
    assert caught.value.status == 413
