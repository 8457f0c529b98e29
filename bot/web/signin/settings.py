"""The settings of sign-in and the rules that hold between them, checked before anything is opened."""

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from bot.addresses import is_safe
from bot.errors import BotError


class Settings(BaseModel):
    """The field's alias is the name of the setting."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, str_strip_whitespace=True)

    issuer: str = Field(default="", alias="OIDC_ISSUER")
    client_id: str = Field(default="", alias="OIDC_CLIENT_ID")
    client_secret: str = Field(default="", alias="OIDC_CLIENT_SECRET", repr=False)
    base_url: str = Field(default="", alias="GUICHET_BASE_URL")

    @property
    def origin(self) -> str:
        """Where the pages are, without a slash at its end."""
        return self.base_url.rstrip("/")

    @property
    def redirect_address(self) -> str:
        """Where the provider sends people back: registered there, letter by letter."""
        return f"{self.origin}/sign-in/callback"

    @property
    def metadata_address(self) -> str:
        """Where the provider describes itself (OpenID Connect Discovery 1.0, section 4)."""
        return f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"


def is_configured(settings: Settings) -> bool:
    """Whether people sign in to the pages. Raises BotError naming the setting that is missing or wrong."""
    of_provider = {
        "OIDC_ISSUER": settings.issuer,
        "OIDC_CLIENT_ID": settings.client_id,
        "OIDC_CLIENT_SECRET": settings.client_secret,
    }
    if not any(of_provider.values()):
        return False
    for name, value in {**of_provider, "GUICHET_BASE_URL": settings.base_url}.items():
        if not value:
            raise BotError("sign_in_setting_missing", setting=name)
    for name, address in (("OIDC_ISSUER", settings.issuer), ("GUICHET_BASE_URL", settings.base_url)):
        if not is_safe(address) or _has_login(address):
            raise BotError("sign_in_address", setting=name, value=address)
    if not _is_origin(settings.origin):
        raise BotError("sign_in_base_path", setting="GUICHET_BASE_URL", value=settings.base_url)
    return True


def _has_login(address: str) -> bool:
    return "@" in urlsplit(address).netloc


def _is_origin(address: str) -> bool:
    """Pages stand at the root of their address."""
    parts = urlsplit(address)
    return not (parts.path or parts.query or parts.fragment)
