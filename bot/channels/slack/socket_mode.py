"""Socket Mode: deliveries over a connection of our own, for houses without a public address; watched, since it can die
without a word.
"""

import asyncio

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

WATCH_SECONDS = 30.0

log = structlog.get_logger()


class Wire:
    """One connection, kept up until it is closed."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        self._handler = AsyncSocketModeHandler(app, app_token)

    async def keep_up(self) -> None:
        """Connect, then look now and then whether it is still there. Runs until it is cancelled."""
        client = self._handler.client
        await client.connect_to_new_endpoint()
        was_down = False
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            is_down = not await client.is_connected() or _has_ended(client.message_receiver)
            if is_down and was_down:  # once may be a reconnection of the SDK's own
                log.warning("slack_socket_reconnected")
                await client.connect_to_new_endpoint(force=True)
            was_down = is_down and not was_down

    async def close(self) -> None:
        await self._handler.close_async()  # type: ignore[no-untyped-call]  # the SDK's own omission


def _has_ended(task: "asyncio.Future[None] | None") -> bool:
    return task is None or task.done()
