"""Slack's own settings: a bot token, and either a signing secret (HTTP) or an app token (Socket Mode)."""

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.errors import BotError
from bot.settings import read_section

SLACK_API_URL = "https://slack.com/api/"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Settings(BaseModel):
    """Everything that Slack needs to be told."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    bot_token: str = Field(default="", alias="SLACK_BOT_TOKEN", repr=False)
    signing_secret: str = Field(default="", alias="SLACK_SIGNING_SECRET", repr=False)
    app_token: str = Field(default="", alias="SLACK_APP_TOKEN", repr=False)
    help_channels: str = Field(default="", alias="SLACK_HELP_CHANNELS")
    api_url: str = Field(default=SLACK_API_URL, alias="SLACK_API_URL")

    @field_validator("api_url")
    @classmethod
    def _is_an_api(cls, value: str) -> str:
        """The token travels there: in the clear only to this machine."""
        parts = urlsplit(value)
        is_private = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if not is_private or not parts.path.endswith("/api/"):
            raise ValueError("no_api_url")
        return value

    @property
    def help_channel_names(self) -> frozenset[str]:
        """Names or ids, as they are written in the setting."""
        names = (name.strip().removeprefix("#") for name in self.help_channels.split(","))
        return frozenset(name for name in names if name)


def read_slack_settings() -> Settings | None:
    """The settings in force; None when Slack is not configured. Raises BotError naming what is missing or wrong."""
    settings = read_section(Settings)
    if settings.bot_token and not (settings.signing_secret or settings.app_token):
        raise BotError("setting_missing", setting="SLACK_SIGNING_SECRET", given="SLACK_BOT_TOKEN")
    if not settings.bot_token and (settings.signing_secret or settings.app_token):
        given = "SLACK_SIGNING_SECRET" if settings.signing_secret else "SLACK_APP_TOKEN"
        raise BotError("setting_missing", setting="SLACK_BOT_TOKEN", given=given)
    return settings if settings.bot_token else None
