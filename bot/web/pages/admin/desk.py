"""What the admin's pages share: the table in force, edits and who makes them, the navigation, kind errors."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime

import structlog
from starlette.requests import Request
from starlette.responses import Response

from bot.curating import Curator, Outcome
from bot.errors import BotError
from bot.web.site import Endpoint, Site
from bot.web.visit import Visit
from knowledge.models import RoutingTable
from knowledge.problems import Problem
from knowledge.rules import check

SECTIONS = (
    ("/admin", "admin.nav.overview"),
    ("/admin/topics", "admin.nav.topics"),
    ("/admin/departments", "admin.nav.departments"),
    ("/admin/people", "admin.nav.people"),
    ("/admin/glossary", "admin.nav.glossary"),
    ("/admin/unanswered", "admin.nav.unanswered"),
    ("/admin/try", "admin.nav.try"),
    ("/admin/import", "admin.nav.import"),
    ("/admin/changes", "admin.nav.changes"),
)
PATIENCE = 0.5  # seconds a page waits for what is being found out; then it says so

QUICKLY_CHECKED = 500  # topics
LONGEST_NUMBER = 9  # digits of a version or of a page

log = structlog.get_logger()


class Desk:
    """The routing table as admins see it: what is published, which may be a moment ahead of what answers questions."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.units = site.core.units
        self._known = RoutingTable(version=-1)
        self._checker = ThreadPoolExecutor(1, thread_name_prefix="guichet-check")
        self._checkup: tuple[int, Future[tuple[Problem, ...]]] | None = None

    def for_admins(self, show: Callable[[Visit], Awaitable[Response]]) -> Endpoint:
        """The page as an endpoint for admins; when the ledger is away they are told that nothing was recorded."""

        async def careful(visit: Visit) -> Response:
            try:
                return await show(visit)
            except BotError as error:
                log.warning("admin_page_failed", code=error.code)
                return self.sorry(visit.request, "page.not_recorded", 503)

        return self.site.for_admins(careful)

    def page(self, visit: Visit, template: str, *, status: int = 200, **values: object) -> Response:
        """The template with the admin's navigation."""
        saved = number_in(visit.request.query_params.get("saved", ""))
        return self.site.page(
            visit,
            f"admin/{template}",
            status=status,
            sections=SECTIONS,
            saved=saved,
            is_answering=saved <= self.site.table.version,
            **values,
        )

    def sorry(self, request: Request, key: str, status: int) -> Response:
        return self.site.sorry(request, key, status)

    async def table(self) -> RoutingTable:
        """The version in force."""
        return await self.site.bridge.read(self._published)

    async def change(self, visit: Visit, edit: Callable[[Curator, RoutingTable], Outcome]) -> Outcome:
        """Publish an edit in the visitor's name: in transactions of its own, beside the thread that takes questions."""
        curator = Curator(self.units, visit.person.email, self.now)
        return await asyncio.to_thread(edit, curator, await self.table())

    async def problems(self, table: RoutingTable, *, asked: bool = True) -> tuple[Problem, ...] | None:
        """What `kb check` says of this version; None while it is being found out: seconds, for a large table.

        Whoever only shows what is known and has not `asked` does not begin a check of a large one.
        """
        is_known = self._checkup is not None and self._checkup[0] == table.version
        if not (is_known or asked or len(table.topics) <= QUICKLY_CHECKED):
            return None
        found = self._checking(table)
        with suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(found)), PATIENCE)
        return None

    @property
    def now(self) -> datetime:
        return self.site.clock.now()

    def _checking(self, table: RoutingTable) -> Future[tuple[Problem, ...]]:
        """The check of this version, on a thread of its own."""
        if self._checkup and self._checkup[0] == table.version:
            return self._checkup[1]
        found = self._checker.submit(check, table, {})
        self._checkup = table.version, found
        return found

    def _published(self) -> RoutingTable:
        version = self.units.routing.published_version()
        for known in (self.site.table, self._known):
            if known.version == version:
                return known
        self._known = self.units.routing.published()
        return self._known


def number_in(text: str) -> int:
    """A number from an address or a form; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0
