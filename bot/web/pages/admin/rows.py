"""The pages of one noun: its list, a row's form, adding, archiving and bringing back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.curating import Clash, Curator, Outcome, Refused, RowEdit, Saved
from bot.web.pages.admin.desk import Desk, number_in
from bot.web.pages.admin.effects import effects_of
from bot.web.pages.admin.forms import FormState, cells_of, clashed, sent, typed_of, with_problems
from bot.web.pages.admin.listing import listed, wanted_of
from bot.web.pages.admin.noun import Noun, Option, offers
from bot.web.pages.admin.suggestions import Suggest
from bot.web.site import form_of
from bot.web.visit import Visit
from knowledge.changes import Values
from knowledge.models import RoutingTable
from knowledge.problems import Problem, Severity

MOST_OFFERED = 300  # beyond that, a list to choose from would be the heaviest part of the page
NEW = {"category": "other", "department": "", "confidential": "false", "triage": "false"}

More = Callable[[Visit, RoutingTable, str], Awaitable[dict[str, object]]]


async def nothing_more(_: Visit, __: RoutingTable, ___: str) -> dict[str, object]:
    return {}


class Rows:
    """One noun's pages.

    `more` is what its row's page shows besides; `suggest` fills in a form from a request that can become a row.
    """

    def __init__(self, desk: Desk, noun: Noun, more: More = nothing_more, suggest: Suggest | None = None) -> None:
        self._desk = desk
        self._noun = noun
        self._more = more
        self._suggest = suggest

    def routes(self) -> list[BaseRoute]:
        path, admins = f"/admin/{self._noun.path}", self._desk.for_admins
        return [
            Route(path, admins(self.listing)),
            Route(f"{path}/new", admins(self.new)),
            Route(f"{path}/new", admins(self.save), methods=["POST"]),
            Route(f"{path}/row", admins(self.show)),
            Route(f"{path}/row", admins(self.save), methods=["POST"]),
            Route(f"{path}/archive", admins(self.ask_to_archive)),
            Route(f"{path}/archive", admins(self.archive), methods=["POST"]),
            Route(f"{path}/restore", admins(self.restore), methods=["POST"]),
        ]

    async def listing(self, visit: Visit) -> Response:
        """Search, filter, turn the page."""
        table = await self._desk.table()
        wanted = wanted_of(self._noun, visit.request.query_params)
        gone = {} if wanted.state == "active" else await self._gone()
        found = listed(self._noun, table, gone, wanted)
        return self._desk.page(
            visit,
            "list.html",
            noun=self._noun,
            table=table,
            found=found,
            gone=gone,
            wanted=wanted,
            choices={one.name: offers(one.offers, table, visit.voice) for one in self._noun.filters},
        )

    async def new(self, visit: Visit) -> Response:
        """An empty form, or one that a request fills in."""
        table = await self._desk.table()
        suggested = await self._suggested(visit, {})
        return await self._form(visit, table, FormState(base=table.version, values={**NEW, **suggested}))

    async def show(self, visit: Visit) -> Response:
        """A row, ready to be changed."""
        table, key = await self._desk.table(), _key(visit)
        values = self._noun.rows(table).get(key, ())
        if not values:
            return await self._gone_page(visit, table, key)
        cells = cells_of(self._noun, values)
        suggested = await self._suggested(visit, cells)
        state = FormState(key=key, base=table.version, values={**cells, **suggested})
        return await self._form(visit, table, state)

    async def save(self, visit: Visit) -> Response:
        """Publish the row as it was typed, or say at which field it cannot be."""
        form, key = await form_of(visit.request), _key(visit)
        values = sent(self._noun, form)
        base = number_in(form.get("base", ""))
        typed = typed_of(self._noun, key, values)
        edit = RowEdit(sheet=self._noun.sheet_name, key=key, base=base, typed=typed)
        outcome = await self._desk.change(visit, lambda curator, table: curator.save(edit, table))
        if isinstance(outcome, Saved):
            return self._to_row(visit, outcome)
        table = await self._desk.table()
        if isinstance(outcome, Clash):
            state = clashed(self._noun, key, values, outcome)
            return await self._form(visit, table, replace(state, base=table.version), status=409)
        problems = outcome.problems if isinstance(outcome, Refused) else ()
        state = with_problems(FormState(key=key, base=base, values=values), self._noun, problems, visit.voice)
        return await self._form(visit, table, state, status=422)

    async def ask_to_archive(self, visit: Visit, problems: tuple[Problem, ...] = ()) -> Response:
        """What archiving would affect, and whether they are sure."""
        table, key = await self._desk.table(), _key(visit)
        values = self._noun.rows(table).get(key, ())
        if not values:
            return self._desk.sorry(visit.request, "admin.row.gone", 404)
        effects = await self._desk.site.bridge.read(effects_of, self._desk.units, table, values[0])
        return self._desk.page(
            visit,
            "archive.html",
            status=422 if problems else 200,
            noun=self._noun,
            key=key,
            row=values[0],
            table=table,
            effects=effects,
            problems=[visit.voice.say(f"problem.{problem.code}", **problem.data) for problem in problems],
            heirs=[one for one in offers("departments", table, visit.voice) if one.value != key],
        )

    async def archive(self, visit: Visit) -> Response:
        """Archive a row; it can be brought back."""
        key, heir = _key(visit), (await form_of(visit.request)).get("heir", "")
        outcome = await self._desk.change(visit, lambda curator, table: self._archived(curator, key, heir, table))
        if isinstance(outcome, Refused):
            return await self.ask_to_archive(visit, outcome.problems)
        return self._to_row(visit, outcome)

    async def restore(self, visit: Visit) -> Response:
        """Bring an archived row back."""
        key = _key(visit)
        outcome = await self._desk.change(visit, lambda curator, table: self._restored(curator, key, table))
        if isinstance(outcome, Refused):
            return await self._gone_page(visit, await self._desk.table(), key, outcome.problems)
        return self._to_row(visit, outcome)

    async def _form(self, visit: Visit, table: RoutingTable, state: FormState, *, status: int = 200) -> Response:
        values = self._noun.rows(table).get(state.key, ())
        return self._desk.page(
            visit,
            "row.html",
            status=status,
            noun=self._noun,
            table=table,
            state=state,
            row=values[0] if values else None,
            lists=self._lists(visit, table),
            warnings=await self._warnings(visit, table, state.key),
            **await self._more(visit, table, state.key),
        )

    async def _gone_page(
        self, visit: Visit, table: RoutingTable, key: str, problems: tuple[Problem, ...] = ()
    ) -> Response:
        values = (await self._gone()).get(key, ())
        if not values:
            return self._desk.sorry(visit.request, "admin.row.gone", 404)
        cells = cells_of(self._noun, values)
        sentences = [visit.voice.say(f"problem.{problem.code}", **problem.data) for problem in problems]
        return self._desk.page(
            visit,
            "gone.html",
            status=422 if problems else 200,
            noun=self._noun,
            table=table,
            key=key,
            row=values[0],
            cells=cells,
            problems=sentences,
        )

    async def _gone(self) -> Mapping[str, Values]:
        return await self._desk.site.bridge.read(self._desk.units.routing_history.gone, self._noun.sheet_name)

    def _lists(self, visit: Visit, table: RoutingTable) -> dict[str, list[Option]]:
        """What each field offers. A person or a stand-in can be typed even where the list would be too long."""
        voice = visit.voice
        people, departments = list(offers("people", table, voice)), list(offers("departments", table, voice))
        names = {field.offers for field in self._noun.fields if field.offers}
        known = {"people": people, "departments": departments, "stand_ins": [*departments, *people]}
        found = {name: known[name] if name in known else list(offers(name, table, voice)) for name in names}
        choices = {field.offers for field in self._noun.fields if field.control == "choice"}
        return {name: some if name in choices else some[:MOST_OFFERED] for name, some in found.items()}

    async def _warnings(self, visit: Visit, table: RoutingTable, key: str) -> list[str]:
        """What would make the row better, once it is known for this version."""
        if not key:
            return []
        problems = await self._desk.problems(table, asked=False) or ()
        mine = (one for one in problems if one.sheet == self._noun.path and one.data.get("id") == key)
        return [visit.voice.say(f"problem.{one.code}", **one.data) for one in mine if one.severity is Severity.WARNING]

    async def _suggested(self, visit: Visit, cells: Mapping[str, str]) -> Mapping[str, str]:
        reference = visit.request.query_params.get("from", "")
        return await self._suggest(visit, reference, cells) if self._suggest and reference else {}

    def _archived(self, curator: Curator, key: str, heir: str, table: RoutingTable) -> Outcome:
        if self._noun.keeps_archived:
            return curator.set_active(self._noun.sheet_name, key, active=False, table=table)
        return curator.take_out(self._noun.sheet_name, key, heir, table)

    def _restored(self, curator: Curator, key: str, table: RoutingTable) -> Outcome:
        if self._noun.keeps_archived and key in self._noun.rows(table):
            return curator.set_active(self._noun.sheet_name, key, active=True, table=table)
        return curator.bring_back(self._noun.sheet_name, key, table)

    def _to_row(self, visit: Visit, outcome: Outcome) -> Response:
        saved = outcome if isinstance(outcome, Saved) else Saved(version=0)
        end = urlencode({"id": saved.key or _key(visit), "saved": saved.version})
        return self._desk.site.to(visit, f"/admin/{self._noun.path}/row?{end}")


def _key(visit: Visit) -> str:
    return visit.request.query_params.get("id", "")
