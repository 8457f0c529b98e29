"""Which wordings of different topics are the same or nearly: what an admin should look at, found in sorted order.

Comparing all pairs of 100,000 wordings would take an hour. Near twins stand close to each other when sorted by their
words, or by their words read backwards (a slip early in one order is late in the other), so each is compared with the
few that follow it. Misses some; costs a second.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


def alike(wordings: Sequence[Wording]) -> tuple[Pair, ...]:
    """The pairs, in the order of their later wording; one pair for two topics and one wording."""
    folded = [fold(wording.text) for wording in wordings]
    sorted_words = [" ".join(sorted(words(text))) for text in folded]
    found: dict[tuple[int, str], Pair] = {}
    for first, second in sorted(_twins(folded)):
        _note(wordings, first, second, exactly=True, found=found)
    for first, second in sorted(set(_neighbours(sorted_words))):
        _note(wordings, first, second, exactly=False, found=found)
    return tuple(found[key] for key in sorted(found))


def _note(
    wordings: Sequence[Wording], first: int, second: int, *, exactly: bool, found: dict[tuple[int, str], Pair]
) -> None:
    earlier, later = wordings[first], wordings[second]
    if earlier.topic != later.topic:
        found.setdefault((second, earlier.topic), Pair(earlier=earlier, later=later, exactly=exactly))


def _twins(folded: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Each wording with the first that reads the same."""
    firsts: dict[str, int] = {}
    for position, text in enumerate(folded):
        first = firsts.setdefault(text, position)
        if text and first != position:
            yield first, position


def _neighbours(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    for key in (texts, [text[::-1] for text in texts]):
        order = [
            position for position in sorted(range(len(texts)), key=key.__getitem__) if len(texts[position]) >= _SHORTEST
        ]
        for place, position in enumerate(order):
            for other in order[place + 1 : place + 1 + _WINDOW]:
                if fuzz.ratio(texts[position], texts[other], score_cutoff=_NEARLY):
                    yield min(position, other), max(position, other)
