"""A platform without a network: it keeps what reaches it, and each send meets the fate that was foreseen for it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count

from bot.channel import (
    CannotTell,
    FindResult,
    InDoubt,
    NotThere,
    Post,
    ProfileResult,
    Refused,
    SendResult,
    Sent,
    TryLater,
)
from bot.channels.web.send import conversation_for
from handlers.content import Content
from handlers.incoming import ChannelName
from handlers.outgoing import Recipient
from knowledge.models import RoutingTable

ASKED_TO_WAIT = timedelta(seconds=90)


class Killed(BaseException):
    """The process ends here; nothing after this line happens."""


class Fate(StrEnum):
    """What becomes of a send."""

    ARRIVES = "arrives"
    LATER = "later"
    LATER_AS_TOLD = "later_as_told"
    REFUSED = "refused"
    LOST = "lost"  # in doubt, and not there
    ARRIVES_UNHEARD = "arrives_unheard"  # in doubt, and there
    KILLED_BEFORE = "killed_before"
    KILLED_AFTER = "killed_after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One message as the platform has it."""

    id: str
    key: str
    address: str
    content: Content
    at: datetime
    order: int


class FakeChannel:
    """Reaches everybody. A `blind` one has no look-up; one that is `trusty` never refuses a person.

    `order` numbers what arrives: shared between channels it says what came first. `die` raises Killed.
    """

    def __init__(
        self,
        name: ChannelName,
        now: Callable[[], datetime],
        die: Callable[[], None],
        *,
        order: Iterator[int] | None = None,
        blind: bool = False,
        trusty: bool = False,
    ) -> None:
        self.name = name
        self.arrivals: list[Arrival] = []  # every one that ever came, edits too
        self.edits: list[Arrival] = []
        self._now = now
        self._die = die
        self._order = order or count()
        self._blind = blind
        self._trusty = trusty
        self._fates: deque[Fate] = deque()

    def foresee(self, fates: Iterable[Fate]) -> None:
        """What the next sends meet; whatever comes after them arrives."""
        self._fates = deque(fates)

    def address_of(self, recipient: Recipient, table: RoutingTable) -> str | None:
        return conversation_for(recipient, self.name)

    async def send(self, post: Post) -> SendResult:
        fate = self._fates.popleft() if self._fates else Fate.ARRIVES
        match fate:
            case Fate.ARRIVES:
                return Sent(platform_id=self._take(post))
            case Fate.LATER:
                return TryLater()
            case Fate.LATER_AS_TOLD:
                return TryLater(after=ASKED_TO_WAIT)
            case Fate.REFUSED if self._trusty and not post.address.startswith("department:"):
                return Sent(platform_id=self._take(post))
            case Fate.REFUSED:
                return Refused(reason="gone")
            case Fate.LOST:
                return InDoubt()
            case Fate.ARRIVES_UNHEARD:
                self._take(post)
                return InDoubt()
            case Fate.KILLED_BEFORE:
                self._die()
            case Fate.KILLED_AFTER:
                self._take(post)
                self._die()
        return InDoubt()  # never heard: `die` does not come back

    async def find(self, post: Post, since: datetime) -> FindResult:
        if self._blind:
            return CannotTell()
        there = [arrival for arrival in self.arrivals if (arrival.key, arrival.address) == (post.key, post.address)]
        return Sent(platform_id=there[0].id) if there else NotThere()

    async def profile(self, account: str) -> ProfileResult:
        return Refused(reason="not said")

    def _take(self, post: Post) -> str:
        replaced = next((one for one in self.arrivals if one.id == post.replaces), None)
        kept = self.edits if replaced else self.arrivals
        platform_id = replaced.id if replaced else f"{self.name}-{len(self.arrivals)}"
        kept.append(
            Arrival(
                id=platform_id,
                key=post.key,
                address=post.address,
                content=post.content,
                at=self._now(),
                order=next(self._order),
            ),
        )
        return platform_id
