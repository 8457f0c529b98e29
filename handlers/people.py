"""Somebody's platform says who they are; guests are greeted and told nothing."""

from handlers.accounts import Account, actor_of, unknown_person
from handlers.apply import apply
from handlers.incoming import Actor, Fact, Standing, words_of
from handlers.languages import language_for
from handlers.outcome import Outcome
from handlers.outgoing import Notice, ToPlace
from handlers.ports import UnitOfWork
from handlers.requests.events import Decision, Happening, Own
from handlers.requests.machine import decide
from handlers.requests.model import Request
from handlers.scene import Scene


def introduce(account: Account, unit: UnitOfWork, scene: Scene) -> None:
    """Remember who it is; what they had asked before becomes theirs by name."""
    unit.accounts.save(account)
    before = unknown_person(account.channel, account.account)
    if before == account.person and account.standing is Standing.MEMBER:
        return
    unit.people.rename(before, account.person)
    for request in unit.requests.of_requester(before):
        _rename(request, actor_of(account), unit, scene)


def greet_guest(fact: Fact, unit: UnitOfWork, scene: Scene) -> Outcome:
    """One polite line for somebody of another organisation, and nothing of this one."""
    text = words_of(fact) or ""
    lang = language_for(fact.actor, text, None, unit, scene).lang
    to = ToPlace(place=fact.place, person=fact.actor.person, lang=lang)
    unit.outbox.add(None, [Notice(to=to, text="notice.guest")], scene.now)
    return Outcome()


def _rename(request: Request, actor: Actor, unit: UnitOfWork, scene: Scene) -> None:
    happening = Happening(kind=Own.REQUESTER_KNOWN, actor=actor)
    ruling = decide(request, happening, scene.world(unit, request, actor.person))
    if isinstance(ruling, Decision):
        apply(ruling, unit, scene.now)
