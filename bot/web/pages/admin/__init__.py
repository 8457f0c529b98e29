"""What admins see (`/admin`): the routing table to look after, a module a noun; all of it for admins alone."""

from starlette.routing import BaseRoute

from bot.web.pages.admin import trying
from bot.web.pages.admin.absence import People
from bot.web.pages.admin.changes import Changes
from bot.web.pages.admin.departments import DEPARTMENTS
from bot.web.pages.admin.desk import Desk
from bot.web.pages.admin.glossary import GLOSSARY
from bot.web.pages.admin.overview import Overview
from bot.web.pages.admin.rows import Rows
from bot.web.pages.admin.suggestions import suggest_from
from bot.web.pages.admin.topics import TOPICS
from bot.web.pages.admin.transfer import Transfer
from bot.web.pages.admin.trying import asked, trial_for
from bot.web.pages.admin.unanswered import Questions
from bot.web.site import Site
from bot.web.visit import Visit
from knowledge.models import RoutingTable

__all__ = ["routes"]


def routes(site: Site) -> list[BaseRoute]:
    """Everything below /admin."""
    desk = Desk(site)
    changes, questions = Changes(desk), Questions(desk)

    async def tried(visit: Visit, _: RoutingTable, key: str) -> dict[str, object]:
        text = asked(visit, "try") if key else ""
        return {"tried": text, "trial": await trial_for(desk, visit, text), "can_try": bool(key)}

    return [
        *Overview(desk, changes, questions).routes(),
        *Rows(desk, TOPICS, tried, suggest_from(desk)).routes(),
        *Rows(desk, DEPARTMENTS).routes(),
        *People(desk).routes(),
        *Rows(desk, GLOSSARY).routes(),
        *questions.routes(),
        *trying.routes(desk),
        *Transfer(desk).routes(),
        *changes.routes(),
    ]
