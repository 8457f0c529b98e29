"""From what was typed to the words that count: greetings off, spoken spellings written out, typos mended.

Mends against the words of the table only; a word that the general lexicon knows is never mended.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.lexical.lexicon import FUNCTION_WORDS, SPOKEN
from knowledge.lexical.meaning import Meanings
from knowledge.lexical.small_talk import GREETINGS, without_greeting
from knowledge.text import fold, words

_ADDRESS_END = re.compile(r"[,!:.]")
_LONGEST_ADDRESS = 5  # words
_MOST_WORDS = 120
_FEWEST_LEFT = 2
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")


def read(folded: str) -> tuple[str, ...]:
    """The words of a folded text as they would be in a phrasing; at most _MOST_WORDS."""
    told = without_greeting(words(_without_address(folded))[:_MOST_WORDS])
    return tuple(word for typed in told for word in _written_out(typed))


def without_slips(text: str, mended: Mapping[str, str]) -> str:
    """The text as it was typed, but for long words with a single slip, which an encoder of sentences stumbles over.

    `mended` has words as read with what they were taken for. What is further off may be a word of the other language.
    """
    slips = {typed: meant for typed, meant in mended.items() if OSA.distance(typed, meant) == 1}
    return _LONG_WORD.sub(lambda found: slips.get(fold(found[0]), found[0]), text) if slips else text


class Speller:
    """Mends a word against those of the table: one slip in four to six letters, two in longer words.

    The first letter is hardly ever the wrong one, and looking only there keeps a large table fast.
    """

    _SHORTEST, _LONG = 4, 7

    def __init__(self, vocabulary: Iterable[str], meanings: Meanings) -> None:
        self._vocabulary = frozenset(vocabulary)
        self._meanings = meanings
        self._alike: dict[tuple[str, int], list[str]] = defaultdict(list)  # by first letter and length
        for word in sorted(self._vocabulary):
            self._alike[word[0], len(word)].append(word)

    def mend(self, word: str) -> str:
        if len(word) < self._SHORTEST or not word.isalpha() or self._is_word(word):
            return word
        slips = 1 if len(word) < self._LONG else 2
        near = [hit for n in range(len(word) - slips, len(word) + slips + 1) if (hit := self._nearest(word, n, slips))]
        return min(near, key=lambda hit: hit[1])[0] if near else word

    def _is_word(self, word: str) -> bool:
        return word in self._vocabulary or word in FUNCTION_WORDS or self._meanings.knows(word)

    def _nearest(self, word: str, length: int, slips: int) -> tuple[str, float] | None:
        hit = process.extractOne(word, self._alike.get((word[0], length), ()), scorer=OSA.distance, score_cutoff=slips)
        return (hit[0], hit[1]) if hit else None


def _without_address(folded: str) -> str:
    """`bonjour les ti, l'imprimante…`: what comes before the comma is for people, when it opens with a greeting."""
    end = _ADDRESS_END.search(folded)
    if not end:
        return folded
    address, rest = words(folded[: end.start()]), folded[end.end() :]
    is_address = 0 < len(address) <= _LONGEST_ADDRESS and address[0] in GREETINGS
    return rest if is_address and len(words(rest)) >= _FEWEST_LEFT else folded


def _written_out(typed: str) -> tuple[str, ...]:
    if typed in SPOKEN:
        return tuple(SPOKEN[typed].split())
    return (typed[1:],) if re.match(r"j[bcdfglmnprstv]..", typed) else (typed,)  # jveux, jrentre
