"""The Bot Framework connector: messages into conversations, who is in them. What it answers becomes our own results."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from bot.channel import InDoubt, Refused, Sent, TryLater
from bot.channels.teams.tokens import Tokens
from bot.channels.teams.whereabouts import Allowed, Whereabouts, message_id
from bot.http import Answer, Http, NeverSent, NoAnswer, Reply
from bot.wire import Json, objects_at, text_at

BUSY, OUT_OF_STEP, UNAUTHORIZED, TIMED_OUT = 429, 412, 401, 408
SERVER_FAULT = 500
LONGEST_WAIT = timedelta(hours=1)
NO_TOKEN_WAIT = timedelta(seconds=30)
PAGE, MOST_PAGES = 500, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The connector did it; what it said."""

    data: Json


Result = Done | TryLater | Refused | InDoubt


class Connector:
    """Speaks to allowed services only, with a token. `chance` gives 0 to 1, so that a crowd does not retry as one."""

    def __init__(self, http: Http, tokens: Tokens, allowed: Allowed, chance: Callable[[], float]) -> None:
        self._http = http
        self._tokens = tokens
        self._allowed = allowed
        self._chance = chance

    async def post(self, service_url: str, conversation: str, activity: Json) -> Sent | TryLater | Refused | InDoubt:
        """A new message."""
        path = f"v3/conversations/{quote(conversation, safe='')}/activities"
        result = await self._call("POST", service_url, path, activity)
        if not isinstance(result, Done):
            return result
        return Sent(platform_id=message_id(conversation, text_at(result.data, "id")))

    async def replace(
        self, service_url: str, conversation: str, number: str, activity: Json
    ) -> Sent | TryLater | Refused | InDoubt:
        """Another message in the place of the one with that id."""
        path = f"v3/conversations/{quote(conversation, safe='')}/activities/{quote(number, safe='')}"
        result = await self._call("PUT", service_url, path, {**activity, "id": number})
        return Sent(platform_id=message_id(conversation, number)) if isinstance(result, Done) else result

    async def open_chat(self, reached: Whereabouts) -> str | TryLater | Refused:
        """The personal chat with somebody, made if there is none. Making it twice makes it once."""
        body = {
            "isGroup": False,
            "bot": {"id": reached.bot},
            "members": [{"id": reached.user}],
            "tenantId": reached.tenant,
            "channelData": {"tenant": {"id": reached.tenant}},
        }
        result = await self._call("POST", reached.service_url, "v3/conversations", body)
        match result:
            case Done(data=data):
                return text_at(data, "id") or Refused("no_conversation")
            case InDoubt():
                return TryLater()
            case _:
                return result

    async def member(self, service_url: str, conversation: str, user: str) -> Result:
        """Who somebody in the conversation is."""
        path = f"v3/conversations/{quote(conversation, safe='')}/members/{quote(user, safe='')}"
        return await self._call("GET", service_url, path)

    async def members(self, service_url: str, conversation: str) -> AsyncIterator[Json]:
        """Everybody in the conversation, as far as the connector will tell."""
        start = f"v3/conversations/{quote(conversation, safe='')}/pagedmembers?pageSize={PAGE}"
        path = start
        for _ in range(MOST_PAGES):
            result = await self._call("GET", service_url, path)
            if not isinstance(result, Done):
                return
            for member in objects_at(result.data, "members"):
                yield member
            token = text_at(result.data, "continuationToken")
            if not token:
                return
            path = f"{start}&continuationToken={quote(token, safe='')}"

    async def _call(self, method: str, service_url: str, path: str, body: Json | None = None) -> Result:
        """One call; a token that is no longer taken is renewed once."""
        if not self._allowed.admits(service_url):
            return Refused("service_url_not_allowed")
        for _ in range(2):
            token = await self._tokens.get()
            if token is None:
                return TryLater(NO_TOKEN_WAIT)
            url = f"{service_url.rstrip('/')}/{path}"
            reply = await self._http.call(method, url, body=body, headers=token.headers)
            if not isinstance(reply, Answer) or reply.status != UNAUTHORIZED:
                return self._result(reply)
            self._tokens.forget(token)
        return TryLater(NO_TOKEN_WAIT)

    def _result(self, reply: Reply) -> Result:
        match reply:
            case NeverSent():
                return TryLater(self._a_moment())
            case NoAnswer():
                return InDoubt()
            case Answer(is_good=True):
                return Done(data=reply.data)
            case Answer(status=status) if status in {BUSY, OUT_OF_STEP}:
                return TryLater(_asked(reply.retry_after) or self._a_moment())
            case Answer(status=status) if status >= SERVER_FAULT or status == TIMED_OUT:
                return InDoubt()
            case Answer():
                return Refused(text_at(reply.data, "error", "code") or str(reply.status))

    def _a_moment(self) -> timedelta:
        return timedelta(seconds=1 + 2 * self._chance())


def _asked(retry_after: str) -> timedelta | None:
    """What the platform asked for, in seconds; a date or anything else is not understood."""
    try:
        seconds = float(retry_after)
    except ValueError:
        return None
    return min(timedelta(seconds=seconds), LONGEST_WAIT) if 0 < seconds < float("inf") else None
