"""What a delivery of Slack's turns out to be: a fact, a form to be shown, or nothing for us."""

from dataclasses import dataclass
from enum import StrEnum

from handlers.incoming import Actor, Fact, Place, Reference
from handlers.verbs import Verb


class Way(StrEnum):
    """How it came, which decides how something can be said at once."""

    EVENT = "event"  # sent again by Slack until it is acknowledged; nothing can be said
    CLICK = "click"  # said under the message, only to whoever clicked
    FORM = "form"  # said in the form
    COMMAND = "command"  # said in the response
    SHORTCUT = "shortcut"  # said where the message is, if there is one


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWanted:
    """A form has to be shown: of a verb on a request, or, without a verb, the one for asking."""

    actor: Actor
    place: Place
    verb: Verb | None = None
    reference: Reference | None = None
    choice: str = ""


class Note(StrEnum):
    """What to say to whoever did something that concerns nobody."""

    NOT_A_PERSONS = "slack.not_a_persons"
    OF_ANOTHER_TEAM = "slack.of_another_team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One delivery, and `by` whom. `trigger` opens forms for three seconds; `response_url` takes words for them."""

    way: Way
    what: Fact | FormWanted | Note | None = None
    trigger: str = ""
    response_url: str = ""
    blocks: tuple[str, ...] = ()
    by: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Myself:
    """What the app knows of itself: its bot user, and the team it is installed in."""

    user: str = ""
    bot: str = ""
    team: str = ""
