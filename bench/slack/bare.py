"""The baseline: a Bolt app that checks the signature, finds its listener, acknowledges, and does nothing else.

`python -m bench.slack.bare PORT`
"""

import sys
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.slack.wire import BOT_TOKEN, BOT_USER, SECRET, TEAM


def main() -> None:
    app = AsyncApp(signing_secret=SECRET, authorize=_authorize)
    app.event("message")(_heard)
    handler = AsyncSlackRequestHandler(app)

    async def deliver(request: Request) -> Response:
        return await handler.handle(request)

    async def ready(request: Request) -> Response:
        return Response()

    routes = [Route("/slack/events", deliver, methods=["POST"]), Route("/readyz", ready)]
    uvicorn.run(Starlette(routes=routes), port=int(sys.argv[1]), log_level="error", access_log=False)


async def _authorize(**context: Any) -> AuthorizeResult:
    """As cheap as it gets: no call to Slack."""
    return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token=BOT_TOKEN, bot_user_id=BOT_USER)


async def _heard() -> None:
    pass


if __name__ == "__main__":
    main()
