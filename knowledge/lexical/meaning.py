"""What words stand for: concepts of the general lexicon, and of the company's glossary both ways.

A word may stand for several concepts and an expression for one; no language is guessed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.lexical.lexicon import CONCEPTS
from knowledge.lexical.stem import stem
from knowledge.models import GlossaryTerm
from knowledge.text import fold, words

_NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """`by_word` has the concepts of each word in place; `heard` every concept, once for each time it was said."""

    by_word: tuple[frozenset[int], ...]
    heard: tuple[int, ...]


class Meanings:
    """Concepts by stemmed word or expression."""

    def __init__(self, glossary: Iterable[GlossaryTerm] = ()) -> None:
        own = _index(map(_entry, glossary), start=len(CONCEPTS))
        known = _general()
        self._index = {**known, **{said: known.get(said, _NOTHING) | numbers for said, numbers in own.items()}}
        self._longest = max(map(len, self._index))

    def knows(self, word: str) -> bool:
        return (stem(word),) in self._index

    def of(self, told: Sequence[str]) -> Meaning:
        """Longest expressions first; the words inside an expression keep their own meaning as well."""
        stems = tuple(stem(word) for word in told)
        by_word = [_NOTHING] * len(stems)
        heard: list[int] = []
        at = 0
        while at < len(stems):
            size = self._reads(stems, at)
            for i in range(at, at + size):
                by_word[i] = self._index.get(stems[at : at + size], _NOTHING)
                heard += sorted(self._index.get((stems[i],), _NOTHING)) if size > 1 else ()
            heard += sorted(by_word[at])
            at += size
        return Meaning(by_word=tuple(by_word), heard=tuple(heard))

    def _reads(self, stems: tuple[str, ...], at: int) -> int:
        sizes = range(min(self._longest, len(stems) - at), 1, -1)
        return next((size for size in sizes if stems[at : at + size] in self._index), 1)


@cache
def _general() -> Mapping[tuple[str, ...], frozenset[int]]:
    """The general lexicon, the same for every table: its thousands of expressions are read once a process."""
    return _index(map(_expressions, CONCEPTS), start=0)


def _index(concepts: Iterable[list[tuple[str, ...]]], start: int) -> dict[tuple[str, ...], frozenset[int]]:
    """By expression the numbers of its concepts, which are counted from `start`."""
    index: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, said in enumerate(concepts, start):
        for expression in said:
            index[expression].add(number)
    index.pop((), None)
    return {expression: frozenset(numbers) for expression, numbers in index.items()}


def _expressions(concept: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [tuple(stem(word) for word in said.split("_")) for said in concept]


def _entry(entry: GlossaryTerm) -> list[tuple[str, ...]]:
    return [tuple(stem(word) for word in words(fold(side))) for side in (entry.term, entry.means)]
