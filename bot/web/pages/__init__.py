"""The pages, one module each: `routes(site)` gives its addresses below a person's own."""

from starlette.routing import BaseRoute, Route

from bot.web.pages import chat
from bot.web.site import Entry, Site

ENTRIES = (Entry(path="/", text="nav.chat"),)


def every_page(site: Site) -> list[BaseRoute]:
    """All pages of a person, relative to their address."""
    return [route for page in (chat,) for route in page.routes(site)] + [Route("/{path:path}", site.lost)]
