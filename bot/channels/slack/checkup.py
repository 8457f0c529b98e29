"""What `guichet doctor` can tell about Slack without sending a message to anybody."""

from collections.abc import AsyncIterator, Iterator, Sequence

from bot.channel import Finding
from bot.channels.slack.api import Api, Done, Failed
from bot.channels.slack.arrivals import Myself
from bot.channels.slack.directory import Directory
from bot.channels.slack.payload import word
from bot.channels.slack.settings import Settings
from knowledge.models import RoutingTable

# What does not work without the scope: the name of its sentence.
NEEDED = {
    "chat:write": "doctor.slack.scope.write",
    "im:write": "doctor.slack.scope.direct",
    "im:history": "doctor.slack.scope.hear_direct",
    "app_mentions:read": "doctor.slack.scope.hear_mentions",
    "channels:history": "doctor.slack.scope.hear_threads",
    "groups:history": "doctor.slack.scope.hear_private",
    "commands": "doctor.slack.scope.commands",
    "users:read": "doctor.slack.scope.people",
    "users:read.email": "doctor.slack.scope.emails",
    "channels:read": "doctor.slack.scope.channels",
    "groups:read": "doctor.slack.scope.private_channels",
}


async def check_up(settings: Settings, api: Api, directory: Directory, table: RoutingTable) -> Sequence[Finding]:
    """Token, scopes, Socket Mode, the channels of the table and of the settings."""
    answer = await api.write("auth.test")
    if not isinstance(answer, Done):
        return [_no_answer(answer)]
    team = word(answer.data, "team")
    directory.me = Myself(user=word(answer.data, "user_id"), team=word(answer.data, "team_id"))
    findings = [Finding(is_well=True, text="doctor.slack.token", values={"team": team})]
    findings += _scopes(answer.scopes)
    findings += [finding async for finding in _socket(settings, api)]
    return [*findings, *[finding async for finding in _channels(settings, directory, table)]]


def _no_answer(answer: object) -> Finding:
    if isinstance(answer, Failed):
        return Finding(is_well=False, text="doctor.slack.token_refused", values={"reason": answer.error})
    return Finding(is_well=False, text="doctor.slack.unreachable")


def _scopes(granted: frozenset[str]) -> Iterator[Finding]:
    """Each scope that is missing, by what does not work then; nothing when Slack does not say which there are."""
    missing = [scope for scope in NEEDED if granted and scope not in granted]
    for scope in missing:
        yield Finding(is_well=False, text=NEEDED[scope], values={"scope": scope})
    if granted and not missing:
        yield Finding(is_well=True, text="doctor.slack.scopes")


async def _socket(settings: Settings, api: Api) -> AsyncIterator[Finding]:
    if not settings.app_token:
        return
    answer = await api.write("apps.connections.open", token=settings.app_token)
    if isinstance(answer, Done):
        yield Finding(is_well=True, text="doctor.slack.socket")
    else:
        reason = answer.error if isinstance(answer, Failed) else type(answer).__name__
        yield Finding(is_well=False, text="doctor.slack.socket_refused", values={"reason": reason})


async def _channels(settings: Settings, directory: Directory, table: RoutingTable) -> AsyncIterator[Finding]:
    """The channels that the table and SLACK_HELP_CHANNELS name: there, not archived, and we are in them."""
    named = {department.slack_channel.removeprefix("#") for department in table.departments.values()}
    wanted = sorted((named | settings.help_channel_names) - {""})
    failed = await directory.read_channels() if wanted else None
    if failed:
        yield Finding(is_well=False, text="doctor.slack.channels_unread", values={"reason": str(failed)})
        return
    for name in wanted:
        channel = directory.channel_named(name)
        if channel is None:
            yield Finding(is_well=False, text="doctor.slack.no_channel", values={"name": name})
        elif channel.archived:
            yield Finding(is_well=False, text="doctor.slack.archived", values={"name": name})
        else:
            text = "doctor.slack.channel" if channel.joined else "doctor.slack.not_joined"
            yield Finding(is_well=channel.joined, text=text, values={"name": name})
