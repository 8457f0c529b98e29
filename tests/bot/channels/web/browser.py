"""What a browser does with the pages, without a browser: requests to the application itself, cookies kept."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import httpx
from starlette.applications import Starlette

OWN_FORM = {"sec-fetch-site": "same-origin", "origin": "null"}  # what Chromium sends under no-referrer

Files = Sequence[tuple[str, tuple[str, bytes]]]


@dataclass(frozen=True, slots=True)
class Browser:
    """One window; it speaks to `app` and to nothing else."""

    app: Starlette
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    address: str = "http://127.0.0.1:8080"

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self._send("GET", path, headers or {}, None)

    def post(self, path: str, form: Mapping[str, str], headers: Mapping[str, str] = OWN_FORM) -> httpx.Response:
        """Send a form; redirects are not followed."""
        return self._send("POST", path, headers, form)

    def upload(self, path: str, files: Mapping[str, bytes], form: Mapping[str, str] | None = None) -> httpx.Response:
        """Send files in the field `files`, and a form around them."""
        sent = [("files", (name, content)) for name, content in files.items()]
        return self._send("POST", path, OWN_FORM, form or {}, sent)

    def asks(self, who: str, text: str, nonce: str = "n1") -> int:
        return self.post(f"/as/{who}/ask", {"text": text, "nonce": nonce}).status_code

    def does(self, who: str, verb: str, reference: str, nonce: str, text: str = "") -> str:
        """Use a button; the page it leads to."""
        form = {"verb": verb, "reference": reference, "nonce": nonce, "text": text}
        return self.get(self.post(f"/as/{who}/do", form).headers["location"]).text

    def _send(
        self, method: str, path: str, headers: Mapping[str, str], form: Mapping[str, str] | None, files: Files = ()
    ) -> httpx.Response:
        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=self.address, cookies=self.cookies) as client:
                response = await client.request(method, path, headers=dict(headers), data=form, files=files or None)
                self.cookies.update(client.cookies)
                return response

        return asyncio.run(exchange())
