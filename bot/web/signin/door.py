"""From the first click to the open session: what is begun comes back once, in the same browser, within minutes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import structlog

from bot.bridge import Bridge
from bot.errors import BotError
from bot.storage.sessions import LONGEST, Session, SignIn
from bot.web.signin.provider import Away, Provider
from bot.web.signin.tokens import Identity, is_same
from knowledge.models import Email

COMES_BACK = timedelta(minutes=10)
NOTED_EVERY = timedelta(minutes=5)  # that somebody is still there is written down no more often than that
DECLINED = "access_denied"  # RFC 6749, section 4.1.2.1

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Where the browser is sent, and what it has to bring back."""

    address: str
    held: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session: what the browser holds from now on, and the page it wanted."""

    held: str
    onward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """No session; why, as a text key and a status."""

    text: str
    status: int = 403


LOST = Turned(text="sign_in.lost", status=400)
AWAY = Turned(text="sign_in.away", status=503)
REFUSED = Turned(text="sign_in.refused")


class Door:
    """Lets people in. `chance` makes what nobody can guess: 256 bits as text."""

    def __init__(self, bridge: Bridge, provider: Provider, chance: Callable[[], str]) -> None:
        self._bridge = bridge
        self._core = bridge.core
        self._provider = provider
        self._chance = chance

    async def begin(self, onward: str) -> Begun | Turned:
        """Send somebody to the provider."""
        held, now = self._chance(), self._core.clock.now()
        sign_in = SignIn(
            mark=_mark(held),
            state=self._chance(),
            nonce=self._chance(),
            verifier=self._chance(),
            onward=onward,
            ends_at=now + COMES_BACK,
        )
        address = await self._provider.address_for(sign_in)
        if isinstance(address, Away):
            return AWAY
        await self._bridge.write(self._begin, sign_in)
        return Begun(address=address, held=held)

    async def come_back(self, held: str, said: Mapping[str, str], before: str) -> Opened | Turned:
        """Take in what the provider sent along; `before` is the session the browser held until now, which ends."""
        sign_in = await self._bridge.write(self._take, _mark(held)) if held else None
        if said.get("error") == DECLINED:
            return Turned(text="sign_in.declined")  # opens nothing, so it need not prove anything
        if sign_in is None or not is_same(said.get("state", ""), sign_in.state):
            return LOST
        if "error" in said or said.get("iss", self._provider.issuer) != self._provider.issuer:
            log.warning("sign_in_refused", error=said.get("error", "iss")[:40])
            return REFUSED
        identity = await self._provider.identity(said.get("code", ""), sign_in)
        if isinstance(identity, Identity):
            return await self._opened(identity, sign_in.onward, before)
        return AWAY if isinstance(identity, Away) else REFUSED

    async def who(self, held: str) -> Session | None:
        """Whose session it is, while it lasts."""
        return await self._bridge.read(self._live, _mark(held)) if held else None

    async def note(self, session: Session) -> None:
        """They are still there."""
        if self._core.clock.now() - session.seen_at < NOTED_EVERY:
            return
        try:
            await self._bridge.write(self._used, session.mark)
        except BotError:
            log.exception("session_not_noted")  # a ledger that takes nothing now can still be read

    async def leave(self, held: str) -> None:
        """The session is over, here and not only in the browser."""
        await self._bridge.write(self._close, _mark(held))

    async def _opened(self, identity: Identity, onward: str, before: str) -> Opened | Turned:
        held = self._chance()
        found = await self._bridge.write(self._open, identity, _mark(held), _mark(before))
        if isinstance(found, Turned):
            log.warning("sign_in_turned_away", why=found.text)
            return found
        log.info("signed_in")
        return Opened(held=held, onward=onward)

    def _begin(self, sign_in: SignIn) -> None:
        with self._core.units.begin() as unit:
            unit.sessions.begin(sign_in)
            unit.commit()

    def _take(self, mark: str) -> SignIn | None:
        with self._core.units.begin() as unit:
            taken = unit.sessions.take(mark, self._core.clock.now())
            unit.commit()
            return taken

    def _live(self, mark: str) -> Session | None:
        with self._core.units.look() as view:
            return view.sessions.live(mark, self._core.clock.now())

    def _open(self, identity: Identity, mark: str, before: str) -> Turned | Email:
        """A new session for whoever the account has been since its first sign-in, whatever its e-mail is by now."""
        issuer, now = self._provider.issuer, self._core.clock.now()
        with self._core.units.begin() as unit:
            person = unit.sessions.person_behind(issuer, identity.subject) or identity.email
            if person is None:
                return Turned(text="sign_in.unverified")
            if not self._core.snapshots.current.table.person(person).active:
                return Turned(text="sign_in.left")
            if not unit.sessions.recognise(issuer, identity.subject, person, now):
                return Turned(text="sign_in.taken")
            unit.sessions.close(before)
            unit.sessions.open(_session(mark, person, identity.name, now))
            unit.commit()
            return person

    def _used(self, mark: str) -> None:
        with self._core.units.begin() as unit:
            unit.sessions.used(mark, self._core.clock.now())
            unit.commit()

    def _close(self, mark: str) -> None:
        with self._core.units.begin() as unit:
            unit.sessions.close(mark)
            unit.commit()


def _session(mark: str, person: Email, name: str, now: datetime) -> Session:
    return Session(mark=mark, person=person, name=name, seen_at=now, ends_at=now + LONGEST)


def _mark(held: str) -> str:
    """What is kept of it: 256 bits that nobody guesses need no salt."""
    return sha256(held.encode()).hexdigest()
