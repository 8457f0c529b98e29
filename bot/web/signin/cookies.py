"""The two cookies: the session, and the sign-in under way. Of this host alone and over TLS (`__Host-`, RFC 6265bis)."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.storage.sessions import LONGEST
from bot.web.signin.door import COMES_BACK


@dataclass(frozen=True, slots=True)
class Cookies:
    """Over TLS with the prefix that browsers enforce; on this machine without TLS, without."""

    is_https: bool

    def session(self, request: Request) -> str:
        return request.cookies.get(self._named("guichet"), "")

    def sign_in(self, request: Request) -> str:
        return request.cookies.get(self._named("guichet-sign-in"), "")

    def keep_session(self, response: Response, held: str) -> None:
        self._set(response, "guichet", held, int(LONGEST.total_seconds()))

    def keep_sign_in(self, response: Response, held: str) -> None:
        self._set(response, "guichet-sign-in", held, int(COMES_BACK.total_seconds()))

    def drop_session(self, response: Response) -> None:
        self._set(response, "guichet", "", 0)

    def drop_sign_in(self, response: Response) -> None:
        self._set(response, "guichet-sign-in", "", 0)

    def _set(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            self._named(name), value, max_age=seconds, path="/", secure=self.is_https, httponly=True, samesite="lax"
        )

    def _named(self, name: str) -> str:
        return f"__Host-{name}" if self.is_https else name
