"""The files that pages bring along: named by what is in them, so that a browser may keep them for good."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
FOR_GOOD = "public, max-age=31536000, immutable"


class Assets(StaticFiles):
    """Serves the folder; an address that names the content is kept by the browser."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code < 400 and scope["query_string"].startswith(b"v="):  # noqa: PLR2004 - what HTTP calls an error
            response.headers["cache-control"] = FOR_GOOD
        return response


@cache
def asset(name: str) -> str:
    """The address of a file: `guichet.css` is /static/guichet.css?v=…, another one once its content is another."""
    return f"/static/{name}?v={sha256((FOLDER / name).read_bytes()).hexdigest()[:12]}"
