"""What a channel is asked to show, already in the reader's words: paragraphs, a contact, buttons. No layout."""

from dataclasses import dataclass, field
from enum import StrEnum

from handlers.incoming import Reference
from handlers.outgoing import View
from handlers.verbs import Verb
from knowledge.models import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to turn to, as the table writes it; empty fields are not shown. `reach` is a sentence."""

    department: str
    person: str = ""
    phone: str = ""
    extension: str = ""
    location: str = ""
    reach: str = ""


class FieldName(StrEnum):
    """What a form can ask for; each is the field of `VerbUsed` that its answer becomes."""

    TEXT = "text"  # words of their own
    CHOICE = "choice"  # one of `options`
    WHEN = "when"  # a local date and time of the person who fills it in


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to pick."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing a verb needs besides the click."""

    name: FieldName
    label: str
    options: tuple[Option, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A verb on a request. `choice` is its value; a verb with `fields` is used through a form."""

    verb: Verb
    label: str
    choice: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A verb's fields on their own, where the platform shows forms apart from messages."""

    verb: Verb
    reference: Reference
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One message. `quote` is somebody's own words: only ever text. `view` says which side a card shows.

    `next` is what happens by itself if nobody moves, for platforms that have room for it.
    `lang` is its reader's: for the few words that a platform adds of its own.
    """

    view: View | None = None
    title: str = ""
    reference: Reference | None = None
    quote: str = ""
    body: tuple[str, ...] = ()
    next: str = ""
    contact: Contact | None = None
    buttons: tuple[Button, ...] = field(default_factory=tuple)
    lang: Lang | None = None

    @property
    def as_text(self) -> str:
        """The same for a screen reader, a notification or a terminal: no buttons."""
        head = f"{self.title} ({self.reference})" if self.title and self.reference else self.title
        quote = f"« {self.quote} »" if self.quote else ""
        return "\n".join(part for part in (head, quote, *self.body, *_contact_lines(self.contact)) if part)


def _contact_lines(contact: Contact | None) -> tuple[str, ...]:
    if contact is None:
        return ()
    who = ", ".join(part for part in (contact.person, contact.department) if part)
    where = " · ".join(part for part in (phone_of(contact), contact.location) if part)
    return (who, where, contact.reach)


def phone_of(contact: Contact) -> str:
    """The number as people read it, with its extension."""
    return f"{contact.phone} #{contact.extension}" if contact.phone and contact.extension else contact.phone
