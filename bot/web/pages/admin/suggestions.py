"""A question nobody knew becomes a topic: what the form is filled in with, for an admin to review (P6)."""

from collections.abc import Awaitable, Callable, Mapping

from bot.web.pages.admin.desk import Desk
from bot.web.visit import Visit
from handlers.permissions import may_read_words
from handlers.requests.model import Request, id_of
from handlers.requests.privacy import is_discreet
from knowledge.models import Lang, RoutingTable

LONGEST_TITLE = 100  # characters
Suggest = Callable[[Visit, str, Mapping[str, str]], Awaitable[Mapping[str, str]]]


def suggest_from(desk: Desk) -> Suggest:
    """Fills in from the request of a reference, if its words may be shown here at all."""

    async def suggest(visit: Visit, reference: str, cells: Mapping[str, str]) -> Mapping[str, str]:
        request, table = await desk.site.bridge.read(_request, desk, reference), await desk.table()
        if request is None or not may_read_words(visit.actor, request, table):
            return {}
        return as_phrasing(request, cells) if cells else as_topic(request, table)

    return suggest


def as_topic(request: Request, table: RoutingTable) -> dict[str, str]:
    """The question as phrasing, the answer that was given, the department of whoever gave it.

    What was asked in confidence leaves no words in a row that everybody is answered from (P8).
    """
    lang, is_private = request.lang, is_discreet(table, request)
    given = {"department": request.keeper.department, "confidential": "true" if is_private else "false"}
    if is_private:
        return given
    answer = request.answer.text if request.answer else ""
    words = {f"title_{lang}": _title(request.question), f"phrasings_{lang}": " ".join(request.question.split())}
    return {**given, **words, f"answer_{lang}": answer}


def as_phrasing(request: Request, cells: Mapping[str, str]) -> dict[str, str]:
    """The question among the phrasings of a topic that is there already."""
    column = f"phrasings_{Lang(request.lang)}"
    told = [line for line in cells.get(column, "").split("\n") if line]
    return {column: "\n".join(dict.fromkeys([*told, " ".join(request.question.split())]))}


def _title(question: str) -> str:
    """The question without what only makes it one: a title to begin with."""
    return " ".join(question.split()).rstrip(" ?!.")[:LONGEST_TITLE]


def _request(desk: Desk, reference: str) -> Request | None:
    number = id_of(reference)
    if number is None:
        return None
    with desk.units.look() as view:
        return view.requests.peek(number)
