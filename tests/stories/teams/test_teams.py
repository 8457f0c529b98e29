"""The whole loop on Teams: asked in a chat or a channel, owned in another, everything over HTTP and the ledger."""

import pytest

from handlers.incoming import PersonId
from handlers.requests.model import ClosingReason, State
from tests.bot.channels.teams.cloud import Fault
from tests.bot.channels.teams.stage import CHANNEL, Someone, TeamsStage, actions_of, cards_in
from tests.bot.house import ANNA, ROSE

pytestmark = pytest.mark.slow

GLOVES = "où sont les gants en nitrile ?"
BADGE = "j'ai perdu ma carte d'accès"
UNKNOWN = "qui arrose le ficus du troisième étage ?"
CARD = "application/vnd.microsoft.card.adaptive"


@pytest.fixture
def rose(stage: TeamsStage) -> Someone:
    return stage.person("rose", ROSE).speaking("en-CA")


def test_a_known_answer_comes_with_the_owner_and_a_number_to_tap(anna: Someone) -> None:
    assert anna.writes(GLOVES).status_code == 200

    assert "B-12-3" in anna.reads()
    assert "Paul Côté" in anna.reads()
    assert "(tel:8195550125;ext=212)" in anna.reads()
    assert "G-1001" in anna.reads()


def test_the_whole_loop_from_a_chat_to_the_departments_channel_and_back(
    stage: TeamsStage, anna: Someone, paul: Someone
) -> None:
    stage.channel(anna, paul)
    paul.mentions("relier magasin")
    anna.writes(BADGE)
    assert BADGE in anna.reads(CHANNEL)
    assert BADGE in paul.reads()

    taken = paul.clicks("take")
    assert taken["type"] == "application/vnd.microsoft.card.adaptive"
    assert "Paul Côté" in anna.reads()
    paul.clicks("answer", answer_text="Passez me voir au local 12.")
    assert "Passez me voir au local 12." in anna.reads()
    anna.clicks("helped")

    request = stage.the_request()
    assert (request.state, request.closing_reason) == (State.CLOSED, ClosingReason.SOLVED)
    for card in (cards_in(stage.cloud, anna.chat)[0], *cards_in(stage.cloud, CHANNEL)):
        assert {action["verb"] for action in actions_of(card)} <= {"reopen", "thanks", "rate"}


def test_asked_in_a_channel_it_is_answered_in_the_thread(stage: TeamsStage, anna: Someone) -> None:
    stage.channel(anna)

    anna.mentions(GLOVES, thread="")

    [thread] = [name for name in stage.cloud.conversations if name.startswith(f"{CHANNEL};messageid=")]
    assert "B-12-3" in anna.reads(thread)
    assert "mentionnez @Guichet" in anna.reads(thread)
    assert stage.cloud.messages(CHANNEL) == stage.cloud.messages(anna.chat) == []


def test_only_the_askers_click_counts_in_a_channel(stage: TeamsStage, anna: Someone, rose: Someone) -> None:
    stage.channel(anna, rose)
    rose.writes("hello")
    anna.mentions(GLOVES)
    [thread] = [name for name in stage.cloud.conversations if name.startswith(f"{CHANNEL};messageid=")]

    told = rose.clicks("helped", thread)

    assert told["type"] != CARD
    assert stage.the_request().state is State.ANSWERED
    anna.clicks("helped", thread)
    assert stage.the_request().state is State.CLOSED


def test_called_into_somebody_elses_thread_it_answers_there(stage: TeamsStage, anna: Someone) -> None:
    stage.channel(anna)

    anna.mentions(GLOVES, thread="1795000000000")

    assert "B-12-3" in anna.reads(f"{CHANNEL};messageid=1795000000000")


def test_a_word_in_the_thread_of_a_request_belongs_to_it(stage: TeamsStage, anna: Someone, paul: Someone) -> None:
    stage.channel(anna, paul)
    paul.mentions("relier magasin")
    anna.writes(BADGE)
    [(number, _)] = stage.cloud.conversations[CHANNEL].messages.items()

    paul.mentions("Passez me voir au local 12.", thread=number)

    assert "Passez me voir au local 12." in anna.reads()


def test_an_older_client_submits_and_gets_the_same(stage: TeamsStage, anna: Someone, paul: Someone) -> None:
    paul.writes("bonjour")
    anna.writes(BADGE)
    data = {**paul.button("answer", paul.chat, None), "answer_text": "Au local 12."}

    answer = paul.writes("", value=data)

    assert (answer.status_code, answer.content) == (200, b"")
    assert "Au local 12." in anna.reads()
    assert stage.the_request().state is State.ANSWERED


