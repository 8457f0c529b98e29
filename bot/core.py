"""The synchronous core: a fact, a due request or a kept delivery, each decided and committed in one transaction."""

from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.snapshots import Snapshots
from bot.storage.deliveries import Kept
from bot.storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from handlers.delivery import backoff
from handlers.dispatch import dispatch, handle
from handlers.incoming import Fact, QuestionAsked
from handlers.outcome import Outcome
from handlers.outgoing import Notice, ToPlace
from handlers.scene import Scene
from handlers.texts.catalog import Catalog
from handlers.texts.voice import Reader, Voice
from handlers.timer import fire_one
from knowledge.matcher import NoMatch, WhyNot
from knowledge.models import Lang

DOUBTED_AFTER = 3  # attempts at deciding a kept question with its match; then it is promised without one


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The habits of the organisation: default language, country and time zone."""

    lang: Lang
    territory: str
    timezone: str


class Core:
    """Decides. Everything here blocks: it is called through `bridge`."""

    def __init__(
        self, units: SqlUnitsOfWork, snapshots: Snapshots, clock: Clock, catalog: Catalog, house: House
    ) -> None:
        self.units = units
        self.snapshots = snapshots
        self.clock = clock
        self.catalog = catalog
        self.house = house

    def scene(self, fact: Fact | None = None) -> Scene:
        """The snapshot and the hour; for a question, with its match."""
        snapshot = self.snapshots.current
        match = snapshot.engine.match(fact.text) if isinstance(fact, QuestionAsked) else None
        return Scene(
            table=snapshot.table,
            now=self.clock.now(),
            default_zone=self.house.timezone,
            default_lang=self.house.lang,
            match=match,
        )

    def decide(self, fact: Fact, scene: Scene) -> Outcome:
        """Take care of a fact, once."""
        return handle(fact, self.units, scene)

    def keep(self, fact: Fact) -> bool:
        """Keep a fact that could not be decided; False when it had been taken care of after all."""
        with self.units.begin() as unit:
            is_new = unit.deliveries.keep(fact, self.clock.now())
            if is_new:
                unit.commit()
            return is_new

    def decide_kept(self) -> bool:
        """Decide the delivery that has waited the longest; whether there was one. Raises what deciding raises."""
        with self.units.look() as view:
            kept = view.deliveries.waiting(self.clock.now())
        if kept is None:
            return False
        self._postpone(kept)  # first, so that one that kills the process waits longer each time
        scene = self._doubting_scene() if kept.attempts >= DOUBTED_AFTER else self.scene(kept.fact)
        with self.units.begin() as unit:
            if unit.deliveries.settle(kept.id):
                _say(dispatch(kept.fact, unit, scene), kept.fact, unit, scene)
                unit.commit()
        return True

    def fire_one(self) -> bool:
        """Let the request that has been due the longest fall due; whether there was one."""
        scene = self.scene()
        with self.units.begin() as unit:
            fired = fire_one(unit, scene)
            unit.commit()
            return fired is not None

    def voice(self, reader: Reader) -> Voice:
        """Speaks to one reader about the current table."""
        return Voice(catalog=self.catalog, reader=reader, table=self.snapshots.current.table, now=self.clock.now())

    def _postpone(self, kept: Kept) -> None:
        with self.units.begin() as unit:
            unit.deliveries.postpone(kept.id, self.clock.now() + backoff(kept.attempts) + timedelta(seconds=1))
            unit.commit()

    def _doubting_scene(self) -> Scene:
        """A scene in which the question matches nothing: triage promises, which always works (P1)."""
        return Scene(
            table=self.snapshots.current.table,
            now=self.clock.now(),
            default_zone=self.house.timezone,
            default_lang=self.house.lang,
            match=NoMatch(why=WhyNot.UNSURE),
        )


def _say(outcome: Outcome, fact: Fact, unit: SqlUnitOfWork, scene: Scene) -> None:
    """What would have been said at once is said as a notice: its moment has passed."""
    if outcome.line:
        to = ToPlace(place=fact.place, person=fact.actor.person)
        notice = Notice(to=to, text=outcome.line.text, params=outcome.line.params)
        unit.outbox.add(outcome.request, [notice], scene.now)
