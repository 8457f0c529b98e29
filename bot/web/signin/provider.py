"""The organisation's OpenID provider: where people are sent, and what their code is good for. Answers are values."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import quote_plus, urlencode

import structlog

from bot.addresses import is_safe
from bot.channel import Finding
from bot.http import Http
from bot.keyring import KeyRing, UnknownKeyError
from bot.storage.sessions import SignIn
from bot.web.signin.settings import Settings
from bot.web.signin.tokens import Expected, Identity, Key, UntrustedError, identity_in, key_id_of, key_of
from bot.wire import Json, at, text_at

SCOPE = "openid email profile"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
POSTED = "client_secret_post"
REMEMBERED = timedelta(hours=1)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Away:
    """The provider does not answer, or with something that is of no use: later, maybe."""


@dataclass(frozen=True, slots=True)
class Untrusted:
    """The provider's answer proves nothing."""


class Provider:
    """The provider of the settings. It is asked when somebody signs in, so it may be away when Guichet starts."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._now = now
        self._known: Json | None = None
        self._known_at = now()
        self._keys: KeyRing[Key] = KeyRing(settings.metadata_address, _fetched, now, key_of)

    @property
    def issuer(self) -> str:
        return self._settings.issuer

    async def address_for(self, sign_in: SignIn) -> str | Away:
        """Where the browser is sent; the code that comes back is worth nothing without the verifier (RFC 7636)."""
        metadata = await self._metadata()
        if metadata is None:
            return Away()
        asked = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": self._settings.redirect_address,
            "scope": SCOPE,
            "state": sign_in.state,
            "nonce": sign_in.nonce,
            "code_challenge": challenge_of(sign_in.verifier),
            "code_challenge_method": "S256",
        }
        endpoint = text_at(metadata, "authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    async def identity(self, code: str, sign_in: SignIn) -> Identity | Away | Untrusted:
        """Who came back with that code."""
        metadata = await self._metadata()
        token = await self._token(metadata, code, sign_in.verifier) if metadata else ""
        if not token:
            return Away()
        expected = Expected(issuer=self.issuer, client_id=self._settings.client_id, nonce=sign_in.nonce)
        try:
            name = key_id_of(token)
            key = await (self._keys.get(name) if name else self._keys.only())
            return identity_in(token, key, expected, self._now())
        except (UntrustedError, UnknownKeyError) as error:
            log.warning("sign_in_untrusted", about=type(error).__name__, what=str(error)[:40])
            return Untrusted()

    async def check(self) -> Finding:
        """What `guichet doctor` can tell without anybody signing in."""
        values = {"issuer": self.issuer}
        metadata = await _fetched(self._settings.metadata_address)
        if not metadata:
            return Finding(is_well=False, text="doctor.sign_in.away", values=values)
        if text_at(metadata, "issuer") != self.issuer:
            return Finding(
                is_well=False, text="doctor.sign_in.other", values={**values, "said": text_at(metadata, "issuer")[:200]}
            )
        is_well = _is_sound(metadata) and await self._keys.warm_up()
        back = {"back": self._settings.redirect_address}
        text = "doctor.sign_in.well" if is_well else "doctor.sign_in.unsound"
        return Finding(is_well=is_well, text=text, values={**values, **back} if is_well else values)

    async def _metadata(self) -> Json | None:
        """What the provider says of itself, if it is the one that was meant (Discovery 1.0, section 4.3).

        Remembered for an hour, and longer while it does not answer.
        """
        if self._known and self._now() - self._known_at < REMEMBERED:
            return self._known
        found = await _fetched(self._settings.metadata_address)
        if found and text_at(found, "issuer") == self.issuer and _is_sound(found):
            self._known, self._known_at = found, self._now()
        else:
            log.warning("sign_in_provider_away", answered=bool(found), issuer=text_at(found, "issuer")[:200])
        return self._known

    async def _token(self, metadata: Json, code: str, verifier: str) -> str:
        """The ID token for the code; empty when there is none."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._settings.redirect_address,
            "code_verifier": verifier,
        }
        client, headers = self._said_by_us(metadata)
        http = Http()
        try:
            answer = await http.post_form(text_at(metadata, "token_endpoint"), {**form, **client}, headers)
        finally:
            await http.close()
        return text_at(answer, "id_token")

    def _said_by_us(self, metadata: Json) -> tuple[dict[str, str], Mapping[str, str]]:
        """Who we are: in the form where the provider takes that, else in a header (RFC 6749, section 2.3.1)."""
        client_id, secret = self._settings.client_id, self._settings.client_secret
        methods = at(metadata, "token_endpoint_auth_methods_supported")
        if isinstance(methods, list) and POSTED in methods:
            return {"client_id": client_id, "client_secret": secret}, {}
        said = b64encode(f"{quote_plus(client_id)}:{quote_plus(secret)}".encode()).decode()
        return {}, {"Authorization": f"Basic {said}"}


def challenge_of(verifier: str) -> str:
    """What the provider is told of the verifier before it is told the verifier."""
    return urlsafe(sha256(verifier.encode()).digest())


def urlsafe(content: bytes) -> str:
    """In the base64 of addresses, without padding."""
    return b64encode(content, b"-_").decode().rstrip("=")


async def _fetched(address: str) -> Json | None:
    """A JSON document over a connection of its own: people sign in once a day."""
    http = Http()
    try:
        return await http.get(address)
    finally:
        await http.close()


def _is_sound(metadata: Json) -> bool:
    return all(is_safe(text_at(metadata, name)) for name in ENDPOINTS)
