"""The keys that sign what Microsoft delivers, in the shape the SDK's validation asks for.

The SDK fetches them in the loop, once a day and never for a key it does not know: a rotation would shut the counter.
So they come from a ring of ours (`bot.keyring`).
"""

import json
from dataclasses import dataclass
from typing import Any

from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm

from bot.wire import Json


@dataclass(frozen=True, slots=True)
class Key:
    """A public key, and what it is vouched for."""

    public_key: Any
    endorsements: list[str]


def key_of(data: Json) -> Key | None:
    """The key; None for one that is no RSA key."""
    try:
        public_key = RSAAlgorithm.from_jwk(json.dumps(data))
    except (PyJWTError, ValueError):
        return None
    endorsements = data.get("endorsements")
    return Key(public_key, [str(one) for one in endorsements] if isinstance(endorsements, list) else [])
