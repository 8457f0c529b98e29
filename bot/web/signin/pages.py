"""The pages as people sign in to them: one page with one button, the way back from the provider, the way out."""

from collections.abc import Callable
from urllib.parse import urlencode

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.bridge import Bridge
from bot.web.assets import Assets
from bot.web.guard import middleware, reach_of
from bot.web.pages import ENTRIES, every_page
from bot.web.signin.cookies import Cookies
from bot.web.signin.door import Door, Turned
from bot.web.signin.onward import NEXT, SIGN_IN, own_page
from bot.web.signin.provider import Provider
from bot.web.signin.settings import Settings
from bot.web.signin.visitors import Recognised, SessionVisitors, SignedInOnly
from bot.web.site import Site


class SignedInPages:
    """All pages once, for whoever is signed in. `chance` makes what nobody can guess."""

    def __init__(self, bridge: Bridge, settings: Settings, chance: Callable[[], str]) -> None:
        self._house = bridge.core.house
        self._reach = reach_of(settings.base_url)
        self._cookies = Cookies(self._reach.is_https)
        self._door = Door(bridge, Provider(settings, bridge.core.clock.now), chance)
        self._visitors = SessionVisitors(bridge, self._door, self._cookies)
        self._site = Site(bridge, self._visitors, bridge.core.clock, ENTRIES, lambda request: {"way_out": "/sign-out"})

    def routes(self) -> list[BaseRoute]:
        """Every page, behind the guard and behind sign-in."""
        only = Middleware(SignedInOnly, visitors=self._visitors, sorry=self._site.sorry)
        inside = [
            Mount("/static", Assets()),
            Route(SIGN_IN, self.show),
            Route(f"{SIGN_IN}/start", self.start),
            Route(f"{SIGN_IN}/callback", self.come_back),
            Route("/sign-out", self.leave, methods=["POST"]),
            Mount("/", routes=every_page(self._site), middleware=[only]),
        ]
        recognised = Middleware(Recognised, door=self._door, cookies=self._cookies)
        return [Mount("/", routes=inside, middleware=[*middleware(self._site.sorry, self._reach), recognised])]

    async def show(self, request: Request) -> Response:
        """The button; nothing to press for somebody who is signed in."""
        onward = own_page(request.query_params.get(NEXT, ""))
        if self._visitors.who(request):
            return RedirectResponse(onward, status_code=303)
        start = f"{SIGN_IN}/start?{urlencode({NEXT: onward})}"
        return self._site.anonymous(request, "sign_in.html", start=start, is_out="out" in request.query_params)

    async def start(self, request: Request) -> Response:
        """Off to the provider."""
        begun = await self._door.begin(own_page(request.query_params.get(NEXT, "")))
        if isinstance(begun, Turned):
            return self._turned(request, begun)
        response = RedirectResponse(begun.address, status_code=303)
        self._cookies.keep_sign_in(response, begun.held)
        return response

    async def come_back(self, request: Request) -> Response:
        """Back from the provider: a new session under a new name, whatever the browser held before."""
        held, before = self._cookies.sign_in(request), self._cookies.session(request)
        opened = await self._door.come_back(held, request.query_params, before)
        if isinstance(opened, Turned):
            response = self._turned(request, opened)
        else:
            response = RedirectResponse(opened.onward, status_code=303)
            self._cookies.keep_session(response, opened.held)
        self._cookies.drop_sign_in(response)
        return response

    async def leave(self, request: Request) -> Response:
        """Sign out of Guichet; the provider has a session of its own."""
        await self._door.leave(self._cookies.session(request))
        response = RedirectResponse(f"{SIGN_IN}?out", status_code=303)
        self._cookies.drop_session(response)
        return response

    def _turned(self, request: Request, turned: Turned) -> Response:
        """Why not, and whom to ask: the sentences that name them are said to people the provider knows."""
        voice = self._site.voice(request, None)
        whom = ", ".join(self._house.admins) or voice.say("sign_in.whoever")
        return self._site.sorry(request, turned.text, turned.status, whom=whom)
