"""The whole loop on Slack, over the fake workspace."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from handlers.incoming import PersonId
from handlers.requests.model import ClosingReason, State
from tests.bot.channels.slack.stage import GENERAL, HELP, STORE, SlackStage, slack_stage
from tests.bot.house import PAUL
from tests.fakes.slack import BOT_USER, Broken, Busy, Cut, Json, words_of
from tests.fakes.slack_people import Somebody, buttons_of

pytestmark = pytest.mark.slow

GLOVES = "où sont les gants en nitrile ?"
BADGE = "j'ai perdu ma carte d'accès"
UNKNOWN = "le compresseur siffle depuis hier soir"

Story = Callable[[SlackStage], Awaitable[None]]


def verbs_of(message: Json) -> set[str]:
    return {one["action_id"] for one in buttons_of(message)}


def play(folder: Path, story: Story) -> None:
    async def main() -> None:
        async with slack_stage(folder) as stage:
            await story(stage)

    asyncio.run(main())


def test_a_known_question_is_answered_directly_with_the_owner_and_buttons(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await stage.anna.says(GLOVES)
        await stage.settle()

        (reply,) = stage.anna.reads()
        assert "B-12-3" in reply["text"]
        assert any("<tel:8195550125|819-555-0125 #212>" in words for words in words_of(reply))
        assert {"helped", "pass_on"} <= verbs_of(reply)

    play(tmp_path, story)


def test_the_whole_loop_from_the_question_to_it_helped(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await stage.anna.says(GLOVES)
        await stage.settle()
        await stage.anna.clicks("pass_on", stage.anna.reads()[0], stage.slack.direct("U0ANNA").id)
        await stage.settle()
        (in_channel,) = stage.slack.posted(STORE)
        await stage.paul.clicks("take", in_channel, STORE)
        await stage.settle()
        assert stage.request().state is State.ACCEPTED

        await stage.paul.clicks("answer", in_channel, STORE)
        await stage.settle()
        await stage.paul.submits(stage.slack.views[0], text="Je vous en apporte <2> boîtes & plus.")
        await stage.settle()
        assert stage.request().state is State.ANSWERED
        assert any("&lt;2&gt; boîtes &amp; plus" in one["text"] for one in stage.anna.reads())

        await stage.anna.clicks("helped", stage.anna.reads()[0], stage.slack.direct("U0ANNA").id)
        await stage.settle()
        assert stage.request().closing_reason is ClosingReason.SOLVED
        assert "helped" not in verbs_of(stage.anna.reads()[0])
        assert "take" not in verbs_of(stage.slack.posted(STORE)[0])

    play(tmp_path, story)


def test_two_owners_take_at_once_one_wins_and_the_other_is_told_kindly(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await ask_and_pass_on(stage)
        (in_channel,) = stage.slack.posted(STORE)

        await asyncio.gather(stage.paul.clicks("take", in_channel, STORE), stage.luis.clicks("take", in_channel, STORE))
        await stage.settle()

        assert stage.request().state is State.ACCEPTED
        assert len(stage.slack.said) == 1
        assert "G-1001" in stage.slack.said[0]["text"]

    play(tmp_path, story)


def test_a_double_click_and_a_stale_button_do_no_harm(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await ask_and_pass_on(stage)
        stale = dict(stage.slack.posted(STORE)[0])
        await stage.paul.clicks("take", stale, STORE)
        await stage.paul.clicks("take", stale, STORE)
        await stage.settle()
        first_click = stage.paul.click(buttons_of(stale)[0], stale, STORE)
        await stage.line.interaction(first_click)
        await stage.line.interaction(first_click)
        await stage.settle()

        taken = [event for event in stage.timeline() if event.kind == "take"]
        assert len(taken) == 1

    play(tmp_path, story)


def test_the_owners_card_is_in_the_channel_and_direct_and_both_are_edited_in_place(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await ask_and_pass_on(stage)
        assert (len(stage.slack.posted(STORE)), len(stage.paul.reads())) == (1, 1)
        assert "où sont les gants" in "\n".join(words_of(stage.paul.reads()[0]))

        await stage.paul.clicks("take", stage.paul.reads()[0], "D0U0PAUL")
        await stage.settle()

        cards = [stage.slack.posted(STORE)[0], stage.paul.reads()[0]]
        assert ["take" in verbs_of(card) for card in cards] == [False, False]
        assert len(stage.slack.posted(STORE)) == 1

    play(tmp_path, story)


def test_an_archived_channel_reaches_the_members_and_the_requester_is_served_all_the_same(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.channels[STORE].archived = True
        await ask_and_pass_on(stage)

        assert stage.slack.posted(STORE) == []
        direct = next(one for one in stage.paul.reads() if "take" in verbs_of(one))
        await stage.paul.clicks("take", direct, "D0U0PAUL")
        await stage.settle()
        assert stage.request().keeper.person == PersonId(PAUL)

    play(tmp_path, story)


@pytest.mark.parametrize("how", ["archived", "not_joined", "deleted"])
def test_when_channel_and_members_are_gone_the_next_rung_has_it_at_once(tmp_path: Path, how: str) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.channels[STORE].archived = how == "archived"
        stage.slack.channels[STORE].joined = how != "not_joined"
        if how == "deleted":
            del stage.slack.channels[STORE]
        for owner in ("U0PAUL", "U0LUIS"):
            stage.slack.users[owner].deleted = True

        await ask_and_pass_on(stage)

        assert stage.rose.reads()
        assert stage.request().keeper.department == "accueil"

    play(tmp_path, story)


def test_a_card_that_was_deleted_is_posted_anew(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await ask_and_pass_on(stage)
        card = stage.slack.channels[STORE].messages.pop()

        await stage.paul.clicks("take", card, STORE)
        await stage.settle()

        assert ["take" in verbs_of(one) for one in stage.slack.posted(STORE)] == [False]

    play(tmp_path, story)


def test_a_reply_that_may_have_arrived_is_looked_up_and_shown_once(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.next("chat.postMessage", Cut(acts=True))
        await stage.anna.says(GLOVES)
        await stage.settle()
        await stage.forward(minutes=1)

        assert len(stage.anna.reads()) == 1
        assert len(stage.slack.calls_of("chat.postMessage")) == 1

    play(tmp_path, story)


def test_a_reply_that_did_not_arrive_is_sent_again(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.next("chat.postMessage", Broken(503), Busy(5), Cut(acts=False))
        await stage.anna.says(GLOVES)
        for _ in range(6):
            await stage.forward(minutes=1)

        assert len(stage.anna.reads()) == 1

    play(tmp_path, story)


def test_without_the_scope_to_look_up_a_promise_may_show_twice_and_never_not_at_all(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.scopes.discard("channels:history")
        stage.slack.next("chat.postMessage", Cut(acts=True))
        await stage.anna.says(GLOVES)
        await stage.settle()
        await stage.forward(minutes=1)

        assert len(stage.anna.reads()) == 2

    play(tmp_path, story)


def test_an_unknown_question_is_a_promise_that_names_a_time(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await stage.anna.says(UNKNOWN)
        await stage.settle()

        assert stage.request().state is State.PROMISED
        assert "14" in stage.anna.reads()[0]["text"]
        assert ["take" in verbs_of(one) for one in stage.rose.reads()] == [True]  # and no reminder, channel or not

    play(tmp_path, story)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "America", "../etc/passwd", "x" * 5000])
def test_a_time_zone_nobody_knows_is_the_houses(tmp_path: Path, zone: str) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.user("U0NEW", "Neuve Ailleurs", "neuve@atelier.example", zone=zone)
        new = Somebody(stage.line, "U0NEW")
        await new.says(UNKNOWN)
        await stage.settle()

        assert "14" in new.reads()[0]["text"]

    play(tmp_path, story)


def test_an_edit_before_anybody_took_it_changes_the_question(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        stamp = await stage.anna.says(UNKNOWN)
        await stage.settle()
        await stage.anna.edits(stamp, GLOVES)
        await stage.settle()

        assert stage.request().topic == "gants"
        assert len(stage.house.requests()) == 1

    play(tmp_path, story)


def test_other_bots_and_our_own_words_are_no_questions(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await stage.anna.says(GLOVES)
        await stage.settle()
        ours = stage.anna.reads()[0]
        await stage.line.event({"type": "message", "channel": "D0U0ANNA", "channel_type": "im", **ours})
        other = {"type": "message", "subtype": "bot_message", "bot_id": "B0JIRA", "text": GLOVES, "ts": "17.9"}
        await stage.line.event({**other, "channel": HELP, "channel_type": "channel"})
        await stage.settle()

        assert len(stage.house.requests()) == 1

    play(tmp_path, story)


async def ask_and_pass_on(stage: SlackStage) -> None:
    await stage.anna.says(GLOVES)
    await stage.settle()
    await stage.anna.clicks("pass_on", stage.anna.reads()[0], "D0U0ANNA")
    await stage.settle()


def test_an_owners_words_in_the_cards_thread_reach_the_requester(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await ask_and_pass_on(stage)
        card = stage.slack.posted(STORE)[0]
        await stage.paul.says("Je vous en mets une boîte de côté.", STORE, thread=card["ts"])
        await stage.settle()

        assert any("une boîte de côté" in one["text"] for one in stage.anna.reads())
        assert stage.request().keeper.person == PersonId(PAUL)

    play(tmp_path, story)


def test_a_requesters_words_in_the_thread_are_added_to_the_request(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await ask_and_pass_on(stage)
        await stage.anna.says("c'est pour le local 12", thread=stage.anna.reads()[0]["ts"])
        await stage.settle()

        assert len(stage.house.requests()) == 1
        assert "local 12" in "\n".join(words_of(stage.slack.posted(STORE)[0])) + stage.slack.posted(STORE)[-1]["text"]

    play(tmp_path, story)


def test_a_mention_in_a_thread_of_people_is_a_question_answered_there(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        root = await stage.paul.says("qui sait où sont les gants ?", GENERAL)
        await stage.anna.says(f"<@{BOT_USER}> {GLOVES}", GENERAL, thread=root)
        await stage.settle()

        (reply,) = stage.slack.posted(GENERAL)
        assert (reply["thread_ts"], len(stage.house.requests())) == (root, 1)

    play(tmp_path, story)
