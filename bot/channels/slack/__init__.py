"""Slack as a channel: events and buttons in, messages and cards out. The SDK is loaded only when it is configured."""

from bot.channel import Platform, Serving
from bot.channels.slack.settings import read_slack_settings
from bot.reception import Reception


def open_platform(serving: Serving, reception: Reception) -> Platform | None:
    """Slack, when it is configured. Raises BotError naming the setting that is missing or wrong."""
    settings = read_slack_settings()
    if settings is None:
        return None
    from bot.channels.slack.platform import SlackPlatform

    return SlackPlatform(settings, reception)
