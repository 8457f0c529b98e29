"""Teams on a stage: the real edge, house, ledger and courier between the fake cloud and people who write and click."""

import asyncio
import json
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import httpx
from starlette.applications import Starlette

from bot.channel import Channel, Channels
from bot.channels.teams.listen import TeamsPlatform
from bot.channels.teams.settings import Settings
from bot.front import Front
from bot.workers.jobs import jobs_of
from handlers.requests.model import Request
from knowledge.models import RoutingTable
from tests.bot.channels.teams.cloud import APP_ID, APP_PASSWORD, BOT, TENANT, Cloud, Conversation, Json, Member
from tests.bot.house import StoppedClock, make_house

T = TypeVar("T")
CHANNEL = "19:stores@thread.tacv2"


def settings_for(cloud: Cloud) -> Settings:
    return Settings.model_validate(
        {
            "TEAMS_APP_ID": APP_ID,
            "TEAMS_APP_PASSWORD": APP_PASSWORD,
            "TEAMS_TENANT_ID": TENANT,
            "TEAMS_OPENID_METADATA_URL": f"{cloud.address}/openid",
            "TEAMS_TOKEN_URL": f"{cloud.address}/token",
        }
    )


class TeamsStage:
    """One organisation on Teams for the length of a story."""

    def __init__(self, folder: Path, cloud: Cloud, table: RoutingTable, others: tuple[Channel, ...] = ()) -> None:
        self.cloud = cloud
        self.clock = StoppedClock()
        self.house = make_house(folder, self.clock, table)
        self.front = Front(self.house.bridge)
        self.platform = TeamsPlatform(settings_for(cloud), self.front, chance=lambda: 0.0)
        self.app = Starlette(routes=list(self.platform.routes()))
        self._channels = Channels([self.platform.channel, *others])
        self._runner = asyncio.Runner()
        self._numbers = count(1)
        self.run(self.platform.start())

    def run(self, awaitable: Awaitable[T]) -> T:
        async def main() -> T:
            return await awaitable

        return self._runner.run(main())

    def close(self) -> None:
        self.run(self.platform.stop())
        self._runner.close()
        self.house.close()

    def posts(self, activity: Json, header: str | None = None) -> httpx.Response:
        """A delivery over HTTP, signed unless `header` says otherwise."""
        return self.run(self._post(activity, header))

    def works(self) -> None:
        """What the workers would do is done."""
        self.run(self._work())

    def works_for(self, minutes: int) -> None:
        """The workers go on while time passes."""
        for _ in range(minutes * 6):
            self.works()
            self.clock.forward(timedelta(seconds=10))
        self.works()

    def person(self, name: str, email: str, **more: Any) -> "Someone":
        member = Member(id=f"29:{name}", aad=f"aad-{name}", name=name.title(), email=email, **more)
        self.cloud.people[name] = member
        self.cloud.conversations[f"a:{member.aad}"] = Conversation(members=[member])
        return Someone(self, member)

    def channel(self, *members: "Someone", name: str = CHANNEL) -> str:
        self.cloud.conversations[name] = Conversation(members=[member.member for member in members])
        return name

    def number(self) -> str:
        return str(next(self._numbers))

    def the_request(self) -> Request:
        return self.house.requests()[-1]

    async def _post(self, activity: Json, header: str | None) -> httpx.Response:
        token = self.cloud.bearer() if header is None else header
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://guichet.test") as client:
            headers = {b"Authorization": token.encode(), b"Content-Type": b"application/json"}
            return await client.post("/api/messages", content=json.dumps(activity), headers=headers)

    async def _work(self) -> None:
        await asyncio.gather(*self.platform._errands)
        jobs = {job.name: job for job in jobs_of(self.house.bridge, self._channels)}
        while await jobs["decide"].step():
            pass
        while await jobs["deliver"].step():
            pass


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the organisation, with a client in their hands."""

    stage: TeamsStage
    member: Member
    lang: str = "fr-CA"

    @property
    def chat(self) -> str:
        return f"a:{self.member.aad}"

    def speaking(self, lang: str) -> "Someone":
        return replace(self, lang=lang)

    def writes(self, text: str, **more: Any) -> httpx.Response:
        """In their own chat with the bot."""
        answer = self.stage.posts(self.message(text, **more))
        self.stage.works()
        return answer

    def mentions(self, text: str, channel: str = CHANNEL, thread: str = "", **more: Any) -> httpx.Response:
        """In a channel, calling the bot by name: a new post, or a reply in the thread of one."""
        answer = self.stage.posts(self.mention(text, channel, thread, **more))
        self.stage.works()
        return answer

    def clicks(self, verb: str, where: str = "", card: Json | None = None, **inputs: str) -> Json:
        """The button of that verb on the latest card there (or on `card`); what the response says."""
        data = self.button(verb, where or self.chat, card)
        answer = self.stage.posts(self.execute(data["verb"], {**data, **inputs}, where))
        self.stage.works()
        assert answer.status_code == 200, answer.text
        body: Json = answer.json()
        return body

    def button(self, verb: str, where: str, card: Json | None = None) -> Json:
        """The data under a button, as a client sends it."""
        found = [action for action in actions_of(card or self.stage_cards(where)[-1]) if action["verb"] == verb]
        data: Json = found[0]["data"]
        return data

    def stage_cards(self, where: str) -> list[Json]:
        return cards_in(self.stage.cloud, where)

    def message(self, text: str, **more: Any) -> Json:
        return {**self.activity("message"), "text": text, "textFormat": "plain", **more}

    def mention(self, text: str, channel: str = CHANNEL, thread: str = "", **more: Any) -> Json:
        number = self.stage.number()
        marked = {"type": "mention", "text": "<at>Guichet</at>", "mentioned": {"id": BOT, "name": "Guichet"}}
        return {
            **self.activity("message"),
            "id": number,
            "text": f"<at>Guichet</at>&nbsp;{text}",
            "entities": [marked],
            **in_channel(channel, thread or number),
            **more,
        }

    def execute(self, verb: str, data: Json, where: str = "") -> Json:
        action = {"type": "Action.Execute", "verb": verb, "data": data}
        invoked = {"name": "adaptiveCard/action", "value": {"action": action, "trigger": "manual"}}
        channel = in_channel(where, "1") if where.startswith("19:") else {}
        return {**self.activity("invoke"), **invoked, **channel}

    def activity(self, kind: str) -> Json:
        return {
            "type": kind,
            "id": self.stage.number(),
            "timestamp": "2026-11-23T15:00:00.000Z",
            "localTimezone": "America/Toronto",
            "channelId": "msteams",
            "serviceUrl": self.stage.cloud.service_url,
            "from": {"id": self.member.id, "name": self.member.name, "aadObjectId": self.member.aad},
            "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": self.chat},
            "recipient": {"id": BOT, "name": "Guichet"},
            "channelData": {"tenant": {"id": TENANT}},
            "locale": self.lang,
        }

    def reads(self, where: str = "") -> str:
        """Everything in their own chat, or elsewhere."""
        return "\n".join(map(text_of, self.stage.cloud.messages(where or self.chat)))


def in_channel(channel: str, thread: str) -> Json:
    conversation = {
        "conversationType": "channel",
        "isGroup": True,
        "tenantId": TENANT,
        "id": f"{channel};messageid={thread}",
    }
    data = {"tenant": {"id": TENANT}, "team": {"id": channel}, "channel": {"id": channel}}
    return {"conversation": conversation, "channelData": data}


def cards_in(cloud: Cloud, where: str) -> list[Json]:
    return [card for message in cloud.messages(where) for card in cards_of(message)]


def cards_of(message: Json) -> list[Json]:
    return [attachment["content"] for attachment in message.get("attachments", [])]


def actions_of(card: Json) -> Iterator[Json]:
    """Every Execute of the card, those inside its forms too."""
    for action in card.get("actions", []):
        if action["type"] == "Action.ShowCard":
            yield from actions_of(action["card"])
        else:
            yield action


def text_of(message: Json) -> str:
    """Every word that the message shows."""
    return "\n".join([message.get("text", ""), *(words for card in cards_of(message) for words in words_of(card))])


def words_of(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") == "TextBlock":
            yield part["text"]
        for name, inside in part.items():
            if name in {"body", "items", "actions", "card"}:
                yield from words_of(inside)
    elif isinstance(part, list):
        for inside in part:
            yield from words_of(inside)
