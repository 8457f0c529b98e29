"""What the house offers a channel: take in a fact, show a form or a card, say a sentence, know who is who.

Everything a listener needs, and nothing that could send: messages go out through the outbox alone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from handlers.accounts import Account
from handlers.content import Content, Form
from handlers.incoming import Actor, ChannelName, Fact, PersonId, Place, Reference
from handlers.outcome import Outcome
from handlers.outgoing import Line, View
from handlers.verbs import Verb
from knowledge.models import DepartmentId, RoutingTable


class Reception(Protocol):
    """The house, as a channel sees it."""

    def now(self) -> datetime: ...

    @property
    def timezone(self) -> str:
        """The house's, for people without one."""
        ...

    @property
    def table(self) -> RoutingTable:
        """The routing table in force."""
        ...

    async def receive(self, fact: Fact) -> Outcome:
        """Take care of a fact; when this returns it is committed. Raises when it could not be: acknowledge nothing."""
        ...

    async def form(self, actor: Actor, verb: Verb, reference: Reference, *, alone: bool) -> Form | Line:
        """The form of a verb for its reader, or why they cannot use it now. Nothing is stored; `alone` as for cards."""
        ...

    async def card(self, actor: Actor, view: View, reference: Reference, *, alone: bool) -> Content | None:
        """The card as it is now; None for those who may not see the request. Not `alone`: before a whole channel."""
        ...

    async def say(self, line: Line, actor: Actor) -> str:
        """The sentence in the language of whoever acted."""
        ...

    async def tell(self, line: Line, actor: Actor, place: Place) -> None:
        """Say it through the outbox, where the platform's own response cannot carry a sentence."""
        ...

    async def identified(self, actor: Actor) -> Actor:
        """The actor by name when their account is known already."""
        ...

    async def learn(self, account: Account) -> None:
        """Remember who is behind an account, and where they are reached; one not introduced yet has no name."""
        ...

    async def account_of(self, channel: ChannelName, person: PersonId) -> Account | None:
        """The person's account on that platform, if it was ever seen; `person` may be an `unknown_person`."""
        ...

    async def bind(self, channel: ChannelName, tenant: str) -> str:
        """Record the organisation that the platform serves, at the first start only; the one on record."""
        ...

    async def links(self, channel: ChannelName) -> Mapping[DepartmentId, str]:
        """The chat channels that were linked from inside (ChannelOffered)."""
        ...
