"""A Slack that takes everything at once and counts: `python -m bench.slack.stand_in PORT`."""

import sys
import time
from itertools import count
from typing import Any

from aiohttp import web

from bench.slack.wire import BOT_USER, PEOPLE, TEAM, account

_CHANNELS = ("accueil", "ti-aide", "sap-aide", "achats", "magasin", "sst", "planification")  # of the sample company
_stamps = count(1)
_made = {"calls": 0, "last": 0.0}


async def _call(request: web.Request) -> web.Response:
    await request.read()
    answer: dict[str, Any]
    match request.match_info["method"]:
        case "auth.test":
            answer = {"team": "Bench", "team_id": TEAM, "user_id": BOT_USER, "bot_id": "B0"}
        case "users.list":
            answer = {"members": [_user(number) for number in range(PEOPLE)]}
        case "users.lookupByEmail":
            answer = {"user": _colleague(request.query["email"])}
        case "conversations.list":
            answer = {"channels": [{"id": f"C0{name}", "name": name, "is_member": True} for name in _CHANNELS]}
        case "conversations.open":
            answer = {"channel": {"id": "D0BENCH"}}
        case _:
            _made.update(calls=_made["calls"] + 1, last=time.monotonic())
            answer = {"channel": "D0BENCH", "ts": f"17.{next(_stamps):06d}"}
    return web.json_response({"ok": True, **answer})


def _user(number: int) -> dict[str, Any]:
    profile = {"real_name": f"Somebody {number}", "email": f"somebody.{number}@bench.example"}
    return {"id": account(number), "team_id": TEAM, "locale": "fr-CA", "tz": "America/Toronto", "profile": profile}


def _colleague(email: str) -> dict[str, Any]:
    """Somebody of the routing table."""
    return {"id": f"U2{email}", "team_id": TEAM, "profile": {"email": email}}


async def _ready(request: web.Request) -> web.Response:
    return web.Response()


async def _count(request: web.Request) -> web.Response:
    """How many messages were posted or edited, and when the last one was."""
    return web.json_response(_made)


def main() -> None:
    app = web.Application()
    app.router.add_route("*", "/api/{method}", _call)
    app.router.add_get("/readyz", _ready)
    app.router.add_get("/count", _count)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)


if __name__ == "__main__":
    main()
