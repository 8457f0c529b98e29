"""Claimed messages made ready to be sent: where each goes, and what its reader is shown there at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.channel import Channel, Channels, Post
from bot.core import Core
from bot.storage.outbox import Claimed, Shown
from bot.storage.unit_of_work import SqlUnitOfWork
from handlers.deliverable import content_of
from handlers.incoming import PersonId
from handlers.outgoing import Card, Recipient, ToDepartment, ToPerson, ToPlace
from handlers.readers import reader_of, readers_in
from handlers.requests.model import Request
from handlers.texts.voice import Reader
from knowledge.models import Email

PATIENCE = timedelta(seconds=30)  # for a place whose channel lives in another process, such as `guichet ask`


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A claimed message, ready to be sent; without a post there is nothing to show any more."""

    claimed: Claimed
    channel: Channel | None = None
    post: Post | None = None
    surfaces: int = 0
    wait: timedelta | None = None
    stranger: PersonId | None = None  # whoever asked, while their platform has not said yet who they are


class Preparation:
    """Looks into the ledger once for all the messages that were claimed together."""

    def __init__(self, core: Core, channels: Channels) -> None:
        self._core = core
        self._channels = channels

    def attempts(self, claimed: Sequence[Claimed]) -> list[Attempt]:
        """Each message as it is to be tried."""
        requests = {one.request_id for one in claimed if one.request_id}
        with self._core.units.look() as view:
            known = view.requests.peek_all(requests) if requests else {}
            shown = view.outbox.all_shown(requests) if requests else {}
            return [
                self._attempt(one, known.get(one.request_id), shown.get((one.request_id, one.lane)), view)
                if one.request_id
                else self._attempt(one, None, None, view)
                for one in claimed
            ]

    def _attempt(self, claimed: Claimed, request: Request | None, shown: Shown | None, view: SqlUnitOfWork) -> Attempt:
        if not self._channels or self._is_for_another_process(claimed):
            return Attempt(claimed=claimed, wait=PATIENCE)
        surfaces = self._surfaces(claimed, view)
        if claimed.surface >= len(surfaces):
            return Attempt(claimed=claimed, surfaces=len(surfaces))
        channel, address = surfaces[claimed.surface]
        reader = self._reader(claimed.message.to, request, channel, view)
        post = self._post(claimed, (channel, address), request, shown, reader)
        stranger = request.requester.person if request and not request.requester.known else None
        return Attempt(claimed=claimed, channel=channel, post=post, surfaces=len(surfaces), stranger=stranger)

    def _surfaces(self, claimed: Claimed, view: SqlUnitOfWork) -> list[tuple[Channel, str]]:
        """The place itself, then the platform they had last written from when this was queued, then the others."""
        to = claimed.message.to
        surfaces = self._channels.surfaces(to, self._core.snapshots.current.table)
        if isinstance(to, ToDepartment) or not Channels.are_several(surfaces):
            return surfaces
        here = to.place.channel if isinstance(to, ToPlace) else None
        door = view.people.door(to.person, claimed.created_at)
        return sorted(surfaces, key=lambda surface: (surface[0].name != here, surface[0].name != door))

    def _post(
        self,
        claimed: Claimed,
        surface: tuple[Channel, str],
        request: Request | None,
        shown: Shown | None,
        reader: Reader,
    ) -> Post | None:
        content = content_of(claimed.message, request, self._core.voice(reader), self._core.house.timezone)
        if content is None:
            return None
        channel, address = surface
        is_card = isinstance(claimed.message, Card)
        replaces = _replaced(shown, channel, address) if is_card and shown else None
        return Post(key=claimed.key, address=address, content=content, replaces=replaces)

    def _reader(self, to: Recipient, request: Request | None, channel: Channel, view: SqlUnitOfWork) -> Reader:
        """The requester in the language they asked in, others in their own."""
        house, table = self._core.house.reader, self._core.snapshots.current.table
        if isinstance(to, ToDepartment):
            return readers_in(table.departments.get(to.department), house)
        if request and (to.person == request.requester.person or _is_asked_in(to, request)):
            return reader_of(table.person(request.requester.email), request.requester, house, request.lang)
        account = view.accounts.of_person(channel.name, to.person)
        if request and account and account.person == request.requester.person:
            return reader_of(table.person(request.requester.email), request.requester, house, request.lang)
        said_in = to.lang if isinstance(to, ToPlace) else None
        return reader_of(table.person(Email(to.person)), account, house, said_in or view.people.lang(to.person))

    def _is_for_another_process(self, claimed: Claimed) -> bool:
        to = claimed.message.to
        if not isinstance(to, ToPlace) or self._channels.serves(to.place.channel):
            return False
        return self._core.clock.now() < claimed.created_at + PATIENCE


def _is_asked_in(to: ToPlace | ToPerson, request: Request) -> bool:
    """Also for whoever had no name yet when it was queued."""
    return isinstance(to, ToPlace) and to.place == request.place


def _replaced(shown: Shown, channel: Channel, address: str) -> str | None:
    """The card to take the place of, if it is where this one goes."""
    is_same = (shown.channel, shown.address) == (channel.name, address)
    return shown.platform_id if is_same else None
