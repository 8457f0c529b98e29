"""People in the fake workspace: what they type and click becomes the signed deliveries that Slack would send.

Inbound text is escaped as Slack escapes it; events are delivered again, with their retry headers, until they get a 200.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode

import httpx

from bot.channels.slack.guard import signature
from tests.fakes.slack import BOT_USER, SECRET, TEAM, FakeSlack, Json

RETRIES = 3


class Line:
    """Slack's side of the wire: signs a delivery and hands it over."""

    def __init__(self, slack: FakeSlack, client: httpx.AsyncClient) -> None:
        self.slack = slack
        self.client = client
        self.statuses: list[int] = []
        self._ids = count(1)

    async def event(self, event: Json, event_id: str = "", team: str = TEAM) -> None:
        """Deliver the event until it is acknowledged, three times more at most."""
        body = self.envelope(event, event_id, team)
        for attempt in range(RETRIES + 1):
            again = {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": "http_error"} if attempt else {}
            answer = await self.post(json.dumps(body).encode(), "application/json", again)
            if answer.status_code == 200:
                return

    def envelope(self, event: Json, event_id: str = "", team: str = TEAM) -> Json:
        return {
            "token": "legacy",
            "team_id": team,
            "api_app_id": "A0GUICHET",
            "event": event,
            "type": "event_callback",
            "event_id": event_id or f"Ev{next(self._ids):08d}",
            "event_time": int(self.slack.now().timestamp()),
            "authorizations": [{"team_id": team, "user_id": BOT_USER, "is_bot": True}],
            "is_ext_shared_channel": False,
        }

    async def interaction(self, payload: Json) -> httpx.Response:
        return await self.form({"payload": json.dumps(payload)})

    async def form(self, fields: Mapping[str, str]) -> httpx.Response:
        return await self.post(urlencode(fields).encode(), "application/x-www-form-urlencoded")

    async def post(self, raw: bytes, kind: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        stamp = str(int(self.slack.now().timestamp()))
        signed = {"x-slack-request-timestamp": stamp, "x-slack-signature": signature(raw, stamp, SECRET)}
        given = {"content-type": kind, **signed, **(headers or {})}
        encoded = {name.encode(): value.encode("latin-1") for name, value in given.items()}
        answer = await self.client.post("/slack/events", content=raw, headers=encoded)
        self.statuses.append(answer.status_code)
        return answer

    def trigger(self, user: str) -> str:
        trigger = f"trigger.{next(self._ids)}"
        self.slack.triggers[trigger] = user
        return trigger


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with Slack open."""

    line: Line
    id: str

    @property
    def slack(self) -> FakeSlack:
        return self.line.slack

    async def says(self, text: str, channel: str = "", thread: str = "") -> str:
        """Post in a channel, or directly; the post's time stamp."""
        where = channel or self.slack.direct(self.id).id
        event = self.typed(text, where, thread)
        await self.line.event(event)
        if channel and f"<@{BOT_USER}>" in text:
            await self.line.event({**event, "type": "app_mention"})
        return str(event["ts"])

    def typed(self, text: str, where: str, thread: str = "") -> Json:
        """The message event of a new post."""
        post: Json = {"type": "message", "user": self.id, "text": escaped(text), "ts": self.slack.stamp()}
        if thread:
            post["thread_ts"] = thread
        self.slack.channels[where].messages.append(dict(post))
        kind = {"D": "im", "G": "group"}.get(where[0], "channel")
        return {**post, "team": TEAM, "channel": where, "channel_type": kind, "event_ts": post["ts"]}

    async def edits(self, stamp: str, text: str, channel: str = "") -> None:
        where = channel or self.slack.direct(self.id).id
        before = next(one for one in self.slack.channels[where].messages if one["ts"] == stamp)
        after = {**before, "text": escaped(text), "edited": {"user": self.id, "ts": self.slack.stamp()}}
        event = {"type": "message", "subtype": "message_changed", "message": after, "previous_message": before}
        await self.line.event({**event, "channel": where, "ts": after["edited"]["ts"], "hidden": True})

    async def clicks(self, verb: str, message: Json, channel: str) -> httpx.Response:
        """Use the button of a message."""
        button = next(one for one in buttons_of(message) if one["action_id"] == verb)
        return await self.line.interaction(self.click(button, message, channel))

    def click(self, button: Json, message: Json, channel: str) -> Json:
        shown = {name: message[name] for name in ("ts", "thread_ts", "text", "blocks") if name in message}
        action = {"type": "button", "action_id": button["action_id"], "block_id": "b", "value": button["value"]}
        return {
            "type": "block_actions",
            "user": self.as_json,
            "team": {"id": TEAM, "domain": "atelier"},
            "channel": {"id": channel, "name": "directmessage"},
            "container": {"type": "message", "message_ts": message["ts"], "channel_id": channel},
            "message": shown,
            "actions": [{**action, "action_ts": self.slack.stamp()}],
            "trigger_id": self.line.trigger(self.id),
            "response_url": self.slack.response_url,
        }

    async def submits(self, view: Json, **values: Any) -> httpx.Response:
        """Fill in a form's fields and send it."""
        state = {name: {name: _given(value)} for name, value in values.items()}
        return await self.line.interaction(
            {
                "type": "view_submission",
                "user": self.as_json,
                "team": {"id": TEAM, "domain": "atelier"},
                "trigger_id": self.line.trigger(self.id),
                "view": {**view, "state": {"values": state}},
                "response_urls": [],
            }
        )

    async def commands(self, text: str, channel: str = "C0ANY") -> httpx.Response:
        return await self.line.form(
            {
                "command": "/guichet",
                "text": escaped(text),
                "user_id": self.id,
                "user_name": "somebody",
                "team_id": TEAM,
                "channel_id": channel,
                "trigger_id": self.line.trigger(self.id),
                "response_url": self.slack.response_url,
            }
        )

    async def passes_on(self, message: Json, channel: str) -> httpx.Response:
        """The message shortcut `not_for_me`."""
        return await self.line.interaction(
            {
                "type": "message_action",
                "callback_id": "not_for_me",
                "user": self.as_json,
                "team": {"id": TEAM, "domain": "atelier"},
                "channel": {"id": channel, "name": "general"},
                "message": {"type": "message", **message},
                "message_ts": message["ts"],
                "trigger_id": self.line.trigger(self.id),
                "response_url": self.slack.response_url,
            }
        )

    async def opens_the_form(self) -> httpx.Response:
        """The global shortcut `ask`."""
        trigger = self.line.trigger(self.id)
        who = {"user": self.as_json, "team": {"id": TEAM, "domain": "atelier"}}
        return await self.line.interaction({"type": "shortcut", "callback_id": "ask", "trigger_id": trigger, **who})

    @property
    def as_json(self) -> Json:
        user = self.slack.users.get(self.id)
        return {"id": self.id, "username": "somebody", "team_id": user.team if user else TEAM}

    def reads(self) -> list[Json]:
        """Our messages in their direct conversation."""
        return self.slack.posted(self.slack.direct(self.id).id)


def buttons_of(message: Json) -> list[Json]:
    return [one for block in message["blocks"] if block["type"] == "actions" for one in block["elements"]]


def escaped(text: str) -> str:
    """As Slack delivers it; our own mentions and links are written as they arrive."""
    parts = text.split(f"<@{BOT_USER}>")
    plain = [part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for part in parts]
    return f"<@{BOT_USER}>".join(plain)


def _given(value: Any) -> Json:
    if isinstance(value, int):
        return {"type": "datetimepicker", "selected_date_time": value}
    return {"type": "plain_text_input", "value": value}
