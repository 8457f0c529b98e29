"""Who changed what and when; each version can be undone by another, never by rewriting what was."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.curating import Outcome, Refused, Saved, Stuck
from bot.errors import BotError
from bot.storage.routing_history import Version
from bot.web.pages.admin.departments import DEPARTMENTS
from bot.web.pages.admin.desk import Desk, number_in
from bot.web.pages.admin.diffs import row_changes
from bot.web.pages.admin.glossary import GLOSSARY
from bot.web.pages.admin.people import PEOPLE
from bot.web.pages.admin.topics import TOPICS
from bot.web.visit import Visit
from handlers.texts.voice import Voice
from knowledge.models import Email, RoutingTable
from knowledge.undo import Step

NOUNS = (TOPICS, DEPARTMENTS, PEOPLE, GLOSSARY)
PAGE = 20
MOST_ROWS = 200
MACHINES = frozenset({"cli", "demo"})


class Changes:
    """The history of the table."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._history = desk.units.routing_history

    def routes(self) -> list[BaseRoute]:
        admins = self._desk.for_admins
        return [
            Route("/admin/changes", admins(self.listing)),
            Route("/admin/changes/version", admins(self.show)),
            Route("/admin/changes/undo", admins(self.undo), methods=["POST"]),
        ]

    async def listing(self, visit: Visit) -> Response:
        """The versions, newest first."""
        below = number_in(visit.request.query_params.get("below", "")) or None
        versions = await self.newest(PAGE + 1, below)
        table = await self._desk.table()
        return self._desk.page(
            visit,
            "changes.html",
            versions=versions[:PAGE],
            older=versions[PAGE - 1].number if len(versions) > PAGE else None,
            author=lambda version: author_of(version, table, visit.voice),
        )

    async def newest(self, limit: int, below: int | None = None) -> list[Version]:
        return await self._desk.site.bridge.read(lambda: self._history.versions(limit=limit, below=below))

    async def show(self, visit: Visit, outcome: Outcome | None = None) -> Response:
        """What one version changed."""
        version = await self._wanted(visit)
        if version is None:
            return self._desk.sorry(visit.request, "admin.changes.no_version", 404)
        step, table = await self._step(version), await self._desk.table()
        changes = row_changes(NOUNS, step.before, step.after, visit.voice)
        return self._desk.page(
            visit,
            "version.html",
            status=409 if outcome else 200,
            version=version,
            author=author_of(version, table, visit.voice),
            changes=changes[:MOST_ROWS],
            more=max(len(changes) - MOST_ROWS, 0),
            in_force=table.version,
            problems=_why_not(outcome, visit.voice),
        )

    async def undo(self, visit: Visit) -> Response:
        """A new version without what that one changed."""
        number = _number(visit)
        try:
            outcome = await self._desk.change(visit, lambda curator, table: curator.undo(number, table))
        except BotError as error:
            if error.code != "unknown_version":
                raise
            return self._desk.sorry(visit.request, "admin.changes.no_version", 404)
        if isinstance(outcome, Saved):
            return self._desk.site.to(visit, f"/admin/changes/version?number={outcome.version}&saved={outcome.version}")
        return await self.show(visit, outcome)

    async def _wanted(self, visit: Visit) -> Version | None:
        version = await self._desk.site.bridge.read(self._history.version, _number(visit))
        return version if version and version.number == _number(visit) else None

    async def _step(self, version: Version) -> Step:
        return await self._desk.site.bridge.read(self._history.step, version)


def author_of(version: Version, table: RoutingTable, voice: Voice) -> str:
    """Whoever published it, by name where the table has one."""
    if version.author in MACHINES:
        return voice.say(f"admin.author.{version.author}")
    return table.person(Email(version.author)).shown_name if "@" in version.author else version.author


def _why_not(outcome: Outcome | None, voice: Voice) -> list[str]:
    match outcome:
        case Stuck(changed_since=places):
            rows = ", ".join(key for _, key in places[:5])
            return [voice.say("admin.changes.changed_since", rows=rows)]
        case Refused(problems=problems):
            return [voice.say(f"problem.{one.code}", **one.data) for one in problems]
        case _:
            return []


def _number(visit: Visit) -> int:
    return number_in(visit.request.query_params.get("number", ""))
