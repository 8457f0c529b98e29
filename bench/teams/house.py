"""Guichet with Teams' edge, channel and courier, as `serve` wires them, without the server in front."""

from collections.abc import MutableMapping
from typing import Any

from starlette.applications import Starlette

from bench.ledger import DEPARTMENTS, Bench
from bench.teams.stand_in import APP_ID, TENANT, StandIn
from bot.channel import Channels
from bot.channels.teams.listen import TeamsPlatform
from bot.channels.teams.settings import Settings
from bot.channels.teams.whereabouts import NAME, Whereabouts, dump
from bot.front import Front
from bot.workers.jobs import jobs_of
from handlers.accounts import Account
from handlers.incoming import PersonId
from knowledge.models import DepartmentId

Message = MutableMapping[str, Any]
FULL = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": "/api/messages"}


class TeamsHouse:
    """Takes deliveries as the server hands them over; delivers when told to."""

    def __init__(self, bench: Bench, cloud: StandIn) -> None:
        self._bench, self._cloud = bench, cloud
        settings = Settings.model_validate(
            {
                "TEAMS_APP_ID": APP_ID,
                "TEAMS_APP_PASSWORD": "secret",
                "TEAMS_TENANT_ID": TENANT,
                "TEAMS_OPENID_METADATA_URL": f"{cloud.address}/openid",
                "TEAMS_TOKEN_URL": f"{cloud.address}/token",
            }
        )
        self._platform = TeamsPlatform(settings, Front(bench.bridge), chance=lambda: 0.5)
        self._app = Starlette(routes=list(self._platform.routes()))
        self._jobs = {job.name: job.step for job in jobs_of(bench.bridge, Channels([self._platform.channel]))}

    async def open(self) -> None:
        """Every owner has a personal chat, every department a channel."""
        await self._platform.start()
        for number in range(DEPARTMENTS):
            person = f"owner{number}"
            self._bench.core.learn(
                Account(
                    channel=NAME,
                    account=person,
                    person=PersonId(f"{person}@atelier.example"),
                    address=self._reached(user=f"29:{person}", conversation=f"a:{person}"),
                )
            )
            with self._bench.units.begin() as unit:
                unit.accounts.link(NAME, DepartmentId(f"d{number}"), self._reached(conversation=f"19:d{number}"))
                unit.commit()

    def _reached(self, **where: str) -> str:
        return dump(Whereabouts(service_url=self._cloud.service_url, tenant=TENANT, bot=f"28:{APP_ID}", **where))

    async def close(self) -> None:
        await self._platform.stop()

    async def take(self, body: bytes, header: str) -> None:
        """One delivery. Raises unless it is acknowledged."""
        statuses: list[int] = []
        pieces = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            return pieces.pop() if pieces else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        headers = [(b"authorization", header.encode()), (b"content-type", b"application/json")]
        await self._app({**FULL, "query_string": b"", "headers": headers}, receive, send)
        assert statuses == [200], statuses

    async def settle(self) -> None:
        """Everything that waits is delivered."""
        while await self._jobs["deliver"]():
            pass
