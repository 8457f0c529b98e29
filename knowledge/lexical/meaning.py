"""What words stand for: concepts of the general lexicon, and of the company's glossary both ways.

A word may stand for several concepts and an expression for one; no language is guessed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
        index: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for number, said in enumerate((*map(_expressions, CONCEPTS), *map(_entry, glossary))):
            for expression in said:
                index[expression].add(number)
        index.pop((), None)
        self._index = {expression: frozenset(numbers) for expression, numbers in index.items()}
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


def _expressions(concept: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [tuple(stem(word) for word in said.split("_")) for said in concept]


def _entry(entry: GlossaryTerm) -> list[tuple[str, ...]]:
    return [tuple(stem(word) for word in words(fold(side))) for side in (entry.term, entry.means)]
