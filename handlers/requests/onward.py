"""A request goes on to somebody else, and its requester is told: the decision that goes with `routing`."""

from handlers.requests.announce import keeper_name, tell_requester
from handlers.requests.events import Decision, Happening, World
from handlers.requests.model import Request
from handlers.requests.moves import line_of
from handlers.requests.routing import owner_cards, routed, to_triage, without_topic


def passed_on(request: Request, happening: Happening, world: World) -> Decision:
    """To the topic's owner, or to triage when nobody owns it."""
    topic = world.roster.table.topics.get(request.topic) if request.topic else None
    if not topic:
        return promised(request, happening, world)
    return handed_on(routed(request, topic, world.roster), happening, world)


def promised(request: Request, happening: Happening, world: World) -> Decision:
    """Nobody is known: triage promises, and the requester reads who and by when."""
    kept = to_triage(without_topic(request, world.roster), world.roster)
    table = world.roster.table
    name = keeper_name(table, kept.keeper)
    told = tell_requester(table, kept, "notice.promised", name=name, due=kept.promise.due)
    messages = (told, *owner_cards(kept, world.roster))
    line = line_of(happening, world, text=happening.text.strip())
    return Decision(request=kept, timeline=(line,), messages=messages)


def handed_on(handed: Request, happening: Happening, world: World, key: str = "notice.routed") -> Decision:
    """Somebody has it now: the requester reads who and by when."""
    table = world.roster.table
    told = tell_requester(table, handed, key, name=keeper_name(table, handed.keeper), due=handed.promise.due)
    return Decision(
        request=handed,
        timeline=(line_of(happening, world, text=happening.text.strip()),),
        messages=(told, *owner_cards(handed, world.roster)),
    )
