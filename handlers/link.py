"""A chat channel becomes a department's, as its head or an admin asked from inside it: nobody can type its id."""

from handlers.incoming import ChannelOffered
from handlers.outcome import Outcome
from handlers.outgoing import DepartmentName, Notice, Params, ToPlace
from handlers.ports import UnitOfWork
from handlers.scene import Scene
from knowledge.models import Department, DepartmentId


def link(fact: ChannelOffered, unit: UnitOfWork, scene: Scene) -> Outcome:
    """The department's cards go there from now on; or one line that says why not."""
    department = scene.table.departments.get(DepartmentId(fact.department))
    if department is None:
        return _said("notice.link_unknown", {"department": fact.department}, fact, unit, scene)
    params = {"department": DepartmentName(department.id)}
    if not _may(fact, department, scene):
        return _said("notice.link_refused", params, fact, unit, scene)
    unit.accounts.link(fact.place.channel, department.id, fact.address)
    return _said("notice.linked", params, fact, unit, scene)


def _may(fact: ChannelOffered, department: Department, scene: Scene) -> bool:
    return fact.actor.email == department.head or fact.actor.email in scene.admins


def _said(text: str, params: Params, fact: ChannelOffered, unit: UnitOfWork, scene: Scene) -> Outcome:
    to = ToPlace(place=fact.place, person=fact.actor.person, lang=fact.lang or fact.actor.lang)
    unit.outbox.add(None, [Notice(to=to, text=text, params=params)], scene.now)
    return Outcome()
