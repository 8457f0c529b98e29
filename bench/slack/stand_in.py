"""A Slack that takes everything at once and says how many calls it was made: `python -m bench.slack.stand_in PORT`."""

import sys
from itertools import count
from typing import Any

from aiohttp import web

from bench.slack.wire import BOT_USER, TEAM

_stamps = count(1)


async def _call(request: web.Request) -> web.Response:
    await request.read()
    answer: dict[str, Any]
    match request.match_info["method"]:
        case "auth.test":
            answer = {"team": "Bench", "team_id": TEAM, "user_id": BOT_USER, "bot_id": "B0"}
        case "users.list":
            answer = {"members": []}
        case "conversations.list":
            answer = {"channels": []}
        case "users.info":
            answer = {"user": {"id": request.query["user"], "team_id": TEAM, "profile": {"real_name": "Somebody"}}}
        case "conversations.open":
            answer = {"channel": {"id": "D0BENCH"}}
        case _:
            answer = {"channel": "D0BENCH", "ts": f"17.{next(_stamps):06d}"}
    return web.json_response({"ok": True, **answer})


async def _ready(request: web.Request) -> web.Response:
    return web.Response()


def main() -> None:
    app = web.Application()
    app.router.add_route("*", "/api/{method}", _call)
    app.router.add_get("/readyz", _ready)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)


if __name__ == "__main__":
    main()
