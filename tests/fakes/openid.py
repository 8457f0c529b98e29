"""An OpenID provider that takes the protocol at its word, and can be made to say what an honest one never would.

It speaks over a real port: `tests.browser.served.served(provider.app)`, whose address is then its `issuer`.
"""

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.clock import Clock

CLIENT, SECRET = "guichet-client", "a secret: with & odd = letters"
Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a code was given out for."""

    redirect: str
    nonce: str
    challenge: str
    claims: Claims


@dataclass(slots=True)
class OpenIdProvider:
    """`accounts` are the claims by subject. Everything below it is how it misbehaves; nothing of it to begin with."""

    clock: Clock
    redirect: str
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)  # claims in place of the right ones; None leaves one out
    algorithm: str = "RS256"
    signing: Any = None  # a key of somebody else's
    kid: str | None = None  # "": the token names none
    announced: tuple[str, ...] = ("rsa", "ec")
    metadata: dict[str, Any] = field(default_factory=dict)  # in place of the right ones
    methods: tuple[str, ...] = ("client_secret_post", "client_secret_basic")
    junk: dict[str, str] = field(default_factory=dict)  # what an address answers instead: {"/token": "<html>"}
    issuer: str = ""
    calls: list[str] = field(default_factory=list)
    _codes: dict[str, Asked] = field(default_factory=dict)
    _keys: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rotate()

    @property
    def app(self) -> Starlette:
        routes = {
            "/.well-known/openid-configuration": self._describe,
            "/keys": self._announce,
            "/authorize": self._choose,
            "/decide": self._decide,
            "/token": self._token,
        }
        return Starlette(
            routes=[Route(path, self._or_junk(end), methods=["GET", "POST"]) for path, end in routes.items()]
        )

    def rotate(self) -> None:
        """New keys take the place of the old ones."""
        self._keys = {
            f"rsa-{uuid4().hex}": rsa.generate_private_key(public_exponent=65537, key_size=2048),
            f"ec-{uuid4().hex}": ec.generate_private_key(ec.SECP256R1()),
        }

    @property
    def public_pem(self) -> bytes:
        """The public key as text: what a confused verifier would take for the secret of HS256."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        key = next(key for kid, key in self._keys.items() if kid.startswith("rsa"))
        pem: bytes = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return pem

    def decides(self, address: str, subject: str | None) -> str:
        """Where the browser is sent when that account agrees at the page of `address`; None says no."""
        asked = dict(parse_qsl(address.partition("?")[2], strict_parsing=True))
        assert _wrong_with(asked, self.redirect) == ""
        return self._answer(asked, subject)

    def _or_junk(self, end: Any) -> Any:
        async def endpoint(request: Request) -> Response:
            self.calls.append(request.url.path)
            if request.url.path in self.junk:
                return PlainTextResponse(self.junk[request.url.path], status_code=200)
            response: Response = await end(request)
            return response

        return endpoint

    async def _describe(self, request: Request) -> Response:
        about = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": list(self.methods),
        }
        return JSONResponse({**about, **self.metadata})

    async def _announce(self, request: Request) -> Response:
        told = {kid: key for kid, key in self._keys.items() if kid.startswith(self.announced)}
        return JSONResponse({"keys": [_jwk(kid, key) for kid, key in told.items()]})

    async def _choose(self, request: Request) -> Response:
        """The page on which somebody picks their account, or says no."""
        asked = dict(request.query_params)
        wrong = _wrong_with(asked, self.redirect)
        if wrong:
            return PlainTextResponse(wrong, status_code=400)
        ways = [*((subject, str(claims.get("name", subject))) for subject, claims in self.accounts.items()), ("", "No")]
        links = (
            f'<p><a href="/decide?{escape(urlencode({**asked, "as": who}))}">{escape(name)}</a></p>'
            for who, name in ways
        )
        return HTMLResponse(f"<title>Accounts</title>{''.join(links)}")

    async def _decide(self, request: Request) -> Response:
        asked = dict(request.query_params)
        return RedirectResponse(self._answer(asked, asked.pop("as") or None), status_code=303)

    def _answer(self, asked: Mapping[str, str], subject: str | None) -> str:
        if subject is None:
            said = {"error": "access_denied", "error_description": "<b>no</b>"}
        else:
            code = uuid4().hex
            claims = {**self.accounts[subject], "sub": subject}
            self._codes[code] = Asked(asked["redirect_uri"], asked["nonce"], asked["code_challenge"], claims)
            said = {"code": code}
        return f"{asked['redirect_uri']}?{urlencode({**said, 'state': asked['state']})}"

    async def _token(self, request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        if _client_of(form, request.headers.get("authorization", ""), self.methods) != (CLIENT, SECRET):
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        asked = self._codes.pop(form.get("code", ""), None)
        challenge = (
            base64.urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        )
        is_right = asked and form.get("grant_type") == "authorization_code"
        if not asked or not is_right or form.get("redirect_uri") != asked.redirect or challenge != asked.challenge:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        return JSONResponse({"access_token": "unused", "token_type": "Bearer", "id_token": self._id_token(asked)})

    def _id_token(self, asked: Asked) -> str:
        now = int(self.clock.now().timestamp())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked.nonce, **asked.claims}
        told = {name: value for name, value in {**claims, **self.changes}.items() if value is not None}
        kind = "ec" if self.algorithm == "ES256" else "rsa"
        kid, key = next((kid, key) for kid, key in self._keys.items() if kid.startswith(kind))
        named = kid if self.kid is None else self.kid
        head = {"alg": self.algorithm, **({"kid": named} if named else {})}
        if self.algorithm.startswith("HS"):
            return _by_hand(head, told, self.public_pem)
        if self.algorithm == "none":
            return _by_hand(head, told, b"")
        return jwt.encode(told, self.signing or key, algorithm=self.algorithm, headers=head)


def _wrong_with(asked: Mapping[str, str], redirect: str) -> str:
    """What an honest provider would refuse to show a page for."""
    needed = {"response_type": "code", "client_id": CLIENT, "redirect_uri": redirect, "code_challenge_method": "S256"}
    wrong = [name for name, value in needed.items() if asked.get(name) != value]
    missing = [name for name in ("state", "nonce", "code_challenge") if len(asked.get(name, "")) < 43]
    return " ".join([*wrong, *missing, *([] if "openid" in asked.get("scope", "").split() else ["scope"])])


def _client_of(form: Mapping[str, str], header: str, methods: tuple[str, ...]) -> tuple[str, str]:
    if "client_secret" in form:
        return (form.get("client_id", ""), form["client_secret"]) if "client_secret_post" in methods else ("", "")
    said = base64.b64decode(header.removeprefix("Basic ")).decode()
    client, _, secret = said.partition(":")
    return unquote_plus(client), unquote_plus(secret)


def _jwk(kid: str, key: Any) -> dict[str, Any]:
    algorithm = RSAAlgorithm if kid.startswith("rsa") else ECAlgorithm
    made: dict[str, Any] = json.loads(algorithm.to_jwk(key.public_key()))
    return {**made, "kid": kid, "use": "sig"}


def _by_hand(head: Mapping[str, str], claims: Claims, secret: bytes) -> str:
    """A token as no library would make it."""
    told = ".".join(_part(json.dumps(part).encode()) for part in (head, claims))
    return f"{told}.{_part(hmac.digest(secret, told.encode(), 'sha256') if secret else b'')}"


def _part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
