"""What the requester can do to their request: one function a verb, named by the table in `states`.

Each takes the request as it is and returns the decision; whether the move is allowed at all is `permissions`.
"""

from dataclasses import replace
from datetime import timedelta

from handlers.outgoing import Line
from handlers.requests.announce import tell_keeper, tell_personally
from handlers.requests.clockwork import hurry
from handlers.requests.events import Decision, Happening, NoOp, Ruling, World, refuse
from handlers.requests.model import ClosingReason, Request, SaidKind, State
from handlers.requests.moves import closed, draft, line_of, name_of, said
from handlers.requests.onward import handed_on, passed_on, promised
from handlers.requests.opening import Question, open_request, opened
from handlers.requests.routing import OWED, on_topic, owner_cards, routed, to_triage
from handlers.verbs import Verb
from knowledge.matcher import NoMatch, WhyNot
from knowledge.models import Lang, TopicId

REOPENS_WITHIN = timedelta(days=7)  # later it is a new, linked request (DESIGN 4)


def choose(request: Request, happening: Happening, world: World) -> Ruling:
    """The requester says which topic they meant."""
    topic = world.roster.table.topics.get(TopicId(happening.choice))
    if not topic or topic.id not in request.choices:
        return refuse("line.choice_gone")
    chosen = on_topic(request, topic, world.roster)
    return Decision(
        request=chosen,
        timeline=(line_of(happening, world, text=topic.id),),
        messages=owner_cards(chosen, world.roster),
        drafts=(draft(chosen, happening, world, topic.department),),
    )


def none_of_these(request: Request, happening: Happening, world: World) -> Ruling:
    """None of the choices: triage promises. What was turned down by that very word stays out, as with a pick."""
    turned_down = request.choices if happening.kind is Verb.NONE_OF_THESE else ()
    excluded = tuple(dict.fromkeys((*request.memory.excluded, *turned_down)))
    return promised(request.remembering(excluded=excluded), happening, world)


def helped(request: Request, happening: Happening, world: World) -> Ruling:
    """The requester has what they needed: closed, and asked in one tap how it went."""
    done = closed(request, ClosingReason.SOLVED, world)
    was_asked = request.answer is not None or request.state is not State.ANSWERED
    thanked = tell_keeper(world.roster.table, request, "notice.helped", name=name_of(happening)) if was_asked else ()
    asked = tell_personally(done, "notice.rate", Verb.RATE, *((Verb.THANKS,) if was_asked else ()))
    return Decision(
        request=done,
        timeline=(line_of(happening, world),),
        messages=(*thanked, asked),
        line=Line(text="line.closed_solved"),
    )


def pass_on(request: Request, happening: Happening, world: World) -> Ruling:
    """It did not help, or a person is wanted."""
    return passed_on(request, happening, world)


def not_these_people(request: Request, happening: Happening, world: World) -> Ruling:
    """Not the right people: triage finds out who is, that topic is left out, and a draft says so."""
    left = tell_keeper(world.roster.table, request, "notice.not_you") if request.state in OWED else ()
    wrong = (*((request.topic,) if request.topic else ()), *request.choices)
    excluded = tuple(dict.fromkeys((*request.memory.excluded, *wrong)))
    decision = promised(request.remembering(excluded=excluded), happening, world)
    return replace(decision, messages=(*left, *decision.messages), drafts=(draft(request, happening, world),))


def keep_private(request: Request, happening: Happening, world: World) -> Ruling:
    """Out of every channel from now on; cards that were shown there are drawn anew (P8)."""
    if request.memory.private:
        return NoOp(line=Line(text="line.already_private"))
    kept = request.remembering(private=True)
    return Decision(request=kept, timeline=(line_of(happening, world),), line=Line(text="line.kept_private"))


