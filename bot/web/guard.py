"""What stands before the pages: their own hosts only, no posts from other sites, strict headers, bounded bodies."""

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEGABYTE = 1024 * 1024
LARGEST_BODY = MEGABYTE
TOO_LARGE = 413
LIMIT = "guichet.body_limit"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD"})
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; "
)
UNFRAMED = POLICY + "frame-ancestors 'none'"
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
TLS_ONLY = {"strict-transport-security": "max-age=31536000"}  # a year, for this name alone

_ELSEWHERE = {True: "These pages answer on this machine only.", False: "These pages answer at their own address only."}
_REFUSED = {404: "page.lost", 405: "page.lost"}


class Sorry(Protocol):
    """The page that says what went wrong; `values` are those of its sentence."""

    def __call__(self, request: Request, key: str, status: int, **values: str) -> Response: ...


@dataclass(slots=True)
class Limit:
    """How many bytes a request's body may have."""

    largest: int


class TooLarge(HTTPException):
    """A body beyond its limit."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(TOO_LARGE)
        self.megabytes = limit.largest // MEGABYTE


class Bounded:
    """Reads no more of a body than its address takes, and lets the pages say so; what is left is never kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit, arrived = Limit(LARGEST_BODY), 0

        async def receive_bounded() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > limit.largest:
                raise TooLarge(limit)
            return message

        scope[LIMIT] = limit
        await self._app(scope, receive_bounded, send)


class Roomier:
    """An address that takes larger bodies than the others."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[LIMIT].largest = self._largest
        await self._app(scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How pages are reached: the names they answer to, and whether over TLS; `policy` is what a page may load."""

    hosts: frozenset[str] = LOOPBACK
    is_https: bool = False
    policy: str = UNFRAMED

    @property
    def headers(self) -> dict[str, str]:
        """What every answer says besides its own."""
        return {"content-security-policy": self.policy, **HEADERS, **(TLS_ONLY if self.is_https else {})}


def reach_of(base_url: str) -> Reach:
    """Pages that are reached at that address alone."""
    parts = urlsplit(base_url)
    return Reach(hosts=frozenset({parts.hostname or ""}), is_https=parts.scheme == "https")


class Guard:
    """Answers to the names it is reached by and to no other: without sign-in, to this machine's own browser."""

    def __init__(self, app: ASGIApp, reach: Reach) -> None:
        self._app = app
        self._hosts = reach.hosts
        self._headers = reach.headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                extra = [(name.encode(), value.encode()) for name, value in self._headers.items()]
                message["headers"] = [*message["headers"], *(pair for pair in extra if pair[0] not in present)]
            await send(message)

        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = refusal(scope["method"], headers, self._hosts)
        await (refused or self._app)(scope, receive, send_with_headers)


def refusal(method: str, headers: dict[str, str], hosts: frozenset[str] = LOOPBACK) -> PlainTextResponse | None:
    """Why the request is not for these pages, if it is not."""
    host = headers.get("host", "")
    if _name_of(host) not in hosts:
        return PlainTextResponse(_ELSEWHERE[hosts == LOOPBACK], status_code=400)
    if method in SAFE_METHODS:
        return None
    return None if _is_ours(headers, host) else PlainTextResponse("Forms are accepted from these pages only.", 403)


def _is_ours(headers: dict[str, str], host: str) -> bool:
    """What the browser says of where the form stood; an old one only gives the origin, a program gives nothing."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site:
        return site in {"same-origin", "none"}
    return origin is None or urlsplit(origin).netloc == host


def middleware(sorry: Sorry, reach: Reach) -> list[Middleware]:
    """Guard first, then what a page could not do said by a page, then the limit on bodies."""

    async def refused(request: Request, error: Exception) -> Response:
        if isinstance(error, TooLarge):
            return sorry(request, "page.too_large", TOO_LARGE, limit=str(error.megabytes))
        status = error.status_code if isinstance(error, HTTPException) else 400
        return sorry(request, _REFUSED.get(status, "page.unreadable"), status)

    async def broken(request: Request, error: Exception) -> Response:
        return sorry(request, "page.broken", 500)

    return [
        Middleware(Guard, reach=reach),
        Middleware(ServerErrorMiddleware, handler=broken),
        Middleware(Bounded),
        Middleware(ExceptionMiddleware, handlers={HTTPException: refused}),
    ]


def _name_of(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
