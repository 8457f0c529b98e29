"""The demo's side of the pages: one person in each window, a clock to move; no sign-in, this machine only."""

from collections.abc import Callable
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.bridge import Bridge
from bot.clock import MovableClock
from bot.web.assets import Assets
from bot.web.guard import middleware
from bot.web.pages import ENTRIES, every_page
from bot.web.persona import first_admin, newcomer, people_by_department, persona_of, slug
from bot.web.site import Site, form_of
from knowledge.models import Person, RoutingTable

MOVES = {"30m": timedelta(minutes=30), "1h": timedelta(hours=1), "4h": timedelta(hours=4), "1d": timedelta(days=1)}
SHORT_WAYS = ("mine", "inbox", "reception", "requests/{rest:path}", "admin", "admin/{rest:path}")


def demo_pages(clock: MovableClock) -> Callable[[Bridge], list[BaseRoute]]:
    """The pages of the demo, whose clock can be moved."""
    return lambda bridge: DemoPages(bridge, clock).routes()


class PathVisitors:
    """Whoever the path names; where it names nobody, a newcomer."""

    def __init__(self, bridge: Bridge) -> None:
        self._core = bridge.core

    def who(self, request: Request) -> Person | None:
        name, table = request.path_params.get("name"), self._core.snapshots.current.table
        return newcomer(table) if name is None else persona_of(name, table)

    def base(self, person: Person) -> str:
        return f"/as/{slug(person)}"


class DemoPages:
    """All pages once for each person, and the demo's own."""

    def __init__(self, bridge: Bridge, clock: MovableClock) -> None:
        self._bridge = bridge
        self._clock = clock
        self._site = Site(bridge, PathVisitors(bridge), clock, ENTRIES, lambda: {"moves": MOVES})

    def routes(self) -> list[BaseRoute]:
        """Every page, behind the guard."""
        pages = every_page(self._site)
        inside = [
            Route("/people", self.everybody),
            Route("/clock", self.move_clock, methods=["POST"]),
            Mount("/static", Assets()),
            *(Route(f"/{path}", self.short_way) for path in SHORT_WAYS),
            Route("/as/{name}", self.to_persona),
            Mount("/as/{name}", routes=pages),
            *(route for route in pages if isinstance(route, Route) and route.path == "/"),
            Route("/{path:path}", self._site.lost),
        ]
        return [Mount("/", routes=inside, middleware=middleware(self._site.sorry))]

    async def everybody(self, request: Request) -> Response:
        """Whom one can be."""
        return self._site.anonymous(request, "everybody.html", groups=people_by_department(self._table), slug=slug)

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
        """Let time pass: what falls due meanwhile happens."""
        form = await form_of(request)
        self._clock.forward(MOVES.get(form.get("by", ""), timedelta()))
        self._bridge.bells.ring()
        back = form.get("back", "/")
        return RedirectResponse(back if back.startswith("/as/") and "\\" not in back else "/", status_code=303)

    @property
    def _table(self) -> RoutingTable:
        return self._site.table
