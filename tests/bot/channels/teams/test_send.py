"""What becomes of a message when the connector is busy, away, ambiguous, or says never."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.channel import InDoubt, Meaning, Post, Refused, SendResult, Sent, TryLater
from bot.channels.teams.connector import LONGEST_WAIT
from handlers.content import Content
from handlers.incoming import ChannelName, PersonId, Place, Reference
from handlers.outgoing import ToDepartment, ToPerson, ToPlace
from handlers.requests.model import State
from knowledge.models import DepartmentId
from tests.bot.channels.teams.cloud import BOT, Cloud, Conversation, Fault, Member
from tests.bot.channels.teams.stage import CHANNEL, Someone, TeamsStage, cards_in
from tests.bot.house import ANNA, MONDAY_MORNING, PAUL

BADGE = "j'ai perdu ma carte d'accès"
TEAMS = ChannelName("teams")
CARD = Content(title="Gants", reference=Reference("G-1001"), body=("Allée B.",))


def address(stage: TeamsStage, recipient: ToPerson | ToDepartment | ToPlace) -> str:
    found = stage.platform.channel.address_of(recipient, stage.front.table)
    assert found
    return found


def sent(stage: TeamsStage, to: str, replaces: str | None = None) -> SendResult:
    return stage.run(stage.platform.channel.send(Post(key="k1", address=to, content=CARD, replaces=replaces)))


@pytest.fixture
def her(stage: TeamsStage, anna: Someone) -> str:
    """Anna's address, once she was seen."""
    anna.writes("bonjour")
    stage.cloud.conversations[anna.chat].messages.clear()
    return address(stage, ToPerson(person=PersonId(ANNA)))


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (Fault(status=429, headers=(("Retry-After", "7"),)), TryLater(timedelta(seconds=7))),
        (Fault(status=429), TryLater(timedelta(seconds=1))),
        (
            Fault(status=429, headers=(("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"),)),
            TryLater(timedelta(seconds=1)),
        ),
        (Fault(status=429, headers=(("Retry-After", "nan"),)), TryLater(timedelta(seconds=1))),
        (Fault(status=429, headers=(("Retry-After", "99999999"),)), TryLater(LONGEST_WAIT)),
        (Fault(status=412), TryLater(timedelta(seconds=1))),
        (Fault(status=500), InDoubt()),
        (Fault(status=502), InDoubt()),
        (Fault(status=503), InDoubt()),
        (Fault(status=504), InDoubt()),
        (Fault(cut=True), InDoubt()),
        (Fault(cut_after=True), InDoubt()),
        (Fault(status=403), Refused("Fault")),
        (Fault(status=404), Refused("Fault")),
        (Fault(status=413), Refused("Fault")),
        (Fault(status=302, headers=(("Location", "https://evil.example/"),)), Refused("Fault")),
    ],
)
def test_each_fault_has_its_result(fault: Fault, result: SendResult, stage: TeamsStage, her: str) -> None:
    stage.cloud.faults.append(fault)

    assert sent(stage, her) == result


@pytest.mark.parametrize("fault", [Fault(status=429), Fault(status=500), Fault(status=403), Fault(cut=True)])
def test_one_attempt_is_one_call(fault: Fault, stage: TeamsStage, her: str) -> None:
    stage.cloud.calls.clear()
    stage.cloud.faults.append(fault)

    sent(stage, her)

    assert stage.cloud.calls["connector"] == 1


def test_nobody_listening_means_certainly_not_sent(stage: TeamsStage, her: str) -> None:
    stage.run(stage.platform._people.see(_elsewhere(stage)))

    assert sent(stage, address(stage, ToPerson(person=PersonId(ANNA)))) == TryLater(timedelta(seconds=1))


def _elsewhere(stage: TeamsStage) -> Any:
    """Anna's account with a service that is no longer there, on an address that is allowed."""
    from dataclasses import replace

    from bot.channels.teams.whereabouts import Allowed, dump, load

    account = stage.run(stage.platform._people.known(PersonId(ANNA)))
    assert account
    reached = load(account.address)
    assert reached
    stage.platform._channel._connector._allowed = Allowed(this_machine=True)
    return replace(account, address=dump(replace(reached, service_url="http://127.0.0.1:9/")))


