"""The baseline: a Bolt app that checks the signature, finds its listener and acknowledges, and nothing else; or echoes.

`python -m bench.slack.bare PORT`, or with an API's address before the port: then each message is posted back over one
shared session.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp, AsyncSay
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.slack.wire import BOT_TOKEN, BOT_USER, SECRET, TEAM


def main() -> None:
    *api, port = sys.argv[1:]
    app = AsyncApp(signing_secret=SECRET, authorize=_authorize, client=AsyncWebClient(base_url=api[0]) if api else None)
    app.event("message")(_echo if api else _heard)
    handler = AsyncSlackRequestHandler(app)

    async def deliver(request: Request) -> Response:
        return await handler.handle(request)

    async def ready(request: Request) -> Response:
        return Response()

    @asynccontextmanager
    async def shared_session(_: Starlette) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as app.client.session:
            yield

    routes = [Route("/slack/events", deliver, methods=["POST"]), Route("/readyz", ready)]
    server = Starlette(routes=routes, lifespan=shared_session)
    uvicorn.run(server, port=int(port), log_level="error", access_log=False)


async def _authorize(**context: Any) -> AuthorizeResult:
    """As cheap as it gets: no call to Slack."""
    return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token=BOT_TOKEN, bot_user_id=BOT_USER)


async def _heard() -> None:
    pass


async def _echo(event: dict[str, Any], say: AsyncSay) -> None:
    await say(event["text"])


if __name__ == "__main__":
    main()
