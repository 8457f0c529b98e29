"""The exact layer for codes: ME21N, `me 21 n`, B-12-3 are found whole, in any case, with spaces or dashes.

A well-formed code in no topic is unknown, never its neighbour. A slip of the hand (`mirro`, `md4`, `me51`) is near:
something to propose. What to do with either is the engine's.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.models import Topic, TopicId

SHORT = 3  # characters: 122, BP and T4 need support from the rest of the sentence

_LONGEST_READ = 5  # pieces: M, E, 21, N with anything between
_MOST_READ = 200  # pieces of a text
_FAMILY = 3  # codes of letters alone that begin alike make a family: ZSTOCK, ZETIQ, ZRETARD
_RARE = 0.01  # of the words of the table
_LONG_WORD = 5
_FEWEST_SPACED = 3
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_GAP = re.compile(r"\s?[\s\-./]?\s?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Keys of codes in a text: in the table, one slip away from the table's, well formed but in no topic."""

    known: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Pieces that may be one code, from a word's beginning: `gaps[i]` is what stands before piece i."""

    pieces: tuple[str, ...]
    gaps: tuple[str, ...]

    def key(self, size: int) -> str:
        return "".join(self.pieces[:size])

    def is_whole(self, size: int) -> bool:
        """Whether the reading ends where a word ends."""
        return size == len(self.pieces) or self.gaps[size] != ""

    def is_spaced(self, size: int) -> bool:
        return any(" " in gap for gap in self.gaps[1:size])


class Codes:
    """The table's codes by key: letters and digits only, lower case.

    `is_word` says what is ordinary language; `vocabulary` are the table's own words.
    """

    def __init__(self, topics: Iterable[Topic], is_word: Callable[[str], bool], vocabulary: Collection[str]) -> None:
        owners: dict[str, list[TopicId]] = defaultdict(list)
        for topic in topics:
            for key in dict.fromkeys(key_of(code) for code in topic.codes):
                owners[key].append(topic.id)
        owners.pop("", None)
        self._owners = {key: tuple(ids) for key, ids in owners.items()}
        self._is_word = is_word
        mixed = [key for key in self._owners if _is_mixed(key) and len(key) > SHORT]
        self._shapes = frozenset(_shape(key) for key in mixed)
        self._openings = frozenset((_PIECE.findall(key)[0], _shape(key)) for key in mixed)
        self._spelt = [key for key in self._owners if key.isalpha() and len(key) > SHORT]
        self._families = _families(self._spelt, vocabulary)
        self._plain: dict[str, list[str]] = defaultdict(list)
        for key in self._owners:
            self._plain[_without_zeros(key)].append(key)

    def owners(self, key: str) -> tuple[TopicId, ...]:
        return self._owners.get(key, ())

    def find(self, folded: str) -> Found:
        """Every code in a folded text, longest reading first, each stretch of text used once."""
        if not self._owners:
            return Found()
        pieces = list(_PIECE.finditer(folded))[:_MOST_READ]
        known, near, unknown, at = [], [], [], 0
        while at < len(pieces):
            run = _run(folded, pieces, at)
            size = self._known(run)
            if size:
                known.append(run.key(size))
            elif (size := self._doubtful(run)) and (neighbours := self._slips(run.key(size))):
                near += neighbours
            elif size and self._is_well_formed(run, size):
                unknown.append(run.key(size))
            at += max(size, 1)
        return Found(known=_once(known), near=_once(near), unknown=_once(unknown))

    def neighbours(self, key: str) -> tuple[str, ...]:
        """Known codes that an unknown one may have meant, nearest first."""
        hits = process.extract(key, self._owners.keys(), scorer=OSA.distance, score_cutoff=2, limit=3)
        return tuple(hit[0] for hit in hits)

    def _known(self, run: _Run) -> int:
        for size in range(len(run.pieces), 0, -1):
            if run.key(size) in self._owners and run.is_whole(size) and (size == 1 or not run.key(size).isalpha()):
                return size
        return 0

    def _doubtful(self, run: _Run) -> int:
        """How many pieces look like a code that is not in the table; 0 when it is ordinary language."""
        for size in range(len(run.pieces), 0, -1):
            key = run.key(size)
            if not run.is_whole(size) or self._is_word(key):
                continue
            if not run.is_spaced(size) or (size >= _FEWEST_SPACED and (run.pieces[0], _shape(key)) in self._openings):
                return size if _is_mixed(key) or (size == 1 and len(key) > SHORT) else 0
        return 0

    def _slips(self, key: str) -> list[str]:
        """One slip in a code of letters, a zero left out, a last letter left out: only if one code comes of it."""
        if key.isalpha():
            hits = process.extract(key, self._spelt, scorer=OSA.distance, score_cutoff=1, limit=2)
            return [hits[0][0]] if len(hits) == 1 else []
        longer = [code for code in self._owners if len(code) == len(key) + 1 and code.startswith(key)]
        near = (
            longer if len(key) > SHORT and _shape(key) in self._shapes else self._plain.get(_without_zeros(key), longer)
        )
        return near if len(near) == 1 else []

    def _is_well_formed(self, run: _Run, size: int) -> bool:
        key = run.key(size)
        if key.isalpha():
            return len(key) >= _LONG_WORD and key[0] in self._families
        return len(key) > SHORT and _shape(key) in self._shapes


def key_of(code: str) -> str:
    return "".join(_PIECE.findall(code.casefold()))


def _families(spelt: Collection[str], vocabulary: Collection[str]) -> frozenset[str]:
    """First letters that several codes of letters share and hardly any word of the table begins with: Z, say."""
    codes = Counter(key[0] for key in spelt)
    begun = Counter(word[0] for word in vocabulary if word not in spelt)
    return frozenset(letter for letter, n in codes.items() if n >= _FAMILY and begun[letter] <= _RARE * len(vocabulary))


def _run(folded: str, pieces: list[re.Match[str]], at: int) -> _Run:
    first = pieces[at]
    if first.start() and folded[first.start() - 1].isalnum():  # inside a word
        return _Run(pieces=(), gaps=())
    texts, gaps = [first.group()], [""]
    for before, piece in zip(pieces[at:], pieces[at + 1 : at + _LONGEST_READ + 1], strict=False):
        gap = folded[before.end() : piece.start()]
        if not _GAP.fullmatch(gap):
            gaps.append(gap)
            break
        texts.append(piece.group())
        gaps.append(gap)
    return _Run(pieces=tuple(texts[:_LONGEST_READ]), gaps=tuple(gaps))


@lru_cache(maxsize=4_096)
def _is_mixed(key: str) -> bool:
    return any(char.isdigit() for char in key) and any(char.isalpha() for char in key)


@lru_cache(maxsize=4_096)
def _shape(key: str) -> str:
    return re.sub(r"\d", "9", re.sub(r"[^\W\d_]", "a", key))


@lru_cache(maxsize=4_096)
def _without_zeros(key: str) -> str:
    return re.sub(r"0+(?=\d)", "", key)


def _once(keys: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))
