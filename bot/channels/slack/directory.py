"""Who and what is where on Slack: accounts, e-mails, direct conversations, channels by name. Remembered for a while.

Nothing here stands between a delivery and its acknowledgement: what is known at that moment is used, the rest is looked
up by those who send.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from bot.channel import Meaning, ProfileResult, Refused, TryLater
from bot.channels.slack.api import Answer, Api, Done, Failed, refusal
from bot.channels.slack.arrivals import Myself
from bot.channels.slack.payload import Json, flag, items, part, word
from bot.channels.slack.people import account_of
from bot.channels.slack.places import SLACK, Where, is_account, where_of
from bot.reception import Reception
from handlers.accounts import Account, account_in, actor_of
from handlers.incoming import Actor, PersonId, Standing

PEOPLE_LAST = timedelta(hours=2)
CHANNELS_LAST = timedelta(minutes=10)
ABSENCE_LASTS = timedelta(minutes=1)  # of somebody or something that was not found
PAGE = 200
PAGES = 100
PUBLIC, PRIVATE = "public_channel", "private_channel"

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatChannel:
    """A channel as its list shows it."""

    id: str
    name: str
    archived: bool
    joined: bool


class Remembered(Generic[K, V]):
    """Values that are good for a while."""

    def __init__(self, lasts: timedelta) -> None:
        self._lasts = lasts
        self._values: dict[K, tuple[datetime, V]] = {}

    def get(self, key: K, now: datetime) -> V | None:
        found = self._values.get(key)
        return found[1] if found and now - found[0] < self._lasts else None

    def put(self, key: K, value: V, now: datetime) -> None:
        self._values[key] = (now, value)


class Directory:
    """Looks things up on Slack, and remembers."""

    def __init__(self, api: Api, reception: Reception) -> None:
        self._api = api
        self._reception = reception
        self.me = Myself()
        self._accounts = Remembered[str, Account](PEOPLE_LAST)
        self._by_email = Remembered[str, str](PEOPLE_LAST)
        self._missing = Remembered[str, Refused](ABSENCE_LASTS)
        self._direct: dict[str, str] = {}
        self._channels: dict[str, ChatChannel] = {}
        self._channels_at: datetime | None = None

    def named(self, actor: Actor) -> Actor:
        """The actor by name, if Slack has told who they are lately; without asking anybody."""
        found = None if actor.known else account_in(actor.person)
        account = self._accounts.get(found[1], self._now()) if found else None
        if account is None or actor.standing is Standing.GUEST:
            return actor
        return actor_of(account)

    def met(self, user: str, conversation: str) -> None:
        """Somebody wrote to us directly: that is where they are reached."""
        self._direct[user] = conversation

    def direct(self, conversation: str) -> str:
        """The direct conversation of an account, where it is known; anything else as it is."""
        return self._direct.get(conversation, conversation)

    def ids_of(self, names: frozenset[str]) -> frozenset[str] | None:
        """The channels of those names or ids; None while their list has not been read."""
        if names and self._channels_at is None:
            return None
        return names | {self._channels[name].id for name in names if name in self._channels}

    async def where(self, address: str) -> Where | TryLater | Refused:
        """The conversation behind an address."""
        if address.startswith("#"):
            return await self._channel(address[1:])
        if address.startswith("@"):
            user = await self._user(PersonId(address[1:]))
            return await self._direct_with(user) if isinstance(user, str) else user
        if is_account(address):
            return await self._direct_with(address)
        return where_of(address)

    async def profile(self, user: str) -> ProfileResult:
        """Who is behind an account."""
        known = self._accounts.get(user, self._now())
        if known:
            return known
        answer = await self._api.read("users.info", user=user, include_locale=True)
        if isinstance(answer, Done):
            return self._learned(part(answer.data, "user"))
        return refusal(answer)

    async def read_people(self) -> Answer | None:
        """Everybody, so that nobody has to be asked for one by one; the answer that ended it early, if one did."""
        async for page in self._pages("users.list", include_locale=True):
            if not isinstance(page, Done):
                return page
            for user in items(page.data, "members"):
                if not flag(user, "is_bot"):
                    self._learned(user)
        return None

    async def read_channels(self) -> Answer | None:
        """Every channel we may see; the answer that ended it early, if one did."""
        failed = await self._read_channels(f"{PUBLIC},{PRIVATE}")
        if isinstance(failed, Failed) and failed.error == "missing_scope":
            failed = await self._read_channels(PUBLIC)
        return failed

    def channel_named(self, name: str) -> ChatChannel | None:
        """The channel of that name or id, as last read."""
        by_id = (channel for channel in self._channels.values() if channel.id == name)
        return self._channels.get(name) or next(by_id, None)

    async def _read_channels(self, kinds: str) -> Answer | None:
        found: dict[str, ChatChannel] = {}
        async for page in self._pages("conversations.list", types=kinds):
            if not isinstance(page, Done):
                return page
            found |= {channel.name: channel for channel in _channels_in(page.data)}
        self._channels, self._channels_at = found, self._now()
        return None

    async def _pages(self, method: str, **arguments: Any) -> AsyncIterator[Answer]:
        """Each page, or the answer that was none."""
        cursor = ""
        for _ in range(PAGES):
            more = {"cursor": cursor} if cursor else {}
            answer = await self._api.read(method, limit=PAGE, **arguments, **more)
            yield answer
            cursor = word(answer.data, "response_metadata", "next_cursor") if isinstance(answer, Done) else ""
            if not cursor:
                return

    async def _channel(self, name: str) -> Where | TryLater | Refused:
        now = self._now()
        is_old = self._channels_at is None or now - self._channels_at >= CHANNELS_LAST
        missing = self._missing.get(f"#{name}", now)
        if is_old or (self.channel_named(name) is None and missing is None):
            failed = await self.read_channels()
            if failed and self.channel_named(name) is None:
                return refusal(failed)
        channel = self.channel_named(name)
        if channel:
            return Where(channel.id)
        self._missing.put(f"#{name}", Refused("channel_not_found"), now)
        return Refused("channel_not_found")

    async def _user(self, person: PersonId) -> str | TryLater | Refused:
        now = self._now()
        known = self._by_email.get(person, now) or self._missing.get(person, now)
        if known:
            return known
        account = await self._reception.account_of(SLACK, person)
        if account and account.standing is not Standing.GONE:
            return account.account
        answer = await self._api.read("users.lookupByEmail", email=person)
        if isinstance(answer, Done):
            found = self._learned(part(answer.data, "user"))
            return found.account if found.standing is not Standing.GONE else Refused("user_disabled", Meaning.GONE)
        refused = refusal(answer)
        if isinstance(refused, Refused):
            self._missing.put(person, refused, now)
        return refused

    async def _direct_with(self, user: str) -> Where | TryLater | Refused:
        if user in self._direct:
            return Where(self._direct[user])
        answer = await self._api.write("conversations.open", users=user)
        if not isinstance(answer, Done):
            return refusal(answer)
        self._direct[user] = word(answer.data, "channel", "id")
        return Where(self._direct[user])

    def _learned(self, user: Json) -> Account:
        account = account_of(user, self.me.team)
        self._accounts.put(account.account, account, self._now())
        if "@" in account.person and account.standing is not Standing.GONE:
            self._by_email.put(account.person, account.account, self._now())
        return account

    def _now(self) -> datetime:
        return self._reception.now()


def _channels_in(page: Json) -> Iterator[ChatChannel]:
    for one in items(page, "channels"):
        if word(one, "id") and word(one, "name"):
            yield ChatChannel(
                id=word(one, "id"),
                name=word(one, "name"),
                archived=flag(one, "is_archived"),
                joined=flag(one, "is_member"),
            )
