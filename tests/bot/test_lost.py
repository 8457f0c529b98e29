"""Cards that no platform takes: an archived channel, a person who left, a department that never had a channel (P5)."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from bot.channel import CannotTell, Channels, FindResult, Meaning, Post, ProfileResult, Refused, SendResult, Sent
from bot.workers.deliver import Courier
from bot.workers.introduce import Introductions
from handlers.incoming import Actor, ChannelName, PersonId, Place, QuestionAsked, VerbUsed
from handlers.outgoing import Recipient, ToDepartment, ToPerson, ToPlace
from handlers.requests.model import ClosingReason, Request
from handlers.verbs import Verb
from knowledge.models import DepartmentId, Email, RoutingTable
from tests.bot.house import ANNA, MONDAY_MORNING, PAUL, ROSE, HouseUnderTest, StoppedClock, small_table

CHAT = ChannelName("chat")
ADMIN = Email("ada.admin@atelier.example")
OLGA = Email("olga.petit@atelier.example")
STORES = DepartmentId("magasin")
BADGE = "j'ai perdu ma carte d'accès"
ARCHIVED = Refused("is_archived")
NOT_LINKED = Refused("not_linked", Meaning.NOWHERE)
LEFT = Refused("user_disabled", Meaning.GONE)


@dataclass(slots=True)
class Chat:
    """Shows what it is given, but for the addresses it refuses."""

    refused: dict[str, Refused] = field(default_factory=dict)
    shown: list[tuple[str, Post]] = field(default_factory=list)
    name: ChannelName = CHAT

    def address_of(self, recipient: Recipient, table: RoutingTable) -> str | None:
        match recipient:
            case ToPerson(person=person) | ToPlace(person=person):
                return person
            case ToDepartment(department=department):
                return department

    async def send(self, post: Post) -> SendResult:
        if post.address in self.refused:
            return self.refused[post.address]
        self.shown.append((post.address, post))
        return Sent(platform_id=post.key)

    async def find(self, post: Post, since: datetime) -> FindResult:
        return CannotTell()

    async def profile(self, account: str) -> ProfileResult:
        return Refused("no_profiles")

    def has_shown(self, address: str, words: str) -> bool:
        return any(words in post.content.as_text for to, post in self.shown if to == address)


def table() -> RoutingTable:
    """Paul and Olga keep the stores, which own the badges; Rose stands in for them."""
    before = small_table()
    stores = replace(before.departments[STORES], members=(PAUL, OLGA), backup=str(ROSE))
    topics = {key: replace(topic, department=STORES, person=None) for key, topic in before.topics.items()}
    return replace(before, departments={**before.departments, STORES: stores}, topics=topics)


TABLE = table


@pytest.fixture
def house(house: HouseUnderTest) -> HouseUnderTest:
    """Ada looks after Guichet."""
    house.core.house = replace(house.core.house, admins=(ADMIN,))
    return house


def ask(house: HouseUnderTest, chat: Chat, text: str = BADGE, person: Email = ANNA) -> Request:
    place = Place(channel=CHAT, conversation=f"D-{person}")
    actor = Actor(person=PersonId(person), name="Anna")
    fact = QuestionAsked(keys=(f"{person}:{text}",), actor=actor, place=place, at=MONDAY_MORNING, text=text)
    house.core.decide(fact, house.core.scene(fact))
    deliver(house, chat)
    return house.requests()[-1]


def deliver(house: HouseUnderTest, chat: Chat) -> None:
    async def everything() -> None:
        channels = Channels([chat])
        courier = Courier(house.bridge, channels, Introductions(house.bridge, channels))
        while await courier.deliver_one() or house.core.fire_one():
            pass

    asyncio.run(everything())


def test_when_the_channel_is_archived_the_members_are_told_directly_and_the_admins_once(house: HouseUnderTest) -> None:
    chat = Chat({STORES: ARCHIVED})

    ask(house, chat)
    ask(house, chat, person=ROSE)

    assert chat.has_shown(PAUL, BADGE)
    assert chat.has_shown(OLGA, BADGE)
    alarms = [post for to, post in chat.shown if to == ADMIN]
    assert len(alarms) == 1
    assert "guichet doctor" in alarms[0].content.as_text


def test_a_department_that_never_had_a_channel_has_lost_nothing(house: HouseUnderTest) -> None:
    chat = Chat({STORES: NOT_LINKED})

    request = ask(house, chat)

    assert request.keeper.person in {PersonId(PAUL), PersonId(OLGA)}
    assert {to for to, _ in chat.shown} == {ANNA, request.keeper.person}


def test_when_whoever_is_on_duty_cannot_be_reached_the_backup_is_asked_at_once(house: HouseUnderTest) -> None:
    chat = Chat({PAUL: Refused("cannot_message_this_user"), OLGA: Refused("cannot_message_this_user")})

    request = ask(house, chat)

    assert request.keeper.person == PersonId(ROSE)
    assert chat.has_shown(ROSE, BADGE)
    assert chat.has_shown(ANNA, "Rose Lam")


def test_a_request_whose_asker_has_left_is_closed_and_its_keeper_told(
    house: HouseUnderTest, clock: StoppedClock
) -> None:
    chat = Chat()
    request = ask(house, chat)
    chat.refused[ANNA] = LEFT

    take(house, request)
    deliver(house, chat)

    assert house.requests()[-1].closing_reason is ClosingReason.REQUESTER_GONE


def test_an_asker_who_takes_no_messages_for_another_reason_keeps_their_request(house: HouseUnderTest) -> None:
    chat = Chat({ANNA: Refused("missing_scope")})

    assert ask(house, chat).is_open


def take(house: HouseUnderTest, request: Request) -> None:
    keeper = Actor(person=request.keeper.person or PersonId(PAUL), name="Keeper")
    place = Place(channel=CHAT, conversation="D-keeper")
    fact = VerbUsed(
        keys=("take",), actor=keeper, place=place, at=MONDAY_MORNING, verb=Verb.TAKE, reference=request.reference
    )
    house.core.decide(fact, house.core.scene(fact))
