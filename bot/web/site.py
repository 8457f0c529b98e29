"""What all pages share: who is looking, in which language, templates, forms read at the edge, kind errors."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.bridge import Bridge
from bot.clock import Clock
from bot.web.assets import asset
from bot.web.conversations import LedgerConversations
from bot.web.guard import LARGEST_BODY
from bot.web.news import News
from bot.web.visit import LANG_COOKIE, Visit, Visitors, chosen_lang
from handlers.content import phone_of
from handlers.texts.voice import Reader, Voice
from knowledge.models import Lang, Person, RoutingTable

TEMPLATES = Path(__file__).parent / "templates"
MOST_FIELDS = 60

Show = Callable[[Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page in the navigation. `path` is below a person's own address, `text` a key."""

    path: str
    text: str
    for_admins: bool = False
    for_members: bool = False

    def is_for(self, visit: Visit) -> bool:
        return (visit.is_admin or not self.for_admins) and (visit.is_member or not self.for_members)


class Site:
    """Serves visits. A page is a function from a visit to a response; `visited` makes it an endpoint.

    `chrome` are the values that every template gets besides: in the demo, what its bar shows.
    """

    def __init__(
        self,
        bridge: Bridge,
        visitors: Visitors,
        clock: Clock,
        entries: tuple[Entry, ...],
        chrome: Callable[[Request], Mapping[str, object]] = lambda request: {},
    ) -> None:
        self.bridge = bridge
        self.core = bridge.core
        self.conversations = LedgerConversations(bridge)
        self.news = News(self.conversations.changes, bridge.bells)
        self.clock = clock
        self.visitors = visitors
        self._entries = entries
        self._chrome = chrome
        self._templates = _templates()

    @property
    def table(self) -> RoutingTable:
        """The published routing table."""
        return self.core.snapshots.current.table

    def visited(self, show: Show) -> Endpoint:
        """The page as an endpoint, for whoever it is."""

        async def endpoint(request: Request) -> Response:
            person = self.visitors.who(request)
            return (
                self.sorry(request, "page.nobody", 404) if person is None else await show(self.visit(request, person))
            )

        return endpoint

    def for_members(self, show: Show) -> Endpoint:
        """The page as an endpoint, for people of the table and admins."""

        async def guarded(visit: Visit) -> Response:
            return await show(visit) if visit.is_member else self.sorry(visit.request, "page.members_only", 403)

        return self.visited(guarded)

    def for_admins(self, show: Show) -> Endpoint:
        """The page as an endpoint, for admins."""

        async def guarded(visit: Visit) -> Response:
            return await show(visit) if visit.is_admin else self.sorry(visit.request, "page.admins_only", 403)

        return self.visited(guarded)

    def visit(self, request: Request, person: Person) -> Visit:
        is_admin = person.email in self.core.house.admins
        return Visit(
            request=request,
            person=person,
            base=self.visitors.base(person),
            voice=self.voice(request, person),
            is_admin=is_admin,
            is_member=is_admin or person.email in self.table.people,
        )

    def page(self, visit: Visit, template: str, *, status: int = 200, **values: object) -> Response:
        """The template with the visit's voice."""
        return self._render(visit.request, visit.voice, visit, template, status, values)

    def sorry(self, request: Request, key: str, status: int, **values: str) -> Response:
        """What went wrong, in a sentence with its values, and the way back."""
        person = self.visitors.who(request)
        visit = self.visit(request, person) if person else None
        voice = self.voice(request, person)
        return self._render(request, voice, visit, "sorry.html", status, {"sentence": voice.say(key, **values)})

    async def lost(self, request: Request) -> Response:
        """An address that is nobody's."""
        return self.sorry(request, "page.lost" if self.visitors.who(request) else "page.nobody", 404)

    def to(self, visit: Visit, path: str) -> Response:
        """On to another page of theirs, after a form: `path` begins with a slash."""
        return RedirectResponse(visit.base + path, status_code=303)

    def anonymous(self, request: Request, template: str, **values: object) -> Response:
        """A page for whoever has not said who they are."""
        return self._render(request, self.voice(request, None), None, template, 200, values)

    def voice(self, request: Request, person: Person | None) -> Voice:
        """The language chosen on the page, else the person's, else the house's; always the person's clock."""
        house, wanted = self.core.house, chosen_lang(request)
        lang = Lang(wanted) if wanted in set(Lang) else (person.lang if person and person.lang else house.lang)
        zone = person.timezone if person and person.timezone else house.timezone
        return self.core.voice(Reader(lang=lang, timezone=zone, territory=house.territory))

    def _render(
        self,
        request: Request,
        voice: Voice,
        visit: Visit | None,
        template: str,
        status: int,
        values: dict[str, object],
    ) -> Response:
        html = self._templates.get_template(template).render(
            t=voice.say,
            voice=voice,
            lang=voice.reader.lang,
            visit=visit,
            base=visit.base if visit else "",
            entries=self._entries,
            asset=asset,
            nonce=lambda: uuid4().hex,
            phone_of=phone_of,
            now=self.clock.now(),
            here=own_path(request),
            in_language=partial(in_language, request),
            **self._chrome(request),
            **values,
        )
        response = HTMLResponse(html, status_code=status)
        if request.query_params.get(LANG_COOKIE) in set(Lang):
            response.set_cookie(LANG_COOKIE, request.query_params[LANG_COOKIE], httponly=True, samesite="lax")
        return response


def in_language(request: Request, lang: str) -> str:
    """The address of the same page in a language, with all that the address says besides."""
    others = [(name, value) for name, value in request.query_params.multi_items() if name != LANG_COOKIE]
    return f"?{urlencode([*others, (LANG_COOKIE, lang)])}"


def own_path(request: Request) -> str:
    """The page's address below a person's own, however they were named: `/inbox`."""
    path: str = request.scope["path"]
    return path.removeprefix(request.scope.get("root_path", ""))


@cache
def _templates() -> Environment:
    """Read and compiled once a process."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


async def form_of(request: Request) -> dict[str, str]:
    """The form's text fields; files and odd types are not for these pages."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=LARGEST_BODY) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}
