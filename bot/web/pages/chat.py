"""The chat (`/`): a person's conversation and the counters of their departments, where they ask and act."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

import structlog
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.parse import TooLong, Unreadable, question_of, verb_of
from bot.errors import BotError
from bot.web.acting import received
from bot.web.news import mark_of
from bot.web.site import Site, form_of
from bot.web.stream import streamed, wants_events
from bot.web.visit import Visit
from bot.web.walls import Walls, conversation_of, followed, heard_of, own_conversation
from handlers.incoming import QuestionAsked, VerbUsed
from handlers.outcome import Outcome
from handlers.preview import Preview
from handlers.previews import WayShown, shown
from knowledge.models import Department, Person

LONGEST_NUMBER = 15  # digits

log = structlog.get_logger()


def routes(site: Site) -> list[BaseRoute]:
    """The conversation, what came before it, the news of it, and the forms."""
    chat = Chat(site)
    return [
        Route("/", site.visited(chat.show)),
        Route("/earlier", site.visited(chat.earlier)),
        Route("/stream", site.visited(chat.stream)),
        Route("/preview", site.visited(chat.show)),
        Route("/preview", site.visited(chat.preview), methods=["POST"]),
        Route("/ask", site.visited(chat.ask), methods=["POST"]),
        Route("/do", site.visited(chat.do), methods=["POST"]),
    ]


class Chat:
    """One person's conversation."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._walls = Walls(site.bridge)

    async def show(self, visit: Visit) -> Response:
        """The whole page; nothing when it is still as far as the mark in `since`."""
        since = visit.request.query_params.get("since")
        is_same = since is not None and since == await self._mark(followed(visit.person.email, _departments(visit)))
        return Response(status_code=204) if is_same else await self._shown(visit)

    async def stream(self, visit: Visit) -> Response:
        """The news of all pages of a person; whoever follows the address itself is sent to the page."""
        if not wants_events(visit.request):
            return self._site.to(visit, "/")
        return streamed(self._news(visit), visit.request.headers.get("last-event-id", ""))

    async def earlier(self, visit: Visit) -> Response:
        """What was said before the message in `before`: in the own conversation, or in that of a department."""
        params = visit.request.query_params
        conversation = _conversation(visit, params.get("of", ""))
        if conversation is None:
            return self._site.sorry(visit.request, "page.lost", 404)
        number = int(params["before"]) if _is_number(params.get("before", "")) else 0
        stretch = await self._walls.before(number, conversation, visit)
        return self._site.page(visit, "earlier.html", stretch=stretch, of=params.get("of", ""))

    async def ask(self, visit: Visit) -> Response:
        """A question from the form."""
        form = await form_of(visit.request)
        fact = question_of(form, visit.actor, self._site.clock.now())
        try:
            if isinstance(fact, QuestionAsked):
                await self._site.conversations.post_own(fact)
        except BotError:
            log.exception("question_not_posted")
            return self._site.sorry(visit.request, "page.not_recorded", 503)
        return await self._took(visit, fact)

    async def preview(self, visit: Visit) -> Response:
        """Where the question would go; back to the form with its words when that is asked for."""
        form = await form_of(visit.request)
        fact = question_of(form, visit.actor, self._site.clock.now())
        if not isinstance(fact, QuestionAsked):
            return await self._took(visit, fact)
        if form.get("back"):
            return await self._shown(visit, typed=fact.text)
        foreseen = await self._site.bridge.read(self._site.core.preview, fact)
        zone = self._site.core.house.timezone
        ways = [shown(way, visit.voice, zone) for way in foreseen.ways]
        return await self._shown(visit, typed=fact.text, preview=foreseen, ways=ways)

    async def do(self, visit: Visit) -> Response:
        """A button of a card."""
        form = await form_of(visit.request)
        zone = self._site.core.house.timezone
        return await self._took(visit, verb_of(form, visit.actor, self._site.clock.now(), zone))

    async def _news(self, visit: Visit) -> AsyncGenerator[str, None]:
        """The marks, until they have left or are in other departments: then the page asks anew."""
        heard = self._heard(visit.person)
        async with aclosing(self._site.news.follow(heard)) as marks:
            async for mark in marks:
                person = await self._site.visitors.still(visit.request)
                if person is None or self._heard(person) != heard:
                    return
                yield mark

    def _heard(self, person: Person) -> tuple[str, ...]:
        return heard_of(person.email, self._site.table)

    async def _mark(self, conversations: Sequence[str]) -> str:
        return mark_of(await self._site.conversations.changes(conversations), conversations)

    async def _shown(
        self, visit: Visit, *, typed: str = "", preview: Preview | None = None, ways: Sequence[WayShown] = ()
    ) -> Response:
        departments, params = _departments(visit), visit.request.query_params
        return self._site.page(
            visit,
            "chat.html",
            departments=departments,
            wall=await self._walls.wall(visit, departments),
            said=params.get("said", ""),
            refused="refused" in params,
            typed=typed,
            preview=preview,
            ways=ways,
        )

    async def _took(self, visit: Visit, fact: QuestionAsked | VerbUsed | Unreadable | TooLong) -> Response:
        outcome = await received(self._site, visit, fact)
        return outcome if isinstance(outcome, Response) else self._site.to(visit, f"/{_remark(outcome)}")


def _departments(visit: Visit) -> tuple[Department, ...]:
    return visit.voice.table.departments_of(visit.person.email)


def _conversation(visit: Visit, department: str) -> str | None:
    """Theirs, or that of a department of theirs; None for any other."""
    if not department:
        return own_conversation(visit.person.email)
    ids = (each.id for each in _departments(visit))
    return next((conversation_of(each) for each in ids if each == department), None)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def _remark(outcome: Outcome) -> str:
    """What is to be said at once, as a text key in the address: nobody's words, and nothing a link could forge.

    `refused` says that nothing was done, so that what was typed is kept.
    """
    refused = "&refused" if outcome.refused else ""
    return f"?said={outcome.line.text.removeprefix('line.')}{refused}" if outcome.line else ""
