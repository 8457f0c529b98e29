"""An encoder that remembers the vectors of the table's texts, in memory and in the workshop."""

from collections.abc import Callable, Sequence
from hashlib import sha256

import numpy as np

from bot.storage.workshop import Workshop
from knowledge.lexical.features import Floats
from knowledge.lexical.sense import Encoder, EncoderFailedError

Progress = Callable[[int, int], None]  # done, of

_SLICE = 64  # vectors made before they are kept: what a stop in between loses


class Remembered:
    """Encodes as `encoder` does; the texts it was told to prepare cost nothing any more."""

    def __init__(self, encoder: Encoder, workshop: Workshop) -> None:
        self._encoder = encoder
        self._workshop = workshop
        self._known: dict[bytes, Floats] = {}
        self.name = encoder.name
        self.width = encoder.width

    def encode(self, text: str) -> Floats:
        known = self._known.get(_hash(text))
        return self._encoder.encode(text) if known is None else known

    def lacks(self, texts: Sequence[str]) -> list[str]:
        """The texts whose vectors are yet to be made."""
        by_hash = {_hash(text): text for text in texts}
        unknown = [key for key in by_hash if key not in self._known]
        for key, packed in self._workshop.vectors(self.name, unknown).items():
            if len(vector := _unpacked(packed)) == self.width:
                self._known[key] = vector
        return [text for key, text in by_hash.items() if key not in self._known]

    def prepare(self, texts: Sequence[str], tell: Progress) -> None:
        """Make the vectors of these texts, slice by slice, each kept at once. Raises EncoderFailedError."""
        for at in range(0, len(texts), _SLICE):
            made = {_hash(text): _packed(self._encoder.encode(text)) for text in texts[at : at + _SLICE]}
            self._known.update((key, _unpacked(packed)) for key, packed in made.items())
            self._workshop.keep_vectors(self.name, made)
            tell(min(at + _SLICE, len(texts)), len(texts))


class Recalled:
    """The vectors that an encoder left in the workshop, without the encoder."""

    def __init__(self, name: str, width: int, workshop: Workshop) -> None:
        self.name = name
        self.width = width
        self._workshop = workshop
        self._known: dict[bytes, Floats] = {}

    def recall(self, texts: Sequence[str]) -> None:
        """Fetch the vectors of these texts."""
        if self.width:
            found = self._workshop.vectors(self.name, [_hash(text) for text in texts])
            self._known.update((key, _unpacked(packed)) for key, packed in found.items())

    def encode(self, text: str) -> Floats:
        known = self._known.get(_hash(text)) if self.width else np.zeros(0, np.float32)
        if known is None or len(known) != self.width:
            raise EncoderFailedError("encoder_failed", encoder=self.name)
        return known


def _hash(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _packed(vector: Floats) -> bytes:
    """Half precision: made and kept vectors are the same, and the file half as large."""
    return vector.astype(np.float16).tobytes()


def _unpacked(packed: bytes) -> Floats:
    return np.frombuffer(packed[: len(packed) // 2 * 2], np.float16).astype(np.float32)
