"""What goes out: to whom, which text, which parameters. Layout, language and address come at delivery."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from handlers.incoming import PersonId, Place
from handlers.verbs import Verb
from knowledge.models import DepartmentId, Lang, TopicId


@dataclass(frozen=True, slots=True)
class DepartmentName:
    """A parameter that reads as the department's name in the reader's language."""

    id: DepartmentId


@dataclass(frozen=True, slots=True)
class TopicTitle:
    """A parameter that reads as the topic's title in the reader's language."""

    id: TopicId


Param = str | datetime | date | DepartmentName | TopicTitle
Params = Mapping[str, Param]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPerson:
    """Directly, wherever they can be reached."""

    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDepartment:
    """The department's chat channel."""

    department: DepartmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPlace:
    """Where `person` said something; `lang` is the language they said it in, where no request knows it."""

    place: Place
    person: PersonId
    lang: Lang | None = None


Recipient = ToPerson | ToDepartment | ToPlace


def lane_of(recipient: Recipient) -> str:
    """The surface whose order must be kept: a direct conversation, a department's channel, or one thread."""
    match recipient:
        case ToPerson(person=person):
            return f"person:{person}"
        case ToDepartment(department=department):
            return f"department:{department}"
        case ToPlace(place=place):
            return f"place:{place.channel}:{place.conversation}:{place.thread}"


class View(StrEnum):
    """Which side of a request a card shows."""

    REQUESTER = "requester"
    OWNER = "owner"
    # What the two become, when drawn, for eyes that may know the reference and no more (P8):
    REQUESTER_DISCREET = "requester_discreet"
    OWNER_DISCREET = "owner_discreet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Rendered from the request's state at delivery; a newer one replaces an undelivered older one."""

    to: Recipient
    view: View
    first: bool = False  # the first reply to a question: goes ahead of everything else in its lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One sentence about something that happened: ordered, never merged.

    `verbs` are the buttons under it, `choice` what they carry.
    """

    to: Recipient
    text: str
    params: Params = field(default_factory=dict)
    verbs: tuple[Verb, ...] = ()
    choice: str = ""


Message = Card | Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence to be shown in the platform's own response: never the only carrier of a promise."""

    text: str
    params: Params = field(default_factory=dict)
