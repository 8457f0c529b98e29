"""The demo's clock across a restart: each move is noted in a conversation that no page shows."""

from datetime import datetime, timedelta

from bot.storage.unit_of_work import SqlUnitsOfWork
from handlers.content import Content

CONVERSATION = "demo:clock"


def note(units: SqlUnitsOfWork, at: datetime) -> None:
    """The clock was moved to `at`."""
    with units.begin() as unit:
        unit.weblog.post(CONVERSATION, f"{CONVERSATION}:{at.isoformat()}", Content(), at)
        unit.commit()


def lead(units: SqlUnitsOfWork, now: datetime) -> timedelta:
    """How far the clock was ahead before the demo was stopped: it never runs behind its notes or its own ledger."""
    with units.look() as view:
        moved = [posted.at for posted in view.weblog.of(CONVERSATION, limit=1)]
        happened = view.timeline.latest()
    return max([timedelta(), *(at - now for at in (*moved, happened) if at)])
