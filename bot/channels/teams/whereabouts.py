"""Where somebody, or a channel, is reached on Teams: our own conversation reference, kept as JSON.

The SDK's reference loses the tenant (it spells it otherwise than Teams does), so this one is written and read here.
"""

import json
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from bot.addresses import is_loopback
from handlers.incoming import ChannelName

NAME = ChannelName("teams")
THREAD = ";messageid="
MICROSOFT_HOSTS = ("smba.trafficmanager.net",)
MICROSOFT_SUFFIXES = (".botframework.com", ".teams.microsoft.com", ".teams.microsoft.us")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """`conversation` is the personal chat, or the channel; empty while there is none, `seen_in` is where they spoke."""

    service_url: str
    tenant: str = ""
    bot: str = ""
    user: str = ""
    conversation: str = ""
    seen_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Which service addresses are spoken to: Microsoft's, a stand-in's, or in anonymous development this machine's."""

    stand_ins: tuple[str, ...] = ()
    this_machine: bool = False

    def admits(self, service_url: str) -> bool:
        """Whether a message may be sent there; everything else could be anybody's server."""
        try:
            parts = urlsplit(service_url)
            host = parts.hostname or ""
            has_login = "@" in parts.netloc
        except ValueError:
            return False
        if has_login or parts.scheme not in {"http", "https"}:
            return False
        if self.this_machine:
            return is_loopback(host)
        if parts.netloc in self.stand_ins:
            return True
        is_microsoft = host in MICROSOFT_HOSTS or host.endswith(MICROSOFT_SUFFIXES)
        return parts.scheme == "https" and is_microsoft


def dump(whereabouts: Whereabouts) -> str:
    return json.dumps({name: value for name, value in asdict(whereabouts).items() if value}, sort_keys=True)


def load(text: str) -> Whereabouts | None:
    """What `dump` wrote; None for anything else."""
    try:
        return Whereabouts(**json.loads(text))
    except (ValueError, TypeError):
        return None


def base_of(conversation: str) -> str:
    """The channel of a thread; any other conversation as it is."""
    return conversation.partition(THREAD)[0]


def message_id(conversation: str, number: str) -> str:
    """What names a message in the whole house: a question's post, a card, the root of a thread."""
    return f"{base_of(conversation)}/{number}"


def number_of(message: str, conversation: str) -> str:
    """The number of a message of that conversation; empty for one of another."""
    base, _, number = message.rpartition("/")
    return number if base == base_of(conversation) else ""


def thread_of(conversation: str) -> str:
    """The message that the thread hangs on; nothing outside a thread."""
    return conversation.partition(THREAD)[2]
