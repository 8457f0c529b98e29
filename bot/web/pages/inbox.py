"""What I owe (`/inbox`): the open requests of a person and their departments by due time, with every power on each."""

from enum import StrEnum

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.web.acting import INVALID, Acted, Attempt, remark_of, use_power
from bot.web.reading import Queue, read_queue
from bot.web.site import Site, form_of
from bot.web.visit import Visit
from handlers.verbs import OWNER_VERBS


class Show(StrEnum):
    """What of the queue to show."""

    ALL = "all"
    MINE = "mine"  # what the person keeps themselves
    DEPARTMENT = "department"  # what their departments keep or were asked for


def routes(site: Site) -> list[BaseRoute]:
    """The page, the list alone for looking again, and the forms of the list."""
    inbox = Inbox(site)
    return [
        Route("/inbox", site.visited(inbox.show)),
        Route("/inbox", site.visited(inbox.act), methods=["POST"]),
        Route("/inbox/list", site.visited(inbox.list)),
    ]


class Inbox:
    """One person's queue."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, visit: Visit) -> Response:
        """The whole page."""
        return await self._page(visit, "inbox.html")

    async def list(self, visit: Visit) -> Response:
        """The part of it that changes by itself."""
        return await self._page(visit, "inbox_list.html")

    async def act(self, visit: Visit) -> Response:
        """One of the powers, on one of the requests."""
        done = await use_power(self._site, visit, await form_of(visit.request))
        match done:
            case Acted():
                return self._site.to(visit, f"/inbox?show={_shown(visit)}&{done.remark}")
            case Attempt():
                return await self._page(visit, "inbox.html", done)
            case _:
                return done

    async def _page(self, visit: Visit, template: str, attempt: Attempt | None = None) -> Response:
        show, departments = _shown(visit), visit.voice.table.departments_of(visit.person.email)
        names = tuple(department.id for department in departments)
        queue: Queue = await self._site.bridge.read(
            read_queue, self._site.core, visit, _who(show, visit, names), kept=show is Show.MINE
        )
        return self._site.page(
            visit,
            template,
            status=INVALID if attempt else 200,
            queue=queue,
            show=show,
            shows=tuple(Show) if departments else (Show.ALL, Show.MINE),
            keys={verb: visit.voice.say(f"inbox.key.{verb}") for verb in OWNER_VERBS},
            attempt=attempt,
            remark=remark_of(visit),
        )


def _shown(visit: Visit) -> Show:
    wanted = visit.request.query_params.get("show", "")
    return Show(wanted) if wanted in set(Show) else Show.ALL


def _who(show: Show, visit: Visit, departments: tuple[str, ...]) -> tuple[str, ...]:
    match show:
        case Show.ALL:
            return (visit.actor.person, *departments)
        case Show.MINE:
            return (visit.actor.person,)
        case Show.DEPARTMENT:
            return departments
