"""What I am owed (`/mine`): a person's own requests, the open ones by due time, the closed ones page by page."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.web.acting import remark_of
from bot.web.reading import read_mine
from bot.web.site import Site
from bot.web.visit import Visit, is_known
from handlers.requests.model import id_of


def routes(site: Site) -> list[BaseRoute]:
    """One page; `before` is the reference where an older part of it begins; an odd one is none."""

    async def show(visit: Visit) -> Response:
        before = id_of(visit.request.query_params.get("before", ""))
        mine = await site.bridge.read(read_mine, site.core, visit, before)
        if is_known(visit, mine.mark):
            return Response(status_code=204)
        return site.page(visit, "mine.html", mine=mine, before=before, remark=remark_of(visit))

    return [Route("/mine", site.visited(show))]
