"""The one place that carries out a decision: request, timeline and messages in the unit of work at hand."""

from datetime import datetime

from handlers.ports import UnitOfWork
from handlers.requests.events import Decision
from handlers.requests.model import Request


def apply(decision: Decision, unit: UnitOfWork, now: datetime) -> Request:
    """Store what was decided; the request as stored. Every card that shows it is refreshed."""
    stored = _stored(decision.request, unit, now)
    unit.timeline.append(stored.id, decision.timeline)
    unit.outbox.add(stored.id, decision.messages, now)
    unit.drafts.add(stored.id, decision.drafts)
    if decision.opens:
        apply(decision.opens, unit, now)
    return stored


def _stored(request: Request, unit: UnitOfWork, now: datetime) -> Request:
    if not request.id:
        return unit.requests.add(request)
    unit.outbox.refresh_cards(request.id, now)
    return unit.requests.save(request)
