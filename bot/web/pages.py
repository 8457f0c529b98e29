"""The demo's pages: choose who to be, ask, own, move the clock. Plain forms; the script only spares a reload."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.bridge import Bridge
from bot.channels.web.parse import TooLong, Unreadable, question_of, verb_of
from bot.clock import MovableClock
from bot.errors import BotError
from bot.web.conversations import LedgerConversations
from bot.web.guard import LARGEST_BODY, middleware
from bot.web.persona import actor_of, people_by_department, persona_of, slug
from handlers.content import phone_of
from handlers.incoming import QuestionAsked, VerbUsed
from handlers.outcome import Outcome
from handlers.texts.voice import Reader, Voice
from knowledge.models import Lang, Person

HERE = Path(__file__).parent
LANG_COOKIE = "lang"
MOVES = {"30m": timedelta(minutes=30), "1h": timedelta(hours=1), "4h": timedelta(hours=4), "1d": timedelta(days=1)}

log = structlog.get_logger()


class DemoPages:
    """One person in each window; no sign-in, this machine only."""

    def __init__(self, bridge: Bridge, conversations: LedgerConversations, clock: MovableClock) -> None:
        self._bridge = bridge
        self._core = bridge.core
        self._conversations = conversations
        self._clock = clock
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[BaseRoute]:
        """Every page, behind the guard."""
        inside = [
            Route("/", self.everybody),
            Route("/clock", self.move_clock, methods=["POST"]),
            Route("/as/{name}", self.to_persona),
            Route("/as/{name}/", self.persona),
            Route("/as/{name}/wall", self.wall),
            Route("/as/{name}/ask", self.ask, methods=["POST"]),
            Route("/as/{name}/do", self.do, methods=["POST"]),
            Mount("/static", StaticFiles(directory=HERE / "static")),
            Route("/{path:path}", self.lost),
        ]
        return [Mount("/", routes=inside, middleware=middleware())]

    async def everybody(self, request: Request) -> Response:
        """Whom one can be."""
        voice = self._voice(request, None)
        groups = people_by_department(voice.table)
        return self._page(request, "everybody.html", voice, groups=groups, slug=slug)

    async def to_persona(self, request: Request) -> Response:
        return RedirectResponse(f"/as/{request.path_params['name']}/", status_code=308)

    async def persona(self, request: Request) -> Response:
        """A person's conversation and the counters of their departments."""
        return await self._with(request, lambda person: self._persona(request, person, "persona.html"))

    async def wall(self, request: Request) -> Response:
        """The part of the page that changes by itself."""
        return await self._with(request, lambda person: self._persona(request, person, "wall.html"))

    async def ask(self, request: Request) -> Response:
        """A question from the form."""
        form = await _form(request)
        return await self._with(
            request,
            lambda person: self._take(request, person, question_of(form, actor_of(person), self._clock.now())),
        )

    async def do(self, request: Request) -> Response:
        """A button of a card."""
        form = await _form(request)
        return await self._with(
            request,
            lambda person: self._take(request, person, self._verb_of(form, person)),
        )

    async def move_clock(self, request: Request) -> Response:
        """Let time pass: what falls due meanwhile happens."""
        form = await _form(request)
        self._clock.forward(MOVES.get(form.get("by", ""), timedelta()))
        self._bridge.bells.ring()
        back = form.get("back", "/")
        return RedirectResponse(back if back.startswith("/as/") and "\\" not in back else "/", status_code=303)

    async def lost(self, request: Request) -> Response:
        return self._sorry(request, "page.lost", 404)

    async def _with(self, request: Request, show: Callable[[Person], Awaitable[Response]]) -> Response:
        person = persona_of(request.path_params["name"], self._core.snapshots.current.table)
        if person is None:
            return self._sorry(request, "page.nobody", 404)
        return await show(person)

    async def _persona(self, request: Request, person: Person, template: str) -> Response:
        voice = self._voice(request, person)
        departments = voice.table.departments_of(person.email)
        wall = await self._conversations.wall(person.email, tuple(department.id for department in departments))
        return self._page(
            request,
            template,
            voice,
            person=person,
            slug=slug(person),
            departments=departments,
            wall=wall,
            said=request.query_params.get("said", "") if template == "persona.html" else "",
            chosen=request.query_params.get("lang") or request.cookies.get(LANG_COOKIE, ""),
        )

    async def _take(
        self,
        request: Request,
        person: Person,
        fact: QuestionAsked | VerbUsed | Unreadable | TooLong,
    ) -> Response:
        if isinstance(fact, Unreadable):
            return self._sorry(request, "page.unreadable", 400)
        if isinstance(fact, TooLong):
            return self._sorry(request, "page.too_long", 413)
        try:
            outcome = await self._received(fact)
        except BotError:
            log.exception("fact_not_recorded")
            return self._sorry(request, "page.not_recorded", 503)
        return RedirectResponse(f"/as/{slug(person)}/{_remark(outcome)}", status_code=303)

    def _verb_of(self, form: dict[str, str], person: Person) -> VerbUsed | Unreadable | TooLong:
        return verb_of(form, actor_of(person), self._clock.now(), self._core.house.timezone)

    async def _received(self, fact: QuestionAsked | VerbUsed) -> Outcome:
        if isinstance(fact, QuestionAsked):
            await self._conversations.post_own(fact)
        return await self._bridge.receive(fact)

    def _voice(self, request: Request, person: Person | None) -> Voice:
        house = self._core.house
        wanted = request.query_params.get("lang") or request.cookies.get(LANG_COOKIE, "")
        lang = Lang(wanted) if wanted in set(Lang) else (person.lang if person and person.lang else house.lang)
        zone = person.timezone if person and person.timezone else house.timezone
        return self._core.voice(Reader(lang=lang, timezone=zone, territory=house.territory))

    def _page(self, request: Request, template: str, voice: Voice, status: int = 200, **values: object) -> Response:
        html = self._templates.get_template(template).render(
            t=voice.say,
            voice=voice,
            lang=voice.reader.lang,
            nonce=lambda: uuid4().hex,
            phone_of=phone_of,
            moves=MOVES,
            now=self._clock.now(),
            path=request.url.path,
            **values,
        )
        response = HTMLResponse(html, status_code=status)
        if request.query_params.get("lang") in set(Lang):
            response.set_cookie(LANG_COOKIE, request.query_params["lang"], httponly=True, samesite="lax")
        return response

    def _sorry(self, request: Request, key: str, status: int) -> Response:
        return self._page(request, "sorry.html", self._voice(request, None), status, key=key)


def demo_pages(clock: MovableClock) -> Callable[[Bridge], list[BaseRoute]]:
    """The pages of the demo, whose clock can be moved."""
    return lambda bridge: DemoPages(bridge, LedgerConversations(bridge), clock).routes()


async def _form(request: Request) -> dict[str, str]:
    """The form's text fields; files and odd types are not for these pages."""
    async with request.form(max_files=0, max_fields=20, max_part_size=LARGEST_BODY) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def _remark(outcome: Outcome) -> str:
    """What is to be said at once, as a text key in the address: nobody's words, and nothing a link could forge."""
    return f"?said={outcome.line.text.removeprefix('line.')}" if outcome.line else ""
