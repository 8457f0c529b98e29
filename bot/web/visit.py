"""Who is looking at a page, and how they read it."""

from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request

from handlers.incoming import Actor, PersonId
from handlers.texts.voice import Voice
from knowledge.models import Person

LANG_COOKIE = "lang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request by one person. `base` is what all their addresses begin with, without a slash at its end."""

    request: Request
    person: Person
    base: str
    voice: Voice
    is_admin: bool
    is_member: bool  # of the table, or an admin: whoever is neither may ask, and see what they asked

    @property
    def actor(self) -> Actor:
        """The person as use cases know them."""
        return actor_of(self.person)

    @property
    def chosen(self) -> str:
        """The language that was chosen on the page; empty when none was."""
        return chosen_lang(self.request)


class Visitors(Protocol):
    """How a request says who sent it: in the demo by its path, else by signing in."""

    def who(self, request: Request) -> Person | None: ...

    async def still(self, request: Request) -> Person | None:
        """Who they are by now, for answers that take minutes."""
        ...

    def base(self, person: Person) -> str: ...


def actor_of(person: Person) -> Actor:
    return Actor(person=PersonId(person.email), name=person.shown_name, lang=person.lang, timezone=person.timezone)


def chosen_lang(request: Request) -> str:
    """The language in the address, else in the cookie, as it was sent."""
    return request.query_params.get(LANG_COOKIE) or request.cookies.get(LANG_COOKIE, "")


def is_known(visit: Visit, mark: str) -> bool:
    """Whether the page asks for news alone, and what it shows is as it is now."""
    return visit.request.headers.get("if-none-match") == mark
