"""One message on its way to Slack: taken, busy, refused for good, or in doubt and looked up."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channel import CannotTell, InDoubt, Meaning, NotThere, Post, Refused, Sent, TryLater
from handlers.content import Content
from handlers.incoming import ChannelName, PersonId, Place
from handlers.outgoing import ToDepartment, ToPerson, ToPlace
from knowledge.models import DepartmentId
from tests.bot.channels.slack.stage import GENERAL, STORE, SlackStage, slack_stage, slack_table
from tests.bot.house import ANNA
from tests.fakes.slack import Broken, Busy, Cut, Fault, Says


def play(folder: Path, story: Callable[[SlackStage], Awaitable[None]]) -> None:
    async def main() -> None:
        async with slack_stage(folder) as stage:
            await story(stage)

    asyncio.run(main())


def post(key: str = "k1", address: str = GENERAL, replaces: str | None = None, text: str = "Bonjour") -> Post:
    return Post(key=key, address=address, content=Content(body=(text,)), replaces=replaces)


def test_the_key_stands_in_the_metadata_and_the_message_is_not_unfurled(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        sent = await stage.platform.channel.send(post())

        (message,) = stage.slack.posted(GENERAL)
        assert sent == Sent(f"{GENERAL}:{message['ts']}")
        assert message["metadata"] == {"event_type": "guichet_message", "event_payload": {"key": "k1"}}
        assert stage.slack.calls_of("chat.postMessage")[0]["unfurl_links"] is False

    play(tmp_path, story)


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (Busy(7), TryLater(timedelta(seconds=7))),
        (Busy(None), TryLater(timedelta(seconds=1))),
        (Says("ratelimited"), TryLater(timedelta(seconds=1))),
        (Broken(500), InDoubt()),
        (Broken(503, acts=True), InDoubt()),
        (Broken(200), InDoubt()),
        (Cut(acts=True), InDoubt()),
        (Cut(acts=False), InDoubt()),
        (Says("internal_error"), InDoubt()),
        (Says("user_disabled"), Refused("user_disabled", Meaning.GONE)),
        (Says("fatal_error"), InDoubt()),
        *((Says(error), TryLater()) for error in ("invalid_auth", "token_revoked", "account_inactive")),
        *(
            (Says(error), Refused(error))
            for error in (
                *("is_archived", "not_in_channel", "channel_not_found", "cannot_dm_bot"),
                *("restricted_action", "missing_scope", "messages_tab_disabled", "an_error_of_next_year"),
            )
        ),
    ],
    ids=str,
)
def test_what_slack_does_decides_what_comes_next(tmp_path: Path, fault: Fault, result: Any) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.next("chat.postMessage", fault)

        assert await stage.platform.channel.send(post()) == result

    play(tmp_path, story)


def test_nothing_at_the_other_end_certainly_took_nothing(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await stage.slack.__aexit__()

        line_was_open, no_line = [await stage.platform.channel.send(post()) for _ in range(2)]

        assert line_was_open == InDoubt()
        assert no_line == TryLater()

    play(tmp_path, story)


def test_after_a_429_the_channel_is_spared_then_written_to_once_a_second_for_a_minute(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        channel, clock = stage.platform.channel, stage.clock
        stage.slack.next("chat.postMessage", Busy(10))
        assert await channel.send(post("a")) == TryLater(timedelta(seconds=10))

        clock.forward(timedelta(seconds=4))
        assert await channel.send(post("a")) == TryLater(timedelta(seconds=6))
        assert isinstance(await channel.send(post("other", STORE)), Sent)

        clock.forward(timedelta(seconds=6))
        assert isinstance(await channel.send(post("a")), Sent)
        assert await channel.send(post("b")) == TryLater(timedelta(seconds=1))

        clock.forward(timedelta(seconds=60))
        assert isinstance(await channel.send(post("b")), Sent)
        assert isinstance(await channel.send(post("c")), Sent)
        assert len(stage.slack.calls_of("chat.postMessage")) == 5

    play(tmp_path, story)


@pytest.mark.parametrize("acts", [True, False])
def test_a_doubtful_post_is_looked_up(tmp_path: Path, acts: bool) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.next("chat.postMessage", Cut(acts=acts))
        await stage.platform.channel.send(post())

        found = await stage.platform.channel.find(post(), stage.clock.now())

        assert isinstance(found, Sent if acts else NotThere)

    play(tmp_path, story)


def test_a_look_up_reads_further_pages_and_threads(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        root = stage.slack.stamp()
        stage.slack.channels[GENERAL].messages.append({"ts": root, "user": "U0ANNA", "text": "?"})
        in_thread = post("k1", f"{GENERAL}/{root}")
        await stage.platform.channel.send(in_thread)
        for number in range(450):
            later = {"ts": stage.slack.stamp(), "thread_ts": root, "user": "U0ANNA", "text": str(number)}
            stage.slack.channels[GENERAL].messages.append(later)

        assert isinstance(await stage.platform.channel.find(in_thread, stage.clock.now()), Sent)
        assert await stage.platform.channel.find(post("k1"), stage.clock.now()) == NotThere()

    play(tmp_path, story)


def test_without_the_scope_for_it_nobody_can_tell(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.scopes.discard("channels:history")

        assert await stage.platform.channel.find(post(), stage.clock.now()) == CannotTell()

    play(tmp_path, story)


def test_a_card_is_edited_in_place(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        sent = await stage.platform.channel.send(post())
        assert isinstance(sent, Sent)

        again = await stage.platform.channel.send(post("k2", replaces=sent.platform_id, text="Pris"))

        assert again == sent
        assert [one["text"] for one in stage.slack.posted(GENERAL)] == ["Pris"]

    play(tmp_path, story)


@pytest.mark.parametrize("error", ["message_not_found", "edit_window_closed", "cant_update_message"])
def test_a_card_that_cannot_be_edited_any_more_is_posted_anew(tmp_path: Path, error: str) -> None:
    async def story(stage: SlackStage) -> None:
        sent = await stage.platform.channel.send(post())
        assert isinstance(sent, Sent)
        stage.slack.next("chat.update", Says(error))

        again = await stage.platform.channel.send(post("k2", replaces=sent.platform_id, text="Pris"))

        assert isinstance(again, Sent)
        assert again != sent
        assert [one["text"] for one in stage.slack.posted(GENERAL)] == ["Bonjour", "Pris"]

    play(tmp_path, story)


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
def test_what_slack_will_not_show_is_said_in_plain_words(tmp_path: Path, error: str) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.next("chat.postMessage", Says(error))

        assert isinstance(await stage.platform.channel.send(post()), Sent)
        assert [(one["text"], one["blocks"]) for one in stage.slack.posted(GENERAL)] == [("Bonjour", [])]

    play(tmp_path, story)


def test_a_person_has_one_direct_conversation_however_they_are_named(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        for key, address in (("a", f"@{ANNA}"), ("b", "U0ANNA"), ("c", "D0U0ANNA"), ("d", f"@{ANNA}")):
            assert isinstance(await stage.platform.channel.send(post(key, address)), Sent)

        assert len(stage.slack.posted("D0U0ANNA")) == 4
        assert len(stage.slack.calls_of("conversations.open")) == 1
        assert stage.slack.calls_of("users.lookupByEmail") == []

    play(tmp_path, story)


def test_somebody_who_came_after_the_list_was_read_is_looked_up_once(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.user("U0NEW", "New Body", "new.body@atelier.example")
        for key in ("a", "b"):
            assert isinstance(await stage.platform.channel.send(post(key, "@new.body@atelier.example")), Sent)

        assert len(stage.slack.calls_of("users.lookupByEmail")) == 1

    play(tmp_path, story)


def test_somebody_who_is_not_on_slack_is_refused_and_not_asked_for_again_at_once(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        for key in ("a", "b"):
            assert await stage.platform.channel.send(post(key, "@nobody@x.example")) == Refused("users_not_found")
        assert len(stage.slack.calls_of("users.lookupByEmail")) == 1

        stage.slack.user("U0NEW", "No Body", "nobody@x.example")
        stage.clock.forward(timedelta(minutes=2))
        assert isinstance(await stage.platform.channel.send(post("c", "@nobody@x.example")), Sent)

    play(tmp_path, story)


def test_somebody_whose_account_was_closed_is_refused(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.users["U0PAUL"].deleted = True

        assert await stage.platform.channel.send(post("a", "U0PAUL")) == Refused("user_disabled", Meaning.GONE)

    play(tmp_path, story)


def test_a_channel_made_after_the_list_was_read_is_found(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        assert await stage.platform.channel.send(post("a", "#achats")) == Refused("channel_not_found")
        stage.slack.channel("C0BUY", "achats")
        assert await stage.platform.channel.send(post("a", "#achats")) == Refused("channel_not_found")

        stage.clock.forward(timedelta(minutes=2))
        assert isinstance(await stage.platform.channel.send(post("b", "#achats")), Sent)

    play(tmp_path, story)


def test_lists_are_read_page_by_page_and_private_channels_only_where_allowed(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        for number in range(450):
            stage.slack.channel(f"C1{number}", f"canal-{number}")
        stage.slack.scopes.discard("groups:read")
        stage.clock.forward(timedelta(minutes=11))

        assert isinstance(await stage.platform.channel.send(post("a", "#canal-449")), Sent)

    play(tmp_path, story)


def test_a_busy_look_up_asks_for_patience(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.next("conversations.open", Busy(3))

        assert await stage.platform.channel.send(post("a", "U0PAUL")) == TryLater(timedelta(seconds=3))

    play(tmp_path, story)


def test_addresses(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        table, channel = slack_table(), stage.platform.channel
        here = Place(channel=ChannelName("slack"), conversation="C1", thread="17.1", direct=False)
        there = Place(channel=ChannelName("teams"), conversation="C1")

        assert channel.address_of(ToPerson(person=PersonId(ANNA)), table) == f"@{ANNA}"
        assert channel.address_of(ToPerson(person=PersonId("slack:U1")), table) == "U1"
        assert channel.address_of(ToPerson(person=PersonId("teams:29:x")), table) is None
        assert channel.address_of(ToDepartment(department=DepartmentId("magasin")), table) == "#magasin"
        assert channel.address_of(ToDepartment(department=DepartmentId("accueil")), table) is None
        assert channel.address_of(ToDepartment(department=DepartmentId("gone")), table) is None
        assert channel.address_of(ToPlace(place=here, person=PersonId(ANNA)), table) == "C1/17.1"
        assert channel.address_of(ToPlace(place=there, person=PersonId(ANNA)), table) is None

    play(tmp_path, story)
