"""Words to numbers: exact words, stems, pairs, four-letter parts and meanings, weighed by how telling they are.

A space is made from the table's own texts. A part no text has is not looked up but counts in the norm, so that a
question full of unknown words stays far from everything; a word understood by its meaning is not unknown.
"""

import math
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.lexical.lexicon import FUNCTION_WORDS
from knowledge.lexical.meaning import Meanings
from knowledge.lexical.stem import stem

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

_PART = 4  # letters
_MEANING = 3.0  # how often a concept counts for each time it is said
_UNDERSTOOD = 0.3  # parts of a word count this much once its meaning is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """A text in a space: columns with their values (unit norm, unknown parts included), and the word each came from.

    `sense` is what it means as a whole. `heard` tells how much of it is said about several topics, 0 to 1: little of
    a question in a language that the table does not speak.
    """

    columns: Ints
    values: Floats
    words: Ints
    sense: Floats
    heard: float


@dataclass(slots=True)
class _Part:
    """How often a part was seen, in which word first, and the concepts that excuse it when unknown."""

    count: float
    word: int
    excuse: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """How many of `size` texts have each part, and which parts are said about several topics."""

    size: int
    counts: Mapping[str, int]
    common: frozenset[str]


class Space:
    """Parts to columns (hashed, signed) and weights, learned from texts, each with its topic; `width` columns."""

    def __init__(self, texts: Iterable[tuple[str, Sequence[str]]], meanings: Meanings, width: int) -> None:
        self._meanings = meanings
        self.width = width
        seen: Counter[str] = Counter()
        size = 0
        owner: dict[str, str] = {}
        common: set[str] = set()
        for size, (topic, told) in enumerate(texts, start=1):  # noqa: B007 (the last number is the count)
            parts = self._parts(told).keys()
            seen.update(parts)
            common.update(part for part in parts if owner.setdefault(part, topic) != topic)
        self._know(Census(size=size, counts=seen, common=frozenset(common)))

    @classmethod
    def from_census(cls, census: Census, meanings: Meanings, width: int) -> "Space":
        """The space whose census this is."""
        space = cls((), meanings, width)
        space._know(census)
        return space

    def _know(self, census: Census) -> None:
        size = census.size
        self.census = census
        self._rarest = math.log(1 + size) + 1
        self._known = {
            part: _place(part, self.width, math.log((1 + size) / (1 + n)) + 1) for part, n in census.counts.items()
        }

    def with_texts(self, texts: Iterable[Sequence[str]]) -> "Space":
        """The same space that also knows the parts of these texts; the weights of known parts stay."""
        wider = copy(self)
        new = {part for told in texts for part in self._parts(told)} - self._known.keys()
        wider._known = self._known | {part: _place(part, self.width, self._rarest) for part in new}  # noqa: SLF001 - its own class
        return wider

    def vector(self, told: Sequence[str], sense: Floats) -> Vector:
        columns, values, where, square, shared = [], [], [], 0.0, 0.0
        for name, part in self._parts(told).items():
            column, weight = self._known.get(name, (-1, 0.0))
            value = (1 + math.log(part.count) if part.count >= 1 else part.count) * (weight or self._rarest)
            if column >= 0:
                columns.append(column)
                values.append(value)
                where.append(part.word)
            elif self._is_understood(part):
                continue
            square += value * value
            if name in self.census.common:
                shared += value * value
        scale = 1 / math.sqrt(square) if square else 0.0
        return Vector(
            columns=np.array(columns, np.int32),
            values=np.array(values, np.float32) * np.float32(scale),
            words=np.array(where, np.int32),
            sense=sense,
            heard=math.sqrt(shared) * scale if len(sense) else 1.0,  # without a sense there is nothing else to go by
        )

    def _is_understood(self, part: _Part) -> bool:
        return any(f"#{concept}" in self._known for concept in part.excuse)

    def _parts(self, told: Sequence[str]) -> dict[str, _Part]:
        meaning = self._meanings.of(told)
        parts: dict[str, _Part] = {}
        for at, (word, concepts) in enumerate(zip(told, meaning.by_word, strict=True)):
            _add(parts, f"={word}", 1, at, concepts)
            _add(parts, f"~{stem(word)}", 1, at, concepts)
            if word not in FUNCTION_WORDS:
                for piece in _pieces(word):
                    _add(parts, piece, _UNDERSTOOD if concepts else 1, at, concepts)
            if at:
                before = meaning.by_word[at - 1]
                _add(parts, f"{told[at - 1]}_{word}", 1, at, before | concepts if before and concepts else frozenset())
        place = {concept: at for at, concepts in enumerate(meaning.by_word) for concept in concepts}
        for concept in meaning.heard:
            _add(parts, f"#{concept}", _MEANING, place.get(concept, 0), frozenset())
        return parts


def _add(parts: dict[str, _Part], name: str, count: float, word: int, excuse: frozenset[int]) -> None:
    part = parts.get(name)
    if part is None:
        parts[name] = _Part(count, word, excuse)
    else:
        part.count += count
        part.excuse = part.excuse | excuse if part.excuse and excuse else frozenset()


def _pieces(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[i : i + _PART] for i in range(max(len(padded) - _PART + 1, 1))]


def _place(part: str, width: int, weight: float) -> tuple[int, float]:
    """The column, and the weight signed by one more bit of the hash, so that collisions cancel out on average."""
    code = zlib.crc32(part.encode("utf-8", "surrogatepass"))
    return code % width, weight if code >> 31 else -weight
