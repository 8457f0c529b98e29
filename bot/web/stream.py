"""News as server-sent events (HTML standard, 9.2): lines of text, an id to resume by, comments as heartbeats."""

from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import StreamingResponse

EVENT_STREAM = "text/event-stream"
RETRY_MS = 2000
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}  # the second is for nginx: pass on at once


def wants_events(request: Request) -> bool:
    """Whether it is a page's own connection, and not somebody who followed the address."""
    return EVENT_STREAM in request.headers.get("accept", "")


def streamed(marks: AsyncIterator[str], seen: str) -> StreamingResponse:
    """The marks as events. `seen` is the id of the last event that arrived: it is not sent a second time."""
    return StreamingResponse(_events(marks, seen), media_type=EVENT_STREAM, headers=HEADERS)


async def _events(marks: AsyncIterator[str], seen: str) -> AsyncIterator[str]:
    yield f"retry: {RETRY_MS}\nevent: here\ndata: {RETRY_MS}\n\n"  # so that a page knows that events get through
    async for mark in marks:
        if not mark:
            yield ": still here\n\n"
        elif mark != seen:
            seen = mark
            yield f"id: {mark}\ndata: {mark}\n\n"
