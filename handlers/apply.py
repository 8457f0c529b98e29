"""The one place that carries out a decision: request, timeline and messages in the unit of work at hand."""

from datetime import datetime

from handlers.ports import UnitOfWork
from handlers.requests.events import Decision
from handlers.requests.model import Request


def apply(decision: Decision, unit: UnitOfWork, now: datetime) -> Request:
    """Store what was decided; the request as stored. Every card that shows it is refreshed."""
    stored = _changed(decision, unit, now) if decision.request.id else _begun(decision, unit, now)
    unit.timeline.append(stored.id, decision.timeline)
    unit.drafts.add(stored.id, decision.drafts)
    if decision.opens:
        apply(decision.opens, unit, now)
    return stored


def _begun(decision: Decision, unit: UnitOfWork, now: datetime) -> Request:
    stored = unit.requests.add(decision.request)
    unit.outbox.begin(stored.id, decision.messages, now)
    return stored


def _changed(decision: Decision, unit: UnitOfWork, now: datetime) -> Request:
    unit.outbox.refresh_cards(decision.request.id, now)
    stored = unit.requests.save(decision.request)
    unit.outbox.add(stored.id, decision.messages, now)
    return stored