def test_a_slow_answer_is_a_doubt_and_holds_nobody_else_up(stage: TeamsStage, her: str) -> None:
    stage.cloud.faults.extend([Fault(seconds=0.3)] * 12)

    async def many() -> float:
        loop = asyncio.get_running_loop()
        began = loop.time()
        post = Post(key="k1", address=her, content=CARD)
        await asyncio.gather(*(stage.platform.channel.send(post) for _ in range(12)))
        return loop.time() - began

    assert stage.run(many()) < 2.5


def test_many_messages_go_over_a_few_connections(stage: TeamsStage, her: str) -> None:
    stage.cloud.connections.clear()

    for _ in range(30):
        assert isinstance(sent(stage, her), Sent)

    assert len(stage.cloud.connections) == 1


def test_one_token_serves_them_all_and_one_that_was_withdrawn_is_renewed(stage: TeamsStage, her: str) -> None:
    before = stage.cloud.calls["token"]
    for _ in range(5):
        sent(stage, her)
    assert stage.cloud.calls["token"] == before

    stage.cloud.forget_tokens()

    assert isinstance(sent(stage, her), Sent)
    assert stage.cloud.calls["token"] == before + 1


def test_a_token_is_renewed_before_it_ends(stage: TeamsStage, her: str) -> None:
    before = stage.cloud.calls["token"]

    stage.clock.forward(timedelta(minutes=56))
    sent(stage, her)

    assert stage.cloud.calls["token"] == before + 1


def test_without_a_token_it_waits(stage: TeamsStage, anna: Someone) -> None:
    stage.platform._tokens._settings = stage.platform._settings.model_copy(update={"app_password": "wrong"})
    stage.posts(anna.message(BADGE))
    stage.works()

    assert stage.cloud.messages(anna.chat) == []
    stage.platform._tokens._settings = stage.platform._settings
    stage.works_for(minutes=2)
    assert "G-1001" in anna.reads()


def test_each_message_says_who_speaks_to_whom_and_where(stage: TeamsStage, her: str, anna: Someone) -> None:
    sent(stage, her)

    [message] = stage.cloud.messages(anna.chat)
    parties = [message[name]["id"] for name in ("from", "recipient", "conversation")]
    assert parties == [BOT, anna.member.id, anna.chat]


def test_a_card_takes_the_place_of_the_one_before(stage: TeamsStage, her: str, anna: Someone) -> None:
    first = sent(stage, her)
    assert isinstance(first, Sent)

    again = sent(stage, her, replaces=first.platform_id)

    assert again == first
    assert len(stage.cloud.messages(anna.chat)) == 1


def test_a_card_that_is_gone_is_shown_anew(stage: TeamsStage, her: str, anna: Someone) -> None:
    first = sent(stage, her)
    assert isinstance(first, Sent)
    stage.cloud.conversations[anna.chat].messages.clear()

    again = sent(stage, her, replaces=first.platform_id)

    assert isinstance(again, Sent)
    assert again != first
    assert len(stage.cloud.messages(anna.chat)) == 1


def test_a_card_of_another_conversation_is_left_alone(stage: TeamsStage, her: str, anna: Someone) -> None:
    sent(stage, her, replaces="19:other@thread.tacv2/message-1")

    assert len(stage.cloud.messages(anna.chat)) == 1


def test_somebody_never_seen_is_refused_so_that_others_are_asked(stage: TeamsStage) -> None:
    assert sent(stage, address(stage, ToPerson(person=PersonId(PAUL)))) == Refused("never_seen")
    assert sent(stage, address(stage, ToDepartment(department=DepartmentId("magasin")))) == Refused(
        "not_linked", Meaning.NOWHERE
    )


def test_people_and_places_of_other_channels_are_not_here(stage: TeamsStage) -> None:
    place = Place(channel=ChannelName("slack"), conversation="C1")
    channel, table = stage.platform.channel, stage.front.table

    assert channel.address_of(ToPlace(place=place, person=PersonId(ANNA)), table) is None
    assert channel.address_of(ToPerson(person=PersonId("slack:U1")), table) is None


def test_a_bot_that_was_removed_is_refused(stage: TeamsStage, her: str, anna: Someone) -> None:
    stage.cloud.conversations[anna.chat].is_closed = True

    assert sent(stage, her) == Refused("BotNotInConversationRoster")


