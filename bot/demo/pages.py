"""The demo's own pages: somebody in each window, side by side, a clock to move, troubles, a tour; this machine only."""

from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.bridge import Bridge
from bot.clock import MovableClock
from bot.demo.moves import BY_HAND, Meanwhile, Mover
from bot.demo.persona import PathVisitors, everybody, first_admin, newcomer, persona_of, slug
from bot.demo.scenery import Backdrop, Painter, persona_in, way_back
from bot.demo.switches import Switches
from bot.demo.tour import COOKIE, DISMISSED, Progress, Step, following, previous, progress_of
from bot.demo.troubles import Switch, switch_of
from bot.demo.upsets import Upsets
from bot.web.assets import Assets
from bot.web.guard import POLICY, Reach, middleware
from bot.web.pages import ENTRIES, every_page
from bot.web.site import Site, form_of
from handlers.requests.model import RequestId, id_of
from knowledge.models import Person, RoutingTable

SHORT_WAYS = ("mine", "inbox", "reception", "requests/{rest:path}", "admin", "admin/{rest:path}")
FRAMED_BY_US = Reach(policy=POLICY + "frame-src 'self'; frame-ancestors 'self'")
PANES = ("left", "middle", "right")


class DemoPages:
    """All pages once for each person, and the demo's own."""

    def __init__(self, bridge: Bridge, clock: MovableClock, mover: Mover, switches: Switches) -> None:
        self._bridge = bridge
        self._mover = mover
        self._upsets = Upsets(bridge, switches)
        self._backdrop = Backdrop(bridge, clock, switches)
        self._site = Site(bridge, PathVisitors(bridge), clock, ENTRIES, self._backdrop.chrome)

    def routes(self) -> list[BaseRoute]:
        """Every page, behind the guard."""
        pages = every_page(self._site)
        inside = [
            Route("/people", self.people),
            Route("/side", self.side_by_side),
            Route("/clock", self.move_clock, methods=["POST"]),
            Route("/meanwhile", self.forget_meanwhile, methods=["POST"]),
            Route("/troubles", self.switch, methods=["POST"]),
            Route("/tour", self.go_on, methods=["POST"]),
            Route("/tour/panel", self.panel),
            Mount("/static", Assets()),
            *(Route(f"/{path}", self.short_way) for path in SHORT_WAYS),
            Route("/as/{name}", self.to_persona),
            Mount("/as/{name}", routes=pages),
            *(route for route in pages if isinstance(route, Route) and route.path == "/"),
            Route("/{path:path}", self._site.lost),
        ]
        painted = [*middleware(self._site.sorry, FRAMED_BY_US), Middleware(Painter, backdrop=self._backdrop)]
        return [Mount("/", routes=inside, middleware=painted)]

    async def people(self, request: Request) -> Response:
        """Whom one can be, and what for."""
        groups = everybody(self._table, self._bridge.core.house.admins)
        return self._site.anonymous(request, "everybody.html", groups=groups)

    async def side_by_side(self, request: Request) -> Response:
        """Three people in one window."""
        asked = [persona_of(request.query_params.get(pane, ""), self._table) for pane in PANES]
        usual = _usual_three(self._table)
        three = [person or other for person, other in zip(asked, usual, strict=True)]
        people = [person for person in self._table.people.values() if person.active]
        panes = list(zip(PANES, three, strict=True))
        return self._site.anonymous(request, "side.html", panes=panes, people=people, slug=slug, answers=self._answers)

    async def to_persona(self, request: Request) -> Response:
        return RedirectResponse(f"/as/{request.path_params['name']}/", status_code=308)

    async def short_way(self, request: Request) -> Response:
        """An address without a person is a newcomer's; an admin's page is an admin's."""
        path = request.url.path
        person = first_admin(self._table, self._bridge.core.house.admins) if path.startswith("/admin") else None
        person = person or newcomer(self._table)
        return (
            RedirectResponse(f"/as/{slug(person)}{path}", status_code=307) if person else await self._site.lost(request)
        )

    async def move_clock(self, request: Request) -> Response:
        """Let time pass: what falls due meanwhile happens, each thing at its hour."""
        form = await form_of(request)
        moved = await self._moved(form.get("by", ""), id_of(form.get("reference", "")))
        if moved is None:
            return self._site.sorry(request, "page.unreadable", 400)
        self._backdrop.meanwhile = moved
        return _back(form)

    async def forget_meanwhile(self, request: Request) -> Response:
        """What happened has been read."""
        self._backdrop.meanwhile = None
        return _back(await form_of(request))

    async def switch(self, request: Request) -> Response:
        """Something goes wrong from now on, or is well again."""
        form = await form_of(request)
        wanted = switch_of(form, self._table)
        if not isinstance(wanted, Switch):
            return self._site.sorry(request, "page.unreadable", 400)
        await self._upsets.carry_out(wanted)
        return _back(form)

    async def go_on(self, request: Request) -> Response:
        """Begin the tour, go on, go back, leave it."""
        form = await form_of(request)
        cookie = await self._tour_cookie(form.get("do", ""), progress_of(request.cookies.get(COOKIE, "")))
        response = _back(form)
        response.set_cookie(COOKIE, cookie, httponly=True, samesite="lax")
        return response

    async def panel(self, request: Request) -> Response:
        """The tour's panel alone, as it is now, for the page at `here`."""
        here = way_back(request.query_params.get("here", "/"))
        request.state.scenery = await self._backdrop.drawn(request, here)
        person = persona_in(here, self._table) or newcomer(self._table)
        if person is None:
            return await self._site.lost(request)
        return self._site.page(self._site.visit(request, person), "tour.html")

    async def _moved(self, by: str, reference: RequestId | None) -> Meanwhile | None:
        match by:
            case "next":
                return await self._mover.move_to_next(reference)
            case "morning":
                return await self._mover.move_to_morning()
            case _ if by in BY_HAND:
                return await self._mover.move_by(BY_HAND[by])
            case _:
                return None

    async def _tour_cookie(self, do: str, progress: Progress | None) -> str:
        match do, progress:
            case "leave", _:
                return DISMISSED
            case "next", Progress():
                return following(progress).cookie
            case "back", Progress():
                return previous(progress).cookie
            case _:
                return Progress(Step.KNOWN, await self._bridge.read(self._newest_request)).cookie

    def _answers(self, person: Person) -> bool:
        """Whether anybody brings them requests."""
        return bool(self._table.departments_of(person.email))

    def _newest_request(self) -> RequestId:
        with self._bridge.core.units.look() as view:
            return next((request.id for request in view.requests.newest(limit=1)), RequestId(0))

    @property
    def _table(self) -> RoutingTable:
        return self._site.table


def _usual_three(table: RoutingTable) -> Sequence[Person]:
    """Whoever asks, whoever owns the most topics, the front desk."""
    personas = [persona for group in everybody(table, ()) for persona in group.personas]
    owner = max((one for one in personas if not one.is_front_desk), key=lambda one: one.topics, default=personas[0])
    desk = next((one for one in personas if one.is_front_desk), personas[0])
    return [newcomer(table) or desk.person, owner.person, desk.person]


def _back(form: dict[str, str]) -> Response:
    return RedirectResponse(way_back(form.get("back", "/")), status_code=303)
