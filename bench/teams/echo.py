"""The baseline: an echo on the SDK's own adapter, its clients cached, which the SDK does not do by itself.

It checks the token, reads the activity, and sends one message back; it keeps nothing.
"""

import json
from typing import Any

from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticationConfiguration,
    BotFrameworkAuthentication,
    BotFrameworkAuthenticationFactory,
    ChannelValidation,
    ConnectorFactory,
    MicrosoftAppCredentials,
    PasswordServiceClientCredentialFactory,
)

from bench.teams.stand_in import APP_ID, StandIn

Json = dict[str, Any]


class Echo:
    """Answers each delivery with its own words."""

    def __init__(self, cloud: StandIn) -> None:
        ChannelValidation.open_id_metadata_endpoint = f"{cloud.address}/openid"
        inner = BotFrameworkAuthenticationFactory.create(
            credential_factory=_Credentials(APP_ID, "secret"), auth_configuration=AuthenticationConfiguration()
        )
        self._adapter = CloudAdapterBase(_Cached(inner))

    async def take(self, body: bytes, header: str) -> None:
        activity = Activity().deserialize(json.loads(body))
        await self._adapter.process_activity(header, activity, _echo)


async def _echo(context: TurnContext) -> None:
    await context.send_activity(f"echo: {context.activity.text}")


class _Token(MicrosoftAppCredentials):  # type: ignore[misc]  # the SDK has no types
    """A token that is at hand: fetching one is not what is measured."""

    def get_access_token(self, force_refresh: bool = False) -> str:  # noqa: FBT001, FBT002 - the SDK's signature
        return "bench"


class _Credentials(PasswordServiceClientCredentialFactory):  # type: ignore[misc]  # the SDK has no types
    async def create_credentials(self, *args: Any, **kwargs: Any) -> _Token:
        return _Token(APP_ID, "secret")


class _Cached(BotFrameworkAuthentication):  # type: ignore[misc]  # the SDK has no types
    """Keeps one connector client and one user token client instead of making both for each turn."""

    def __init__(self, inner: BotFrameworkAuthentication) -> None:
        self._inner = inner
        self._factory: _OneClient | None = None
        self._user_token_client: Any = None

    async def authenticate_request(self, activity: Activity, auth_header: str) -> Any:
        result = await self._inner.authenticate_request(activity, auth_header)
        result.connector_factory = self.create_connector_factory(result.claims_identity)
        return result

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> Any:
        return await self._inner.authenticate_streaming_request(auth_header, channel_id_header)

    def create_connector_factory(self, claims_identity: Any) -> ConnectorFactory:
        self._factory = self._factory or _OneClient(self._inner.create_connector_factory(claims_identity))
        return self._factory

    async def create_user_token_client(self, claims_identity: Any) -> Any:
        self._user_token_client = self._user_token_client or await self._inner.create_user_token_client(claims_identity)
        return self._user_token_client


class _OneClient(ConnectorFactory):  # type: ignore[misc]  # the SDK has no types
    def __init__(self, inner: ConnectorFactory) -> None:
        self._inner = inner
        self._client: Any = None

    async def create(self, service_url: str, audience: str = "") -> Any:
        self._client = self._client or await self._inner.create(service_url, audience)
        return self._client
