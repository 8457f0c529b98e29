"""The language of a reply: chosen, else by the words, else their profile's, else a likely one, else the house's.

Matching never depends on it: both languages are searched.
"""

from dataclasses import dataclass

from handlers.incoming import Actor, Fact, Misdirected, QuestionAsked, Replied
from handlers.ports import UnitOfWork
from handlers.scene import Scene
from knowledge.language import guess
from knowledge.models import Lang, RoutingTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What somebody's language can be told by, the surest first."""

    chosen: Lang | None = None  # by themselves, once
    words: Lang | None = None  # function words and accents of what they wrote
    profile: Lang | None = None  # the routing table's, else their platform's
    likely: Lang | None = None  # statistics over what they wrote
    house: Lang


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language, and whether it was only guessed: then a switch is offered."""

    lang: Lang
    guessed: bool


def spoken(signs: Signs) -> Spoken:
    """The language that the surest sign gives."""
    guessed = signs.words or signs.profile or signs.likely or signs.house
    return Spoken(signs.chosen or guessed, guessed=signs.chosen is None)


def language_for(actor: Actor, text: str, chosen: Lang | None, unit: UnitOfWork, scene: Scene) -> Spoken:
    """The language to answer `actor` in."""
    return spoken(
        Signs(
            chosen=chosen or unit.people.lang(actor.person),
            words=guess(text),
            profile=_profile(actor, scene.table),
            likely=scene.likely_lang,
            house=scene.default_lang,
        )
    )


def undecided_words(fact: Fact, table: RoutingTable) -> str | None:
    """What somebody wrote of whose language nothing surer than statistics tells; None where something does."""
    match fact:
        case QuestionAsked(lang=None, actor=writer, text=text) | Replied(actor=writer, text=text):
            is_told = guess(text) or _profile(writer, table)
        case Misdirected(author=writer, text=text):
            is_told = guess(text) or _profile(writer, table)
        case _:
            return None
    return None if is_told else text


def _profile(actor: Actor, table: RoutingTable) -> Lang | None:
    return table.person(actor.email).lang or actor.lang
