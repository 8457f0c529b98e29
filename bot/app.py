"""The composition root: the one place where the parts are made and handed to each other."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from secrets import token_urlsafe
from uuid import uuid4

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.bridge import Bridge
from bot.channel import Channel, Channels, Finding, Platform, Serving
from bot.channels.web.send import WebChannel
from bot.clock import Clock
from bot.core import Core, House
from bot.engines.apart import Apart
from bot.engines.fitting import Fitting
from bot.front import Front
from bot.languages import likely_language
from bot.registry import open_platforms
from bot.settings import Settings
from bot.snapshots import Snapshots
from bot.storage.database import Database
from bot.storage.routing import SqlRouting
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.workshop import workshop_beside
from bot.texts import load_catalog
from bot.web.conversations import LedgerConversations
from bot.web.server import closed_pages, make_server
from bot.web.signin.settings import Settings as SignIn
from bot.workers.jobs import jobs_of
from bot.workers.runner import EmbeddedRunner
from handlers.incoming import ChannelName
from handlers.requests.calendar import working_calendar

POSTGRES_WRITERS = 8
STOP_SECONDS = 10

OpenWeb = Callable[[Bridge], "WebSide"]
Announce = Callable[[Sequence[ChannelName]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSide:
    """The pages of a process, and the channel over which they reach people."""

    routes: Sequence[BaseRoute]
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """An open database and what stands on it."""

    database: Database
    units: SqlUnitsOfWork
    routing: SqlRouting
    fitting: Fitting


@contextmanager
def open_ledger(settings: Settings) -> Iterator[Ledger]:
    """The ledger of the settings, closed at the end."""
    database = Database(settings.database_url)
    try:
        yield Ledger(
            database=database,
            units=SqlUnitsOfWork(database, uuid4),
            routing=SqlRouting(database),
            fitting=Fitting(settings.engine, workshop_beside(database.path), apart=Apart()),
        )
    finally:
        database.close()


def house_of(settings: Settings) -> House:
    """The organisation's habits."""
    return House(lang=settings.lang, territory=settings.territory, timezone=settings.timezone, admins=settings.admins)


def make_core(settings: Settings, ledger: Ledger, clock: Clock) -> Core:
    """The core on the published table."""
    snapshots = Snapshots(ledger.routing, ledger.fitting)
    return Core(ledger.units, snapshots, clock, load_catalog(), house_of(settings), likely_language)


def open_pages(settings: SignIn) -> OpenWeb:
    """The web side for people who sign in; what it takes, 17 MB, is loaded where they do."""
    from bot.web.signin.pages import SignedInPages

    def web(bridge: Bridge) -> WebSide:
        routes = SignedInPages(bridge, settings, token_urlsafe).routes()
        return WebSide(routes=routes, channel=WebChannel(LedgerConversations(bridge)))

    return web


def make_bridge(core: Core, ledger: Ledger) -> Bridge:
    """One writing thread on SQLite, several on PostgreSQL."""
    return Bridge(core, writers=1 if ledger.database.is_sqlite else POSTGRES_WRITERS)


async def serve(core: Core, ledger: Ledger, serving: Serving, open_web: OpenWeb | None, announce: Announce) -> None:
    """Serve until a signal says stop; the work under way is finished. `announce` is told which channels are open.

    Without `open_web` nobody reads a page, so the web is no way to reach anybody.
    """
    bridge = make_bridge(core, ledger)
    await bridge.read(_read_calendars, core)
    async with _started(open_platforms(serving, Front(bridge))) as platforms:
        channels: list[Channel] = [platform.channel for platform in platforms]
        web = open_web(bridge) if open_web else None
        if web:
            channels.append(web.channel)
        runner = EmbeddedRunner(jobs_of(bridge, Channels(channels)))
        routes = [route for platform in platforms for route in platform.routes()]
        announce([channel.name for channel in channels])
        routes += web.routes if web else closed_pages(bridge)
        server = _server(make_server(bridge, routes), serving, bridge)
        working = asyncio.create_task(runner.run())
        try:
            await server.serve()
        finally:
            ledger.fitting.stop()
            runner.stop()
            await asyncio.wait_for(working, STOP_SECONDS)
    bridge.close()


async def check_platforms(core: Core, ledger: Ledger, serving: Serving) -> list[Finding]:
    """What each configured platform finds about itself. Raises BotError for one that is configured wrongly."""
    bridge = make_bridge(core, ledger)
    try:
        async with AsyncExitStack() as stack:
            platforms = open_platforms(serving, Front(bridge))
            for platform in platforms:
                stack.push_async_callback(platform.stop)
            return [finding for platform in platforms for finding in await platform.check()]
    finally:
        bridge.close()


def _read_calendars(core: Core) -> None:
    """Look when each department opens next, so that whoever asks first need not wait for the days off.

    They come from a library that loads the holidays of all countries for those of one: a tenth of a second.
    """
    table, now = core.snapshots.current.table, core.clock.now()
    for department in table.departments.values():
        working_calendar(table, department, core.house.timezone, now)


@asynccontextmanager
async def _started(platforms: list[Platform]) -> AsyncIterator[list[Platform]]:
    """The platforms, started; those that were are stopped at the end, the last one first."""
    async with AsyncExitStack() as stack:
        for platform in platforms:
            stack.push_async_callback(platform.stop)
            await platform.start()
        yield platforms


class _Server(uvicorn.Server):
    """Says that it stops before it waits for the answers under way: a stream of news would never end by itself."""

    def __init__(self, config: uvicorn.Config, bridge: Bridge) -> None:
        super().__init__(config)
        self._bridge = bridge

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._bridge.bells.stop()
        await super().shutdown(sockets)


def _server(app: Starlette, serving: Serving, bridge: Bridge) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        host=serving.host,
        port=serving.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    return _Server(config, bridge)
