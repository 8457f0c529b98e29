"""The official schema of Adaptive Cards, and what it does not say: versions, unique ids, Teams' limits."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema

from bot.wire import Json

OLDEST_THAT_EVERY_CLIENT_KNOWS = 1.5
LARGEST = 28_000


@cache
def validator() -> Any:
    schema = json.loads((files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text("utf-8"))
    return jsonschema.Draft6Validator(schema)


def complaints(card: Json) -> list[str]:
    """What is wrong with the card; nothing when Teams will show it."""
    found = [f"{list(error.path)}: {error.message[:200]}" for error in validator().iter_errors(card)]
    ids = [part["id"] for part in parts(card) if "id" in part]
    doubles = {name for name in ids if ids.count(name) > 1}
    found += [f"the id {name} is there twice" for name in sorted(doubles)]
    if float(card["version"]) > OLDEST_THAT_EVERY_CLIENT_KNOWS:
        found.append(f"version {card['version']}")
    if len(json.dumps(card, ensure_ascii=False).encode()) > LARGEST:
        found.append("too large")
    return found + [fault for action in executes(card) if (fault := fallback_fault(action))]


def parts(card: object) -> Iterator[Json]:
    """Every object with a type, but for the fallbacks, which stand in another's place."""
    if isinstance(card, dict):
        if "type" in card:
            yield card
        for name, inside in card.items():
            if name != "fallback":
                yield from parts(inside)
    elif isinstance(card, list):
        for inside in card:
            yield from parts(inside)


def executes(card: Json) -> list[Json]:
    return [part for part in parts(card) if part["type"] == "Action.Execute"]


def fallback_fault(action: Json) -> str:
    """An older client sends the same data by Submit, the verb in it."""
    fallback = action.get("fallback", {})
    works = fallback.get("type") == "Action.Submit" and fallback.get("data") == action["data"]
    return "" if works and fallback["data"]["verb"] == action["verb"] else f"no working fallback for {action['verb']}"
