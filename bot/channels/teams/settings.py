"""The settings of Microsoft Teams and the rules that hold between them, checked before anything is opened."""

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from bot.addresses import is_loopback
from bot.channel import Serving
from bot.errors import BotError

MICROSOFT_METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"
MICROSOFT_TOKENS = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"


class Settings(BaseModel):
    """The field's alias is the name of the setting. Blank addresses are Microsoft's."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, str_strip_whitespace=True)

    app_id: str = Field(default="", alias="TEAMS_APP_ID")
    app_password: str = Field(default="", alias="TEAMS_APP_PASSWORD", repr=False)
    tenant_id: str = Field(default="", alias="TEAMS_TENANT_ID")
    anonymous_dev: bool = Field(default=False, alias="TEAMS_ANONYMOUS_DEV")
    openid_metadata_url: str = Field(default="", alias="TEAMS_OPENID_METADATA_URL")
    token_url: str = Field(default="", alias="TEAMS_TOKEN_URL")

    @property
    def metadata_address(self) -> str:
        """Where the keys of inbound tokens are announced."""
        return self.openid_metadata_url or MICROSOFT_METADATA

    @property
    def token_address(self) -> str:
        """Where tokens for the connector come from."""
        return self.token_url or MICROSOFT_TOKENS.format(tenant=self.tenant_id)

    @property
    def stand_ins(self) -> tuple[str, ...]:
        """The host and port of each stand-in cloud; none in earnest."""
        addresses = filter(None, (self.openid_metadata_url, self.token_url))
        return tuple(urlsplit(address).netloc for address in addresses)


def is_configured(settings: Settings, serving: Serving) -> bool:
    """Whether Teams is to be served. Raises BotError naming the setting that is missing or wrong."""
    given = {name: value for name, value in _by_name(settings).items() if value}
    if settings.anonymous_dev:
        _check_anonymous(given, serving)
        return True
    _check_stand_ins(settings)
    if not given:
        return False
    for name in ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"):
        if name not in given:
            raise BotError("teams_setting_missing", setting=name)
    return True


def _by_name(settings: Settings) -> dict[str, str]:
    return {
        "TEAMS_APP_ID": settings.app_id,
        "TEAMS_APP_PASSWORD": settings.app_password,
        "TEAMS_TENANT_ID": settings.tenant_id,
        "TEAMS_OPENID_METADATA_URL": settings.openid_metadata_url,
        "TEAMS_TOKEN_URL": settings.token_url,
    }


def _check_anonymous(given: dict[str, str], serving: Serving) -> None:
    """Without tokens anybody may claim to be anybody: on this machine alone, and never beside real settings."""
    for name in given:
        raise BotError("teams_anonymous_with", setting=name)
    if not is_loopback(serving.host):
        raise BotError("teams_anonymous_beyond", setting="--host", value=serving.host)
    if serving.base_url and not _is_local_address(serving.base_url):
        raise BotError("teams_anonymous_beyond", setting="GUICHET_BASE_URL", value=serving.base_url)


def _check_stand_ins(settings: Settings) -> None:
    for name in ("TEAMS_OPENID_METADATA_URL", "TEAMS_TOKEN_URL"):
        address = _by_name(settings)[name]
        if address and not _is_local_address(address):
            raise BotError("teams_stand_in_beyond", setting=name, value=address)


def _is_local_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and is_loopback(parts.hostname or "") and parts.port != 0
    except ValueError:
        return False
