"""The two icons of the Teams package, drawn from the product's own mark: an arch over a counter. Pure."""

import struct
import zlib
from collections.abc import Callable

Colour = tuple[int, int, int]
GREEN: Colour = (0x1F, 0x5F, 0x5B)
WHITE: Colour = (0xFF, 0xFF, 0xFF)
COLOUR_SIZE, OUTLINE_SIZE = 192, 32
GRID = 32  # the units the mark is drawn in
FINE = 4  # points a side that each pixel is looked at
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def colour_icon() -> bytes:
    """192 x 192: the mark in white on the product's green, with the margin that Teams asks for."""
    return _png(COLOUR_SIZE, lambda cover: (*_mixed(cover), 255), scale=0.75)


def outline_icon() -> bytes:
    """32 x 32: the mark in white on nothing."""
    return _png(OUTLINE_SIZE, lambda cover: (*WHITE, round(255 * cover)), scale=1.3)


def _mixed(cover: float) -> Colour:
    red, green, blue = (round(back + (front - back) * cover) for back, front in zip(GREEN, WHITE, strict=True))
    return red, green, blue


def _png(size: int, paint: Callable[[float], tuple[int, int, int, int]], *, scale: float) -> bytes:
    rows = (
        b"\0" + b"".join(bytes(paint(_cover(x, y, size, scale))) for x in range(size))  # no filter, then pixels
        for y in range(size)
    )
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)  # 8 bits of red, green, blue and opacity each
    data = zlib.compress(b"".join(rows), 9)
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _cover(x: int, y: int, size: int, scale: float) -> float:
    """How much of the pixel the mark covers, 0 to 1."""
    steps = [(step + 0.5) / FINE for step in range(FINE)]
    points = ((_placed(x + dx, size, scale), _placed(y + dy, size, scale)) for dx in steps for dy in steps)
    return sum(_in_mark(px, py) for px, py in points) / FINE**2


def _placed(at: float, size: int, scale: float) -> float:
    """A point of the picture, in the mark's units, the mark's middle in the picture's."""
    return (at * GRID / size - GRID / 2) / scale + GRID / 2


def _in_mark(x: float, y: float) -> bool:
    """An arch from 8 to 24 with a counter's opening below."""
    y += 1  # the arch stands from 6 to 24: its middle is 15
    if not (8 <= x <= 24 and y <= 24):  # noqa: PLR2004 - the mark's own measures
        return False
    if y < 14:  # noqa: PLR2004 - where the round part ends
        return (x - 16) ** 2 + (y - 14) ** 2 <= 8**2
    return not (12 < x < 20 and y > 18)  # noqa: PLR2004 - the opening
