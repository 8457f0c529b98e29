"""A call-back slip: a caller is on the line and nobody can be reached. Calling back is a promise like any other."""

from handlers.apply import apply
from handlers.incoming import SlipLeft
from handlers.outcome import Outcome
from handlers.outgoing import Line
from handlers.ports import UnitOfWork
from handlers.requests.calls import Sought, slip
from handlers.requests.opening import Question, blank, opened
from handlers.scene import Scene
from knowledge.lookup import Kind
from knowledge.models import DepartmentId, Email, RoutingTable, TopicId


def leave_slip(fact: SlipLeft, unit: UnitOfWork, scene: Scene) -> Outcome:
    """The slip as a request of whoever holds the phone, handed to whoever the caller asked for or stands in."""
    sought = sought_in(scene.table, fact.kind, fact.key)
    if sought is None:
        return Outcome(line=Line(text="line.choice_gone"), refused=True)
    if not fact.text.strip():
        return Outcome(line=Line(text="line.words_missing"), refused=True)
    question = Question(text=fact.text.strip(), lang=fact.lang, actor=fact.actor, place=fact.place)
    roster = scene.roster(unit, fact.actor.person)
    left = slip(blank(question, roster), sought, fact.number, roster)
    return Outcome(request=apply(opened(left, roster), unit, scene.now).id)


def sought_in(table: RoutingTable, kind: Kind, key: str) -> Sought | None:
    """What was looked for, as long as the table still has it."""
    match kind:
        case Kind.DEPARTMENT:
            return table.departments.get(DepartmentId(key))
        case Kind.PERSON:
            person = table.people.get(Email(key))
            return person if person and person.active else None
        case Kind.TOPIC:
            topic = table.topics.get(TopicId(key))
            return topic if topic and topic.active else None
