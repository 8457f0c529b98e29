"""Whether an ID token is the provider's, for us and of this sign-in, and who it says they are. Pure.

Rules: OpenID Connect Core 1.0, section 3.1.3.7; RFC 8725 for what a token may not choose itself.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from bot.wire import Json, text_at
from knowledge.models import Email

RSA_ALGORITHMS = frozenset({"RS256", "PS256"})
EC_ALGORITHMS = frozenset({"ES256"})
SMALLEST_RSA = 2048
SKEW = 120  # seconds that two clocks may differ
LONGEST_SUBJECT = 255
LONGEST_EMAIL = 254
LONGEST_NAME = 200
_EMAIL = re.compile(r"[!-?A-~]+@[!-?A-~]+")  # ASCII alone: other letters may become these when they are made small
_ONLY_SIGNED = {"verify_signature": True, **{f"verify_{name}": False for name in ("exp", "nbf", "iat", "aud", "iss")}}
# Microsoft says in a claim of its own whether it vouches for an e-mail (docs/sign-in.md).
_VOUCHED = {"login.microsoftonline.com": ("xms_edov", (True, 1, "1", "true"))}
_STANDARD = ("email_verified", (True,))


class UntrustedError(Exception):
    """The token proves nothing; what about it, in a word for the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A public key, and the algorithms it may be used with."""

    public: RSAPublicKey | EllipticCurvePublicKey
    algorithms: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the token has to say of itself."""

    issuer: str
    client_id: str
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An account of the provider; `email` only when the provider vouches for it."""

    subject: str
    email: Email | None
    name: str


def key_of(data: Json) -> Key | None:
    """The key that the provider announces; None for one of no use here: symmetric, small, for other ends."""
    if text_at(data, "use") not in {"", "sig"}:
        return None
    try:
        key = _parsed(data)
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    named = text_at(data, "alg")
    if key is None or (named and named not in key.algorithms):
        return None
    return Key(public=key.public, algorithms=frozenset({named})) if named else key


def key_id_of(token: str) -> str:
    """The name of the key that is said to have signed. Raises UntrustedError."""
    return text_at(_head(token), "kid")


def identity_in(token: str, key: Key, expected: Expected, now: datetime) -> Identity:
    """Who the token says they are. Raises UntrustedError for one that is not signed so, not for us or not of now."""
    algorithm = text_at(_head(token), "alg")
    if algorithm not in key.algorithms:
        raise UntrustedError("alg")
    try:
        claims = jwt.decode(token, key.public, algorithms=[algorithm], options=_ONLY_SIGNED)  # type: ignore[arg-type]  # a dict of its names
    except jwt.PyJWTError as error:
        raise UntrustedError("signature") from error
    fault = fault_in(claims, expected, now.timestamp())
    if fault:
        raise UntrustedError(fault)
    return Identity(
        subject=claims["sub"],
        email=_email(claims, expected.issuer),
        name=" ".join(text_at(claims, "name").split())[:LONGEST_NAME],
    )


def fault_in(claims: Mapping[str, Any], expected: Expected, now: float) -> str:
    """The first claim that is missing or wrong; empty when all is well. `now` in seconds, as the claims have it."""
    sound = {
        "iss": claims.get("iss") == expected.issuer,
        "aud": expected.client_id in _audience(claims),
        "azp": claims.get("azp", None if len(_audience(claims)) > 1 else expected.client_id) == expected.client_id,
        "exp": _number(claims, "exp", 0) > now - SKEW,
        "iat": 0 < _number(claims, "iat", 0) < now + SKEW,
        "nbf": _number(claims, "nbf", now) < now + SKEW,
        "nonce": is_same(text_at(claims, "nonce"), expected.nonce),
        "sub": 0 < len(text_at(claims, "sub")) <= LONGEST_SUBJECT,
    }
    return next((name for name, is_sound in sound.items() if not is_sound), "")


def is_same(given: str, secret: str) -> bool:
    """Whether both are, in a time that tells nothing about where they differ."""
    return hmac.compare_digest(given.encode(), secret.encode())


def _head(token: str) -> Json:
    try:
        return jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise UntrustedError("form") from error


def _parsed(data: Json) -> Key | None:
    match text_at(data, "kty"):
        case "RSA":
            rsa = RSAAlgorithm.from_jwk(data)
            is_large = rsa.key_size >= SMALLEST_RSA
            return Key(public=rsa, algorithms=RSA_ALGORITHMS) if isinstance(rsa, RSAPublicKey) and is_large else None
        case "EC":
            curve = ECAlgorithm.from_jwk(data)
            is_known = isinstance(curve.curve, SECP256R1)
            return (
                Key(public=curve, algorithms=EC_ALGORITHMS)
                if isinstance(curve, EllipticCurvePublicKey) and is_known
                else None
            )
        case _:
            return None


def _audience(claims: Mapping[str, Any]) -> list[object]:
    named = claims.get("aud")
    return named if isinstance(named, list) else [named]


def _number(claims: Mapping[str, Any], name: str, missing: float) -> float:
    """A number of seconds; something that is none is in no time at all."""
    value = claims.get(name, missing)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else float("nan")


def _email(claims: Mapping[str, Any], issuer: str) -> Email | None:
    claim, yes = _VOUCHED.get(urlsplit(issuer).hostname or "", _STANDARD)
    is_vouched = any(type(claims.get(claim)) is type(one) and claims[claim] == one for one in yes)
    email = text_at(claims, "email").strip()
    is_whole = _EMAIL.fullmatch(email) and len(email) <= LONGEST_EMAIL
    return Email(email.lower()) if is_whole and is_vouched else None
