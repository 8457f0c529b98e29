"""What Teams delivers, and what each delivery becomes: the payloads are in tests/payloads/teams."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.teams.activity import read_activity
from bot.channels.teams.mentions import calls_bot, plain, words_of
from bot.channels.teams.parse import Heard, Pressed, heard_in
from bot.channels.teams.sender import seen_in
from bot.channels.teams.whereabouts import Whereabouts, dump, load, message_id, number_of
from bot.wire import Json
from tests.architecture.source import ROOT

PAYLOADS = sorted((ROOT / "tests" / "payloads" / "teams").glob("*.json"))
NOW = datetime(2026, 11, 23, 15, 0, 2, tzinfo=UTC)


def heard(activity: Json) -> Heard:
    return heard_in(activity, NOW, "Europe/Paris")


def described(what: Heard, wanted: Json) -> Json:
    """The parts of what was heard that `wanted` speaks of."""
    fact = getattr(what, "fact", None)
    team = getattr(what, "team", None)
    parts: dict[str, Any] = {
        "heard": type(what).__name__,
        "fact": type(fact).__name__ if fact else None,
        **{name: getattr(what, name) for name in ("text", "reference", "view", "wants_card") if hasattr(what, name)},
        "team": team.conversation if team else None,
    }
    if fact:
        names = "text post root to_bot verb choice department address".split()
        parts |= {name: getattr(fact, name) for name in names if hasattr(fact, name)}
        parts |= {
            "author": fact.author.person if hasattr(fact, "author") else None,
            "author_name": fact.author.name if hasattr(fact, "author") else None,
            "keys": list(fact.keys),
            "actor": fact.actor.person,
            "name": fact.actor.name,
            "lang": fact.actor.lang,
            "timezone": fact.actor.timezone,
            "direct": fact.place.direct,
            "conversation": fact.place.conversation,
            "thread": fact.place.thread,
            "when": fact.when.isoformat() if getattr(fact, "when", None) else None,
        }
    return {name: parts[name] for name in wanted}


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda path: path.stem)
def test_each_payload_becomes_its_fact(path: Path) -> None:
    payload = json.loads(path.read_text(encoding="utf-8"))
    wanted: Json = payload["becomes"]
    other_key = wanted.pop("keys_differ_from", None)

    activity = read_activity(json.dumps(payload["delivered"]).encode())
    assert activity is not None
    what = heard(activity)

    assert described(what, wanted) == wanted
    if other_key:
        assert other_key not in described(what, {"keys": []})["keys"]


def delivered(name: str) -> Json:
    activity: Json = json.loads((ROOT / "tests/payloads/teams" / f"{name}.json").read_text("utf-8"))["delivered"]
    return activity


def stamp(**changes: Any) -> str:
    activity = delivered("card_action_with_words")
    action = activity["value"]["action"]
    activity["value"]["action"] = {**action, "data": {**action["data"], **changes.pop("data", {})}}
    what = heard({**activity, **changes})
    assert isinstance(what, Pressed)
    return what.stamp


def test_a_click_is_known_by_card_action_words_and_person() -> None:
    first = stamp()

    assert stamp(id="another", timestamp="2026-11-23T15:00:09Z") == first
    others = [
        stamp(data={"drawn": "another drawing"}),
        stamp(data={"reference": "G-1043"}),
        stamp(data={"answer_text": "Au local 13."}),
        stamp(**{"from": {"id": "29:paul", "aadObjectId": "somebody else"}}),
    ]
    assert len({first, *others}) == 5


def test_submit_and_execute_of_one_button_are_one_click() -> None:
    submitted = heard(delivered("card_submitted_by_an_older_client"))
    assert isinstance(submitted, Pressed)

    assert submitted.stamp == stamp()


def test_an_edit_delivered_twice_is_one_edit() -> None:
    edit = delivered("message_edited")
    again = {**edit, "text": "encore autre chose"}

    keys = [described(heard(one), {"keys": []})["keys"] for one in (edit, edit, again)]

    assert keys[0] == keys[1] != keys[2]


def test_where_somebody_is_reached_is_kept_with_the_tenant_and_comes_back_whole() -> None:
    seen = seen_in(delivered("personal_message"))
    assert seen

    reached = load(seen.address)

    assert reached
    assert reached.tenant == "99999999-8888-7777-6666-555555555555"
    assert reached.conversation == delivered("personal_message")["conversation"]["id"]
    assert load(dump(reached)) == reached


def test_what_is_no_reference_of_ours_is_none() -> None:
    assert [load(text) for text in ("", "{", "[]", "null", '{"service_url": "x", "more": 1}', "{}")] == [None] * 6


def test_a_message_is_named_by_its_channel_and_number() -> None:
    name = message_id("19:x@thread.tacv2;messageid=5", "7")

    assert number_of(name, "19:x@thread.tacv2") == "7"
    assert number_of(name, "19:y@thread.tacv2") == ""
    assert number_of("", "19:y@thread.tacv2") == ""


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        ("<p>a</p><p>b</p>", "html", "a\nb"),
        ("a<br>b &amp; c", "html", "a\nb & c"),
        ('<at id="0">Paul</at> où ?', "html", "Paul où ?"),
        ("<p>a</p>", "text", "<p>a</p>"),
        ("<p", "html", "<p"),
        ("", "", ""),
    ],
)
def test_the_words_of_a_passed_on_message(content: str, kind: str, words: str) -> None:
    assert plain(content, kind) == words


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=12), inside, max_size=4),
    max_leaves=12,
)
NAMES = "text value entities conversation recipient channelData locale name membersAdded from localTimezone id".split()


@given(
    kind=st.sampled_from(["message", "messageUpdate", "invoke", "conversationUpdate", "installationUpdate"]),
    changes=st.dictionaries(st.sampled_from(NAMES), json_values, max_size=6),
)
def test_any_activity_is_read_without_a_word(kind: str, changes: dict[str, Any]) -> None:
    activity = {**delivered("channel_post_with_mention"), "type": kind, **changes}

    assert type(heard(activity)).__module__ == Pressed.__module__
    assert seen_in(activity) is None or load(seen_in(activity).address)  # type: ignore[union-attr]  # seen twice alike
    assert isinstance(words_of(activity), str)
    assert calls_bot(activity) in {True, False}


@given(body=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    activity = read_activity(body)

    assert activity is None or activity["type"]


def test_a_channel_is_reached_as_itself() -> None:
    assert load(dump(Whereabouts(service_url="https://x/", conversation="19:x"))) == Whereabouts(
        service_url="https://x/", conversation="19:x"
    )
