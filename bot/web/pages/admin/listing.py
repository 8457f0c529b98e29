"""A list that is searched, filtered and turned page by page: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.web.pages.admin.desk import number_in
from bot.web.pages.admin.noun import Noun, words_of
from knowledge.changes import Values
from knowledge.exchange.draft import AnyValue
from knowledge.models import RoutingTable
from knowledge.text import fold

PAGE = 50
STATES = ("active", "archived", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the visitor wants to see."""

    text: str
    filters: Mapping[str, str]
    state: str
    page: int

    def address(self, page: int) -> str:
        """The same on another page, as the end of an address."""
        given = {"q": self.text, **self.filters, "state": self.state, "page": str(page)}
        return urlencode({name: value for name, value in given.items() if value and (name, value) not in _USUAL})


_USUAL = {("state", "active"), ("page", "1")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One page of what was found."""

    rows: tuple[tuple[str, AnyValue], ...]
    total: int
    page: int
    pages: int


def wanted_of(noun: Noun, params: Mapping[str, str]) -> Wanted:
    """Whatever the address says; nonsense is as good as nothing."""
    state = params.get("state", "")
    return Wanted(
        text=params.get("q", "")[:200],
        filters={one.name: params[one.name] for one in noun.filters if params.get(one.name)},
        state=state if state in STATES else "active",
        page=number_in(params.get("page", "")),
    )


def listed(noun: Noun, table: RoutingTable, gone: Mapping[str, Values], wanted: Wanted) -> Listed:
    """The page that is wanted, or the last one there is; rows in the table's order, those taken out behind."""
    told = fold(wanted.text).split()
    found = [
        (key, row)
        for key, row in _rows(noun, table, gone, wanted.state)
        if all(one.passes(row, wanted.filters[one.name]) for one in noun.filters if one.name in wanted.filters)
        and all(word in words_of(noun.sheet_name, row) for word in told)
    ]
    pages = max(-(-len(found) // PAGE), 1)
    page = min(max(wanted.page, 1), pages)
    return Listed(rows=tuple(found[(page - 1) * PAGE : page * PAGE]), total=len(found), page=page, pages=pages)


def _rows(noun: Noun, table: RoutingTable, gone: Mapping[str, Values], state: str) -> list[tuple[str, AnyValue]]:
    here = [(key, values[0]) for key, values in noun.rows(table).items()]
    taken_out = [(key, values[0]) for key, values in gone.items()]
    if state == "all":
        return [*here, *taken_out]
    if state == "active":
        return [(key, row) for key, row in here if noun.is_active(row)]
    return [*((key, row) for key, row in here if not noun.is_active(row)), *taken_out]
