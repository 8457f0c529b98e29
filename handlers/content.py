"""What a channel is asked to show, already in the reader's words: paragraphs, a contact, buttons. No layout."""

from dataclasses import dataclass, field

from handlers.incoming import Reference
from handlers.verbs import Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to turn to, as the table writes it; empty fields are not shown. `reach` is a sentence."""

    department: str
    person: str = ""
    phone: str = ""
    extension: str = ""
    location: str = ""
    reach: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A verb on a request. `choice` is its value; `asks` is the label of the text it needs, if any."""

    verb: Verb
    label: str
    choice: str = ""
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One message. `quote` is somebody's own words: only ever text."""

    title: str = ""
    reference: Reference | None = None
    quote: str = ""
    body: tuple[str, ...] = ()
    contact: Contact | None = None
    buttons: tuple[Button, ...] = field(default_factory=tuple)

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
