"""One request whole (`/requests/REF`): its story, its promise, and the powers of whoever looks.

For anybody else, and for a reference that nothing bears, there is no such page (P8).
"""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.web.acting import INVALID, Acted, Attempt, remark_of, use_power
from bot.web.reading import Case, read_case
from bot.web.site import Site, form_of
from bot.web.visit import Visit, is_known
from handlers.requests.model import FIRST_NUMBER, id_of
from handlers.verbs import OWNER_VERBS, Verb


def routes(site: Site) -> list[BaseRoute]:
    """The page, and the forms on it."""
    case = CasePage(site)
    return [
        Route("/requests/{reference}", site.visited(case.show)),
        Route("/requests/{reference}", site.visited(case.act), methods=["POST"]),
    ]


class CasePage:
    """A request's own page."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, visit: Visit) -> Response:
        """The page as it is now; nothing, for a browser that shows it so already."""
        case = await self._read(visit)
        if case and is_known(visit, case.mark):
            return Response(status_code=204)
        return self._page(visit, case) if case else self._lost(visit)

    async def act(self, visit: Visit) -> Response:
        """One of the powers, on this request and no other."""
        case = await self._read(visit)
        if case is None:
            return self._lost(visit)
        form = {**await form_of(visit.request), "reference": case.story.summary.request.reference}
        done = await use_power(self._site, visit, form)
        match done:
            case Acted():
                return await self._onward(visit, form["verb"], done)
            case Attempt():
                return self._page(visit, await self._read(visit) or case, done)
            case _:
                return done

    async def _onward(self, visit: Visit, verb: str, done: Acted) -> Response:
        """Back to the page; to the list it came from when it is no longer theirs to see."""
        number = done.outcome.request or id_of(_reference(visit))
        reference = f"G-{FIRST_NUMBER + number}" if number else _reference(visit)
        is_theirs = await self._site.bridge.read(read_case, self._site.core, visit, reference)
        there = f"/requests/{reference}" if is_theirs else "/inbox" if _is_owners(verb) else "/mine"
        return self._site.to(visit, f"{there}?{done.remark}")

    async def _read(self, visit: Visit) -> Case | None:
        return await self._site.bridge.read(read_case, self._site.core, visit, _reference(visit))

    def _page(self, visit: Visit, case: Case, attempt: Attempt | None = None) -> Response:
        return self._site.page(
            visit,
            "case.html",
            status=INVALID if attempt else 200,
            story=case.story,
            card=case.card,
            mark=case.mark,
            attempt=attempt,
            remark=remark_of(visit),
        )

    def _lost(self, visit: Visit) -> Response:
        return self._site.sorry(visit.request, "case.lost", 404)


def _reference(visit: Visit) -> str:
    reference: str = visit.request.path_params["reference"]
    return reference


def _is_owners(verb: str) -> bool:
    return verb in set(Verb) and Verb(verb) in OWNER_VERBS
