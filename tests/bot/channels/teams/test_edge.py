"""The edge: what is no delivery, what is not known, what goes wrong: never a traceback, never a 5xx for a client."""

from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from handlers.requests.model import State
from tests.bot.channels.teams.cloud import TENANT, Fault
from tests.bot.channels.teams.stage import Someone, TeamsStage, cards_in

BADGE = "j'ai perdu ma carte d'accès"
GLOVES = "où sont les gants en nitrile ?"
CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"

ODD: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "no object": b"[1, 2]",
    "a word": b'"message"',
    "too deep": b'{"a":' * 90_000,
    "deep lists": b"[" * 200_000,
    "not UTF-8": b'{"type": "\xff"}',
    "a number of many digits": b'{"type":' + b"9" * 10_000 + b"}",
    "no type": b'{"serviceUrl": "x", "from": {"id": "1"}, "conversation": {"id": "1"}}',
    "no service": b'{"type": "message", "from": {"id": "1"}, "conversation": {"id": "1"}}',
    "no sender": b'{"type": "message", "serviceUrl": "x", "conversation": {"id": "1"}}',
    "no conversation": b'{"type": "message", "serviceUrl": "x", "from": {"id": "1"}}',
    "a sender that is a list": b'{"type": "message", "serviceUrl": "x", "from": [], "conversation": {"id": "1"}}',
    "a type that is an object": b'{"type": {}, "serviceUrl": "x", "from": {"id": "1"}, "conversation": {"id": "1"}}',
}


def raw(stage: TeamsStage, body: bytes, method: str = "POST") -> httpx.Response:
    async def send() -> httpx.Response:
        app: Starlette = stage.app
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://guichet.test") as client:
            headers = {"Authorization": stage.cloud.bearer(), "Content-Type": "application/json"}
            return await client.request(method, "/api/messages", content=body, headers=headers)

    return stage.run(send())


@pytest.mark.parametrize("what", ODD)
def test_what_is_no_delivery_is_refused(what: str, stage: TeamsStage, capfd: pytest.CaptureFixture[str]) -> None:
    assert raw(stage, ODD[what]).status_code == 400
    assert "Traceback" not in "".join(capfd.readouterr())


def test_more_than_anybody_sends_is_refused(stage: TeamsStage) -> None:
    assert raw(stage, b" " * (600 * 1024)).status_code == 413


def test_only_posts_are_deliveries(stage: TeamsStage) -> None:
    assert raw(stage, b"", "GET").status_code == 405


@pytest.mark.parametrize(
    "name", ["task/fetch", "signin/verifyState", "composeExtension/query", "no/such", "", "adaptiveCard/other"]
)
def test_an_unknown_request_is_no_fault_of_ours(name: str, stage: TeamsStage, anna: Someone) -> None:
    answer = stage.posts({**anna.activity("invoke"), "name": name, "value": {"x": 1}})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "kind", ["typing", "messageReaction", "messageDelete", "event", "endOfConversation", "handoff"]
)
def test_what_concerns_no_request_is_acknowledged(kind: str, stage: TeamsStage, anna: Someone) -> None:
    assert stage.posts({**anna.activity(kind), "name": "x"}).status_code == 200
    assert stage.house.requests() == []


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "take",
        {},
        {"action": None},
        {"action": {"verb": 7, "data": []}},
        {"action": {"verb": "take", "data": {"reference": {"a": 1}, "view": "nobody", "choice": ["x"]}}},
        {"action": {"verb": "no_such_verb", "data": {"reference": "G-1001"}}},
        {"action": {"verb": "take", "data": {"reference": "G-999999999999999999999"}}},
        {"action": {"verb": "take", "data": {"reference": "\ud800"}}},
        {"action": {"verb": "later", "data": {"later_date": "31/12/2026", "reference": "G-1001"}}},
        {"action": {"verb": "later", "data": {"later_date": "2026-12-31", "later_time": "x" * 9, "reference": "G-1"}}},
    ],
)
def test_any_action_is_answered_in_the_form_that_teams_reads(value: Any, stage: TeamsStage, anna: Someone) -> None:
    anna.writes("bonjour")  # so that she is known

    answer = stage.posts({**anna.activity("invoke"), "name": "adaptiveCard/action", "value": value})

    body = answer.json()
    assert answer.status_code == 200
    assert (body["statusCode"], body["type"]) == (200, MESSAGE)
    assert body["value"]


def test_a_click_gets_the_card_as_it_is_now(stage: TeamsStage, anna: Someone, paul: Someone) -> None:
    paul.writes("bonjour")
    anna.writes(BADGE)

    answer = paul.clicks("take")

    assert (answer["statusCode"], answer["type"], answer["value"]["type"]) == (200, CARD, "AdaptiveCard")
    assert "answer" in str(answer["value"])


def test_a_stale_click_gets_a_kind_sentence(stage: TeamsStage, anna: Someone, paul: Someone) -> None:
    paul.writes("bonjour")
    anna.writes(BADGE)
    [card] = cards_in(stage.cloud, paul.chat)
    anna.clicks("withdraw")

    answer = paul.clicks("take", card=card)

    assert (answer["statusCode"], answer["type"]) == (200, MESSAGE)
    assert "G-1001" in answer["value"]


def test_a_click_of_somebody_nobody_knows_yet_is_kept_and_counts(
    stage: TeamsStage, anna: Someone, paul: Someone
) -> None:
    anna.writes(BADGE)
    data = {"verb": "take", "reference": "G-1001", "view": "owner", "drawn": "1"}

    answer = stage.posts(paul.execute("take", data)).json()
    stage.works()

    assert answer["type"] == MESSAGE
    assert stage.the_request().state is State.ACCEPTED
    assert "Paul" in anna.reads()


def test_what_cannot_be_committed_is_not_acknowledged(stage: TeamsStage, anna: Someone) -> None:
    stage.house.database.close()
    stage.house.bridge.close()

    clicked = anna.execute("helped", {"verb": "helped", "reference": "G-1001"})
    assert [stage.posts(activity).status_code for activity in (anna.message("bonjour"), clicked)] == [503, 503]
    assert stage.cloud.messages(anna.chat) == []


def test_it_is_acknowledged_before_the_connector_is_called_and_kept_until_it_works(
    stage: TeamsStage, anna: Someone
) -> None:
    anna.writes("bonjour")
    stage.cloud.faults.extend([Fault(status=502)] * 3)
    stage.cloud.calls.clear()

    assert stage.posts(anna.message(GLOVES)).status_code == 200
    assert stage.cloud.calls["connector"] == 0
    stage.works_for(minutes=5)

    assert "B-12-3" in anna.reads()


def test_what_bots_say_is_nothing_to_us(stage: TeamsStage, anna: Someone) -> None:
    echo = anna.message(BADGE, **{"from": {"id": "28:another", "name": "Robot"}})
    other = anna.message(BADGE, **{"from": {"id": "29:x", "name": "Robot", "role": "bot"}})

    assert [stage.posts(activity).status_code for activity in (echo, other)] == [200, 200]
    assert stage.house.requests() == []


def test_the_tenant_that_the_sdk_drops_is_kept_in_our_reference(stage: TeamsStage, anna: Someone) -> None:
    from bot.channels.teams.whereabouts import load
    from handlers.incoming import ChannelName, PersonId
    from tests.bot.house import ANNA

    anna.writes("bonjour")

    account = stage.run(stage.front.account_of(ChannelName("teams"), PersonId(ANNA)))
    reached = load(account.address) if account else None
    assert reached
    assert (reached.tenant, reached.conversation, reached.service_url) == (TENANT, anna.chat, stage.cloud.service_url)
