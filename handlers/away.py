"""Somebody will be away, or is back: what they keep is handed over at once."""

from zoneinfo import ZoneInfo

from handlers.incoming import AwayDeclared, PersonId
from handlers.outcome import Outcome
from handlers.outgoing import Notice, Params, ToPlace
from handlers.ports import UnitOfWork
from handlers.requests.duty import Absence
from handlers.scene import Scene
from handlers.sweep import hand_over_from

AT_ONCE = 20  # requests in this transaction; the sweeper hands over what is left within seconds


def declare_away(fact: AwayDeclared, unit: UnitOfWork, scene: Scene) -> Outcome:
    """Remember it, hand over, and say what was done."""
    today = scene.now.astimezone(ZoneInfo(fact.actor.timezone or scene.default_zone)).date()
    if fact.until is None:
        unit.people.set_back(fact.actor.person)
        return _said("notice.back", {}, fact, unit, scene)
    if fact.until < (fact.begins or today):
        return _said("notice.away_past", {}, fact, unit, scene)
    handed = set_away(fact.actor.person, Absence(begins=fact.begins or today, until=fact.until), unit, scene)
    text = "notice.away_handed" if handed else "notice.away"
    return _said(text, {"until": fact.until}, fact, unit, scene)


def set_away(person: PersonId, absence: Absence, unit: UnitOfWork, scene: Scene) -> int:
    """Remember the absence and hand over what they keep; how many requests that was."""
    unit.people.set_away(person, absence)
    handed = 0
    while handed < AT_ONCE and hand_over_from(person, unit, scene):
        handed += 1
    return handed


def _said(text: str, params: Params, fact: AwayDeclared, unit: UnitOfWork, scene: Scene) -> Outcome:
    to = ToPlace(place=fact.place, person=fact.actor.person, lang=fact.lang)
    unit.outbox.add(None, [Notice(to=to, text=text, params=params)], scene.now)
    return Outcome()
