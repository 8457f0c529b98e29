"""Whether a delivery is Microsoft's and meant for us: the SDK's checks of the token, and those it leaves out.

The only module that speaks the SDK. Anything that goes wrong in here raises, and means no.
"""

import jwt
from botframework.connector.auth import ChannelValidation, JwtTokenExtractor, SimpleCredentialProvider

from bot.channels.teams.keys import Key
from bot.keyring import KeyRing

ALGORITHM = "RS256"
NEEDED = ("exp", "nbf", "aud", "iss")


class NotAuthenticError(Exception):
    """The delivery proves nothing."""


class TokenCheck:
    """Checks the token of each delivery against the announced keys."""

    def __init__(self, app_id: str, keys: KeyRing[Key]) -> None:
        self._credentials = SimpleCredentialProvider(app_id, "")
        self._extractor = _Extractor(keys)

    async def __call__(self, header: str, channel_id: str, service_url: str) -> None:
        """Raise unless the token is whole, signed, of our app, for this channel and this service address."""
        _check_form(header)
        identity = await self._extractor.get_identity_from_auth_header(header, channel_id)
        await ChannelValidation.validate_identity(identity, self._credentials)
        if identity.get_claim_value(ChannelValidation.SERVICE_URL_CLAIM) != service_url:
            raise NotAuthenticError("service_url")


class _Extractor(JwtTokenExtractor):  # type: ignore[misc]  # the SDK has no types
    """The SDK's validation over our key ring; its constructor would reach for its own, shared by the whole process."""

    def __init__(self, keys: KeyRing[Key]) -> None:
        self.validation_parameters = ChannelValidation.TO_BOT_FROM_CHANNEL_TOKEN_VALIDATION_PARAMETERS
        self.validation_parameters.algorithms = [ALGORITHM]
        self.open_id_metadata = keys


def _check_form(header: str) -> None:
    """What the SDK would accept or stumble over: no expiry, another algorithm, no key id."""
    scheme, _, token = header.partition(" ")
    if scheme != "Bearer" or not token.isascii():
        raise NotAuthenticError("header")
    head = jwt.get_unverified_header(token)
    if head.get("alg") != ALGORITHM or not isinstance(head.get("kid"), str):
        raise NotAuthenticError("algorithm")
    claims = jwt.decode(token, options={"verify_signature": False})
    for name in NEEDED:
        if not claims.get(name):
            raise NotAuthenticError(name)
