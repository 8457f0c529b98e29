"""Texts to the pieces of words that the model knows: the likeliest way to cut them (a unigram model, Kudo 2018)."""

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache

import numpy as np

from bot.engines.e5.weights import Vocabulary

_SPACE = "▁"  # what the vocabulary writes for the space before a word
_DEAR = 10.0  # an unknown character costs as much more than the dearest piece
_WORDS_KEPT = 4_096

Cut = tuple[int, ...]
Way = tuple[float, Cut]  # the sum of the scores, and the pieces


class Pieces:
    """Cuts texts. The quarter of a million pieces are found by their hashes: in 4 MB, where a dict takes 40."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        texts = _texts(vocabulary)
        hashes = np.fromiter(map(hash, texts), np.int64, len(texts))
        self._order = np.argsort(hashes)
        self._hashes = hashes[self._order].data
        self._scores = vocabulary.scores.data
        self._longest = max(map(len, texts))
        self._unknown_score = float(vocabulary.scores.min()) - _DEAR
        self._meaningful = {vocabulary.begin, vocabulary.end, vocabulary.padding, vocabulary.unknown}
        self._cut = lru_cache(_WORDS_KEPT)(self._likeliest)

    def of(self, text: str) -> list[int]:
        """The ids of a text's pieces, between those of its begin and its end."""
        read = unicodedata.normalize("NFC", text).translate(self._vocabulary.replaced)
        words = re.sub(" +", " ", f" {read}").split(" ")[1:]
        cut = [piece for word in words for piece in self._cut(_SPACE + word)]
        return [self._vocabulary.begin, *cut, self._vocabulary.end]

    def _likeliest(self, word: str) -> Cut:
        """The cut whose scores sum up to the most."""
        best: list[Way] = [(0.0, ())]
        for end in range(1, len(word) + 1):
            ways = (self._longer(best[begin], word[begin:end]) for begin in range(max(0, end - self._longest), end))
            best.append(max(way for way in ways if way))
        return best[-1][1]

    def _longer(self, way: Way, text: str) -> Way | None:
        """The same way and one piece more; any single character is one, known or not."""
        score, cut = way
        piece = self._find(text)
        if piece is not None:
            return score + self._scores[piece], (*cut, piece)
        return (score + self._unknown_score, (*cut, self._vocabulary.unknown)) if len(text) == 1 else None

    def _find(self, text: str) -> int | None:
        """The id of a piece, by its hash and then by its letters: « tu » and « 畴 » have the same bytes and hash."""
        wanted = hash(text)
        place = bisect_left(self._hashes, wanted)
        while place < len(self._hashes) and self._hashes[place] == wanted:
            piece = int(self._order[place])
            if _text(self._vocabulary, piece) == text:
                return None if piece in self._meaningful else piece
            place += 1
        return None


def _texts(vocabulary: Vocabulary) -> list[str]:
    return [_text(vocabulary, piece) for piece in range(len(vocabulary.scores))]


def _text(vocabulary: Vocabulary, piece: int) -> str:
    begin, end = vocabulary.offsets[piece : piece + 2]
    return vocabulary.blob[begin:end].decode()
