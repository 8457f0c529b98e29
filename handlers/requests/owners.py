"""What the keeper's side can do to a request: one function a verb, named by the table in `states`.

Each takes the request as it is and returns the decision; whether the move is allowed at all is `permissions`.
"""

from dataclasses import replace
from datetime import timedelta

from handlers.incoming import PersonId
from handlers.outgoing import Line, Notice, ToPerson
from handlers.requests.announce import hand_to, keeper_name, tell_keeper, tell_requester
from handlers.requests.events import Decision, Happening, Refusal, Ruling, World, refuse
from handlers.requests.model import Answer, Keeper, Promise, Request, SaidKind, State, Turn
from handlers.requests.moves import actor_of, draft, in_hand, line_of, name_of, said, taken
from handlers.requests.people import person_called
from handlers.requests.policy import CALL_DUE, plan_answered, plan_call, plan_later, plan_waiting
from handlers.requests.routing import (
    department_of,
    owner_cards,
    routed,
    terms_of,
    to_department,
    to_person,
    to_triage,
    without_topic,
)
from handlers.verbs import SAID, TOPIC, Verb
from knowledge.models import Department, DepartmentId, Topic, TopicId

FARTHEST = timedelta(days=90)  # nobody is put off for longer in one go
MOST_BOUNCES = 2  # after so many, triage decides for good (DESIGN 4)


def take(request: Request, happening: Happening, world: World) -> Ruling:
    """Somebody of the keeper's side makes it theirs."""
    held = taken(request, happening, world)
    table = world.roster.table
    told = tell_requester(table, held, "notice.taken", name=name_of(happening), due=held.promise.due)
    return Decision(request=held, timeline=(line_of(happening, world),), messages=(told,))


def answer(request: Request, happening: Happening, world: World) -> Ruling:
    """An answer from a person, or what they said in the thread; it takes the request along."""
    text = _last_reply(request) if happening.choice == SAID else happening.text.strip()
    if not text:
        return refuse("line.answer_empty")
    held = taken(request, happening, world)
    answered = replace(
        held,
        state=State.ANSWERED,
        turn=Turn.REQUESTER,
        answer=Answer(text=text, by=actor_of(happening).person, by_name=name_of(happening)),
        plan=plan_answered(terms_of(held, world.roster)),
    ).remembering(slot=None)
    key = "notice.was_answered" if happening.choice == SAID else "notice.answered"
    verbs = (Verb.HELPED, Verb.NOT_HELPED)
    told = tell_requester(world.roster.table, answered, key, *verbs, name=name_of(happening), answer=text)
    return Decision(request=answered, timeline=(line_of(happening, world, text=text),), messages=(told,))


def ask_back(request: Request, happening: Happening, world: World) -> Ruling:
    """The keeper needs a detail: it is the requester's move, and the clock waits with them."""
    if not happening.text.strip():
        return refuse("line.words_missing")
    held = taken(request, happening, world).hearing(said(SaidKind.QUESTION, happening))
    waiting = replace(
        held,
        state=State.WAITING,
        turn=Turn.REQUESTER,
        plan=plan_waiting(terms_of(held, world.roster)),
    ).remembering(slot=None)
    question = happening.text.strip()
    table, name = world.roster.table, name_of(happening)
    told = tell_requester(table, waiting, "notice.asked_back", Verb.ADD, name=name, question=question)
    return Decision(request=waiting, timeline=(line_of(happening, world, text=question),), messages=(told,))


