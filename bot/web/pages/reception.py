"""The reception board (`/reception`): found while typing, whom to put a caller through to; else a call-back slip."""

from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.parse import LONGEST_WORD, Form, Unreadable, place_of
from bot.web.acting import INVALID, received, remark_of
from bot.web.reading import Slips, read_slips
from bot.web.site import Site, form_of
from bot.web.visit import Visit, is_known
from bot.words import readable
from handlers.board import Hit, hit
from handlers.incoming import PersonId, SlipLeft
from handlers.requests.model import FIRST_NUMBER
from handlers.slips import sought_in
from knowledge.lookup import Found, Kind, Lookup

MOST_HITS = 8
NOBODY = PersonId("")  # who looks is not who asks: the board says of everybody whether they are there


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A slip that has to be mended: for whom, and what was typed."""

    found: Found
    form: Form


def routes(site: Site) -> list[BaseRoute]:
    """The page, what is found alone while somebody types, and the slip's form."""
    board = Board(site)
    return [
        Route("/reception", site.for_members(board.show)),
        Route("/reception", site.for_members(board.leave), methods=["POST"]),
        Route("/reception/found", site.for_members(board.found)),
    ]


class Board:
    """One person at a phone."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lookup: Lookup | None = None

    async def show(self, visit: Visit) -> Response:
        """The whole page; with `q`, what was looked for without a script.

        Nothing, for a browser that asks for news of the messages alone, and shows them as they are.
        """
        slips = await self._site.bridge.read(read_slips, self._site.core, visit)
        if is_known(visit, slips.mark):
            return Response(status_code=204)
        return await self._page(visit, slips, visit.request.query_params.get("q", ""))

    async def found(self, visit: Visit) -> Response:
        """What is found, alone."""
        query = _query(visit.request.query_params.get("q", ""))
        hits = await self._site.bridge.read(self._hits, visit, query)
        return self._site.page(visit, "reception_found.html", query=query, hits=hits, mistake=None)

    async def leave(self, visit: Visit) -> Response:
        """A slip from the form."""
        form = await form_of(visit.request)
        fact = slip_of(form, visit)
        if isinstance(fact, Mistake):
            slips = await self._site.bridge.read(read_slips, self._site.core, visit)
            return await self._page(visit, slips, form.get("q", ""), fact)
        outcome = await received(self._site, visit, fact)
        if isinstance(outcome, Response):
            return outcome
        if outcome.line:
            return self._site.to(visit, f"/reception?said={outcome.line.text.removeprefix('line.')}")
        at = f"&at=G-{FIRST_NUMBER + outcome.request}" if outcome.request else ""
        return self._site.to(visit, f"/reception?done=slip{at}")

    async def _page(self, visit: Visit, slips: Slips, typed: str, mistake: Mistake | None = None) -> Response:
        query = _query(typed)
        hits = await self._site.bridge.read(self._hits, visit, query)
        return self._site.page(
            visit,
            "reception.html",
            status=INVALID if mistake else 200,
            query=query,
            hits=hits,
            slips=slips,
            mistake=mistake,
            remark=remark_of(visit),
        )

    def _hits(self, visit: Visit, query: str) -> list[Hit]:
        """Matched in memory; the ledger only says who is away, and who has how much to do."""
        scene = self._site.core.scene()
        lookup = self._lookup
        if lookup is None or lookup.version != scene.table.version:
            lookup = self._lookup = Lookup(scene.table)
        found = [(each, sought_in(scene.table, each.kind, each.key)) for each in lookup.find(query, limit=MOST_HITS)]
        with self._site.core.units.look() as view:
            roster = scene.roster(view, NOBODY)
            return [hit(each, sought, roster, visit.voice) for each, sought in found if sought]


def slip_of(form: Form, visit: Visit) -> SlipLeft | Mistake | Unreadable:
    """The slip of the board's form, in words of the language it was filled in."""
    nonce, key = form.get("nonce", ""), form.get("key", "")
    if not 0 < len(nonce) <= LONGEST_WORD or form.get("kind") not in set(Kind):
        return Unreadable("nonce")
    found = Found(Kind(form["kind"]), readable(key)[:LONGEST_WORD])
    caller, number, when = (
        readable(form.get(name, "")).strip()[:LONGEST_WORD] for name in ("caller", "number", "when")
    )
    if not caller:
        return Mistake(found=found, form=form)
    said = visit.voice.say("board.slip_words", caller=", ".join(filter(None, (caller, number))))
    when_said = (visit.voice.say("board.slip_when", when=when),) if when else ()
    return SlipLeft(
        keys=(f"web:{readable(nonce)}",),
        actor=visit.actor,
        place=place_of(visit.actor),
        at=visit.voice.now,
        kind=found.kind,
        key=found.key,
        text=" ".join((said, *when_said)),
        number=number,
        lang=visit.voice.reader.lang,
    )


def _query(typed: str) -> str:
    return readable(typed)[:LONGEST_WORD]
