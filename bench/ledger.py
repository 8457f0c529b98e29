"""A ledger of one's own for a measure, with a small company and as many open requests as are asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import sqlalchemy as sa

from bot.bridge import Bridge
from bot.clock import SystemClock
from bot.core import Core, House
from bot.engines.fitting import Fitting
from bot.settings import EngineChoice
from bot.snapshots import Snapshots
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.routing import SqlRouting
from bot.storage.schema import upgrade
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.workshop import Workshop
from bot.texts import load_catalog
from handlers.incoming import Actor, ChannelName, PersonId, Place, QuestionAsked
from knowledge.models import (
    Bilingual,
    Department,
    DepartmentId,
    Email,
    Lang,
    OpenHours,
    RoutingTable,
    Topic,
    TopicId,
)

CHANNEL = ChannelName("instant")
DEPARTMENTS = 20
WRITERS = 1
_WEEK = tuple(OpenHours(weekday=day, opens=time(0), closes=time.max) for day in range(7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A house without channels."""

    file: Path
    database: Database
    units: SqlUnitsOfWork
    core: Core
    bridge: Bridge


@contextmanager
def bench_house() -> Iterator[Bench]:
    """On a fresh SQLite file, gone at the end."""
    with TemporaryDirectory() as folder:
        file, clock = Path(folder) / "bench.db", SystemClock()
        database = Database(f"sqlite:///{file}")
        upgrade(database, clock.now())
        routing = SqlRouting(database)
        routing.publish(_table(), base=0, author="bench", now=clock.now())
        units = SqlUnitsOfWork(database, uuid4)
        house = House(lang=Lang.EN, territory="CA", timezone="America/Toronto")
        core = Core(
            units, Snapshots(routing, Fitting(EngineChoice.LEXICAL, Workshop(None))), clock, load_catalog(), house
        )
        bridge = Bridge(core, writers=WRITERS, thinking_seconds=30)
        try:
            yield Bench(file=file, database=database, units=units, core=core, bridge=bridge)
        finally:
            bridge.close()
            database.close()


def question(number: int, person: str, conversation: str, now: datetime) -> QuestionAsked:
    """For each department in turn, whose owner has to act: the reply and the owner's cards are what goes out."""
    place = Place(channel=CHANNEL, conversation=conversation)
    text = _phrasing(number % DEPARTMENTS)
    return QuestionAsked(
        keys=(f"bench:{number}",), actor=Actor(person=PersonId(person)), place=place, at=now, text=text
    )


def fill(bench: Bench, open_requests: int, due: int) -> None:
    """That many open requests, `due` of them due now: copies of one that was asked."""
    now = bench.core.clock.now()
    fact = question(0, "anna@atelier.example", "anna", now)
    bench.core.decide(fact, bench.core.scene(fact))
    columns = [column.name for column in tables.requests.columns if column.name not in {"id", "next_at"}]
    names = ", ".join(columns)
    copied = sa.text(
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "  # noqa: S608 - own names
        f"INSERT INTO requests ({names}, next_at) "
        f"SELECT {names}, CASE WHEN i <= :due THEN :past ELSE :later END FROM n, requests r WHERE r.id = 1"
    )
    at = {"past": now - timedelta(hours=1), "later": now + timedelta(days=30)}
    values = {name: value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") for name, value in at.items()}
    with bench.database.write() as connection:
        connection.execute(copied, {"count": open_requests, "due": due, **values})
        connection.commit()


def _table() -> RoutingTable:
    departments = [_department(number) for number in range(DEPARTMENTS)]
    topics = [_topic(number) for number in range(DEPARTMENTS)]
    return RoutingTable(
        departments={department.id: department for department in departments},
        topics={topic.id: topic for topic in topics},
    )


def _department(number: int) -> Department:
    return Department(
        id=DepartmentId(f"d{number}"),
        name=Bilingual(fr=f"Service {number}", en=f"Department {number}"),
        members=(Email(f"owner{number}@atelier.example"),),
        hours=_WEEK,
        triage=number == 0,
    )


def _topic(number: int) -> Topic:
    return Topic(
        id=TopicId(f"t{number}"),
        department=DepartmentId(f"d{number}"),
        title=Bilingual(en=f"Machine {number}"),
        phrasings_en=(_phrasing(number),),
    )


def _phrasing(number: int) -> str:
    return f"who repairs machine M-{number:03d}?"