def not_ours(request: Request, happening: Happening, world: World) -> Ruling:
    """Not this department's: whose, or which topic it is, and why. After two bounces triage decides for good."""
    mine = department_of(actor_of(happening).person, request, world.roster)
    topic = _named_topic(happening, world)
    theirs = world.roster.table.departments.get(topic.department if topic else DepartmentId(happening.choice))
    refused = _no_way_on(request, happening, mine, theirs)
    if refused or (topic and topic.id in request.memory.excluded):
        return refused or refuse("line.not_theirs_either")
    bounced = request if mine.triage else request.remembering(refused=(*request.memory.refused, mine.id))
    moved = _moved_on(without_topic(bounced, world.roster), mine, topic or theirs, world)
    why = line_of(happening, world, text=happening.text.strip())
    suggestions = [draft(request, happening, world, theirs.id if theirs else None)]
    if moved.topic:  # learnt as a topic that the requester chose
        suggestions.append(draft(moved, replace(happening, kind=Verb.CHOOSE), world, moved.memory.desk))
    return Decision(
        request=moved,
        timeline=(why,),
        messages=(_told_where(moved, theirs, world), *owner_cards(moved, world.roster)),
        drafts=tuple(suggestions),
        line=Line(text="line.moved_on", params={"name": keeper_name(world.roster.table, moved.keeper)}),
    )


def hand_over(request: Request, happening: Happening, world: World) -> Ruling:
    """To a person: theirs only once they have acted; the requester sees the new name."""
    person = person_called(happening.choice or happening.text, world.roster.table)
    if not person:
        return refuse("line.no_such_person")
    if PersonId(person.email) in (request.requester.person, request.keeper.person):
        return refuse("line.not_to_them")
    if not world.roster.is_available(person.email):
        return refuse("line.person_away", person=person.shown_name)
    at_work = department_of(PersonId(person.email), request, world.roster)
    handed = to_person(request, Keeper(department=at_work.id, person=PersonId(person.email)), world.roster)
    table = world.roster.table
    told = tell_requester(
        table,
        handed,
        "notice.handed_over",
        before=name_of(happening),
        name=person.shown_name,
        due=handed.promise.due,
    )
    reason = happening.text.strip() if happening.choice else ""
    why = (replace(line_of(happening, world, text=reason, internal=True), kind=Verb.NOTE),) if reason else ()
    return Decision(
        request=handed,
        timeline=(line_of(happening, world), *why),
        messages=(told, *_reason(handed, happening, world), *hand_to(table, handed)),
        line=Line(text="line.handed_over", params={"name": person.shown_name}),
    )


def later(request: Request, happening: Happening, world: World) -> Ruling:
    """A date and a reason, told before the old time passes; the original time stays."""
    wrong = _wrong_time(happening, world)
    if wrong or happening.when is None:
        return wrong or refuse("line.when_missing")
    if not happening.text.strip():
        return refuse("line.words_missing")
    held = taken(request, happening, world).remembering(slot=None)
    promise = Promise(due=happening.when, original=request.promise.original)
    put_off = replace(held, promise=promise, plan=plan_later(terms_of(held, world.roster), promise))
    reason = happening.text.strip()
    told = tell_requester(
        world.roster.table,
        put_off,
        "notice.later",
        name=name_of(happening),
        due=happening.when,
        reason=reason,
    )
    return Decision(request=put_off, timeline=(line_of(happening, world, text=reason),), messages=(told,))


def note(request: Request, happening: Happening, world: World) -> Ruling:
    """Words for colleagues; the requester never sees them."""
    if not happening.text.strip():
        return refuse("line.words_missing")
    noted = request.hearing(said(SaidKind.NOTE, happening))
    kept = in_hand(noted, world) if request.state is State.ACCEPTED else noted
    written = line_of(happening, world, text=happening.text.strip(), internal=True)
    return Decision(request=kept, timeline=(written,), line=Line(text="line.noted"))


def call_back(request: Request, happening: Happening, world: World) -> Ruling:
    """A call at an agreed time: both are reminded, and it is late when nobody marks it as done."""
    wrong = _wrong_time(happening, world)
    if wrong or happening.when is None:
        return wrong or refuse("line.when_missing")
    held = taken(request, happening, world).remembering(slot=happening.when)
    promise = Promise(due=happening.when + CALL_DUE, original=request.promise.original)
    agreed = replace(held, promise=promise, plan=plan_call(terms_of(held, world.roster), happening.when))
    table, name = world.roster.table, name_of(happening)
    told = tell_requester(table, agreed, "notice.call_agreed", Verb.ADD, name=name, slot=happening.when)
    return Decision(request=agreed, timeline=(line_of(happening, world, text=happening.text),), messages=(told,))


