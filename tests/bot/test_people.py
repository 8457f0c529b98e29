"""People whom a platform has only named by an account: taken care of at once, known by name before they are shown."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from bot.channel import (
    CannotTell,
    Channels,
    FindResult,
    Post,
    ProfileResult,
    Refused,
    SendResult,
    Sent,
    TryLater,
)
from bot.workers.deliver import Courier
from bot.workers.introduce import Introductions
from bot.workers.jobs import jobs_of
from handlers.accounts import Account, unknown_person
from handlers.incoming import Actor, ChannelName, PersonId, Place, QuestionAsked, Reference, Standing, VerbUsed
from handlers.outgoing import Recipient
from handlers.requests.model import ClosingReason, State
from handlers.verbs import Verb
from knowledge.models import Lang, RoutingTable
from tests.bot.house import ANNA, PAUL, HouseUnderTest

CHAT = ChannelName("chat")
LOOP = asyncio.Runner()  # one for all: the bells of a house belong to the loop they were first heard in
GLOVES = "où sont les gants en nitrile ?"
BADGE = "j'ai perdu ma carte d'accès"


@dataclass(slots=True)
class Chat:
    """A platform that knows its accounts, and keeps what it was asked to show."""

    name = CHAT
    profiles: dict[str, ProfileResult] = field(default_factory=dict)
    shown: list[Post] = field(default_factory=list)

    def address_of(self, recipient: Recipient, table: RoutingTable) -> str | None:
        return str(recipient)

    async def send(self, post: Post) -> SendResult:
        self.shown.append(post)
        return Sent(platform_id=str(len(self.shown)))

    async def find(self, post: Post, since: datetime) -> FindResult:
        return CannotTell()

    async def profile(self, account: str) -> ProfileResult:
        return self.profiles.get(account, Refused("user_not_found"))


def asked(text: str, account: str = "U1") -> QuestionAsked:
    return QuestionAsked(keys=(f"{account}:{text}",), actor=nobody(account), place=place(account), at=NOW, text=text)


def used(verb: Verb, reference: str, account: str) -> VerbUsed:
    keys = (f"{account}:{verb}",)
    return VerbUsed(
        keys=keys, actor=nobody(account), place=place(account), at=NOW, verb=verb, reference=Reference(reference)
    )


def nobody(account: str) -> Actor:
    return Actor(person=unknown_person(CHAT, account), known=False)


def place(account: str) -> Place:
    return Place(channel=CHAT, conversation=f"D-{account}")


def known(account: str, person: str, standing: Standing = Standing.MEMBER) -> Account:
    return Account(channel=CHAT, account=account, person=PersonId(person), lang=Lang.EN, standing=standing)


NOW = datetime.fromisoformat("2026-11-23T15:00:00+00:00")


def run(house: HouseUnderTest, chat: Chat, *facts: QuestionAsked | VerbUsed) -> None:
    """The facts arrive; then everything that the workers would do is done."""

    async def main() -> None:
        for fact in facts:
            await house.bridge.receive(fact)
        jobs = {job.name: job for job in jobs_of(house.bridge, Channels([chat]))}
        await jobs["decide"].step()
        while await jobs["deliver"].step():
            pass

    LOOP.run(main())


def test_a_question_is_decided_at_once_and_becomes_its_askers_before_it_is_answered(house: HouseUnderTest) -> None:
    chat = Chat({"U1": known("U1", ANNA)})

    run(house, chat, asked(GLOVES))

    assert house.requests()[0].requester.person == PersonId(ANNA)
    assert len(chat.shown) == 1
    assert "B-12-3" in chat.shown[0].content.as_text


def test_a_platform_that_is_away_delays_no_reply(house: HouseUnderTest) -> None:
    chat = Chat({"U1": TryLater()})

    run(house, chat, asked(GLOVES))

    assert len(chat.shown) == 1
    assert house.requests()[0].requester.known is False


def test_a_platform_that_will_not_tell_is_asked_once(house: HouseUnderTest) -> None:
    run(house, Chat(), asked(GLOVES))

    assert LOOP.run(house.bridge.read(house.core.identified, nobody("U1"))).known


def test_an_owner_nobody_knows_yet_is_asked_for_before_their_click_counts(house: HouseUnderTest) -> None:
    chat = Chat({"U1": known("U1", ANNA), "U9": known("U9", "rose.lam@atelier.example")})
    run(house, chat, asked(BADGE))

    run(house, chat, used(Verb.TAKE, "G-1001", "U9"))

    request = house.requests()[0]
    assert (request.state, request.keeper.person) == (State.ACCEPTED, "rose.lam@atelier.example")


def test_a_click_waits_while_the_platform_is_away_and_is_not_lost(house: HouseUnderTest) -> None:
    chat = Chat({"U1": known("U1", ANNA), "U9": TryLater()})
    run(house, chat, asked(BADGE), used(Verb.TAKE, "G-1001", "U9"))
    assert house.requests()[0].state is State.ROUTED

    with house.core.units.look() as view:
        assert view.deliveries.undecided() == 1


def test_nobody_keeps_their_own_question_once_it_is_known_to_be_theirs(house: HouseUnderTest) -> None:
    chat = Chat({"U1": known("U1", "rose.lam@atelier.example")})

    run(house, chat, asked(BADGE))

    request = house.requests()[0]
    assert request.requester.person == "rose.lam@atelier.example"
    assert request.keeper.person != request.requester.person


def test_a_guest_gets_one_polite_line_and_nothing_of_the_table(house: HouseUnderTest) -> None:
    chat = Chat({"U1": known("U1", "visitor@other.example", standing=Standing.GUEST)})

    run(house, chat, asked(GLOVES))
    run(house, chat, asked(BADGE))

    assert [request.closing_reason for request in house.requests()] == [ClosingReason.NOT_A_REQUEST]
    assert len(chat.shown) == 2
    assert all("personnes de cette organisation" in post.content.as_text for post in chat.shown)


def test_what_was_asked_namelessly_stays_theirs_when_the_name_comes(house: HouseUnderTest) -> None:
    chat = Chat({"U1": TryLater()})
    run(house, chat, asked(GLOVES))
    chat.profiles["U1"] = known("U1", PAUL)

    courier = Introductions(house.bridge, Channels([chat]))
    LOOP.run(courier.introduce(unknown_person(CHAT, "U1")))
    run(house, chat, used(Verb.HELPED, "G-1001", "U1"))

    request = house.requests()[0]
    assert (request.requester.person, request.closing_reason) == (PersonId(PAUL), ClosingReason.SOLVED)


def test_the_courier_serves_other_channels_as_before(house: HouseUnderTest) -> None:
    channels = Channels([Chat()])

    assert LOOP.run(Courier(house.bridge, channels, Introductions(house.bridge, channels)).deliver_one()) is False
