"""The contact card of a keeper: who, which number, where, and whether somebody is there now."""

from handlers.content import Contact
from handlers.requests.calendar import next_opening, working_calendar
from handlers.requests.model import Keeper
from handlers.texts.voice import Voice
from knowledge.models import Department, Email, Person


def contact_of(keeper: Keeper, voice: Voice, default_zone: str) -> Contact:
    """The person where there is one, with the department's number and place for what the person's row lacks."""
    department = voice.table.departments.get(keeper.department, voice.table.triage)
    person = voice.table.person(Email(keeper.person)) if keeper.person else None
    has_own_phone = person is not None and bool(person.phone)
    return Contact(
        department=voice.best(department.name),
        person=person.shown_name if person else "",
        phone=person.phone if person and has_own_phone else department.phone,
        extension=person.extension if person else "",
        location=_place(person, department),
        reach=_reach(department, voice, default_zone),
    )


def _place(person: Person | None, department: Department) -> str:
    return (person.location if person else "") or department.location


def _reach(department: Department, voice: Voice, default_zone: str) -> str:
    """Reachable until when, or from when on; in the reader's own clock."""
    calendar = working_calendar(voice.table, department, default_zone, voice.now)
    opening = next_opening(calendar, voice.now)
    if opening is None:
        return ""
    if opening.start <= voice.now:
        return voice.say("reach.until", time=opening.end)
    return voice.say("reach.from", time=opening.start)
