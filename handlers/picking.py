"""What somebody picked after seeing where their question would go, laid over what it matches. Pure."""

from dataclasses import replace

from handlers.incoming import Pick, QuestionAsked
from handlers.requests.events import Draft, Happening, World
from handlers.requests.model import Request
from handlers.requests.moves import draft
from handlers.scene import Scene
from handlers.verbs import Verb
from knowledge.matcher import Match, Matched, NoMatch, WhyNot
from knowledge.models import TopicId


def picked(scene: Scene, pick: Pick | None) -> Scene:
    """The scene in which the question matches the pick; as it was when that is no candidate (any more)."""
    if pick is None or scene.match is None:
        return scene
    match = _picked(scene.match, pick)
    return replace(scene, match=match, parts=()) if match else scene


def left_out(scene: Scene, pick: Pick | None) -> tuple[TopicId, ...]:
    """The topics that were seen and turned down, all of them."""
    turned_down = pick is not None and pick.topic is None and scene.match is not None
    return tuple(each.topic for each in scene.match.candidates) if turned_down and scene.match else ()


def corrections(fact: QuestionAsked, request: Request, said: Match, world: World) -> tuple[Draft, ...]:
    """What a pick that differs from what the match `said` tells about the routing table (P6)."""
    topic = world.roster.table.topics.get(fact.pick.topic) if fact.pick and fact.pick.topic else None
    if fact.pick is None or fact.pick.topic == _first(said):
        return ()
    kind = Verb.CHOOSE if topic else Verb.NONE_OF_THESE
    happening = Happening(kind=kind, actor=fact.actor, choice=topic.id if topic else "")
    return (draft(request, happening, world, topic.department if topic else None),)


def _picked(match: Match, pick: Pick) -> Match | None:
    if pick.topic is None:
        return NoMatch(why=WhyNot.UNSURE, candidates=match.candidates)
    first = [each for each in match.candidates if each.topic == pick.topic]
    others = [each for each in match.candidates if each.topic != pick.topic]
    return Matched(candidates=(*first, *others)) if first else None


def _first(match: Match) -> TopicId | None:
    return match.candidates[0].topic if isinstance(match, Matched) else None
