"""The web application: health checks, the pages it is given, a plain sentence for everything else."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.bridge import Bridge
from bot.errors import BotError
from handlers.texts.voice import Reader


def make_server(bridge: Bridge, pages: list[BaseRoute]) -> Starlette:
    """Health checks first, then `pages`."""

    async def readyz(request: Request) -> Response:
        return await _ready(bridge)

    return Starlette(routes=[Route("/healthz", _healthz), Route("/readyz", readyz), *pages])


def closed_pages(bridge: Bridge) -> list[BaseRoute]:
    """Outside the demo pages stay shut until sign-in is configured."""

    async def shut(request: Request) -> Response:
        house = bridge.core.house
        voice = bridge.core.voice(Reader(lang=house.lang, timezone=house.timezone, territory=house.territory))
        return PlainTextResponse(voice.say("page.shut"), status_code=403)

    return [Route("/{path:path}", shut, methods=["GET", "POST"])]


async def _healthz(request: Request) -> Response:
    return PlainTextResponse("ok")


async def _ready(bridge: Bridge) -> Response:
    """Ready while the ledger answers; the figures are for people and alerts, they never make it unready."""
    try:
        figures = await bridge.read(_figures, bridge)
    except BotError:
        return JSONResponse({"ready": False}, status_code=503)
    return JSONResponse({"ready": True, **figures})


def _figures(bridge: Bridge) -> dict[str, int]:
    with bridge.core.units.look() as view:
        return {
            "requests_without_keeper": view.requests.without_keeper(
                tuple(bridge.core.snapshots.current.table.departments)
            ),
            "messages_waiting": view.outbox.depth(),
            "deliveries_undecided": view.deliveries.undecided(),
            "table_version": bridge.core.snapshots.current.table.version,
        }
