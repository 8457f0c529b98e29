"""An encoder for tests: says the same of words that mean the same to it, and counts what it was asked."""

import zlib
from collections.abc import Mapping

import numpy as np

from knowledge.lexical.features import Floats
from knowledge.lexical.sense import EncoderFailedError
from knowledge.text import fold, words

WIDTH = 32

# Enough of both languages for the small company: a word to what it stands for.
MEANS = {
    "glagla": "froid",
    "shivering": "froid",
    "freezing": "froid",
    "cold": "froid",
    "heating": "froid",
    "chauffage": "froid",
    "coffee": "cafe",
    "java": "cafe",
    "kawa": "cafe",
}


class FakeEncoder:
    """Each known meaning is a direction; other words are faint ones. `broken` makes it fail."""

    name = "fake-1"
    width = WIDTH

    def __init__(self, means: Mapping[str, str] = MEANS) -> None:
        self.asked: list[str] = []
        self.broken = False
        self._means = means

    def encode(self, text: str) -> Floats:
        if self.broken:
            raise EncoderFailedError("encoder_failed", encoder=self.name)
        self.asked.append(text)
        total = np.zeros(WIDTH, np.float32)
        for word in words(fold(text)):
            meant = self._means.get(word, word)
            total[zlib.crc32(meant.encode("utf-8", "replace")) % WIDTH] += 1.0 if meant in self._means.values() else 0.2
        length = float(np.linalg.norm(total))
        return total / np.float32(length) if length else total