def test_a_chat_is_opened_once_for_somebody_met_in_a_channel(stage: TeamsStage, anna: Someone, paul: Someone) -> None:
    stage.channel(anna, paul)
    paul.mentions("bonjour")
    del stage.cloud.conversations[paul.chat]
    to = address(stage, ToPerson(person=PersonId(PAUL)))

    results = [sent(stage, to) for _ in range(2)]

    assert all(isinstance(result, Sent) for result in results)
    assert len(stage.cloud.messages(paul.chat)) == 2


def test_a_place_is_found_again_after_a_restart(stage: TeamsStage, her: str, anna: Someone) -> None:
    stage.platform._people._seen.clear()
    stage.platform._latest_service = ""
    place = Place(channel=TEAMS, conversation=anna.chat)

    assert isinstance(sent(stage, address(stage, ToPlace(place=place, person=PersonId(ANNA)))), Sent)


def test_a_department_named_in_the_table_by_its_id_is_reached(stage: TeamsStage, her: str, cloud: Cloud) -> None:
    from dataclasses import replace

    table, stores = stage.front.table, DepartmentId("magasin")
    named = replace(table.departments[stores], teams_channel=CHANNEL)
    from bot.storage.routing import SqlRouting

    cloud.conversations[CHANNEL] = Conversation()
    changed = replace(table, departments={**table.departments, stores: named})
    SqlRouting(stage.house.database).publish(changed, base=1, author="test", now=MONDAY_MORNING)
    stage.house.core.snapshots.refresh()

    assert isinstance(sent(stage, address(stage, ToDepartment(department=stores))), Sent)


def test_what_cannot_be_delivered_moves_on_and_is_not_called_delivered(
    stage: TeamsStage, anna: Someone, paul: Someone
) -> None:
    anna.writes(BADGE)  # Paul was never seen: nobody of the stores can be reached

    assert stage.the_request().state in {State.ROUTED, State.PROMISED}
    assert stage.cloud.messages(paul.chat) == []


def test_a_message_is_retried_until_the_connector_takes_it(stage: TeamsStage, her: str, anna: Someone) -> None:
    stage.cloud.faults.extend([Fault(status=412), Fault(status=429), Fault(status=502), Fault(cut=True)])

    stage.posts(anna.message(BADGE))
    stage.works_for(minutes=2)

    assert len(cards_in(stage.cloud, anna.chat)) == 1


def test_an_answer_that_was_lost_shows_twice_rather_than_never(stage: TeamsStage, her: str, anna: Someone) -> None:
    stage.cloud.faults.append(Fault(cut_after=True))

    stage.posts(anna.message(BADGE))
    stage.works_for(minutes=2)

    assert 1 <= len(cards_in(stage.cloud, anna.chat)) <= 2


GUESTS = [
    Member(id="29:g", aad="aad-g", name="Guest", email="g@other.example", role="guest"),
    Member(id="29:g", aad="aad-g", name="Guest", email="", upn="g_other.example#EXT#@atelier.example"),
    Member(id="29:g", aad="aad-g", name="Guest", email="g@other.example", tenant="another"),
]


@pytest.mark.parametrize("guest", GUESTS)
def test_guests_get_one_polite_line_and_nothing_of_the_table(guest: Member, stage: TeamsStage) -> None:
    person = stage.person("g", guest.email, role=guest.role, upn=guest.upn, tenant=guest.tenant)

    person.writes("où sont les gants en nitrile ?")
    person.writes(BADGE)

    assert len(stage.cloud.messages(person.chat)) == 2
    assert "B-12-3" not in person.reads()
    assert person.reads().count("personnes de cette organisation") == 2


def test_members_of_a_team_are_met_when_the_bot_is_added(stage: TeamsStage, anna: Someone, paul: Someone) -> None:
    others = [stage.person(f"x{number}", f"x{number}@atelier.example") for number in range(4)]
    stage.channel(*others, paul)
    added = {**anna.activity("conversationUpdate"), "membersAdded": [{"id": BOT}], **_in_team()}

    assert stage.posts(added).status_code == 200
    stage.works()

    assert stage.run(stage.platform._people.known(PersonId(PAUL))) is not None
    assert stage.run(stage.platform._people.known(PersonId("x1@atelier.example"))) is None


def _in_team() -> dict[str, Any]:
    from tests.bot.channels.teams.stage import in_channel

    return {**in_channel(CHANNEL, "1"), "from": {"id": "29:installer", "name": "Installer"}}
