"""What more words from the requester do: a detail, another wording, a reply, an edit of the question."""

from dataclasses import replace

from handlers.outgoing import Line, Message
from handlers.requests.announce import keeper_name, tell_keeper, tell_requester
from handlers.requests.events import Decision, Happening, NoOp, Ruling, World, refuse
from handlers.requests.model import ClosingReason, Request, SaidKind, State, Turn
from handlers.requests.moves import closed, hold_to, in_hand, line_of, name_of, said
from handlers.requests.onward import handed_on, passed_on, promised
from handlers.requests.routing import OWED, on_topic, owner_cards, terms_of
from handlers.verbs import Verb
from knowledge.matcher import Matched


def belongs_to_other(request: Request, happening: Happening, world: World) -> Ruling:
    """It was about an older request: this one is closed, its words go there."""
    done = closed(request, ClosingReason.MOVED, world)
    told = tell_keeper(world.roster.table, request, "notice.not_you") if request.state in OWED else ()
    line = line_of(happening, world, text=happening.choice)
    return Decision(request=done, timeline=(line,), messages=told, line=Line(text="line.moved_there"))


def add(request: Request, happening: Happening, world: World) -> Ruling:
    """A detail: an event and a fresh card. While nobody is known it is matched; once accepted nothing is re-routed."""
    if not happening.text.strip():
        return refuse("line.words_missing")
    heard = request.hearing(said(SaidKind.DETAIL, happening))
    if isinstance(happening.match, Matched) and request.topic is None and request.state is State.PROMISED:
        return _matched(heard, happening.match, happening, world)
    added = in_hand(heard, world) if request.state is State.ACCEPTED else heard
    return Decision(
        request=added,
        timeline=(line_of(happening, world, text=happening.text.strip()),),
        messages=_tell_detail(added, happening, world),
        line=Line(text="line.added"),
    )


def rephrase(request: Request, happening: Happening, world: World) -> Ruling:
    """Other words for a question that was not clear: one try, then triage promises."""
    if not happening.text.strip():
        return refuse("line.words_missing")
    heard = request.hearing(said(SaidKind.DETAIL, happening))
    if isinstance(happening.match, Matched):
        return _matched(heard, happening.match, happening, world)
    return promised(heard, happening, world)


def give_detail(request: Request, happening: Happening, world: World) -> Ruling:
    """What the keeper was waiting for: their move again, and a time that counts from now."""
    if not happening.text.strip():
        return refuse("line.words_missing")
    heard = request.hearing(said(SaidKind.DETAIL, happening))
    back = _back_to_keeper(heard, world)
    table = world.roster.table
    name = keeper_name(table, back.keeper)
    told = tell_requester(table, back, "notice.detail_passed_on", name=name, due=back.promise.due)
    return Decision(
        request=back,
        timeline=(line_of(happening, world, text=happening.text.strip()),),
        messages=(told, *_tell_detail(back, happening, world)),
    )


def follow_up(request: Request, happening: Happening, world: World) -> Ruling:
    """More words after an answer: back to whoever answered; on to the owner when it was the table's answer."""
    if request.answer:
        return give_detail(request, happening, world)
    if not happening.text.strip():
        return refuse("line.words_missing")
    return passed_on(request.hearing(said(SaidKind.DETAIL, happening)), happening, world)


def after_close(request: Request, happening: Happening, world: World) -> Ruling:
    """Words after the close are kept; reopening is for the requester to choose."""
    if not happening.text.strip():
        return refuse("line.closed")
    heard = request.hearing(said(SaidKind.DETAIL, happening))
    line = line_of(happening, world, text=happening.text.strip())
    told = tell_requester(world.roster.table, heard, "notice.after_close", Verb.REOPEN)
    return Decision(request=heard, timeline=(line,), messages=(told,))


def edit(request: Request, happening: Happening, world: World) -> Ruling:
    """Other words in the same message: matched again while nobody has accepted; the due time never resets."""
    if happening.text == request.question:
        return NoOp(line=Line(text="line.added"))
    edited = _matched_again(replace(request, question=happening.text), happening, world)
    has_moved = edited.keeper != request.keeper
    key = "notice.not_you" if has_moved else "notice.edited"
    told = tell_keeper(world.roster.table, request, key) if request.state in OWED else ()
    cards = owner_cards(edited, world.roster) if has_moved else ()
    return Decision(
        request=edited,
        timeline=(line_of(happening, world, text=happening.text),),
        messages=(*told, *cards),
    )


def _matched(request: Request, match: Matched, happening: Happening, world: World) -> Ruling:
    """Other words say whose it is."""
    topic = world.roster.table.topics[match.candidates[0].topic]
    if topic.id in request.memory.excluded:
        return promised(request, happening, world)
    known = on_topic(request, topic, world.roster)
    if known.state is State.ROUTED:
        return handed_on(known, happening, world)
    line = line_of(happening, world, text=happening.text.strip())
    told = tell_requester(world.roster.table, known, "notice.found", name=keeper_name(world.roster.table, known.keeper))
    return Decision(request=known, timeline=(line,), messages=(told,))


def _matched_again(request: Request, happening: Happening, world: World) -> Request:
    """The topic the new words speak of, while nobody has accepted; the same one or none changes nothing."""
    is_taken = request.state in {State.ACCEPTED, State.WAITING} or request.answer is not None
    if is_taken or not isinstance(happening.match, Matched):
        return request
    topic = world.roster.table.topics[happening.match.candidates[0].topic]
    if topic.id == request.topic or topic.id in request.memory.excluded:
        return request
    moved = on_topic(request, topic, world.roster)
    if request.state not in OWED or moved.state is not State.ROUTED:
        return moved
    return hold_to(moved, request.promise, world)


def _back_to_keeper(request: Request, world: World) -> Request:
    back = replace(request, state=State.ACCEPTED, turn=Turn.KEEPER, answer=None)
    promise = terms_of(back, world.roster).postponed(request.promise)
    return in_hand(replace(back, promise=promise), world)


def _tell_detail(request: Request, happening: Happening, world: World) -> tuple[Message, ...]:
    name, words = name_of(happening), happening.text.strip()
    return tell_keeper(world.roster.table, request, "notice.detail", name=name, words=words)