def nudge(request: Request, happening: Happening, world: World) -> Ruling:
    """One reminder by right once the promised time has passed; it climbs the ladder."""
    if world.now < request.promise.original:
        return NoOp(line=Line(text="line.nudge_later", params={"due": request.promise.original}))
    if request.memory.nudged:
        return NoOp(line=Line(text="line.nudged_already"))
    reminded = tell_keeper(world.roster.table, request, "notice.nudged", name=name_of(happening))
    climbed, asked = hurry(request.remembering(nudged=True), world)
    return Decision(
        request=climbed,
        timeline=(line_of(happening, world),),
        messages=(*reminded, *asked),
        line=Line(text="line.nudged"),
    )


def withdraw(request: Request, happening: Happening, world: World) -> Ruling:
    """The requester no longer needs it; whoever was asked is told."""
    return _dropped(request, ClosingReason.WITHDRAWN, "line.closed_withdrawn", happening, world)


def not_a_request(request: Request, happening: Happening, world: World) -> Ruling:
    """What was said in a help channel was not meant as a request."""
    return _dropped(request, ClosingReason.NOT_A_REQUEST, "line.closed_not_a_request", happening, world)


def reopen(request: Request, happening: Happening, world: World) -> Ruling:
    """Within seven days the same request goes on; later a new one is linked to it."""
    if request.closed_at and world.now > request.closed_at + REOPENS_WITHIN:
        return _linked(request, happening, world)
    topic = world.roster.table.topics.get(request.topic) if request.topic else None
    again = replace(request, closed_at=None, closing_reason=None, answer=None).remembering(nudged=False)
    if happening.text.strip():
        again = again.hearing(said(SaidKind.DETAIL, happening))
    handed = routed(again, topic, world.roster) if topic else to_triage(again, world.roster)
    return handed_on(handed, happening, world, "notice.reopened")


def rate(request: Request, happening: Happening, world: World) -> Ruling:
    """How it went, from 1 to 5; a later tap counts in place of an earlier one."""
    if happening.choice not in {"1", "2", "3", "4", "5"}:
        return refuse("line.choice_gone")
    rated = request.remembering(rating=int(happening.choice))
    line = line_of(happening, world, text=happening.choice)
    return Decision(request=rated, timeline=(line,), line=Line(text="line.rated"))


def thanks(request: Request, happening: Happening, world: World) -> Ruling:
    """Thanks go to whoever helped, and reopen nothing."""
    words, table = happening.text.strip(), world.roster.table
    key = "notice.thanks_words" if words else "notice.thanks"
    told = tell_keeper(table, request, key, name=name_of(happening), **({"words": words} if words else {}))
    line = line_of(happening, world, text=words)
    return Decision(request=request, timeline=(line,), messages=told, line=Line(text="line.thanked"))


def switch_language(request: Request, happening: Happening, world: World) -> Ruling:
    """From now on in the other language, or in the one that was picked."""
    lang = Lang(happening.choice) if happening.choice in set(Lang) else request.lang.other
    spoken = replace(request, lang=lang)
    return Decision(request=spoken, timeline=(line_of(happening, world, text=lang),), line=Line(text="line.lang"))


def _dropped(request: Request, reason: ClosingReason, said_at_once: str, happening: Happening, world: World) -> Ruling:
    done = closed(request, reason, world)
    was_asked = request.state in OWED
    name = name_of(happening)
    told = tell_keeper(world.roster.table, request, "notice.withdrawn", name=name) if was_asked else ()
    return Decision(request=done, timeline=(line_of(happening, world),), messages=told, line=Line(text=said_at_once))


def _linked(request: Request, happening: Happening, world: World) -> Ruling:
    """A new request in the old one's words, with a way back to it."""
    memory = replace(request.memory, desk=None, slot=None, nudged=False, rating=None, linked=request.reference)
    question = Question(
        text=request.question,
        lang=request.lang,
        actor=request.requester,
        place=request.place,
        memory=replace(memory, refused=(), was_asked_if_answer=False),
    )
    begun = open_request(question, NoMatch(why=WhyNot.UNSURE), world.roster)
    topic = world.roster.table.topics.get(request.topic) if request.topic else None
    if topic:
        begun = opened(routed(begun.request, topic, world.roster), world.roster)
    return Decision(request=request, timeline=(line_of(happening, world),), opens=begun)
