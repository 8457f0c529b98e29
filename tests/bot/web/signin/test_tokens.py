"""Which announced keys are of use, and whose word counts for an e-mail."""

import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from bot.web.signin.tokens import Expected, Identity, UntrustedError, identity_in, key_of
from tests.bot.house import ANNA, MONDAY_MORNING

SIGNING = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ENTRA = "https://login.microsoftonline.com/99999999-8888-7777-6666-555555555555/v2.0"
NOW = int(MONDAY_MORNING.timestamp())


def jwk(key: Any, **more: str) -> dict[str, Any]:
    kind = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
    return {**json.loads(kind.to_jwk(key.public_key())), **more}


def told(issuer: str, *, algorithm: str = "RS256", announced: str = "", **claims: Any) -> Identity:
    """Who a token of that issuer says somebody is."""
    always = {"iss": issuer, "aud": "guichet", "sub": "1", "nonce": "n", "iat": NOW, "exp": NOW + 60, "email": ANNA}
    token = jwt.encode({**always, **claims}, SIGNING, algorithm=algorithm)
    key = key_of(jwk(SIGNING, alg=announced) if announced else jwk(SIGNING))
    assert key
    return identity_in(token, key, Expected(issuer=issuer, client_id="guichet", nonce="n"), MONDAY_MORNING)


@pytest.mark.parametrize(
    "data",
    [
        jwk(rsa.generate_private_key(public_exponent=65537, key_size=1024)),
        jwk(ec.generate_private_key(ec.SECP384R1())),
        jwk(SIGNING, use="enc"),
        jwk(SIGNING, alg="RS512"),
        jwk(SIGNING, alg="HS256"),
        {**jwk(SIGNING), "n": "!"},
        {**jwk(SIGNING), "n": 7},
        json.loads(RSAAlgorithm.to_jwk(SIGNING)),
        {"kty": "oct", "k": "c2VjcmV0"},
        {"kty": "RSA"},
        {"kty": ["RSA"]},
        {},
    ],
    ids="small P-384 for-encryption RS512 HS256 junk number private oct bare odd empty".split(),
)
def test_a_key_of_no_use_is_left_out(data: dict[str, Any]) -> None:
    assert key_of(data) is None


def test_a_key_for_one_algorithm_is_not_used_with_another() -> None:
    assert told("https://a.example", announced="PS256", algorithm="PS256").subject == "1"
    with pytest.raises(UntrustedError, match="alg"):
        told("https://a.example", announced="PS256", algorithm="RS256")


@pytest.mark.parametrize("vouched", [True, 1, "1", "true"])
def test_entra_vouches_for_an_e_mail_in_a_claim_of_its_own(vouched: object) -> None:
    assert told(ENTRA, xms_edov=vouched).email == ANNA


@pytest.mark.parametrize(
    "claims", [{}, {"xms_edov": False}, {"xms_edov": "0"}, {"xms_edov": 0}, {"email_verified": True}], ids=str
)
def test_entra_does_not_vouch_otherwise(claims: dict[str, Any]) -> None:
    assert told(ENTRA, **claims).email is None


def test_nobody_else_vouches_as_entra_does() -> None:
    assert told("https://login.microsoftonline.com.evil.example", xms_edov=True).email is None


def test_a_name_is_one_line_and_not_endless() -> None:
    name = told(ENTRA, name=" Anna\n\tRoy\0 " + "a" * 999).name

    assert name.startswith("Anna Roy\N{REPLACEMENT CHARACTER} a")
    assert len(name) == 200
