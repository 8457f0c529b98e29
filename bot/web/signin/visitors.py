"""Who is looking: whoever's session the browser holds. What a header claims counts for nothing."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.bridge import Bridge
from bot.storage.sessions import Session
from bot.web.guard import SAFE_METHODS, Sorry
from bot.web.signin.cookies import Cookies
from bot.web.signin.door import Door
from bot.web.signin.onward import way_to_sign_in
from bot.web.stream import wants_events
from knowledge.models import Person, RoutingTable

SESSION = "guichet.session"


class SessionVisitors:
    """The person of the session, as the table has them now: whoever is no longer active is nobody."""

    def __init__(self, bridge: Bridge, door: Door, cookies: Cookies) -> None:
        self._core = bridge.core
        self._door = door
        self._cookies = cookies

    def who(self, request: Request) -> Person | None:
        return _person(request.scope.get(SESSION), self._core.snapshots.current.table)

    async def still(self, request: Request) -> Person | None:
        session = await self._door.who(self._cookies.session(request))
        return _person(session, self._core.snapshots.current.table)

    def base(self, person: Person) -> str:
        return ""


class Recognised:
    """Looks the session up, once a request, before any page asks whose it is."""

    def __init__(self, app: ASGIApp, door: Door, cookies: Cookies) -> None:
        self._app = app
        self._door = door
        self._cookies = cookies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope)
            session = await self._door.who(self._cookies.session(request))
            scope[SESSION] = session
            if session and not _goes_by_itself(request):
                await self._door.note(session)
        await self._app(scope, receive, send)


class SignedInOnly:
    """Nothing behind it is for whoever is not signed in: a page leads to sign-in, anything else is told so."""

    def __init__(self, app: ASGIApp, visitors: SessionVisitors, sorry: Sorry) -> None:
        self._app = app
        self._visitors = visitors
        self._sorry = sorry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if self._visitors.who(request) is not None:
            await self._app(scope, receive, send)
        elif _is_page(request):
            await RedirectResponse(way_to_sign_in(request), status_code=303)(scope, receive, send)
        else:
            await self._sorry(request, "sign_in.needed", 401)(scope, receive, send)


def _person(session: Session | None, table: RoutingTable) -> Person | None:
    if session is None:
        return None
    person = table.person(session.person)
    if session.person not in table.people and session.name:
        person = replace(person, name=session.name)
    return person if person.active else None


def _is_page(request: Request) -> bool:
    """Whether a browser goes there, as opposed to a script of a page that is open."""
    headers = request.headers
    is_navigation = headers.get("sec-fetch-mode", "navigate") == "navigate" and "hx-request" not in headers
    return request.method in SAFE_METHODS and is_navigation and not _goes_by_itself(request)


def _goes_by_itself(request: Request) -> bool:
    """Whether an open page looks for news: that keeps nobody signed in who has left."""
    return wants_events(request) or "if-none-match" in request.headers or "since" in request.query_params
