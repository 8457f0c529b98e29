"""How this channel writes addresses and ids, pure.

An address is a conversation (`C1`, `D1`), a thread in one (`C1/17.01`), a person's account (`U1`), a person known by
e-mail (`@anna@atelier.example`) or a channel known by name (`#achats`): the last three are looked up before a send.
A message's id is its conversation and its time stamp (`C1:17.01`), which also names a post that somebody wrote.
"""

from dataclasses import dataclass

from handlers.accounts import account_in
from handlers.incoming import ChannelName, PersonId, Place
from handlers.outgoing import Recipient, ToDepartment, ToPerson, ToPlace
from knowledge.models import RoutingTable

SLACK = ChannelName("slack")


@dataclass(frozen=True, slots=True)
class Where:
    """A conversation, and the thread in it if any."""

    conversation: str
    thread: str = ""


def address_for(recipient: Recipient, table: RoutingTable) -> str | None:
    """Where on Slack the recipient is reached, if they can be."""
    match recipient:
        case ToPerson(person=person):
            return _person_address(person)
        case ToDepartment(department=department_id):
            department = table.departments.get(department_id)
            name = department.slack_channel.removeprefix("#") if department else ""
            return f"#{name}" if name else None
        case ToPlace(place=place):
            return _place_address(place) if place.channel == SLACK else None


def where_of(address: str) -> Where:
    """The conversation and the thread of an address that needs no look-up."""
    conversation, _, thread = address.partition("/")
    return Where(conversation, thread)


def message_id(conversation: str, stamp: str) -> str:
    return f"{conversation}:{stamp}"


def conversation_and_stamp(platform_id: str) -> tuple[str, str]:
    conversation, _, stamp = platform_id.partition(":")
    return conversation, stamp


def is_account(conversation: str) -> bool:
    """Whether it names a person: their direct conversation has to be looked up."""
    return conversation.startswith(("U", "W"))


def is_direct(conversation: str) -> bool:
    """Whether nobody else reads along."""
    return conversation.startswith("D") or is_account(conversation)


def _person_address(person: PersonId) -> str | None:
    account = account_in(person)
    if account is None:
        return f"@{person}"
    return account[1] if account[0] == SLACK else None


def _place_address(place: Place) -> str | None:
    if place.is_nowhere:
        return None
    return f"{place.conversation}/{place.thread}" if place.thread else place.conversation
