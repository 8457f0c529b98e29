"""Any news of G-1042? State, keeper and next time for those who may see it; for anyone else it does not exist."""

from handlers.incoming import Delivered
from handlers.outcome import Outcome
from handlers.outgoing import Notice, Recipient, ToPerson, ToPlace
from handlers.permissions import sees
from handlers.ports import UnitOfWork
from handlers.requests.model import FIRST_NUMBER, RequestId
from handlers.requests.privacy import is_discreet
from handlers.requests.wording import wording_of
from handlers.scene import Scene
from knowledge.models import Lang


def news_of(request_id: RequestId, fact: Delivered, lang: Lang, unit: UnitOfWork, scene: Scene) -> Outcome:
    """One notice where it was asked; nothing changes."""
    request = unit.requests.get(request_id)
    to: Recipient = ToPlace(place=fact.place, person=fact.actor.person, lang=lang)
    if request and sees(fact.actor, request, scene.table):
        if not fact.place.direct and is_discreet(scene.table, request):
            to = ToPerson(person=fact.actor.person)
        wording, values = wording_of(request, scene.table)
        notice = Notice(to=to, text=f"notice.news.{wording}", params={**values, "reference": request.reference})
    else:
        notice = Notice(to=to, text="notice.unknown_reference", params={"reference": f"G-{FIRST_NUMBER + request_id}"})
    unit.outbox.add(None, [notice], scene.now)
    return Outcome()
