"""How somebody reads: as the routing table says of them, else as their platform's profile does, else as the house."""

from dataclasses import replace

from handlers.accounts import Account
from handlers.incoming import Actor
from handlers.texts.voice import Reader
from knowledge.models import Department, Lang, Person


def reader_of(person: Person, profile: Actor | Account | None, house: Reader, lang: Lang | None = None) -> Reader:
    """`lang` is surer than any of these: the language they chose themselves, or the one they are spoken to in."""
    lang = lang or person.lang or (profile.lang if profile else None) or house.lang
    zone = person.timezone or (profile.timezone if profile else "") or house.timezone
    return replace(house, lang=lang, timezone=zone)


def readers_in(department: Department | None, house: Reader) -> Reader:
    """Everybody in a department's channel: the house's language, the department's time zone."""
    return replace(house, timezone=department.timezone or house.timezone) if department else house
