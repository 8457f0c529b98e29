"""Microsoft Teams: a counter in personal chats and channels. The SDK is imported only when Teams is configured."""

from random import SystemRandom

from bot.channel import Platform, Serving
from bot.channels.teams.settings import Settings, is_configured
from bot.reception import Reception
from bot.settings import read_section


def open_platform(serving: Serving, reception: Reception) -> Platform | None:
    """Teams, when it is configured. Raises BotError naming the setting that is wrong."""
    settings = read_section(Settings)
    if not is_configured(settings, serving):
        return None
    from bot.channels.teams.listen import TeamsPlatform

    return TeamsPlatform(settings, reception, chance=SystemRandom().random)
