"""What a sentence means as a whole, for engines that have a way to tell: a vector from an encoder, made comparable.

All sentences of a company are about work and so lie close together: what they have in common is taken off first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from knowledge.errors import KnowledgeError
from knowledge.lexical.features import Floats

SHARE = 0.6  # of the likeness of two texts, beside 1 for their words


class EncoderFailedError(KnowledgeError):
    """An encoder that worked at the start and does no longer."""


class Encoder(Protocol):
    """Texts to vectors of unit length (zeros when it has nothing to say); the same text always to the same vector."""

    @property
    def name(self) -> str:
        """Another one whenever the vectors are others."""
        ...

    @property
    def width(self) -> int: ...

    def encode(self, text: str) -> Floats:
        """Raises EncoderFailedError."""
        ...


class NoEncoder:
    """Says nothing about any text."""

    name = "none"
    width = 0

    def encode(self, text: str) -> Floats:
        return np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class Sense:
    """An encoder with the middle of what one table says."""

    encoder: Encoder
    middle: Floats

    def of(self, text: str) -> Floats:
        if not self.encoder.width:
            return self.middle
        told = self.encoder.encode(text)
        lead = told - self.middle if told.any() else told
        length = float(np.linalg.norm(lead))
        return np.asarray(lead * (np.sqrt(SHARE) / length if length else 0.0), np.float32)


def sense_of(encoder: Encoder, texts: Iterable[str]) -> Sense:
    """The sense of texts among these."""
    total, size = np.zeros(encoder.width, np.float64), 0
    if encoder.width:
        for size, text in enumerate(texts, start=1):  # noqa: B007 (the last number is the count)
            total += encoder.encode(text)
    return Sense(encoder, np.asarray(total / max(size, 1), np.float32))
