"""A whole house on a SQLite file, with a small company and a clock moved by hand: for tests that cross the layers."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

from starlette.applications import Starlette

from bot.app import OpenWeb
from bot.bridge import Bridge
from bot.channel import Channels
from bot.clock import Clock, MovableClock
from bot.core import Core, House
from bot.demo.stage import open_demo
from bot.engines.fitting import Fitting
from bot.languages import likely_language
from bot.settings import EngineChoice
from bot.snapshots import Snapshots
from bot.storage.database import Database
from bot.storage.routing import SqlRouting
from bot.storage.schema import upgrade
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.weblog import Posted
from bot.storage.workshop import Workshop
from bot.texts import load_catalog
from bot.web.server import make_server
from bot.workers.deliver import Courier
from bot.workers.introduce import Introductions
from handlers.requests.model import Request
from knowledge.models import (
    Bilingual,
    Department,
    DepartmentId,
    Email,
    Lang,
    OpenHours,
    Person,
    RoutingTable,
    Topic,
    TopicId,
)

LEXICAL = Fitting(EngineChoice.LEXICAL, Workshop(None))

MONDAY_MORNING = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 10:00 in Toronto
WEEK = tuple(OpenHours(weekday=day, opens=time(8), closes=time(17)) for day in range(5))
ANNA, PAUL, ROSE = (Email(f"{name}@atelier.example") for name in ("anna.roy", "paul.cote", "rose.lam"))


@dataclass(slots=True)
class StoppedClock:
    """Tells the same time until it is moved."""

    at: datetime = MONDAY_MORNING

    def now(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


def small_table() -> RoutingTable:
    """Anna asks, Paul keeps the store, Rose sits at the front desk, which is triage."""
    return RoutingTable(
        people={
            ANNA: Person(email=ANNA, name="Anna Roy", lang=Lang.FR),
            PAUL: Person(email=PAUL, name="Paul Côté", phone="819-555-0125", extension="212", lang=Lang.FR),
            ROSE: Person(email=ROSE, name="Rose Lam", phone="819-555-0100", lang=Lang.EN),
        },
        departments={DepartmentId(one.id): one for one in (_store(), _front_desk())},
        topics={TopicId("gants"): _gloves(), TopicId("badge"): _badge()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseUnderTest:
    """The parts, wired as `guichet demo` wires them, and what a test asks of them."""

    database: Database
    core: Core
    bridge: Bridge
    app: Starlette
    courier: Courier = field(repr=False)

    async def deliver_all(self) -> None:
        """Deliver until nothing is due."""
        while await self.courier.deliver_one():
            pass

    def shown(self, conversation: str) -> list[Posted]:
        """What a conversation shows: `person:<email>` or `department:<id>`."""
        with self.core.units.look() as view:
            return view.weblog.of(conversation, limit=1000)

    def requests(self) -> list[Request]:
        """Every request there is, oldest first."""
        with self.core.units.look() as view:
            return list(reversed(view.requests.newest(limit=1000)))

    def close(self) -> None:
        self.bridge.close()
        self.database.close()


def make_house(
    folder: Path,
    clock: Clock | None = None,
    table: RoutingTable | None = None,
    fitting: Fitting = LEXICAL,
    open_web: OpenWeb | None = None,
) -> HouseUnderTest:
    """A house in `folder`, with `table` published; its pages are the demo's unless others are given."""
    clock = clock or StoppedClock()
    shutil.copyfile(empty_ledger(), folder / "guichet.db")
    database = Database(f"sqlite:///{folder / 'guichet.db'}")
    SqlRouting(database).publish(table or small_table(), base=0, author="test", now=clock.now())
    return _wired(database, clock, fitting, open_web)


@cache
def empty_ledger() -> Path:
    """A ledger with its schema and nothing in it, made once a test process."""
    path = Path(mkdtemp(prefix="guichet-ledger-")) / "guichet.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database, MONDAY_MORNING)
    database.close()
    return path


def reopen_house(folder: Path, clock: Clock, fitting: Fitting = LEXICAL) -> HouseUnderTest:
    """The house that is in `folder` already, as after a restart."""
    return _wired(Database(f"sqlite:///{folder / 'guichet.db'}"), clock, fitting)


def _wired(database: Database, clock: Clock, fitting: Fitting, open_web: OpenWeb | None = None) -> HouseUnderTest:
    habits = House(lang=Lang.FR, territory="CA", timezone="America/Toronto", admins=(ROSE,))
    snapshots = Snapshots(SqlRouting(database), fitting)
    core = Core(SqlUnitsOfWork(database, uuid4), snapshots, clock, load_catalog(), habits, likely_language)
    bridge = Bridge(core, writers=1, thinking_seconds=30)
    open_web = open_web or open_demo(clock if isinstance(clock, MovableClock) else MovableClock(clock))
    web = open_web(bridge)
    channels = Channels([web.channel])
    return HouseUnderTest(
        database=database,
        core=core,
        bridge=bridge,
        app=make_server(bridge, list(web.routes)),
        courier=Courier(bridge, channels, Introductions(bridge, channels)),
    )


def _store() -> Department:
    return Department(
        id=DepartmentId("magasin"),
        name=Bilingual(fr="Magasin", en="Stores"),
        phone="819-555-0125",
        members=(PAUL,),
        hours=WEEK,
        timezone="America/Toronto",
    )


def _front_desk() -> Department:
    return Department(
        id=DepartmentId("accueil"),
        name=Bilingual(fr="Accueil", en="Front desk"),
        phone="819-555-0100",
        members=(ROSE,),
        hours=WEEK,
        timezone="America/Toronto",
        triage=True,
    )


def _gloves() -> Topic:
    return Topic(
        id=TopicId("gants"),
        department=DepartmentId("magasin"),
        person=PAUL,
        title=Bilingual(fr="Gants en nitrile", en="Nitrile gloves"),
        answer=Bilingual(fr="Allée B, tablette B-12-3.", en="Aisle B, shelf B-12-3."),
        phrasings_fr=("où sont les gants en nitrile ?", "il n'y a plus de gants"),
        phrasings_en=("where are the nitrile gloves?",),
    )


def _badge() -> Topic:
    return Topic(
        id=TopicId("badge"),
        department=DepartmentId("accueil"),
        title=Bilingual(fr="Carte d'accès perdue", en="Lost badge"),
        phrasings_fr=("j'ai perdu ma carte d'accès",),
        phrasings_en=("I lost my badge",),
    )
