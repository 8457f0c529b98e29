"""`guichet people forget-account`: somebody's account at the sign-in provider was replaced."""

from uuid import uuid4

from bot.storage.database import Database
from bot.storage.sessions import LONGEST, Session
from bot.storage.unit_of_work import SqlUnitsOfWork
from knowledge.models import Email
from tests.bot.command import CommandLine
from tests.bot.house import MONDAY_MORNING

MINH = Email("minh.nguyen@atelier-boreal.example")
SESSION = Session(mark="m", person=MINH, name="", seen_at=MONDAY_MORNING, ends_at=MONDAY_MORNING + LONGEST)


def test_an_account_is_forgotten_and_its_sessions_end(company: CommandLine) -> None:
    database = Database(f"sqlite:///{company.folder / 'guichet.db'}")
    units = SqlUnitsOfWork(database, uuid4)
    with units.begin() as unit:
        unit.sessions.recognise("https://a.example", "1", MINH, MONDAY_MORNING)
        unit.sessions.open(SESSION)
        unit.commit()

    first, second = (company("people", "forget-account", f" {MINH.upper()}") for _ in range(2))

    with units.look() as view:
        assert view.sessions.person_behind("https://a.example", "1") is None
        assert view.sessions.live("m", MONDAY_MORNING) is None
    database.close()
    assert (first.code, second.code) == (0, 2)
    assert f"{MINH} is signed out" in first.out
    assert "has not signed in" in second.err
