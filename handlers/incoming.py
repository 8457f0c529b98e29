"""Past facts from any channel: what happened, who did it, where, and the keys that recognise it when it comes again."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from handlers.verbs import Verb
from knowledge.lookup import Kind
from knowledge.models import Email, Lang, TopicId

PersonId = NewType("PersonId", str)  # e-mail in lower case when known, else "channel:account"
ChannelName = NewType("ChannelName", str)
Reference = NewType("Reference", str)  # G-1042


class Standing(StrEnum):
    """How somebody belongs to the organisation. Guests get one polite line and never routing data (DESIGN 1)."""

    MEMBER = "member"
    GUEST = "guest"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who acts, as their platform's profile describes them.

    `known` is False while the platform has only named an account: `person` is then "channel:account".
    """

    person: PersonId
    name: str = ""
    lang: Lang | None = None
    timezone: str = ""
    standing: Standing = Standing.MEMBER
    known: bool = True

    @property
    def email(self) -> Email:
        """The e-mail to look up in the routing table; finds nobody when the platform gave none."""
        return Email(self.person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something was said: a direct conversation, or one thread in a channel.

    Without a conversation it is nowhere Guichet can speak, such as a message between two people.
    """

    channel: ChannelName
    conversation: str
    thread: str = ""
    direct: bool = True

    @property
    def is_nowhere(self) -> bool:
        return not self.conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What every fact carries. Any one of `keys` already seen makes it a duplicate."""

    keys: tuple[str, ...]
    actor: Actor
    place: Place
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """What somebody picked after seeing where their question would go; without a topic: none of what they saw."""

    topic: TopicId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked(Delivered):
    """Somebody typed something that is not an answer to a form. `lang` is their explicit choice, if any.

    `post` names what was posted, so that an edit of it can be told from a new question. `private` keeps it out of
    every channel from the beginning (P8).
    """

    text: str
    lang: Lang | None = None
    post: str = ""
    pick: Pick | None = None
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionEdited(Delivered):
    """Somebody changed what they had posted as `post`."""

    text: str
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied(Delivered):
    """Somebody wrote in a thread, which is `place`; `root` is the platform's id of the message it hangs on.

    `to_bot` says whether they called Guichet by name. Whether the thread belongs to a request is for the ledger to say.
    """

    text: str
    root: str
    to_bot: bool = False
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbUsed(Delivered):
    """Somebody used a button or a form: `choice` is what was picked, `text` what was written, `when` the instant."""

    verb: Verb
    reference: Reference
    text: str = ""
    choice: str = ""
    when: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelOffered(Delivered):
    """Somebody inside a chat channel wants it to be a department's: `department` as they typed it.

    `address` is the channel's, in its platform's own words; `lang` is the language they said it in.
    """

    department: str
    address: str
    lang: Lang | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Misdirected(Delivered):
    """Somebody got a message that was meant for others and hands it to Guichet: `author` wrote it."""

    author: Actor
    text: str
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayDeclared(Delivered):
    """Somebody says they are away until the end of a day; without `until`, that they are back."""

    until: date | None
    begins: date | None = None
    lang: Lang | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLeft(Delivered):
    """Whoever holds the phone took a message: somebody of what the caller asked for is to call back.

    `key` is an e-mail or the id of a department or topic; `text` says who called and when to call back.
    """

    kind: Kind
    key: str
    text: str
    number: str
    lang: Lang


Fact = QuestionAsked | QuestionEdited | Replied | VerbUsed | ChannelOffered | Misdirected | AwayDeclared | SlipLeft


def words_of(fact: Fact) -> str | None:
    """The words that may say what it is about; None for a mere click."""
    match fact:
        case QuestionAsked(text=text) | QuestionEdited(text=text) | Replied(text=text) | Misdirected(text=text):
            return text
        case VerbUsed(verb=Verb.ADD, text=text):
            return text
        case VerbUsed() | ChannelOffered() | AwayDeclared() | SlipLeft():
            return None
