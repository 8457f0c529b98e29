"""What Slack is answered: 200 once it is committed, 4xx for what is not Slack's, a word to whoever clicked."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path

import httpx
import pytest

from bot.channel import Post
from bot.errors import BotError
from handlers.content import Content
from handlers.requests.model import State
from tests.bot.channels.slack.stage import GENERAL, HELP, SlackStage, open_stage, slack_stage, slack_table, workspace
from tests.bot.command import ROOT
from tests.bot.house import StoppedClock, make_house
from tests.fakes.slack import APP_TOKEN, BOT_USER, Busy, Json, Says
from tests.fakes.slack_people import escaped

pytestmark = pytest.mark.slow

GLOVES = "où sont les gants en nitrile ?"
BADGE = "j'ai perdu ma carte d'accès"
PAYLOADS = sorted((ROOT / "tests" / "payloads" / "slack").glob("*.json"))
JSON = "application/json"


def play(folder: Path, story: Callable[[SlackStage], Awaitable[None]], app_token: str = "") -> None:
    async def main() -> None:
        async with slack_stage(folder, app_token=app_token) as stage:
            await story(stage)

    asyncio.run(main())


def lock_the_ledger(stage: SlackStage) -> Callable[[], None]:
    """From now on nothing can be committed; call what is returned to undo it."""
    bridge = stage.house.bridge
    real, loop, attempts = bridge.core.units.begin, asyncio.get_running_loop(), count(1)

    def refuse() -> object:
        if next(attempts) == 2:  # to decide it, then to keep it as it is
            loop.call_soon_threadsafe(stage.tried.set)
        raise BotError("database_unavailable")

    bridge.core.units.begin = refuse  # type: ignore[method-assign,assignment]  # a disk that is full
    return lambda: setattr(bridge.core.units, "begin", real)


def test_everything_is_committed_before_the_200(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await stage.anna.says(GLOVES)

        assert stage.line.statuses == [200]
        assert len(stage.house.requests()) == 1
        assert stage.slack.calls_of("chat.postMessage") == []

    play(tmp_path, story)


def test_whatever_slack_delivers_is_acknowledged(tmp_path: Path) -> None:
    delivered = {path.stem: json.loads(path.read_text(encoding="utf-8"))["delivered"] for path in PAYLOADS}

    async def story(stage: SlackStage) -> None:
        statuses = {name: (await handed_over(stage, body)).status_code for name, body in delivered.items()}
        await stage.settle()

        assert set(statuses.values()) == {200}, statuses

    play(tmp_path, story)


async def handed_over(stage: SlackStage, body: Json) -> httpx.Response:
    if "command" in body:
        return await stage.line.form(body)
    if body["type"] == "event_callback":
        return await stage.line.post(json.dumps(body).encode(), JSON)
    return await stage.line.interaction(body)


def test_slacks_own_check_gets_its_challenge_back(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        answer = await stage.line.post(b'{"type":"url_verification","challenge":"xyz"}', JSON)

        assert (answer.status_code, answer.json()) == (200, {"challenge": "xyz"})

    play(tmp_path, story)


def test_what_is_not_a_delivery_never_becomes_an_error_of_ours(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        for raw, headers, status in NO_DELIVERIES:
            answer = await stage.line.post(raw, JSON, headers)
            assert answer.status_code == status, raw[:80]

    play(tmp_path, story)


NO_DELIVERIES: tuple[tuple[bytes, dict[str, str], int], ...] = (
    (b"{}", {"x-slack-signature": "v0=0"}, 401),
    (b"{}", {"x-slack-signature": "v0=\xe9"}, 401),
    (b"{}", {"x-slack-request-timestamp": "abc"}, 401),
    (b"{}", {"x-slack-request-timestamp": "1"}, 401),
    (b"not json", {}, 400),
    (b"[1]", {}, 400),
    (b'{"a":' * 500 + b"1" + b"}" * 500, {}, 400),
    (b"\xff", {}, 400),
    (b"x" * (1024 * 1024 + 1), {}, 413),
    (b'{"event": "odd", "type": "event_callback"}', {}, 200),
    (b'{"team": "odd", "user": 7, "type": "block_actions"}', {}, 400),
    (b'{"type": "event_callback", "event": {"type": "message", "channel": {}, "user": []}}', {}, 200),
    (b"{}", {}, 200),
)


def test_nothing_but_a_post_is_answered_there(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        assert (await stage.line.client.get("/slack/events")).status_code == 405

    play(tmp_path, story)


def test_an_event_delivered_again_changes_nothing(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        event = stage.anna.typed(GLOVES, stage.slack.direct("U0ANNA").id)
        for _ in range(3):
            await stage.line.event(event, "Ev1")
        await stage.settle()

        assert len(stage.house.requests()) == 1
        assert len(stage.anna.reads()) == 1

    play(tmp_path, story)


def test_a_mention_and_its_message_are_one_question_answered_in_its_thread(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        stamp = await stage.anna.says(f"<@{BOT_USER}> {GLOVES}", GENERAL)
        await stage.settle()

        (reply,) = stage.slack.posted(GENERAL)
        assert stage.line.statuses == [200, 200]
        assert len(stage.house.requests()) == 1
        assert stage.request().question == GLOVES
        assert reply["thread_ts"] == stamp

    play(tmp_path, story)


def test_in_a_help_channel_every_post_is_a_question_elsewhere_none_is(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await stage.anna.says(GLOVES, GENERAL)
        assert stage.house.requests() == []

        stamp = await stage.anna.says(GLOVES, HELP)
        await stage.settle()
        assert stage.slack.posted(HELP)[0]["thread_ts"] == stamp

    play(tmp_path, story)


def test_a_post_that_might_be_for_a_help_channel_comes_again_until_the_channels_are_known(tmp_path: Path) -> None:
    async def main() -> None:
        clock = StoppedClock()
        async with workspace(clock) as slack:
            house = make_house(tmp_path, clock, slack_table())
            slack.next("conversations.list", Says("an_error"))
            async with open_stage(house, clock, slack) as stage:
                event = stage.anna.typed(GLOVES, HELP)
                await stage.line.event(event, "Ev1")
                assert stage.line.statuses == [503] * 4
                await stage.anna.says(GLOVES)
                assert stage.line.statuses[-1] == 200

                await stage.platform.channel.send(post_to("#aide"))  # reads the list
                await stage.line.event(event, "Ev1")
                assert stage.line.statuses[-1] == 200
                assert len(stage.house.requests()) == 2
            house.close()

    asyncio.run(main())


def test_an_event_that_cannot_be_committed_is_not_acknowledged_and_comes_again(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        unlock = lock_the_ledger(stage)
        event = stage.anna.typed(GLOVES, stage.slack.direct("U0ANNA").id)
        await stage.line.event(event, "Ev1")
        assert stage.line.statuses == [503, 503, 503, 503]

        unlock()
        await stage.line.event(event, "Ev1")
        assert stage.line.statuses[-1] == 200
        assert len(stage.house.requests()) == 1

    play(tmp_path, story)


def test_whoever_clicked_hears_at_once_that_it_could_not_be_recorded(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await stage.anna.says(GLOVES)
        await stage.settle()
        unlock = lock_the_ledger(stage)

        answer = await stage.anna.clicks("helped", stage.anna.reads()[0], "D0U0ANNA")
        await stage.platform.finish_replies()
        command = await stage.anna.commands(BADGE)

        unlock()
        assert answer.status_code == 200
        assert "n’a pas pu être" in stage.slack.said[0]["text"]
        assert stage.slack.said[0]["replace_original"] is False
        assert "n’a pas pu être" in command.json()["text"]
        assert stage.request().state is State.ANSWERED

    play(tmp_path, story)


def test_a_form_that_could_not_be_recorded_keeps_what_was_typed(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        view = await answer_form(stage)
        unlock = lock_the_ledger(stage)

        answer = await stage.rose.submits(view, text="Passez me voir.")

        unlock()
        assert answer.json()["response_action"] == "errors"
        assert list(answer.json()["errors"]) == ["text"]

    play(tmp_path, story)


def test_a_refused_form_says_why_under_its_field_and_can_be_sent_again(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        view = await answer_form(stage)

        refused = await stage.rose.submits(view, text="   ")
        assert refused.json()["response_action"] == "errors"
        assert refused.json()["errors"]["text"].startswith("Write")

        again = await stage.rose.submits(view, text="Passez me voir.")
        assert (again.status_code, again.text) == (200, "")
        assert stage.request().state is State.ANSWERED

    play(tmp_path, story)


async def answer_form(stage: SlackStage) -> Json:
    """Anna has lost her badge; Rose, who owns that, opens the form of an answer."""
    await stage.anna.says(BADGE)
    await stage.settle()
    await stage.rose.clicks("answer", stage.rose.reads()[0], "D0U0ROSE")
    await stage.settle()
    return stage.slack.views[0]


def test_a_form_is_in_the_language_of_its_reader(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        view = await answer_form(stage)

        assert (view["title"]["text"], view["submit"]["text"]) == ("Answer", "Send")

    play(tmp_path, story)


def test_a_form_that_slack_will_not_open_is_asked_for_again(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.next("views.open", Busy(1))
        await stage.anna.says(BADGE)
        await stage.settle()

        await stage.rose.clicks("answer", stage.rose.reads()[0], "D0U0ROSE")
        await stage.settle()

        assert stage.slack.said[0]["text"] == "The form could not be opened. Please click again."

    play(tmp_path, story)


def test_the_command_answers_directly_and_says_so(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        answer = await stage.anna.commands(GLOVES)
        await stage.settle()

        assert answer.json()["response_type"] == "ephemeral"
        assert "conversation directe" in answer.json()["text"]
        assert "B-12-3" in stage.anna.reads()[0]["text"]

    play(tmp_path, story)


@pytest.mark.parametrize("way", ["command", "shortcut"])
def test_without_words_the_form_for_asking_opens(tmp_path: Path, way: str) -> None:
    async def story(stage: SlackStage) -> None:
        await (stage.anna.commands("") if way == "command" else stage.anna.opens_the_form())
        await stage.settle()
        answer = await stage.anna.submits(stage.slack.views[0], text=GLOVES)
        await stage.settle()

        assert answer.json()["response_action"] == "update"
        assert "B-12-3" in stage.anna.reads()[0]["text"]

    play(tmp_path, story)


def test_a_message_to_the_wrong_person_is_answered_to_its_author(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        misdirected = {"ts": "17.000001", "user": "U0ANNA", "text": escaped(BADGE)}
        for _ in range(2):
            await stage.paul.passes_on(misdirected, "D0BETWEEN")
            await stage.settle()

        assert len(stage.house.requests()) == 1
        assert stage.request().requester.person == "anna.roy@atelier.example"
        assert any("Paul Côté" in one["text"] for one in stage.anna.reads())
        assert ["G-1001" in one["text"] for one in stage.slack.said] == [True, False]
        assert "déjà" in stage.slack.said[1]["text"]

    play(tmp_path, story)


def test_a_guest_from_another_team_gets_one_polite_line(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        event = stage.anna.typed(f"<@{BOT_USER}> {GLOVES}", GENERAL)
        await stage.line.event({**event, "type": "app_mention", "user": "U0ELSE", "team": "T0OTHER"})
        await stage.settle()

        (reply,) = stage.slack.posted(GENERAL)
        assert "organisation" in reply["text"]
        assert "B-12-3" not in reply["text"]

    play(tmp_path, story)


def test_a_restricted_account_gets_one_polite_line(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        stage.slack.user("U0TEMP", "Temp Orary", "temp@atelier.example", restricted=True)
        await stage.line.event(
            {
                "type": "message",
                "user": "U0TEMP",
                "text": GLOVES,
                "ts": "17.1",
                "channel": stage.slack.direct("U0TEMP").id,
                "channel_type": "im",
            }
        )
        await stage.settle()

        assert ["organisation" in one["text"] for one in stage.slack.posted("D0U0TEMP")] == [True]

    play(tmp_path, story)


def test_somebody_elses_click_is_told_kindly_and_privately(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await stage.anna.says(f"<@{BOT_USER}> {GLOVES}", GENERAL)
        await stage.settle()

        await stage.rose.clicks("helped", stage.slack.posted(GENERAL)[0], GENERAL)
        await stage.settle()

        assert len(stage.slack.said) == 1
        assert stage.slack.said[0]["response_type"] == "ephemeral"
        assert stage.request().state is State.ANSWERED

    play(tmp_path, story)


def test_another_teams_token_is_refused_at_the_start(tmp_path: Path) -> None:
    async def main() -> None:
        clock = StoppedClock()
        async with workspace(clock) as slack:
            house = make_house(tmp_path, clock, slack_table())
            async with open_stage(house, clock, slack):
                pass
            slack.team = "T0OTHER"
            with pytest.raises(BotError) as caught:
                async with open_stage(house, clock, slack):
                    pass
            house.close()
        assert caught.value.code == "slack_other_team"

    asyncio.run(main())


@pytest.mark.parametrize("error", ["invalid_auth", "account_inactive"])
def test_a_refused_token_stops_the_start_and_names_its_setting(tmp_path: Path, error: str) -> None:
    async def main() -> None:
        clock = StoppedClock()
        async with workspace(clock) as slack:
            house = make_house(tmp_path, clock, slack_table())
            slack.next("auth.test", Says(error))
            with pytest.raises(BotError) as caught:
                async with open_stage(house, clock, slack):
                    pass
            house.close()
        assert (caught.value.code, caught.value.data["setting"]) == ("slack_token_refused", "SLACK_BOT_TOKEN")

    asyncio.run(main())


def test_over_socket_mode_it_is_acknowledged_once_committed(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await asyncio.wait_for(stage.slack.connected.wait(), 20)
        event = stage.line.envelope(stage.anna.typed(GLOVES, stage.slack.direct("U0ANNA").id), "Ev1")
        unlock = lock_the_ledger(stage)
        await stage.slack.push("first", event)
        await asyncio.wait_for(stage.tried.wait(), 20)
        unlock()
        await stage.slack.push("second", event)

        assert await asyncio.wait_for(stage.slack.acknowledged.get(), 20) == "second"
        assert len(stage.house.requests()) == 1

    play(tmp_path, story, app_token=APP_TOKEN)


def post_to(address: str) -> Post:
    return Post(key="k", address=address, content=Content(body=("x",)))
