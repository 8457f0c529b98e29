"""The channel: where people, departments and places are on Teams, and messages put there, cards in their old place."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.channel import CannotTell, FindResult, Meaning, Post, ProfileResult, Refused, SendResult, TryLater
from bot.channels.teams import render, whereabouts
from bot.channels.teams.connector import Connector
from bot.channels.teams.people import People
from bot.channels.teams.whereabouts import NAME, THREAD, Whereabouts, number_of
from bot.reception import Reception
from bot.wire import Json
from handlers.accounts import account_in
from handlers.content import Content
from handlers.incoming import Actor, PersonId, Place
from handlers.outgoing import Line, Recipient, ToDepartment, ToPerson, ToPlace
from knowledge.models import DepartmentId, RoutingTable

CHANNEL_ID = "19:"  # how Teams' own ids of channels begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where exactly; in a channel an answer reaches the bot only when it is mentioned, and the card says so."""

    service_url: str
    conversation: str
    bot: str = ""
    user: str = ""
    is_channel: bool = False

    @property
    def envelope(self) -> Json:
        """Who speaks to whom where, as the protocol wants it on each activity."""
        parties = {"from": self.bot, "recipient": self.user, "conversation": self.conversation}
        return {name: {"id": party} for name, party in parties.items() if party}


class TeamsChannel:
    """Reaches whoever was seen on Teams, and the channels that were linked."""

    name = NAME

    def __init__(
        self, reception: Reception, connector: Connector, people: People, service_url: Callable[[], str]
    ) -> None:
        self._reception = reception
        self._connector = connector
        self._people = people
        self._service_url = service_url

    def address_of(self, recipient: Recipient, table: RoutingTable) -> str | None:
        """Whom or what to look up when the message is sent: it may become known only then."""
        match recipient:
            case ToPerson(person=person):
                found = account_in(person)
                return f"person:{person}" if found is None or found[0] == NAME else None
            case ToDepartment(department=department):
                return f"department:{department}"
            case ToPlace(place=place, person=person) if place.channel == NAME:
                return _address_of(place, person)
            case _:
                return None

    async def send(self, post: Post) -> SendResult:
        """Put the message there; a card that cannot take its old place gets a new one."""
        target = await self._target(post.address)
        if not isinstance(target, Target):
            return target
        hint = await self._hint(post.content, is_channel=target.is_channel)
        activity = {**render.activity_of(post.content, drawn=post.key, hint=hint), **target.envelope}
        number = number_of(post.replaces or "", target.conversation)
        if number:
            result = await self._connector.replace(target.service_url, target.conversation, number, activity)
            if not isinstance(result, Refused):
                return result
        return await self._connector.post(target.service_url, target.conversation, activity)

    async def card(self, content: Content, *, drawn: str, is_channel: bool) -> Json:
        """The card alone, for a response that takes the place of the one that was clicked."""
        return render.card_of(content, drawn=drawn, hint=await self._hint(content, is_channel=is_channel))

    async def find(self, post: Post, since: datetime) -> FindResult:
        """A bot cannot read what it wrote on Teams."""
        return CannotTell()

    async def profile(self, account: str) -> ProfileResult:
        return await self._people.profile(account)

    async def _target(self, address: str) -> Target | TryLater | Refused:
        kind, _, rest = address.partition(":")
        match kind:
            case "person":
                return await self._personal(PersonId(rest))
            case "department":
                return await self._department(DepartmentId(rest))
            case _:
                return await self._place(*json.loads(rest))

    async def _personal(self, person: PersonId) -> Target | TryLater | Refused:
        account = await self._people.known(person)
        if account is None:
            return Refused("never_seen")
        chat = await self._people.chat_with(account)
        return _target_in(chat) if isinstance(chat, Whereabouts) else chat

    async def _department(self, department: DepartmentId) -> Target | Refused:
        """The linked channel; else the one that the table names by its id."""
        linked = whereabouts.load((await self._reception.links(NAME)).get(department, ""))
        if linked:
            return _target_in(linked, is_channel=True)
        found = self._reception.table.departments.get(department)
        named = found.teams_channel if found else ""
        if named.startswith(CHANNEL_ID) and self._service_url():
            return Target(service_url=self._service_url(), conversation=named, is_channel=True)
        return Refused("not_linked", Meaning.NOWHERE)

    async def _place(self, conversation: str, thread: str, person: str, direct: str) -> Target | TryLater | Refused:
        """Where somebody said something, or directly; through the service that they were last seen on."""
        if not conversation:
            return await self._personal(PersonId(person))
        account = await self._people.known(PersonId(person))
        reached = whereabouts.load(account.address) if account else None
        reached = reached or Whereabouts(service_url=self._service_url())
        if not reached.service_url:
            return TryLater()
        whole = f"{conversation}{THREAD}{thread}" if thread else conversation
        user = reached.user if direct else ""
        return Target(
            service_url=reached.service_url, conversation=whole, bot=reached.bot, user=user, is_channel=not direct
        )

    async def _hint(self, content: Content, *, is_channel: bool) -> str:
        """How to reach Guichet from a thread, in the reader's language."""
        if not is_channel:
            return ""
        return await self._reception.say(Line(text="teams.mention_hint"), Actor(person=PersonId(""), lang=content.lang))


def _address_of(place: Place, person: PersonId) -> str:
    parts = [place.conversation, place.thread, person, "direct" if place.direct else ""]
    return f"place:{json.dumps(parts)}"


def _target_in(place: Whereabouts, *, is_channel: bool = False) -> Target:
    return Target(
        service_url=place.service_url,
        conversation=place.conversation,
        bot=place.bot,
        user=place.user,
        is_channel=is_channel,
    )
