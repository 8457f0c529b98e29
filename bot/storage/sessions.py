"""Who is signed in to the pages, who is behind which account of the provider, and the sign-ins under way.

What a browser holds is not here, only its mark: whoever reads the ledger cannot be anybody.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.storage.columns import insert_for
from bot.storage.sign_in_tables import identities, sessions, sign_ins
from knowledge.models import Email

IDLE = timedelta(hours=8)  # a working day: whoever comes back after one signs in again
LONGEST = timedelta(hours=12)


# Asked with every page: built once.
_LIVE = sa.select(sessions).where(
    sessions.c.mark == sa.bindparam("mark"),
    sessions.c.ends_at > sa.bindparam("now"),
    sessions.c.seen_at > sa.bindparam("idle_since"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who signed in. `mark` is a digest of what their browser holds."""

    mark: str
    person: Email
    name: str
    seen_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A sign-in that was begun: what has to come back with it, and the page it leads to."""

    mark: str
    state: str
    nonce: str
    verifier: str
    onward: str
    ends_at: datetime


class SqlSessions:
    """Sessions, identities and sign-ins in the transaction of `connection`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def begin(self, sign_in: SignIn) -> None:
        self._connection.execute(sa.insert(sign_ins).values(asdict(sign_in)))

    def take(self, mark: str, now: datetime) -> SignIn | None:
        """The sign-in of that mark, once: it is gone afterwards, whatever comes of it."""
        taken = sa.delete(sign_ins).where(sign_ins.c.mark == mark).returning(*sign_ins.c)
        row = self._connection.execute(taken).mappings().first()
        return SignIn(**row) if row and row["ends_at"] > now else None

    def person_behind(self, issuer: str, subject: str) -> Email | None:
        """Whoever the account has been since its first sign-in."""
        same = (identities.c.issuer == issuer) & (identities.c.subject == subject)
        found = self._connection.scalar(sa.select(identities.c.person).where(same))
        return Email(found) if found else None

    def recognise(self, issuer: str, subject: str, person: Email, now: datetime) -> bool:
        """Whether the account is this person's from now on; not when another account of the provider is already."""
        row = {"issuer": issuer, "subject": subject, "person": person, "since": now}
        insert = insert_for(self._connection)(identities).values(row).on_conflict_do_nothing()
        self._connection.execute(insert)
        return self.person_behind(issuer, subject) == person

    def forget(self, person: Email) -> bool:
        """Let another account be this person's at its first sign-in, and end their sessions; whether there was one."""
        self._connection.execute(sa.delete(sessions).where(sessions.c.person == person))
        gone = self._connection.execute(sa.delete(identities).where(identities.c.person == person))
        return gone.rowcount > 0

    def open(self, session: Session) -> None:
        self._connection.execute(sa.insert(sessions).values(asdict(session)))

    def live(self, mark: str, now: datetime) -> Session | None:
        """The session of that mark, unless it has ended or nobody has used it for so long."""
        values = {"mark": mark, "now": now, "idle_since": now - IDLE}
        row = self._connection.execute(_LIVE, values).mappings().first()
        return Session(**row) if row else None

    def used(self, mark: str, now: datetime) -> None:
        self._connection.execute(sa.update(sessions).where(sessions.c.mark == mark).values(seen_at=now))

    def close(self, mark: str) -> None:
        self._connection.execute(sa.delete(sessions).where(sessions.c.mark == mark))

    def sweep(self, now: datetime) -> None:
        """Drop what has ended."""
        over = (sessions.c.ends_at <= now) | (sessions.c.seen_at <= now - IDLE)
        self._connection.execute(sa.delete(sessions).where(over))
        self._connection.execute(sa.delete(sign_ins).where(sign_ins.c.ends_at <= now))
