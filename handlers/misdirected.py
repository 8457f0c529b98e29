"""A message that came to the wrong person: Guichet routes it, and tells its author who has it now."""

from handlers.apply import apply
from handlers.incoming import Misdirected, Place
from handlers.languages import language_for
from handlers.outcome import Outcome
from handlers.outgoing import Line, Notice, ToPerson
from handlers.ports import UnitOfWork
from handlers.requests.announce import keeper_name
from handlers.requests.model import Memory
from handlers.requests.opening import Question, open_request
from handlers.scene import Scene
from knowledge.matcher import NoMatch, WhyNot
from knowledge.mood import sounds_angry

_NOTHING = frozenset({WhyNot.SMALL_TALK, WhyNot.NOTHING_TO_READ})


def route_misdirected(fact: Misdirected, unit: UnitOfWork, scene: Scene) -> Outcome:
    """A request of the author's, answered to them directly: nobody else reads in the conversation it came from."""
    if scene.match is None or (isinstance(scene.match, NoMatch) and scene.match.why in _NOTHING):
        return Outcome(line=Line(text="line.nothing_to_route"), refused=True)
    language = language_for(fact.author, fact.text, None, unit, scene)
    question = Question(
        text=fact.text,
        lang=language.lang,
        actor=fact.author,
        place=Place(channel=fact.place.channel, conversation="", direct=True),
        post=fact.post,
        memory=Memory(guessed_lang=language.guessed, angry=sounds_angry(fact.text)),
    )
    request = apply(open_request(question, scene.match, scene.roster(unit, fact.author.person)), unit, scene.now)
    name = keeper_name(scene.table, request.keeper)
    told = Notice(
        to=ToPerson(person=fact.author.person),
        text="notice.misdirected",
        params={"by": fact.actor.name or fact.actor.person, "name": name},
    )
    unit.outbox.add(request.id, [told], scene.now)
    line = Line(text="line.misdirected", params={"reference": request.reference, "name": name})
    return Outcome(request=request.id, line=line)
