"""Somebody will be away, or is back: what they keep is handed over at once."""

from datetime import date
from zoneinfo import ZoneInfo

from handlers.away_words import AwayUntil, Back, presence_in
from handlers.incoming import Actor, AwayDeclared, PersonId, QuestionAsked
from handlers.outcome import Outcome
from handlers.outgoing import Notice, Params, ToPlace
from handlers.ports import UnitOfWork
from handlers.requests.duty import Absence
from handlers.scene import Scene
from handlers.sweep import hand_over_from
from knowledge.models import Email, Lang

AT_ONCE = 20  # requests in this transaction; the sweeper hands over what is left within seconds


def presence_of(fact: QuestionAsked, lang: Lang, unit: UnitOfWork, scene: Scene) -> Outcome | None:
    """What somebody says of themselves in a direct conversation; None when they ask something."""
    read = presence_in(fact.text, _today(fact.actor, scene)) if fact.place.direct else None
    match read:
        case None:
            return None
        case AwayUntil(until=None):
            to = ToPlace(place=fact.place, person=fact.actor.person, lang=lang)
            unit.outbox.add(None, [Notice(to=to, text="notice.away_unclear")], scene.now)
            return Outcome()
        case AwayUntil(until=until):
            return declare_away(_declared(fact, until, lang), unit, scene)
        case Back():
            return declare_away(_declared(fact, None, lang), unit, scene)


def speaks_of_presence(fact: QuestionAsked, scene: Scene) -> bool:
    """Whether somebody says of themselves that they will be away, or are back."""
    return fact.place.direct and presence_in(fact.text, _today(fact.actor, scene)) is not None


def declare_away(fact: AwayDeclared, unit: UnitOfWork, scene: Scene) -> Outcome:
    """Remember it, hand over, and say what was done."""
    today = _today(fact.actor, scene)
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
    if scene.roster(unit, person).is_present(Email(person)):
        return 0  # it begins another day
    handed = 0
    while handed < AT_ONCE and hand_over_from(person, unit, scene):
        handed += 1
    return handed


def _declared(fact: QuestionAsked, until: date | None, lang: Lang) -> AwayDeclared:
    return AwayDeclared(keys=fact.keys, actor=fact.actor, place=fact.place, at=fact.at, until=until, lang=lang)


def _today(actor: Actor, scene: Scene) -> date:
    zone = scene.table.person(actor.email).timezone or actor.timezone or scene.default_zone
    return scene.now.astimezone(ZoneInfo(zone)).date()


def _said(text: str, params: Params, fact: AwayDeclared, unit: UnitOfWork, scene: Scene) -> Outcome:
    to = ToPlace(place=fact.place, person=fact.actor.person, lang=fact.lang)
    unit.outbox.add(None, [Notice(to=to, text=text, params=params)], scene.now)
    return Outcome()
