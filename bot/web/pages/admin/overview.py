"""The first page of /admin: how much there is, what is wrong with it, what is asked for, what changed last."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.engines.fitting import Fitted
from bot.engines.told import Told, told
from bot.web.pages.admin.changes import NOUNS, Changes, author_of
from bot.web.pages.admin.desk import Desk, number_in
from bot.web.pages.admin.unanswered import Questions
from bot.web.visit import Visit
from knowledge.models import RoutingTable
from knowledge.problems import Problem, Severity

FEW = 5
MOST_PROBLEMS = 30


class Overview:
    """Where an admin begins."""

    def __init__(self, desk: Desk, changes: Changes, questions: Questions) -> None:
        self._desk = desk
        self._questions = questions
        self._changes = changes

    def routes(self) -> list[BaseRoute]:
        admins = self._desk.for_admins
        return [Route("/admin", admins(self.show)), Route("/admin/answering", admins(self.answering))]

    async def show(self, visit: Visit) -> Response:
        table, everything = await self._desk.table(), "all" in visit.request.query_params
        problems = await self._desk.problems(table)
        shown = sorted(problems or (), key=lambda one: one.severity is Severity.WARNING)
        wanted = await self._questions.of(visit)
        versions = await self._changes.newest(FEW)
        return self._desk.page(
            visit,
            "overview.html",
            table=table,
            counts=counts(table),
            open_requests=await self._desk.site.bridge.read(self._open),
            is_checked=problems is not None,
            feedback=self._feedback(),
            problems=shown if everything else shown[:MOST_PROBLEMS],
            more_problems=0 if everything else max(len(shown) - MOST_PROBLEMS, 0),
            row_of=lambda problem: row_of(problem, table),
            wished=[wish for wish, _ in wanted.wished[:FEW]],
            hidden=len(wanted.hidden),
            versions=versions,
            author=lambda version: author_of(version, table, visit.voice),
        )

    async def answering(self, visit: Visit) -> Response:
        """The line that says whether a version answers questions already; it asks again until it does."""
        wanted = number_in(visit.request.query_params.get("version", ""))
        return self._desk.page(visit, "answering.html", wanted=wanted, answers=wanted <= self._desk.site.table.version)

    def _feedback(self) -> Told | None:
        """What the engine in force learned of questions; None for one that learns nothing."""
        engine = self._desk.site.core.snapshots.current.engine
        return told(engine) if isinstance(engine, Fitted) else None

    def _open(self) -> int:
        with self._desk.units.look() as view:
            return view.reading.count_open()


def counts(table: RoutingTable) -> list[tuple[str, int, int]]:
    """For each noun: its path, how many rows are active, how many are marked as archived."""
    found = []
    for noun in NOUNS:
        rows = [values[0] for values in noun.rows(table).values()]
        active = sum(map(noun.is_active, rows))
        found.append((noun.path, active, len(rows) - active))
    return found


def row_of(problem: Problem, table: RoutingTable) -> tuple[str, str] | None:
    """The noun and the id of the row concerned, where there is one."""
    key = problem.data.get("id", "")
    noun = next((noun for noun in NOUNS if noun.path == problem.sheet), None)
    return (noun.path, key) if noun and key in noun.rows(table) else None
