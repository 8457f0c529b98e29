"""What Slack accepts in a message and in a form, by its reference pages; each broken rule is named."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

TEXTS = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}
KEYS = {
    "section": {"type", "block_id", "text", "fields", "accessory", "expand"},
    "context": {"type", "block_id", "elements"},
    "actions": {"type", "block_id", "elements"},
    "divider": {"type", "block_id"},
    "input": {"type", "block_id", "label", "element", "optional", "hint", "dispatch_action"},
    "button": {"type", "action_id", "text", "value", "style", "url", "confirm", "accessibility_label"},
    "plain_text_input": {"type", "action_id", "multiline", "max_length", "min_length", "placeholder", "initial_value"},
    "static_select": {"type", "action_id", "options", "option_groups", "placeholder", "initial_option"},
    "datetimepicker": {"type", "action_id", "initial_date_time"},
    "modal": {"type", "callback_id", "private_metadata", "title", "submit", "close", "blocks", "clear_on_close"},
}


def faults_of_message(blocks: Any) -> list[str]:
    """Why Slack would answer invalid_blocks; nothing when it would not."""
    if not isinstance(blocks, list):
        return ["blocks are a list"]
    return [
        *_check(len(blocks) <= 50, "at most 50 blocks"),
        *(fault for block in blocks for fault in _block(block, {"section", "context", "actions", "divider"})),
        *_unique([one["action_id"] for block in blocks for one in block.get("elements", []) if "action_id" in one]),
    ]


def faults_of_view(view: Any) -> list[str]:
    """Why Slack would not open the form."""
    if not isinstance(view, dict) or view.get("type") != "modal":
        return ["a modal"]
    blocks = view.get("blocks", [])
    has_inputs = any(block.get("type") == "input" for block in blocks)
    return [
        *_keys(view, "modal"),
        *_text(view.get("title"), 24, "plain_text"),
        *(_text(view["submit"], 24, "plain_text") if "submit" in view else ()),
        *_check(not has_inputs or "submit" in view, "inputs need a submit"),
        *_check(len(view.get("private_metadata", "")) <= 3000, "private_metadata of at most 3000"),
        *_check(len(view.get("callback_id", "")) <= 255, "callback_id of at most 255"),
        *_check(1 <= len(blocks) <= 100, "1 to 100 blocks"),
        *(fault for block in blocks for fault in _block(block, {"section", "context", "actions", "divider", "input"})),
        *_unique([block["block_id"] for block in blocks if "block_id" in block]),
    ]


def _block(block: Any, allowed: set[str]) -> Iterator[str]:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in allowed:
        yield f"no block {kind} here"
        return
    yield from _keys(block, kind)
    match kind:
        case "section":
            yield from _text(block.get("text"), 3000)
        case "context":
            yield from _check(1 <= len(block.get("elements", [])) <= 10, "1 to 10 elements in a context")
            yield from (fault for one in block["elements"] for fault in _text(one, 3000))
        case "actions":
            yield from _check(1 <= len(block.get("elements", [])) <= 25, "1 to 25 elements in actions")
            yield from (fault for one in block["elements"] for fault in _element(one))
        case "input":
            yield from _text(block.get("label"), 2000, "plain_text")
            yield from _element(block.get("element"))
        case _:
            pass


def _element(element: Any) -> Iterator[str]:
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in KEYS:
        yield f"no element {kind}"
        return
    yield from _keys(element, kind)
    yield from _check(1 <= len(element.get("action_id", "-")) <= 255, "action_id of 1 to 255")
    match kind:
        case "button":
            yield from _text(element.get("text"), 75, "plain_text")
            yield from _check(len(element.get("value", "")) <= 2000, "value of at most 2000")
            yield from _check(element.get("style", "primary") in {"primary", "danger"}, "style")
        case "plain_text_input":
            yield from _check(0 < element.get("max_length", 1) <= 3000, "max_length of at most 3000")
        case "static_select":
            groups = element.get("option_groups", [{"label": {"type": "plain_text", "text": "-"}, **element}])
            yield from _check(1 <= len(groups) <= 100, "1 to 100 groups")
            for group in groups:
                yield from _text(group.get("label"), 75, "plain_text")
                yield from _options(group.get("options", []))
        case _:
            pass


def _options(options: list[Json]) -> Iterator[str]:
    yield from _check(1 <= len(options) <= 100, "1 to 100 options")
    for option in options:
        yield from _text(option.get("text"), 75)
        yield from _check(1 <= len(option.get("value", "")) <= 150, "option value of 1 to 150")


def _text(text: Any, limit: int, kind: str = "") -> Iterator[str]:
    found = text.get("type") if isinstance(text, dict) else None
    if found not in TEXTS or (kind and found != kind):
        yield f"no text {found} here"
        return
    yield from _check(set(text) <= TEXTS[found], f"keys of {found}")
    yield from _check(1 <= len(text.get("text", "")) <= limit, f"text of 1 to {limit}")


def _keys(thing: Json, kind: str) -> Iterator[str]:
    yield from _check(set(thing) <= KEYS[kind], f"unknown keys in {kind}: {set(thing) - KEYS[kind]}")


def _unique(ids: list[str]) -> Iterator[str]:
    yield from _check(len(ids) == len(set(ids)), f"unique ids, not {ids}")


def _check(holds: bool, rule: str) -> Iterator[str]:
    if not holds:
        yield rule
