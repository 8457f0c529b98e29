"""The language of a reply: what they chose, else what the words say, else their profile, else the house's."""

from dataclasses import dataclass

from handlers.incoming import Actor
from handlers.ports import UnitOfWork
from handlers.scene import Scene
from knowledge.language import guess
from knowledge.models import Lang


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language, and whether it was only guessed: then a switch is offered."""

    lang: Lang
    guessed: bool


def language_for(actor: Actor, text: str, chosen: Lang | None, unit: UnitOfWork, scene: Scene) -> Spoken:
    """The language to answer `actor` in."""
    choice = chosen or unit.people.lang(actor.person)
    if choice:
        return Spoken(choice, guessed=False)
    profile = scene.table.person(actor.email).lang or actor.lang
    return Spoken(guess(text) or profile or scene.default_lang, guessed=True)
