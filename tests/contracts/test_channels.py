"""One contract for every folder under bot/channels: what the outbox may count on, whatever the platform.

A folder registers how to open it in `tests/contracts/channels/NAME.py`: `open_channel(folder)`, a context that gives a
`ChannelUnderTest`. A folder without one fails the first test.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import get_args

import pytest

import bot.channels
from bot.channel import CannotTell, FindResult, Post, ProfileResult, SendResult, Sent
from handlers.accounts import Account, unknown_person
from handlers.content import Button, Contact, Content
from handlers.incoming import ChannelName, PersonId, Place, Reference
from handlers.outgoing import Recipient, ToPerson, ToPlace, View
from handlers.verbs import Verb
from knowledge.models import RoutingTable
from tests.bot.command import ROOT
from tests.contracts.channels.subject import ChannelUnderTest

FOLDERS = sorted(folder.name for folder in iter_modules(bot.channels.__path__))
REGISTERED = ROOT / "tests" / "contracts" / "channels"

HOSTILE = "<!channel> <script>alert(1)</script> **gras** [x](javascript:1) & \u202e … " + "long " * 2_000
CARD = Content(
    view=View.OWNER,
    title="Anna <b> demande",
    reference=Reference("G-1042"),
    quote=HOSTILE,
    body=("Première ligne", HOSTILE),
    contact=Contact(department="Magasin", person="Paul", phone="819-555-0125", extension="212", reach="Ouvert"),
    buttons=(
        Button(verb=Verb.TAKE, label="Je prends"),
        *(Button(verb=Verb.CHOOSE, label=f"Choix {number} " * 20, choice=f"topic-{number}") for number in range(30)),
    ),
)


@pytest.fixture(params=FOLDERS)
def subject(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChannelUnderTest]:
    registered = import_module(f"tests.contracts.channels.{request.param}")
    with registered.open_channel(tmp_path) as subject:
        yield subject


def post(key: str, address: str, content: Content = CARD, replaces: str | None = None) -> Post:
    return Post(key=key, address=address, content=content, replaces=replaces)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_channel_folder_is_held_to_the_contract(folder: str) -> None:
    assert (REGISTERED / f"{folder}.py").exists()


def test_it_is_called_as_its_folder(subject: ChannelUnderTest, request: pytest.FixtureRequest) -> None:
    assert request.node.callspec.params["subject"] == subject.channel.name


def test_whatever_there_is_to_show_it_shows(subject: ChannelUnderTest) -> None:
    sent = subject.run(subject.channel.send(post("k1", subject.address)))

    assert isinstance(sent, Sent)
    assert sent.platform_id
    assert "Première ligne" in subject.shown()[-1]


def test_the_least_there_is_to_show_it_shows(subject: ChannelUnderTest) -> None:
    for number, content in enumerate((Content(body=("Un mot",)), Content(title="Un titre"), Content(body=("",)))):
        assert isinstance(subject.run(subject.channel.send(post(f"k{number}", subject.address, content))), Sent)


def test_a_card_that_replaces_another_is_shown_and_is_the_newest(subject: ChannelUnderTest) -> None:
    first = subject.run(subject.channel.send(post("k1", subject.address)))
    assert isinstance(first, Sent)

    again = post("k2", subject.address, Content(title="Pris"), first.platform_id)
    assert isinstance(subject.run(subject.channel.send(again)), Sent)

    shown = subject.shown()
    assert "Pris" in shown[-1]
    assert len(shown) == (1 if subject.edits else 2)


def test_a_card_whose_place_is_gone_is_posted_anew(subject: ChannelUnderTest) -> None:
    again = post("k2", subject.address, Content(title="Pris"), subject.gone)

    assert isinstance(subject.run(subject.channel.send(again)), Sent)
    assert "Pris" in subject.shown()[-1]


def test_what_was_sent_is_found_by_its_key_or_nobody_can_tell(subject: ChannelUnderTest) -> None:
    subject.run(subject.channel.send(post("k1", subject.address)))

    found = subject.run(subject.channel.find(post("k1", subject.address), subject.since))
    other = subject.run(subject.channel.find(post("k2", subject.address), subject.since))

    assert isinstance(found, Sent | CannotTell)
    assert not isinstance(other, Sent)


def test_somebody_who_cannot_be_reached_is_an_answer_and_no_error(subject: ChannelUnderTest) -> None:
    nobody, here = PersonId("nobody@nowhere.example"), subject.channel.name
    strangers = (nobody, unknown_person(here, "nobody-has-this"), unknown_person(here, "🙈"))
    places = (Place(channel=here, conversation="nowhere"), Place(channel=here, conversation="C0NO", thread="17.1"))
    recipients: list[Recipient] = [ToPerson(person=person) for person in strangers]
    recipients += [ToPlace(place=place, person=nobody) for place in places]

    for recipient in recipients:
        address = subject.channel.address_of(recipient, RoutingTable())
        if address is not None:
            assert isinstance(subject.run(subject.channel.send(post("k", address))), get_args(SendResult))
            assert isinstance(
                subject.run(subject.channel.find(post("k", address), subject.since)), get_args(FindResult)
            )


def test_an_account_that_nobody_has_is_an_answer_and_no_error(subject: ChannelUnderTest) -> None:
    answer = subject.run(subject.channel.profile("nobody-has-this"))

    assert isinstance(answer, get_args(ProfileResult))
    assert not isinstance(answer, Account)


def test_a_place_on_another_channel_has_no_address_here(subject: ChannelUnderTest) -> None:
    elsewhere = Place(channel=ChannelName("carrier-pigeon"), conversation="x")

    assert subject.channel.address_of(ToPlace(place=elsewhere, person=PersonId("a@b.c")), RoutingTable()) is None
