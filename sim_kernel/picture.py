"""Is it a picture? Judged by its content: of a known format, whole, and of sane size."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

import imagesize  # type: ignore[import-untyped]

LARGEST_PICTURE = 2 * 1024 * 1024
LARGEST_SIDE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that has passed: format, width and height in pixels, and its bytes as uploaded."""

    media_type: str
    width: int
    height: int
    content: bytes

    def shown(self) -> dict[str, str | int]:
        """What is said of it in JSON; `size` is in bytes."""
        size = len(self.content)
        return {"media_type": self.media_type, "width": self.width, "height": self.height, "size": size}


class PictureError(Exception):
    """What came is no picture that is taken; the message goes on after the name of what it should be."""

    def __init__(self, problem: str, *, too_large: bool = False) -> None:
        super().__init__(problem)
        self.too_large = too_large


def read_picture(content: bytes) -> Picture:
    """The picture in `content`; name and declared type of an upload count for nothing.

    Raises:
        PictureError: it is too large, of no known format, damaged, or of a size that is none.
    """
    if len(content) > LARGEST_PICTURE:
        problem = f"has {len(content)} bytes; at most {LARGEST_PICTURE} (2 MiB) are taken"
        raise PictureError(problem, too_large=True)
    media_type = next((name for name, begins in _BEGINNINGS.items() if begins(content)), None)
    if media_type is None:
        raise PictureError("is not a picture that is taken; it must be PNG, JPEG, GIF or WebP by its content")
    width, height = imagesize.get(BytesIO(content), exif_rotation=False)
    if width < 0 or not _IS_WHOLE[media_type](content):
        raise PictureError(f"begins like {media_type} but is cut short or damaged; upload the whole picture")
    if not (1 <= width <= LARGEST_SIDE and 1 <= height <= LARGEST_SIDE):
        raise PictureError(f"is {width} x {height} pixels; each side must be 1 to {LARGEST_SIDE}")
    return Picture(media_type=media_type, width=width, height=height, content=content)


def _is_whole_png(content: bytes) -> bool:
    """The header's checksum is right, and there are data and an end."""
    declared = int.from_bytes(content[29:33], "big")
    header = content[8:16] == b"\0\0\0\rIHDR" and zlib.crc32(content[12:29]) == declared
    return header and b"IDAT" in content and content.rstrip(b"\0")[-8:-4] == b"IEND"


def _is_whole_webp(content: bytes) -> bool:
    """All the bytes that it declares are there, and a lossy picture's frame begins as one."""
    lossy = content[12:16] == b"VP8 "
    return len(content) >= int.from_bytes(content[4:8], "little") + 8 and (
        not lossy or content[23:26] == b"\x9d\x01\x2a"
    )


_BEGINNINGS: Mapping[str, Callable[[bytes], bool]] = {
    "image/png": lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": lambda content: content.startswith(b"\xff\xd8\xff"),
    "image/gif": lambda content: content.startswith((b"GIF87a", b"GIF89a")),
    "image/webp": lambda content: content.startswith(b"RIFF") and content[8:12] == b"WEBP",
}
_IS_WHOLE: Mapping[str, Callable[[bytes], bool]] = {
    "image/png": _is_whole_png,
    "image/jpeg": lambda content: b"\xff\xd9" in content[-64:],
    "image/gif": lambda content: content.rstrip(b"\0").endswith(b"\x3b"),
    "image/webp": _is_whole_webp,
}
