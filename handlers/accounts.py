"""An account of a platform and the person behind it, as values."""

from dataclasses import dataclass

from handlers.incoming import Actor, ChannelName, PersonId, Standing
from knowledge.models import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of one platform, and the person it belongs to: their e-mail when the platform tells it.

    `address` is where the platform takes direct messages for them, in its channel's own words, if it needs one.
    `introduced` is False while only their events were seen and their platform has not been asked who they are.
    """

    channel: ChannelName
    account: str
    person: PersonId
    name: str = ""
    lang: Lang | None = None
    timezone: str = ""
    standing: Standing = Standing.MEMBER
    address: str = ""
    introduced: bool = True


def unknown_person(channel: ChannelName, account: str) -> PersonId:
    """What stands for a person until their platform has said who they are."""
    return PersonId(f"{channel}:{account}")


def account_in(person: PersonId) -> tuple[ChannelName, str] | None:
    """The channel and the account that `unknown_person` put together; None for an e-mail."""
    channel, colon, account = person.partition(":")
    return (ChannelName(channel), account) if colon and "@" not in channel else None


def actor_of(account: Account) -> Actor:
    """The person behind the account, as somebody who acts."""
    return Actor(
        person=account.person,
        name=account.name,
        lang=account.lang,
        timezone=account.timezone,
        standing=account.standing,
    )
