"""Which wordings of different topics are the same or nearly: what an admin should look at, found in sorted order.

Comparing all pairs of 100,000 wordings would take an hour. Near twins stand close to each other when sorted by their
words, or by their words read backwards (a slip early in one order is late in the other), so each is compared with the
few that follow it. Misses some; costs seconds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from knowledge.text import fold, words

_WINDOW = 3  # neighbours looked at in each order
_NEARLY = 92  # per cent of the characters, words in alphabetical order
_SHORTEST = 8  # characters: `taxi` and `taxe` are not a slip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One text by which a topic may be asked."""

    topic: str
    column: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two wordings of different topics, in the table's order; `exactly` when the same but for case and accents."""

    earlier: Wording
    later: Wording
    exactly: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A wording as it is compared. `imprimante 2` and `imprimante 3` are two things: words with digits must agree."""

    place: int
    folded: str
    sorted_words: str
    numbers: tuple[str, ...]


def alike(wordings: Sequence[Wording]) -> tuple[Pair, ...]:
    """The pairs, in the order of their later wording; one for each wording and other topic."""
    reads = [_read(place, wording.text) for place, wording in enumerate(wordings)]
    found: dict[tuple[int, str], Pair] = {}
    for exactly, pairs in ((True, _twins(reads)), (False, _neighbours(reads))):
        for first, second in sorted(set(pairs)):
            earlier, later = wordings[first], wordings[second]
            if earlier.topic != later.topic:
                found.setdefault((second, earlier.topic), Pair(earlier=earlier, later=later, exactly=exactly))
    return tuple(found[key] for key in sorted(found))


def alike_to(text: str, others: Sequence[str]) -> tuple[bool, ...]:
    """For each of the others, whether it is nearly the same wording, or the very same."""
    one, *reads = (_read(place, each) for place, each in enumerate((text, *others)))
    return tuple(_is_near(one, read) or (bool(one.folded) and one.folded == read.folded) for read in reads)


def _read(place: int, text: str) -> _Read:
    folded, sorted_words, numbers = _told(text)
    return _Read(place=place, folded=folded, sorted_words=sorted_words, numbers=numbers)


@lru_cache(maxsize=4_096)  # questions are compared with each other again and again
def _told(text: str) -> tuple[str, str, tuple[str, ...]]:
    folded = fold(text)
    in_order = sorted(words(folded))
    numbers = tuple(word for word in in_order if any(map(str.isdigit, word)))
    return folded, " ".join(in_order), numbers


def _twins(reads: Sequence[_Read]) -> Iterator[tuple[int, int]]:
    """Each wording with the first that reads the same."""
    firsts: dict[str, int] = {}
    for read in reads:
        first = firsts.setdefault(read.folded, read.place)
        if read.folded and first != read.place:
            yield first, read.place


def _neighbours(reads: Sequence[_Read]) -> Iterator[tuple[int, int]]:
    long_enough = [read for read in reads if len(read.sorted_words) >= _SHORTEST]
    forwards = sorted(long_enough, key=lambda read: read.sorted_words)
    backwards = sorted(long_enough, key=lambda read: read.sorted_words[::-1])
    for order in (forwards, backwards):
        for position, one in enumerate(order):
            for other in order[position + 1 : position + 1 + _WINDOW]:
                if _is_near(one, other):
                    yield min(one.place, other.place), max(one.place, other.place)


def _is_near(one: _Read, other: _Read) -> bool:
    """Not the very same, which its first twin has told already."""
    if one.folded == other.folded or one.numbers != other.numbers:
        return False
    return fuzz.ratio(one.sorted_words, other.sorted_words, score_cutoff=_NEARLY) > 0
