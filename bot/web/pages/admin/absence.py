"""A person is away from one day until another: the same as `guichet people away`."""

from datetime import date

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.errors import BotError
from bot.presence import absence_known, absence_of, come_back, hand_over_some
from bot.web.pages.admin.desk import Desk
from bot.web.pages.admin.people import PEOPLE
from bot.web.pages.admin.rows import Rows
from bot.web.site import form_of
from bot.web.visit import Visit, actor_of
from handlers.incoming import PersonId
from handlers.requests.duty import Absence
from knowledge.models import Email, Person, RoutingTable

UNSAID = {"absence_without_end": "admin.away.no_end", "absence_ends_before_it_begins": "admin.away.ends_before"}


class People:
    """The pages of people, with their absences."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows = Rows(desk, PEOPLE, self._more)

    def routes(self) -> list[BaseRoute]:
        away = Route("/admin/people/away", self._desk.for_admins(self.away), methods=["POST"])
        return [*self._rows.routes(), away]

    async def away(self, visit: Visit) -> Response:
        """Hand over what they keep and ask others until they are back; or forget the absence."""
        form, table = await form_of(visit.request), await self._desk.table()
        person = table.people.get(Email(visit.request.query_params.get("id", "")))
        if person is None:
            return self._desk.sorry(visit.request, "admin.row.gone", 404)
        if form.get("back"):
            await self._desk.site.bridge.write(come_back, self._desk.site.core, PersonId(person.email))
            return await self._shown(visit, "admin.away.back_now", {})
        return await self._send_away(visit, person, form)

    async def _send_away(self, visit: Visit, person: Person, form: dict[str, str]) -> Response:
        core, bridge = self._desk.site.core, self._desk.site.bridge
        days = {name: _day(form.get(name, "")) for name in ("begins", "until")}
        try:
            absence = absence_of(core, actor_of(person), days["begins"], days["until"])
        except BotError as error:
            return await self._shown(visit, UNSAID[error.code], form, status=422)
        total = 0
        while handed := await bridge.write(hand_over_some, core, PersonId(person.email), absence):
            total += handed
        bridge.bells.ring()
        if not total:
            return await self._shown(visit, "admin.away.remembered", {})
        return await self._shown(visit, "admin.away.handed", {}, count=visit.voice.number(total))

    async def _shown(
        self, visit: Visit, text: str, typed: dict[str, str], *, status: int = 200, **values: str
    ) -> Response:
        said = {"text": visit.voice.say(text, **values), "is_wrong": status != 200, "typed": typed}  # noqa: PLR2004 - HTTP
        visit.request.state.said = said
        page = await self._rows.show(visit)
        page.status_code = status
        return page

    async def _more(self, visit: Visit, _: RoutingTable, key: str) -> dict[str, object]:
        known: Absence | None = None
        if key:
            known = await self._desk.site.bridge.read(absence_known, self._desk.site.core, PersonId(key))
        return {"absence": known, "away_said": getattr(visit.request.state, "said", None), "can_be_away": bool(key)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
