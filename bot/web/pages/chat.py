"""The chat (`/`): a person's conversation and the counters of their departments, where they ask and act."""

import structlog
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.parse import TooLong, Unreadable, question_of, verb_of
from bot.errors import BotError
from bot.web.site import Site, form_of
from bot.web.visit import Visit
from handlers.incoming import QuestionAsked, VerbUsed
from handlers.outcome import Outcome

log = structlog.get_logger()


def routes(site: Site) -> list[BaseRoute]:
    """The conversation, the part of it that changes by itself, and the two forms."""
    chat = Chat(site)
    return [
        Route("/", site.visited(chat.show)),
        Route("/wall", site.visited(chat.wall)),
        Route("/ask", site.visited(chat.ask), methods=["POST"]),
        Route("/do", site.visited(chat.do), methods=["POST"]),
    ]


class Chat:
    """One person's conversation."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, visit: Visit) -> Response:
        """The whole page."""
        return await self._shown(visit, "chat.html", visit.request.query_params.get("said", ""))

    async def wall(self, visit: Visit) -> Response:
        """The part of the page that changes by itself."""
        return await self._shown(visit, "wall.html", "")

    async def ask(self, visit: Visit) -> Response:
        """A question from the form."""
        form = await form_of(visit.request)
        return await self._take(visit, question_of(form, visit.actor, self._site.clock.now()))

    async def do(self, visit: Visit) -> Response:
        """A button of a card."""
        form = await form_of(visit.request)
        zone = self._site.core.house.timezone
        return await self._take(visit, verb_of(form, visit.actor, self._site.clock.now(), zone))

    async def _shown(self, visit: Visit, template: str, said: str) -> Response:
        departments = visit.voice.table.departments_of(visit.person.email)
        names = tuple(department.id for department in departments)
        wall = await self._site.conversations.wall(visit.person.email, names)
        return self._site.page(visit, template, departments=departments, wall=wall, said=said)

    async def _take(self, visit: Visit, fact: QuestionAsked | VerbUsed | Unreadable | TooLong) -> Response:
        if isinstance(fact, Unreadable):
            return self._site.sorry(visit.request, "page.unreadable", 400)
        if isinstance(fact, TooLong):
            return self._site.sorry(visit.request, "page.too_long", 413)
        try:
            outcome = await self._received(fact)
        except BotError:
            log.exception("fact_not_recorded")
            return self._site.sorry(visit.request, "page.not_recorded", 503)
        return self._site.to(visit, f"/{_remark(outcome)}")

    async def _received(self, fact: QuestionAsked | VerbUsed) -> Outcome:
        if isinstance(fact, QuestionAsked):
            await self._site.conversations.post_own(fact)
        return await self._site.bridge.receive(fact)


def _remark(outcome: Outcome) -> str:
    """What is to be said at once, as a text key in the address: nobody's words, and nothing a link could forge."""
    return f"?said={outcome.line.text.removeprefix('line.')}" if outcome.line else ""
