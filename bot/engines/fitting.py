"""Makes the engine of a table: the quick one first, the thorough one when its vectors are there.

What was made for this very table by this very program is taken from the workshop. What is not there is made in a
process of its own where there is one to be had (`apart`), else here.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache

import structlog

from bot.engines.apart import Apart, Errand
from bot.engines.e5 import E5, EncoderMissingError
from bot.engines.kept import Taught, keep_taught, made, recalled, taught
from bot.engines.remembered import Progress, Remembered
from bot.settings import EngineChoice
from bot.storage.workshop import Workshop
from knowledge.cascade import Cascade
from knowledge.lexical.engine import LexicalEngine, topics_of
from knowledge.lexical.evidence import lines
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

    def __init__(
        self,
        choice: EngineChoice,
        workshop: Workshop,
        load: Callable[[], Encoder] = E5,
        apart: Apart | None = None,
    ) -> None:
        self._choice = choice
        self._workshop = workshop
        self._load = cache(lambda: Remembered(load(), workshop))
        self._apart = apart

    @property
    def senses(self) -> Senses:
        """Loads the encoder when it has not been needed yet."""
        if self._choice is EngineChoice.LEXICAL:
            return Senses.CHOSEN_LEXICAL
        return Senses.SEMANTIC if self._encoder() else Senses.MISSING

    def quick(self, table: RoutingTable, *, gently: bool = False) -> LexicalEngine:
        """The engine that is always there. `gently`: whatever else the machine has to do goes first."""
        return self._fitted(table, NoEncoder(), gently=gently)

    def kept(self, table: RoutingTable) -> LexicalEngine | None:
        """The quick engine if it need not be made."""
        return recalled(self._workshop, table, NoEncoder())

    def best(self, table: RoutingTable, tell: Progress) -> Fitted:
        """The best engine there is, however long it takes to make: for commands that do nothing else."""
        quick = self.quick(table)
        is_ready = self.prepare(self.lacking(table), tell)
        return (self.thorough(table, quick) if is_ready else None) or quick

    def stop(self) -> None:
        """Nothing more is made apart: whoever waits for it gets BrokenOffError."""
        if self._apart:
            self._apart.stop()

    def lacking(self, table: RoutingTable) -> list[str]:
        """The texts whose vectors the thorough engine still needs."""
        encoder = self._encoder()
        return encoder.lacks(_texts(table)) if encoder else []

    def made_of(self, table: RoutingTable) -> tuple[int, int]:
        """How many of the vectors that the thorough engine needs are made, and of how many."""
        return len(set(_texts(table))) - len(self.lacking(table)), len(set(_texts(table)))

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

    def thorough(self, table: RoutingTable, quick: LexicalEngine, *, gently: bool = False) -> Cascade | None:
        """Both engines in a row; None when there is only the quick one. Vectors not prepared are made on the way."""
        encoder = self._encoder()
        if encoder is None or not table.active_topics:
            return None
        try:
            return Cascade(quick, self._fitted(table, encoder, gently=gently))
        except EncoderFailedError as error:
            log.warning("encoder_failed", encoder=encoder.name, reason=str(error.__cause__))
            return None

    def taught(self, table: RoutingTable, engine: LexicalEngine) -> Taught:
        """What questions had taught this engine of this table."""
        return taught(self._workshop, table, engine.encoder)

    def keep_taught(self, table: RoutingTable, engine: LexicalEngine, what: Taught) -> None:
        """So that the next start finds it."""
        keep_taught(self._workshop, table, engine.encoder, what)

    def _encoder(self) -> Remembered | None:
        if self._choice is EngineChoice.LEXICAL:
            return None
        try:
            return self._load()
        except EncoderMissingError:
            return None

    def _fitted(self, table: RoutingTable, encoder: Encoder, *, gently: bool) -> LexicalEngine:
        engine = recalled(self._workshop, table, encoder)
        if engine is None and self._made_apart(table, encoder, gently=gently):
            engine = recalled(self._workshop, table, encoder)
        return engine or made(self._workshop, table, encoder)

    def _made_apart(self, table: RoutingTable, encoder: Encoder, *, gently: bool) -> bool:
        path = self._workshop.path
        if self._apart is None or path is None:
            return False
        errand = Errand(table=table, workshop=path, encoder=encoder.name, width=encoder.width, gently=gently)
        return self._apart.run(errand)


def parts(engine: Fitted) -> tuple[LexicalEngine, ...]:
    """The engines that one is made of: the quick one first, the one that says most last."""
    return (engine.quick, engine.thorough) if isinstance(engine, Cascade) else (engine,)


def _texts(table: RoutingTable) -> list[str]:
    return [line.text for line in lines(table, topics_of(table))]
