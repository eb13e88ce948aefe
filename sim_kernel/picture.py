"""Is it a picture? Judged by its content: of a known kind, whole, and of sane size."""

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

LARGEST_PICTURE = 2 * 1024 * 1024
LARGEST_SIDE = 10_000

Size = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that has passed: kind, width and height in pixels, and its bytes as uploaded."""

    media_type: str
    width: int
    height: int
    content: bytes


class PictureError(Exception):
    """What came is no picture that is taken; the message goes on after the name of what it should be."""

    def __init__(self, problem: str, *, too_large: bool = False) -> None:
        super().__init__(problem)
        self.too_large = too_large


def read_picture(content: bytes) -> Picture:
    """The picture in `content`; name and declared type of an upload count for nothing.

    Raises:
        PictureError: it is too large, of no known kind, damaged, or of a size that is none.
    """
    if len(content) > LARGEST_PICTURE:
        problem = f"has {len(content)} bytes; at most {LARGEST_PICTURE} (2 MiB) are taken"
        raise PictureError(problem, too_large=True)
    media_type = next((kind for kind, signed in _SIGNATURES.items() if signed(content)), None)
    if media_type is None:
        raise PictureError("is not a picture that is taken; it must be PNG, JPEG, GIF or WebP by its content")
    try:
        size = _SIZES[media_type](content)
    except (struct.error, IndexError):
        size = None
    if size is None:
        raise PictureError(f"begins like {media_type} but is cut short or damaged; upload the whole picture")
    width, height = size
    if not (1 <= width <= LARGEST_SIDE and 1 <= height <= LARGEST_SIDE):
        raise PictureError(f"is {width} x {height} pixels; each side must be 1 to {LARGEST_SIDE}")
    return Picture(media_type=media_type, width=width, height=height, content=content)


def _png_size(content: bytes) -> Size | None:
    length, kind, width, height = struct.unpack(">I4sII", content[8:24])
    (declared,) = struct.unpack(">I", content[29:33])
    sound = (length, kind) == (13, b"IHDR") and zlib.crc32(content[12:29]) == declared
    return (
        (width, height) if sound and b"IDAT" in content and content.rstrip(b"\0")[-8:-4] == b"IEND" else None
    )


def _gif_size(content: bytes) -> Size | None:
    width, height = struct.unpack("<HH", content[6:10])
    return (width, height) if content.rstrip(b"\0").endswith(b"\x3b") else None


_JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


def _jpeg_size(content: bytes) -> Size | None:
    """Walks the segments to the frame header, which carries the size; the end mark must be there too."""
    if b"\xff\xd9" not in content[-64:]:
        return None
    at = 2
    while content[at] == 0xFF:
        marker, length = struct.unpack(">BH", content[at + 1 : at + 4])
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return (width, height)
        at += 2 + length
    return None


def _webp_size(content: bytes) -> Size | None:
    (declared,) = struct.unpack("<I", content[4:8])
    if len(content) < declared + 8:
        return None
    match content[12:16]:
        case b"VP8 " if content[23:26] == b"\x9d\x01\x2a":
            width, height = struct.unpack("<HH", content[26:30])
            return (width & 0x3FFF, height & 0x3FFF)
        case b"VP8L" if content[20] == 0x2F:
            (packed,) = struct.unpack("<I", content[21:25])
            return ((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1)
        case b"VP8X":
            width = int.from_bytes(content[24:27], "little") + 1
            height = int.from_bytes(content[27:30], "little") + 1
            return (width, height) if len(content) >= 30 else None
        case _:
            return None


_SIGNATURES: Mapping[str, Callable[[bytes], bool]] = {
    "image/png": lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": lambda content: content.startswith(b"\xff\xd8\xff"),
    "image/gif": lambda content: content.startswith((b"GIF87a", b"GIF89a")),
    "image/webp": lambda content: content.startswith(b"RIFF") and content[8:12] == b"WEBP",
}

_SIZES: Mapping[str, Callable[[bytes], Size | None]] = {
    "image/png": _png_size,
    "image/jpeg": _jpeg_size,
    "image/gif": _gif_size,
    "image/webp": _webp_size,
}
