"""What Slack delivers, and what each delivery becomes: the payloads are in tests/payloads/slack."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.arrivals import Arrival, Myself, Note, Way
from bot.channels.slack.parse import parse
from handlers.incoming import Misdirected, Place, Standing
from tests.bot.command import ROOT

PAYLOADS = sorted((ROOT / "tests" / "payloads" / "slack").glob("*.json"))
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
ME = Myself(user="U0GUICHET", bot="B0GUICHET", team="T0GUICHET")
HELP = frozenset({"C0HELP"})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["ts", "text", "id", "user"]), inner),
    max_leaves=8,
)
NAMES = [
    *("type", "event", "team_id", "user", "channel", "message", "actions", "view", "callback_id", "container"),
    *("trigger_id", "response_url", "previous_message", "authorizations", "command", "text", "subtype", "state"),
]
KINDS = ["event_callback", "block_actions", "view_submission", "shortcut", "message_action", "message"]


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def parsed(name: str, me: Myself = ME) -> Arrival:
    return parse(read(next(path for path in PAYLOADS if path.stem == name))["delivered"], me, HELP, NOW)


def described(arrival: Arrival) -> dict[str, Any]:
    """The arrival as the payload files write it."""
    what = arrival.what
    told: dict[str, Any] = {"way": arrival.way, "what": type(what).__name__ if what else None}
    if what is None or isinstance(what, Note):
        return told
    for name in ("text", "post", "root", "to_bot", "verb", "reference", "choice", "when", "keys"):
        if hasattr(what, name):
            told[name] = _plain(getattr(what, name))
    told |= {"actor": what.actor.person, "standing": what.actor.standing, "place": _place(what.place)}
    if isinstance(what, Misdirected):
        told["author"] = what.author.person
    return {name: value for name, value in told.items() if name != "when" or value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _place(place: Place) -> dict[str, Any]:
    return {"conversation": place.conversation, "thread": place.thread, "direct": place.direct}


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda path: path.stem)
def test_a_delivery_becomes_what_stands_beside_it(path: Path) -> None:
    case = read(path)

    assert described(parse(case["delivered"], ME, HELP, NOW)) == case["becomes"]


def test_the_two_events_of_one_mention_share_a_key_and_say_the_same() -> None:
    message, mention = parsed("mention_as_message").what, parsed("mention_as_app_mention").what

    assert message
    assert mention
    assert not isinstance(message, str)
    assert set(message.keys) & set(mention.keys)  # type: ignore[union-attr]  # both are questions
    assert replace(message, keys=()) == replace(mention, keys=())  # type: ignore[type-var,arg-type]  # the same


def test_the_event_says_who_the_bot_is_when_slack_was_away_at_the_start() -> None:
    arrival = parsed("mention_as_message", Myself())

    assert described(arrival)["text"] == "où sont les gants ?"


def test_an_own_echo_is_nothing_even_without_its_bot_mark() -> None:
    body = read(next(path for path in PAYLOADS if path.stem == "own_message"))["delivered"]
    for mark in ("bot_id", "app_id", "bot_profile"):
        del body["event"][mark]

    assert parse(body, ME, HELP, NOW).what is None


def test_a_click_by_somebody_of_another_team_is_a_guests() -> None:
    body = read(next(path for path in PAYLOADS if path.stem == "button_take"))["delivered"]
    body["user"]["team_id"] = "T0OTHER"

    assert described(parse(body, ME, HELP, NOW))["standing"] is Standing.GUEST


def test_other_words_in_the_same_form_are_another_delivery() -> None:
    body = read(next(path for path in PAYLOADS if path.stem == "form_answered"))["delivered"]
    del body["trigger_id"]
    first = described(parse(body, ME, HELP, NOW))["keys"]
    again = described(parse(body, ME, HELP, NOW))["keys"]
    body["view"]["state"]["values"]["text"]["text"]["value"] = "Local 13"

    assert first == again
    assert described(parse(body, ME, HELP, NOW))["keys"] != first


def test_what_no_database_takes_is_replaced() -> None:
    body = read(next(path for path in PAYLOADS if path.stem == "message_direct"))["delivered"]
    body["event"]["text"] = "a\0b\ud800c"

    assert described(parse(body, ME, HELP, NOW))["text"] == "a\N{REPLACEMENT CHARACTER}b?c"


@given(st.dictionaries(st.sampled_from(NAMES), JSON | st.sampled_from(KINDS)))
def test_any_json_at_all_is_understood_as_something(body: dict[str, Any]) -> None:
    assert parse(body, ME, HELP, NOW).way in set(Way)
