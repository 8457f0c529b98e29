"""The exact layer for codes: ME21N, `me 21 n`, B-12-3 are found whole, in any case, with spaces or dashes.

A code that is well formed but in no topic is reported as unknown with its near ones; what to do is the engine's.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.models import Topic, TopicId

SHORT = 3  # characters: 122, BP and T4 need support from the rest of the sentence
_MOST_PIECES = 5
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_GAP = re.compile(r"[\s\-./]{0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Codes in a question. `known` are keys of the table, `unknown` well-formed keys in no topic."""

    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class Codes:
    """The table's codes by key (letters and digits only, lower case)."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        owners: dict[str, list[TopicId]] = defaultdict(list)
        for topic in topics:
            for key in dict.fromkeys(key_of(code) for code in topic.codes):
                owners[key].append(topic.id)
        owners.pop("", None)
        self._owners = {key: tuple(ids) for key, ids in owners.items()}
        self._shapes = frozenset(_shape(key) for key in self._owners if _is_telling(key))

    def owners(self, key: str) -> tuple[TopicId, ...]:
        return self._owners.get(key, ())

    def find(self, folded: str) -> Found:
        """Every code in a folded text, longest reading first, each stretch of text used once."""
        pieces = list(_PIECE.finditer(folded))
        known, unknown, at = [], [], 0
        while at < len(pieces):
            size, key = self._read(folded, pieces[at : at + _MOST_PIECES])
            if key in self._owners:
                known.append(key)
            elif key:
                unknown.append(key)
            at += size
        return Found(known=tuple(dict.fromkeys(known)), unknown=tuple(dict.fromkeys(unknown)))

    def near(self, key: str) -> tuple[str, ...]:
        """Known codes that an unknown one may have meant, nearest first."""
        hits = process.extract(key, self._owners.keys(), scorer=OSA.distance, score_cutoff=2, limit=3)
        return tuple(hit[0] for hit in hits)

    def _read(self, folded: str, pieces: list[re.Match[str]]) -> tuple[int, str]:
        if not _starts_word(folded, pieces[0]):
            return 1, ""
        together = _together(folded, pieces)
        for size in range(together, 0, -1):
            key = "".join(piece.group() for piece in pieces[:size])
            if key in self._owners and _ends_word(folded, pieces[size - 1]) and _is_written(pieces[:size]):
                return size, key
        return self._unknown(folded, pieces[:together])

    def _unknown(self, folded: str, pieces: list[re.Match[str]]) -> tuple[int, str]:
        tight = len(pieces)
        while tight > 1 and " " in folded[pieces[0].end() : pieces[tight - 1].start()]:
            tight -= 1
        key = "".join(piece.group() for piece in pieces[:tight])
        if _is_telling(key) and _shape(key) in self._shapes and _ends_word(folded, pieces[tight - 1]):
            return tight, key
        return 1, ""


def key_of(code: str) -> str:
    return "".join(_PIECE.findall(code.casefold()))


def _is_telling(key: str) -> bool:
    return len(key) > SHORT and any(c.isdigit() for c in key) and any(c.isalpha() for c in key)


def _shape(key: str) -> str:
    return re.sub(r"\d", "9", re.sub(r"[^\W\d_]", "a", key))


def _starts_word(folded: str, piece: re.Match[str]) -> bool:
    return piece.start() == 0 or not folded[piece.start() - 1].isalnum()


def _ends_word(folded: str, piece: re.Match[str]) -> bool:
    return piece.end() == len(folded) or not folded[piece.end()].isalnum()


def _is_written(pieces: list[re.Match[str]]) -> bool:
    """Letters alone must be one word: `me ssage` is not a code written with a space."""
    return len(pieces) == 1 or any(piece.group().isdigit() for piece in pieces)


def _together(folded: str, pieces: list[re.Match[str]]) -> int:
    count = 1
    while count < len(pieces) and _GAP.fullmatch(folded, pieces[count - 1].end(), pieces[count].start()):
        count += 1
    return count
