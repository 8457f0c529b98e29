"""A caller on the line: who to put them through to, whether they are there, and a slip when nobody is."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from handlers.incoming import PersonId
from handlers.requests.announce import keeper_name, tell_requester
from handlers.requests.calendar import is_open, working_calendar
from handlers.requests.duty import Roster, backup_of, keeper_for_topic, keeper_in
from handlers.requests.events import Decision, Happening, Ruling, World, refuse
from handlers.requests.model import Call, Keeper, Request, SaidKind, State, Step, StepKind, Turn
from handlers.requests.moves import actor_of, line_of, said
from handlers.requests.owners import call_back as agree
from handlers.requests.routing import kept_by, owner_cards, terms_of, to_person
from knowledge.models import Department, Email, Person, Topic

PUT_THROUGH = timedelta(hours=1)  # after that nobody holds the phone any more
Sought = Topic | Department | Person


def put_through(request: Request, sought: Sought, number: str, roster: Roster) -> Request:
    """The request as a reply for somebody holding a phone."""
    call = call_for(sought, roster, number)
    wanted, keeper = call.wanted, _keeper(call, roster)
    topic = sought.id if isinstance(sought, Topic) else None
    kept = kept_by(replace(request, topic=topic, asked=()).remembering(desk=wanted.department, call=call), keeper)
    terms = terms_of(kept, roster)
    plan = (Step(at=roster.now + PUT_THROUGH, kind=StepKind.END_CALL),)
    return replace(kept, state=State.ANSWERED, turn=Turn.REQUESTER, promise=terms.promise(), plan=plan)


def reach(request: Request, sought: Sought, roster: Roster) -> Request:
    """The request as the numbers of somebody who is looked for, with nobody on the line."""
    found = put_through(request, sought, "", roster)
    call = found.memory.call
    return found.remembering(call=replace(call, on_the_line=False)) if call else found


def call_for(sought: Sought, roster: Roster, number: str = "") -> Call:
    """How things stand for a caller who asks for that."""
    return _call(_wanted(sought, roster), number, roster)


def slip(request: Request, sought: Sought, number: str, roster: Roster) -> Request:
    """The request as a slip: somebody calls back, which is a promise like any other."""
    return _slip(put_through(request, sought, number, roster), roster)


def call_back(request: Request, happening: Happening, world: World) -> Ruling:
    """The keeper's side agrees a call; whoever holds the phone leaves a slip."""
    if actor_of(happening).person != request.requester.person:
        return agree(request, happening, world)
    if not happening.text.strip():
        return refuse("line.words_missing")
    left = _slip(request.hearing(said(SaidKind.DETAIL, happening)), world.roster)
    table = world.roster.table
    told = tell_requester(table, left, "notice.slip", name=keeper_name(table, left.keeper), due=left.promise.due)
    line = line_of(happening, world, text=happening.text.strip())
    return Decision(request=left, timeline=(line,), messages=(told, *owner_cards(left, world.roster)))


def _slip(request: Request, roster: Roster) -> Request:
    return to_person(request.remembering(call=None, slip=True), request.keeper, roster)


def _keeper(call: Call, roster: Roster) -> Keeper:
    """Whoever is asked for, or stands in; never whoever asks."""
    keeper = call.wanted if call.is_wanted_there or call.stand_in is None else call.stand_in
    return keeper_in(roster, roster.table.triage) if keeper.person == roster.requester else keeper


def _wanted(sought: Sought, roster: Roster) -> Keeper:
    """Whoever is asked for; for a department or a topic, whoever is on duty there."""
    match sought:
        case Topic():
            return keeper_for_topic(roster, sought)
        case Department():
            return keeper_in(roster, sought)
        case Person(email=email):
            return Keeper(department=_home_of(email, roster).id, person=PersonId(email))


def _home_of(email: Email, roster: Roster) -> Department:
    """The front desk for whoever is of it, else their first department; the front desk for anybody else."""
    own, triage = roster.table.departments_of(email), roster.table.triage
    return triage if triage in own else next(iter(own), triage)


def _call(wanted: Keeper, number: str, roster: Roster) -> Call:
    department = roster.table.departments.get(wanted.department, roster.table.triage)
    stand_in = _stand_in(wanted, department, roster)
    is_there = wanted.person is None or roster.is_available(Email(wanted.person))
    return Call(
        wanted=wanted,
        is_wanted_there=is_there,
        reachable=is_there and _is_open(department, roster),
        back_on=None if is_there else _back_on(wanted, roster),
        stand_in=stand_in if stand_in.person and stand_in.person != wanted.person else None,
        number=number,
    )


def _stand_in(wanted: Keeper, department: Department, roster: Roster) -> Keeper:
    """Another member who is there, else the backup."""
    others = [member for member in department.members if PersonId(member) != wanted.person]
    there = [member for member in others if roster.is_available(member)]
    return Keeper(department=department.id, person=PersonId(there[0])) if there else backup_of(roster, department)


def _is_open(department: Department, roster: Roster) -> bool:
    return is_open(working_calendar(roster.table, department, roster.default_zone, roster.now), roster.now)


def _back_on(wanted: Keeper, roster: Roster) -> date | None:
    """The day after an absence that is known to end."""
    person = roster.table.person(Email(wanted.person or ""))
    today = roster.now.astimezone(ZoneInfo(person.timezone or roster.default_zone)).date()
    absence = roster.absences.get(PersonId(person.email))
    ends = [day for day in (person.away_until, absence.until if absence else None) if day and day >= today]
    return max(ends) + timedelta(days=1) if ends else None
