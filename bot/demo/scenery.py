"""What the demo shows around a page: the hour, what is going wrong, what happened meanwhile, the tour."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.bridge import Bridge
from bot.clock import MovableClock
from bot.demo.moves import BY_HAND, Happened, Meanwhile
from bot.demo.persona import newcomer, persona_of, slug
from bot.demo.switches import Switches
from bot.demo.tour import COOKIE, TourShown, shown
from bot.errors import BotError
from bot.web.guard import SAFE_METHODS
from handlers.incoming import PersonId
from handlers.outgoing import DepartmentName
from handlers.requests.model import Keeper
from handlers.texts.voice import Voice
from knowledge.models import Email, Person, RoutingTable

HEAD_OF_A_PERSON = "/as/"
NOBODY = PersonId("")
NEARLY_REAL = timedelta(minutes=1)
FRAMED = "iframe"
FETCHED = "empty"  # by a script, which takes only the part it needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenery:
    """What the bar of the demo is drawn from."""

    here: str  # the page's own address, to come back to
    moves: tuple[str, ...]
    switches: Switches
    blocked: tuple[Person, ...]
    away: tuple[Person, ...]
    waiting: int  # messages that no platform has taken yet
    people: tuple[Person, ...]
    meanwhile: Meanwhile | None
    tour: TourShown
    visitor: str  # the name of whoever looks
    real: datetime | None  # what the machine's own clock says, when the demo's is ahead of it

    @property
    def told(self) -> list[Happened]:
        """What happened meanwhile: first to what the visitor asked, then to the others, in its order."""
        happened = self.meanwhile.happened if self.meanwhile else ()
        return sorted(happened, key=lambda one: one.requester != self.visitor)

    @property
    def troubles(self) -> int:
        """How many things are going wrong."""
        return self.switches.down + self.switches.slow + len(self.blocked) + len(self.away)

    def slug(self, person: Person) -> str:
        return slug(person)

    def slug_of(self, person: PersonId) -> str:
        return person.split("@")[0]

    def hour(self, at: datetime, voice: Voice) -> str:
        """Day and time as short as a phone needs them: Wed, Nov 25, 9:05 am."""
        return f"{_day(at, 'MMMEd', voice)}, {voice.clock(at)}"

    def day_and_clock(self, at: datetime, voice: Voice) -> str:
        """Shorter still: Wed 9:05 am."""
        return f"{_day(at, 'E', voice)} {voice.clock(at)}"

    def name_of(self, keeper: Keeper, voice: Voice) -> str:
        """Whoever kept a request then."""
        if keeper.person is None:
            return self.department_of(keeper, voice)
        return voice.table.person(Email(keeper.person)).shown_name

    def department_of(self, keeper: Keeper, voice: Voice) -> str:
        return voice.written(DepartmentName(keeper.department))


class Backdrop:
    """Draws the scenery of each page before the page is."""

    def __init__(self, bridge: Bridge, clock: MovableClock, switches: Switches) -> None:
        self._bridge = bridge
        self._clock = clock
        self._switches = switches
        self.meanwhile: Meanwhile | None = None

    def chrome(self, request: Request) -> dict[str, object]:
        """For the templates: nothing where the page is a pane of another."""
        if request.headers.get("sec-fetch-dest") == FRAMED:
            return {"framed": True}
        scenery = getattr(request.state, "scenery", None)
        return {"demo": scenery} if scenery else {}

    async def drawn(self, request: Request, here: str | None = None) -> Scenery:
        """The scenery of the page at `here`, the request's own by default."""
        return await self._bridge.read(self._draw, request, here or here_of(request))

    def _draw(self, request: Request, here: str) -> Scenery:
        core = self._bridge.core
        table = core.snapshots.current.table
        visitor = persona_in(here, table) or newcomer(table)
        with core.units.look() as view:
            absences = view.people.absences((core.clock.now() - timedelta(days=1)).date())
            roster = core.scene().roster(view, NOBODY)
            waiting = view.outbox.depth()
            tour = shown(request.cookies.get(COOKIE, ""), view, table, persona_in(here, table))
        return Scenery(
            here=here,
            moves=(*BY_HAND, "next", "morning"),
            switches=self._switches,
            blocked=tuple(table.person(Email(person)) for person in sorted(self._switches.blocked)),
            away=tuple(
                table.person(Email(person)) for person in sorted(absences) if not roster.is_present(Email(person))
            ),
            waiting=waiting,
            people=tuple(person for person in table.people.values() if person.active),
            meanwhile=self.meanwhile,
            tour=tour,
            visitor=visitor.shown_name if visitor else "",
            real=self._clock.now() - self._clock.ahead if self._clock.ahead > NEARLY_REAL else None,
        )


class Painter:
    """The middleware that has the scenery drawn for whole pages."""

    def __init__(self, app: ASGIApp, backdrop: Backdrop) -> None:
        self._app = app
        self._backdrop = backdrop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._paint(Request(scope))
        await self._app(scope, receive, send)

    async def _paint(self, request: Request) -> None:
        """A page can do without: it has more to say when the ledger is away."""
        if request.url.path.startswith("/static") or not _is_whole_page(request):
            return
        with suppress(BotError):
            request.state.scenery = await self._backdrop.drawn(request)


def here_of(request: Request) -> str:
    """Where the visitor is, without what was said to them there."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in {"said", "lang"}]
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


def way_back(form_value: str) -> str:
    """The page that a form came from; the first page for anything but an address of ours."""
    is_ours = form_value.startswith("/") and not form_value.startswith("//") and "\\" not in form_value
    return form_value if is_ours and form_value.isprintable() else "/"


def persona_in(here: str, table: RoutingTable) -> Person | None:
    """Whose page that address is; the first page is a newcomer's."""
    if here.partition("?")[0] == "/":
        return newcomer(table)
    if not here.startswith(HEAD_OF_A_PERSON):
        return None
    return persona_of(here.removeprefix(HEAD_OF_A_PERSON).partition("/")[0], table)


def _day(at: datetime, skeleton: str, voice: Voice) -> str:
    local = at.astimezone(ZoneInfo(voice.reader.timezone))
    return str(format_skeleton(skeleton, local, local.tzinfo, locale=voice.reader.locale))


def _is_whole_page(request: Request) -> bool:
    return request.method in SAFE_METHODS and request.headers.get("sec-fetch-dest") not in {FRAMED, FETCHED}
