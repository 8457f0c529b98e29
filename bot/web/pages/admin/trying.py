"""Try a question: what it matches and why, who would be on duty now, what would be read in both languages.

Nothing is stored, nobody is asked.
"""

from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.core import Core
from bot.snapshots import Snapshot
from bot.web.pages.admin.desk import Desk
from bot.web.visit import Visit
from bot.words import readable
from handlers.calls import subject_of_call
from handlers.cards import card
from handlers.content import Content
from handlers.incoming import Actor, ChannelName, PersonId, Place
from handlers.outgoing import View
from handlers.requests.model import Request, State
from handlers.requests.opening import Question, open_request
from handlers.scene import Scene
from handlers.texts.voice import Reader, Voice
from knowledge.cascade import Cascade
from knowledge.lexical.engine import LexicalEngine
from knowledge.matcher import Ambiguous, Candidate, Match, Matched, NoMatch, WhyNot
from knowledge.models import Lang, RoutingTable

LONGEST_TRIED = 2_000  # characters: more is nothing that an admin tries
NOBODY = Actor(person=PersonId(""))  # so that whoever is on duty is never taken for the one who asks
NO_REQUEST = frozenset({WhyNot.NOTHING_TO_READ, WhyNot.SMALL_TALK})
TRIAL = Place(channel=ChannelName("web"), conversation="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which probability on it answers without asking, answers without a second opinion, asks."""

    answer: float
    doubtless: float | None
    ask: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the person who asked would read in one language."""

    lang: Lang
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """All there is to know about a question. No replies: it would open no request."""

    text: str
    outcome: str
    why: WhyNot | None
    is_call: bool
    candidates: tuple[Candidate, ...]
    thresholds: Thresholds | None
    state: State | None
    replies: tuple[Reply, ...]
    table: RoutingTable


def routes(desk: Desk) -> list[BaseRoute]:
    async def show(visit: Visit) -> Response:
        text = asked(visit, "q")
        return desk.page(visit, "try.html", q=text, trial=await trial_for(desk, visit, text))

    return [Route("/admin/try", desk.for_admins(show))]


def asked(visit: Visit, name: str) -> str:
    """The question in the address, fit to be read."""
    return readable(visit.request.query_params.get(name, ""))[:LONGEST_TRIED].strip()


async def trial_for(desk: Desk, visit: Visit, text: str) -> Trial | None:
    """The trial, on the version that answers questions now; None while nothing was typed."""
    return await desk.site.bridge.read(tried, desk.site.core, text, visit.voice.reader) if text else None


def tried(core: Core, text: str, reader: Reader) -> Trial:
    """Match, decide and draw as for a real question, and leave no trace."""
    snapshot = core.snapshots.current
    subject = subject_of_call(text)
    match = snapshot.engine.match(subject or text)
    why = match.why if isinstance(match, NoMatch) else None
    request = None if why in NO_REQUEST else _opened(core, snapshot, text, match, reader.lang)
    return Trial(
        text=text,
        outcome=_outcome(match),
        why=why,
        is_call=subject is not None,
        candidates=match.candidates,
        thresholds=_thresholds(snapshot),
        state=request.state if request else None,
        replies=_replies(core, request, reader) if request else (),
        table=snapshot.table,
    )


def _opened(core: Core, snapshot: Snapshot, text: str, match: Match, lang: Lang) -> Request:
    question = Question(text=text, lang=lang, actor=NOBODY, place=TRIAL)
    house = core.house
    scene = Scene(
        table=snapshot.table,
        now=core.clock.now(),
        default_zone=house.timezone,
        default_lang=house.lang,
        admins=house.admins,
    )
    with core.units.look() as view:
        return open_request(question, match, scene.roster(view, NOBODY.person)).request


def _replies(core: Core, request: Request, reader: Reader) -> tuple[Reply, ...]:
    voices = {lang: _voice(core, reader, lang) for lang in (reader.lang, reader.lang.other)}
    return tuple(
        Reply(lang=lang, content=card(request, View.REQUESTER, voice, core.house.timezone))
        for lang, voice in voices.items()
    )


def _voice(core: Core, reader: Reader, lang: Lang) -> Voice:
    return core.voice(Reader(lang=lang, timezone=reader.timezone, territory=reader.territory))


def _outcome(match: Match) -> str:
    match match:
        case Matched():
            return "matched"
        case Ambiguous():
            return "ambiguous"
        case NoMatch():
            return "unknown"


def _thresholds(snapshot: Snapshot) -> Thresholds | None:
    engine = snapshot.engine
    if isinstance(engine, Cascade):
        second, first = engine.thorough.calibration, engine.quick.calibration
        return Thresholds(answer=second.answer, doubtless=first.doubtless, ask=second.ask)
    if isinstance(engine, LexicalEngine):
        return Thresholds(answer=engine.calibration.answer, doubtless=None, ask=engine.calibration.ask)
    return None