def test_an_older_client_is_told_by_a_message_what_a_response_cannot_say(
    stage: TeamsStage, anna: Someone, paul: Someone
) -> None:
    paul.writes("bonjour")
    anna.writes(BADGE)
    [card] = cards_in(stage.cloud, paul.chat)
    anna.clicks("withdraw")

    paul.writes("", value=paul.button("take", paul.chat, card))
    paul.writes("", value={"verb": "approve", "reference": "G-1001"})

    assert "G-1001 est close" in paul.reads()
    assert "n’est plus proposé" in paul.reads()


def test_the_same_delivery_twice_is_one_request(stage: TeamsStage, anna: Someone) -> None:
    asked = anna.message(BADGE)

    statuses = [stage.posts(asked).status_code for _ in range(3)]
    stage.works()

    assert statuses == [200, 200, 200]
    assert len(stage.house.requests()) == 1
    assert len(cards_in(stage.cloud, anna.chat)) == 1


def test_a_double_click_counts_once(stage: TeamsStage, anna: Someone, paul: Someone) -> None:
    paul.writes("bonjour")
    anna.writes(BADGE)
    paul.clicks("take")
    [card] = cards_in(stage.cloud, paul.chat)
    before = len(stage.cloud.messages(anna.chat))

    first = paul.clicks("note", card=card, note_text="vu avec Luc")
    second = paul.clicks("note", card=card, note_text="vu avec Luc")

    notes = [event for event in _timeline(stage) if event == "note"]
    assert (first["type"] != CARD, second["type"], len(notes)) == (True, CARD, 1)
    assert len(stage.cloud.messages(anna.chat)) == before
    paul.clicks("note", note_text="vu avec Luc")
    assert len([event for event in _timeline(stage) if event == "note"]) == 2


def test_the_same_button_of_one_drawing_twice_takes_once(stage: TeamsStage, anna: Someone, rose: Someone) -> None:
    rose.writes("hello")
    anna.writes(UNKNOWN)
    [card] = cards_in(stage.cloud, rose.chat)

    won = rose.clicks("take", card=card)
    lost = rose.clicks("take", card=card)

    assert won["type"] == lost["type"] == CARD
    assert stage.the_request().state is State.ACCEPTED


def test_an_edit_is_no_duplicate_and_asks_anew(stage: TeamsStage, anna: Someone) -> None:
    asked = anna.message(UNKNOWN)
    stage.posts(asked)
    stage.works()
    data = {"eventType": "editMessage", "tenant": asked["channelData"]["tenant"]}

    edited = {**asked, "type": "messageUpdate", "text": GLOVES, "channelData": data}
    assert stage.posts(edited).status_code == 200
    stage.works()

    assert len(stage.house.requests()) == 1
    assert "B-12-3" in anna.reads()


def test_a_message_for_somebody_else_is_passed_on_and_its_author_told(
    stage: TeamsStage, anna: Someone, paul: Someone, rose: Someone
) -> None:
    paul.writes("bonjour")
    rose.writes("hello")
    message = {
        "id": "1795430000000",
        "body": {"contentType": "html", "content": f"<p>{BADGE}</p>"},
        "from": {"user": {"id": anna.member.aad, "displayName": "Anna Roy"}},
    }
    invoke = {**rose.activity("invoke"), "value": {"commandId": "pass_on_message", "messagePayload": message}}

    dialog = stage.posts({**invoke, "name": "composeExtension/fetchTask"}).json()
    ended = stage.posts({**invoke, "name": "composeExtension/submitAction"}).json()
    stage.works()

    assert BADGE in str(dialog["task"]["value"]["card"])
    assert dialog["task"]["value"]["title"] == "Message that came to the wrong person"
    assert "G-1001" in ended["task"]["value"]
    assert BADGE in paul.reads()
    assert "Paul Côté" in anna.reads()
    assert stage.the_request().requester.person == PersonId(ANNA)


def test_a_connector_that_stumbles_loses_nothing(stage: TeamsStage, anna: Someone, paul: Someone) -> None:
    stage.channel(anna, paul)
    paul.mentions("relier magasin")
    faults = [Fault(status=429), Fault(cut=True), Fault(status=502), Fault(status=412), Fault(cut_after=True)]
    stage.cloud.faults.extend(faults)

    stage.posts(anna.message(BADGE))
    stage.works_for(minutes=3)

    assert stage.cloud.faults == type(stage.cloud.faults)()
    assert BADGE in paul.reads()
    assert BADGE in paul.reads(CHANNEL)
    assert "G-1001" in anna.reads()


def test_a_channel_that_was_removed_leaves_the_members(stage: TeamsStage, anna: Someone, paul: Someone) -> None:
    stage.channel(anna, paul)
    paul.mentions("relier magasin")
    stage.cloud.conversations[CHANNEL].is_closed = True

    anna.writes(BADGE)

    assert BADGE in paul.reads()


def _timeline(stage: TeamsStage) -> list[str]:
    with stage.house.core.units.look() as view:
        return [str(event.kind) for event in view.timeline.of(stage.the_request().id)]