def reply(request: Request, happening: Happening, world: World) -> Ruling:
    """Words in the thread by the keeper's side: mirrored to the requester; they take the request along."""
    text = happening.text.strip()
    if not text:
        return refuse("line.words_missing")
    is_free = request.state in {State.CLARIFYING, State.ROUTED, State.PROMISED}
    held = taken(request, happening, world) if is_free else request
    if held.state is State.ACCEPTED:
        held = in_hand(held, world)
    asks = _was_that_it(request, happening)
    heard = held.hearing(said(SaidKind.REPLY, happening)).remembering(
        was_asked_if_answer=bool(asks) or request.memory.was_asked_if_answer
    )
    mirrored = tell_requester(world.roster.table, heard, "notice.reply", name=name_of(happening), reply=text)
    return Decision(request=heard, timeline=(line_of(happening, world, text=text),), messages=(mirrored, *asks))


def _was_that_it(request: Request, happening: Happening) -> tuple[Notice, ...]:
    """Asked privately, once a request."""
    if request.memory.was_asked_if_answer or request.state in {State.ANSWERED, State.CLOSED, State.WAITING}:
        return ()
    to = ToPerson(person=actor_of(happening).person)
    return (Notice(to=to, text="notice.was_that_it", verbs=(Verb.ANSWER,), choice=SAID),)


def _no_way_on(request: Request, happening: Happening, mine: Department, theirs: Department | None) -> Refusal | None:
    if len(request.memory.refused) >= MOST_BOUNCES and not mine.triage:
        return refuse("line.decided_for_good")
    if not happening.text.strip():
        return refuse("line.words_missing")
    if theirs and (theirs.id == mine.id or theirs.id in request.memory.refused):
        return refuse("line.not_theirs_either")
    if happening.choice and not theirs:
        return refuse("line.no_such_department")
    return refuse("line.triage_names_one") if mine.triage and not theirs else None


def _named_topic(happening: Happening, world: World) -> Topic | None:
    """The topic that was picked, unless it has left the table since."""
    named = happening.choice.removeprefix(TOPIC) if happening.choice.startswith(TOPIC) else ""
    topic = world.roster.table.topics.get(TopicId(named))
    return topic if topic and topic.active else None


def _moved_on(request: Request, mine: Department, whose: Topic | Department | None, world: World) -> Request:
    refused = request.memory.refused
    roster = replace(world.roster, refused=frozenset(refused))
    is_decided = len(refused) >= MOST_BOUNCES and not mine.triage
    match whose:
        case Topic() if not is_decided:
            return routed(request, whose, roster)
        case Department(triage=False) if not is_decided:
            return to_department(request, whose, roster)
        case _:
            return to_triage(request, roster)


def _told_where(moved: Request, theirs: Department | None, world: World) -> Notice:
    table = world.roster.table
    is_decided = len(moved.memory.refused) >= MOST_BOUNCES and moved.state is State.PROMISED
    key = "notice.arbiter" if is_decided else "notice.not_ours" if theirs else "notice.not_ours_unknown"
    return tell_requester(table, moved, key, name=keeper_name(table, moved.keeper), due=moved.promise.due)


def _reason(handed: Request, happening: Happening, world: World) -> tuple[Notice, ...]:
    """Why, to whoever gets it."""
    reason = happening.text.strip() if happening.choice else ""
    if not reason:
        return ()
    return tell_keeper(world.roster.table, handed, "notice.handed_to_you", name=name_of(happening), reason=reason)


def _wrong_time(happening: Happening, world: World) -> Refusal | None:
    if happening.when is None:
        return refuse("line.when_missing")
    if happening.when <= world.now:
        return refuse("line.when_past")
    return refuse("line.when_far") if happening.when > world.now + FARTHEST else None


def _last_reply(request: Request) -> str:
    replies = [words.text for words in request.memory.said if words.kind is SaidKind.REPLY]
    return replies[-1] if replies else ""
