"""What I owe (`/inbox`): the open requests of a person and their departments by due time, with every power on each."""

from enum import StrEnum

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.web.acting import INVALID, Acted, Attempt, remark_of, use_power
from bot.web.reading import MORE_TASKS, MOST_TASKS, Queue, read_queue
from bot.web.site import Site, form_of
from bot.web.visit import Visit, is_known
from handlers.requests.people import people_of
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
        Route("/inbox", site.for_members(inbox.show)),
        Route("/inbox", site.for_members(inbox.act), methods=["POST"]),
        Route("/inbox/list", site.for_members(inbox.list)),
    ]


class Inbox:
    """One person's queue."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, visit: Visit) -> Response:
        """The whole page."""
        return self._shown(visit, "inbox.html", await self._read(visit))

    async def list(self, visit: Visit) -> Response:
        """The part of it that changes by itself; nothing, for a browser that shows it as it is."""
        queue = await self._read(visit)
        if is_known(visit, queue.mark):
            return Response(status_code=204)
        return self._shown(visit, "inbox_list.html", queue)

    async def act(self, visit: Visit) -> Response:
        """One of the powers, on one of the requests."""
        done = await use_power(self._site, visit, await form_of(visit.request))
        match done:
            case Acted():
                return self._site.to(visit, f"/inbox?{_narrowed(visit)}&{done.remark}")
            case Attempt():
                return self._shown(visit, "inbox.html", await self._read(visit), done)
            case _:
                return done

    async def _read(self, visit: Visit) -> Queue:
        show, limit = _show_of(visit), MORE_TASKS if _wants_more(visit) else MOST_TASKS
        who = _who(show, visit)
        return await self._site.bridge.read(
            read_queue, self._site.core, visit, who, kept=show is Show.MINE, limit=limit
        )

    def _shown(self, visit: Visit, template: str, queue: Queue, attempt: Attempt | None = None) -> Response:
        return self._site.page(
            visit,
            template,
            status=INVALID if attempt else 200,
            queue=queue,
            show=_show_of(visit),
            shows=tuple(Show) if _departments(visit) else (Show.ALL, Show.MINE),
            narrowed=_narrowed(visit),
            more=queue.count - len(queue.owed),
            people=people_of(visit.voice.table),
            keys={verb: visit.voice.say(f"inbox.key.{verb}") for verb in OWNER_VERBS},
            attempt=attempt,
            remark=remark_of(visit),
        )


def _show_of(visit: Visit) -> Show:
    wanted = visit.request.query_params.get("show", "")
    return Show(wanted) if wanted in set(Show) else Show.ALL


def _wants_more(visit: Visit) -> bool:
    return visit.request.query_params.get("more") == "1"


def _narrowed(visit: Visit) -> str:
    """What is shown, as an address carries it."""
    return f"show={_show_of(visit)}{'&more=1' if _wants_more(visit) else ''}"


def _who(show: Show, visit: Visit) -> tuple[str, ...]:
    match show:
        case Show.ALL:
            return (visit.actor.person, *_departments(visit))
        case Show.MINE:
            return (visit.actor.person,)
        case Show.DEPARTMENT:
            return _departments(visit)


def _departments(visit: Visit) -> tuple[str, ...]:
    return tuple(department.id for department in visit.voice.table.departments_of(visit.person.email))
