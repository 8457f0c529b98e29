"""Import with a preview: files in, what they would change and what is wrong, one version. And out."""

import asyncio
import io
import zipfile
from collections.abc import Callable, Mapping
from functools import partial

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.errors import BotError
from bot.importing import publish
from bot.reading import read_apart
from bot.web.guard import MEGABYTE, TOO_LARGE, Roomier
from bot.web.pages.admin.changes import NOUNS
from bot.web.pages.admin.desk import Desk
from bot.web.pages.admin.diffs import row_changes
from bot.web.pages.admin.previews import Preview, Previews, preview_of
from bot.web.site import form_of
from bot.web.visit import Visit
from knowledge.exchange import SourceFile, write_csv, write_xlsx, write_yaml
from knowledge.models import RoutingTable
from knowledge.problems import Severity

LARGEST_UPLOAD = 12 * MEGABYTE  # the largest text file (10 MB) and the form around it; a workbook ends at 5 MB
MOST_FILES = 8
MOST_FIELDS = 20
MOST_ROWS = 200
MOST_PROBLEMS = 300
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of zip files: the same table gives the same bytes
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Transfer:
    """Files in and out. One file is read at a time: that is what may cost a whole processor."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._previews = Previews()
        self._reading = asyncio.Semaphore(1)

    def routes(self) -> list[BaseRoute]:
        admins = self._desk.for_admins
        larger = [Middleware(Roomier, largest=LARGEST_UPLOAD)]
        return [
            Route("/admin/import", admins(self.show)),
            Route("/admin/import", admins(self.upload), methods=["POST"], middleware=larger),
            Route("/admin/import/confirm", admins(self.confirm), methods=["POST"]),
            Route("/admin/export/guichet.xlsx", admins(partial(self.export, write_xlsx, XLSX, "guichet.xlsx"))),
            Route("/admin/export/guichet.yaml", admins(partial(self.export, write_yaml, "text/yaml", "guichet.yaml"))),
            Route(
                "/admin/export/guichet-csv.zip",
                admins(partial(self.export, zipped, "application/zip", "guichet-csv.zip")),
            ),
        ]

    async def show(self, visit: Visit) -> Response:
        """The form, and the preview that waits to be confirmed."""
        return self._page(visit, self._previews.of(visit.person.email))

    async def upload(self, visit: Visit) -> Response:
        """Read the files apart and show what they would change; nothing is published."""
        files, is_whole = await uploaded(visit)
        if not files:
            return self._page(visit, None, error="admin.import.no_file", status=422)
        try:
            async with self._reading:
                read = await asyncio.to_thread(read_apart, files)
        except BotError as error:
            if error.code != "file_too_heavy":
                raise
            return self._page(visit, None, error="admin.import.too_heavy", status=422)
        names, table = tuple(file.name for file in files), await self._desk.table()
        preview = await asyncio.to_thread(partial(preview_of, table, names, read, is_whole=is_whole))
        self._previews.keep(visit.person.email, preview)
        return self._page(visit, preview, status=200 if preview.proposal.is_sound else 422)

    async def confirm(self, visit: Visit) -> Response:
        """Publish exactly what was shown; if the table is another by now, show it again."""
        admin, token = visit.person.email, (await form_of(visit.request)).get("token", "")
        preview, table = self._previews.of(admin), await self._desk.table()
        if preview is None:  # Guichet was started again meanwhile, or too many others were shown
            return self._page(visit, None, error="admin.import.gone", status=409)
        if preview.token != token or not preview.proposal.is_sound:
            return self._page(visit, preview, error="admin.import.look_again", status=409)
        if preview.proposal.before.version != table.version:
            return await self._shown_again(visit, preview, table)
        try:
            version = await asyncio.to_thread(
                partial(publish, self._desk.units.routing, preview.proposal, author=admin, now=self._desk.now)
            )
        except BotError as error:
            if error.code != "table_changed_meanwhile":
                raise
            return await self._shown_again(visit, preview, await self._desk.table())
        self._previews.forget(admin)
        return self._desk.site.to(visit, f"/admin/changes/version?number={version}&saved={version}")

    async def export(self, write: Callable[[RoutingTable], bytes], kind: str, name: str, visit: Visit) -> Response:
        """The table in force as a file."""
        del visit
        content = await asyncio.to_thread(write, await self._desk.table())
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type=kind, headers=headers)

    async def _shown_again(self, visit: Visit, preview: Preview, table: RoutingTable) -> Response:
        again = await asyncio.to_thread(preview.over, table)
        self._previews.keep(visit.person.email, again)
        return self._page(visit, again, error="admin.import.table_changed", status=409)

    def _page(self, visit: Visit, preview: Preview | None, *, error: str = "", status: int = 200) -> Response:
        proposal = preview.proposal if preview else None
        changes = row_changes(NOUNS, proposal.before, proposal.after, visit.voice) if proposal else []
        problems = proposal.problems if proposal else ()
        return self._desk.page(
            visit,
            "import.html",
            status=status,
            preview=preview,
            changes=changes[:MOST_ROWS] if proposal and proposal.is_sound else [],
            more=max(len(changes) - MOST_ROWS, 0),
            counts=_counts([change.kind for change in changes]),
            problems=problems[:MOST_PROBLEMS],
            more_problems=max(len(problems) - MOST_PROBLEMS, 0),
            errors=sum(problem.severity is Severity.ERROR for problem in problems),
            error=error,
        )


async def uploaded(visit: Visit) -> tuple[list[SourceFile], bool]:
    """The files of the form that hold anything, and whether they are the whole truth."""
    try:
        async with visit.request.form(max_files=MOST_FIELDS, max_fields=MOST_FIELDS) as form:
            sent = [value for value in form.getlist("files") if isinstance(value, UploadFile) and value.filename]
            files = [SourceFile(name=_name(file.filename or ""), content=await file.read()) for file in sent]
            return files[:MOST_FILES], form.get("replace") == "yes"
    except HTTPException as error:
        if error.status_code == TOO_LARGE:
            raise
        return [], False


def zipped(table: RoutingTable) -> bytes:
    """A CSV file for each sheet, in one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in write_csv(table).items():
            archive.writestr(zipfile.ZipInfo(name, date_time=FIRST_DAY), content)
    return out.getvalue()


def _counts(kinds: list[str]) -> Mapping[str, int]:
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def _name(filename: str) -> str:
    """The last part of whatever path a browser sent."""
    return filename.replace("\\", "/").rpartition("/")[2][-100:]
