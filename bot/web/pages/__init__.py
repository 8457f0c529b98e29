"""The pages, one module each: `routes(site)` gives its addresses below a person's own."""

from starlette.routing import BaseRoute, Route

from bot.web.pages import admin, case, chat, inbox, mine, reception
from bot.web.site import Entry, Site

ENTRIES = (
    Entry(path="/", text="nav.chat"),
    Entry(path="/mine", text="nav.mine"),
    Entry(path="/inbox", text="nav.inbox", for_members=True),
    Entry(path="/reception", text="nav.reception", for_members=True),
    Entry(path="/admin", text="nav.admin", for_admins=True),
)


def every_page(site: Site) -> list[BaseRoute]:
    """All pages of a person, relative to their address."""
    pages = (chat, mine, inbox, case, reception, admin)
    return [route for page in pages for route in page.routes(site)] + [Route("/{path:path}", site.lost)]
