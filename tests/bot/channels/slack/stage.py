"""A house that speaks Slack, over the fake workspace: everything real from the signed bytes to the ledger's file."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import httpx

from bot.channel import Channels
from bot.channels.slack.platform import SlackPlatform
from bot.channels.slack.settings import Settings
from bot.front import Front
from bot.web.server import make_server
from bot.workers.jobs import jobs_of
from handlers.requests.events import TimelineEvent
from handlers.requests.model import Request
from knowledge.models import DepartmentId, Email, RoutingTable
from tests.bot.house import ANNA, PAUL, ROSE, HouseUnderTest, StoppedClock, make_house, small_table
from tests.fakes.slack import BOT_TOKEN, SECRET, FakeSlack
from tests.fakes.slack_people import Line, Somebody

LUIS = Email("luis.herrera@atelier.example")
STORE, HELP, GENERAL = "C0STORE", "C0HELP", "C0GENERAL"


@dataclass(slots=True, kw_only=True)
class SlackStage:
    """One organisation on Slack: Anna asks, Paul keeps the store, Rose sits at the front desk."""

    house: HouseUnderTest
    clock: StoppedClock
    slack: FakeSlack
    line: Line
    platform: SlackPlatform
    steps: list[Callable[[], Awaitable[bool]]]
    tried: asyncio.Event = field(default_factory=asyncio.Event)  # a commit, while the ledger was locked

    @property
    def anna(self) -> Somebody:
        return Somebody(self.line, "U0ANNA")

    @property
    def paul(self) -> Somebody:
        return Somebody(self.line, "U0PAUL")

    @property
    def luis(self) -> Somebody:
        return Somebody(self.line, "U0LUIS")

    @property
    def rose(self) -> Somebody:
        return Somebody(self.line, "U0ROSE")

    async def settle(self) -> None:
        """Everything that the workers have to do is done, and what was being said is said."""
        while True:
            did = [await step() for step in self.steps]
            await self.platform.finish_replies()
            if not any(did):
                return

    async def forward(self, **by: float) -> None:
        self.clock.forward(timedelta(**by))
        await self.settle()

    def timeline(self) -> list[TimelineEvent]:
        """Everything that happened to the request."""
        with self.house.core.units.look() as view:
            return list(view.timeline.of(self.request().id))

    def request(self) -> Request:
        return self.house.requests()[-1]


def slack_table() -> RoutingTable:
    """The store reads #magasin; Luis works there too."""
    table, store = small_table(), DepartmentId("magasin")
    both = replace(table.departments[store], slack_channel="magasin", members=(PAUL, LUIS))
    return replace(table, departments={**table.departments, store: both})


@asynccontextmanager
async def slack_stage(folder: Path, table: RoutingTable | None = None, **settings: str) -> AsyncIterator[SlackStage]:
    """Started, with everybody and every channel known; the clock stands still."""
    clock = StoppedClock()
    async with workspace(clock) as slack:
        house = make_house(folder, clock, table or slack_table())
        try:
            async with open_stage(house, clock, slack, **settings) as stage:
                yield stage
        finally:
            house.close()


@asynccontextmanager
async def open_stage(
    house: HouseUnderTest, clock: StoppedClock, slack: FakeSlack, **settings: str
) -> AsyncIterator[SlackStage]:
    """The house's door towards that workspace."""
    platform = SlackPlatform(_settings(slack, **settings), Front(house.bridge))
    app = make_server(house.bridge, list(platform.routes()))
    jobs = {job.name: job.step for job in jobs_of(house.bridge, Channels([platform.channel]))}
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    try:
        await platform.start()
        await platform.known()
        async with httpx.AsyncClient(transport=transport, base_url="http://guichet") as client:
            yield SlackStage(
                house=house,
                clock=clock,
                slack=slack,
                line=Line(slack, client),
                platform=platform,
                steps=[jobs["decide"], jobs["timers"], jobs["deliver"]],
            )
    finally:
        await platform.stop()


@asynccontextmanager
async def workspace(clock: StoppedClock) -> AsyncIterator[FakeSlack]:
    """The people and channels of the stories."""
    async with FakeSlack(clock.now) as slack:
        people_and_channels(slack)
        yield slack


def people_and_channels(slack: FakeSlack) -> None:
    slack.user("U0ANNA", "Anna Roy", ANNA)
    slack.user("U0PAUL", "Paul Côté", PAUL)
    slack.user("U0LUIS", "Luis Herrera", LUIS)
    slack.user("U0ROSE", "Rose Lam", ROSE, lang="en-CA")
    slack.channel(STORE, "magasin")
    slack.channel(HELP, "aide")
    slack.channel(GENERAL, "general")


def _settings(slack: FakeSlack, **more: str) -> Settings:
    values = {"bot_token": BOT_TOKEN, "signing_secret": SECRET, "api_url": slack.api_url, "help_channels": "aide"}
    return Settings(**{**values, **more})
