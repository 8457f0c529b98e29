"""Engines learn from what became of questions: read from the ledger, tried on the engine in force, a piece at a time.

At most once a day, or after many new endings, or for a new fit. What is kept of it are figures; the questions are read
from the ledger each time, so what was erased there has no say any more.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.engines.fitting import Fitted, Fitting, parts
from bot.engines.kept import Taught
from bot.engines.remembered import Progress
from bot.storage.unit_of_work import SqlUnitsOfWork
from handlers.endings import Known, endings
from handlers.requests.model import State
from handlers.verbs import Verb
from knowledge.cascade import Cascade
from knowledge.feedback import Ending, Stood, answer_moved, ask_moved, lessons, refine
from knowledge.lexical.engine import LexicalEngine
from knowledge.models import RoutingTable

MOST = 2_000  # of the newest requests are looked at
PIECE = 64  # questions tried at a time: a tenth of a second by their words, two seconds by their sense
AGAIN = timedelta(days=1)
MANY = 50  # new endings: sooner than in a day
TELLING = (Verb.CHOOSE, Verb.NONE_OF_THESE, Verb.HELPED, Verb.ANSWER, Verb.NOT_OURS, Verb.NOT_THESE_PEOPLE)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What the ledger told, and its newest event then."""

    endings: Sequence[Ending]
    newest: int


class Learning:
    """Refines engines by the endings in one ledger. Raises EncoderFailedError where sentence vectors cannot be made."""

    def __init__(self, units: SqlUnitsOfWork, fitting: Fitting) -> None:
        self._units = units
        self._fitting = fitting
        self._taught: dict[tuple[int, str], Taught] = {}  # by version and encoder, in this process

    def is_due(self, table: RoutingTable, engine: Fitted, now: datetime) -> bool:
        """Whether there may be something new to learn for the engine of this table."""
        return any(self._is_due(self._known(table, part), now) for part in parts(engine))

    def learned(self, table: RoutingTable, engine: Fitted, now: datetime, tell: Progress) -> Fitted:
        """The engine with what is known by now, at once: for commands that do nothing else."""
        if not self.is_due(table, engine, now):
            return self._refined(table, engine)
        pieces = self.pieces(table, engine, now)
        while True:
            try:
                tell(*next(pieces))
            except StopIteration as end:
                refined: Fitted = end.value
                return refined

    def pieces(self, table: RoutingTable, engine: Fitted, now: datetime) -> Generator[tuple[int, int], None, Fitted]:
        """Learns piece by piece, telling how many questions are done and of how many; then gives the engine refined."""
        read = self._read(table)
        texts = list(dict.fromkeys(ending.text for ending in read.endings))
        whole, done = len(texts) * len(parts(engine)), 0
        for part in parts(engine):
            stood: dict[str, Stood | None] = {}
            for some in _sliced(texts):
                stood.update((text, part.stood(text)) for text in some)
                done += len(some)
                yield done, whole
            refinement = refine(lessons(read.endings, stood, part.own_calibration), part.own_calibration)
            self._keep(table, part, Taught(refinement=refinement, at=now, newest=read.newest))
        return self._refined(table, engine)

    def _refined(self, table: RoutingTable, engine: Fitted) -> Fitted:
        first, *others = (part.with_refinement(self._known(table, part).refinement) for part in parts(engine))
        return Cascade(first, *others) if others else first

    def _known(self, table: RoutingTable, part: LexicalEngine) -> Taught:
        key = table.version, part.encoder.name
        if key not in self._taught:
            self._taught = {known: what for known, what in self._taught.items() if known[0] == table.version}
            self._taught[key] = self._fitting.taught(table, part)
        return self._taught[key]

    def _keep(self, table: RoutingTable, part: LexicalEngine, what: Taught) -> None:
        self._taught[table.version, part.encoder.name] = what
        self._fitting.keep_taught(table, part, what)
        own, refinement = part.own_calibration, what.refinement
        log.info(
            "questions_learned_from",
            encoder=part.encoder.name,
            counted=round(refinement.counted),
            answer_before=round(answer_moved(own, refinement).before, 3),
            answer_after=round(answer_moved(own, refinement).after, 3),
            ask_before=round(ask_moved(own, refinement).before, 3),
            ask_after=round(ask_moved(own, refinement).after, 3),
        )

    def _is_due(self, known: Taught, now: datetime) -> bool:
        if not timedelta(0) <= now - known.at < AGAIN:
            return True
        with self._units.look() as view:
            return view.timeline.count_since(known.newest, TELLING) >= MANY

    def _read(self, table: RoutingTable) -> _Read:
        since = self._units.routing_history.first_versions()
        with self._units.look() as view:
            newest = view.timeline.newest()
            requests = view.requests.newest(limit=MOST)
            known = Known(
                table=table,
                since=since,
                chosen=view.drafts.chosen(limit=2 * MOST),
                shown=view.timeline.having(_SHOWN, oldest=requests[-1].id) if requests else (),
            )
        return _Read(endings=endings(requests, known), newest=newest)


_SHOWN = f"became_{State.CLARIFYING}"


def _sliced(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[at : at + PIECE] for at in range(0, len(texts), PIECE))
