"""Slack for the length of a process: who we are there, what we remember of it, how it reaches us."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from starlette.routing import BaseRoute, Route

from bot.channel import Channel, Finding
from bot.channels.slack.api import Answer, Api, Busy, Done, Failed
from bot.channels.slack.arrivals import Myself
from bot.channels.slack.checkup import check_up
from bot.channels.slack.directory import Directory
from bot.channels.slack.listen import Listener
from bot.channels.slack.payload import word
from bot.channels.slack.places import SLACK
from bot.channels.slack.replies import Replies
from bot.channels.slack.send import SlackChannel
from bot.channels.slack.settings import Settings
from bot.channels.slack.socket_mode import Wire
from bot.errors import BotError
from bot.reception import Reception

REFRESH_SECONDS = 3600.0
AGAIN_SECONDS = 5.0
LONGEST_AGAIN = 60.0

log = structlog.get_logger()


class SlackPlatform:
    """Everything of Slack's, wired."""

    def __init__(self, settings: Settings, reception: Reception) -> None:
        self._settings = settings
        self._reception = reception
        self._api = Api(settings.bot_token, settings.api_url)
        self._directory = Directory(self._api, reception)
        self._replies = Replies(self._api, reception, self._directory)
        self._listener = Listener(settings, self._api.client, self._directory, self._replies, reception)
        self._channel = SlackChannel(self._api, self._directory, reception)
        self._tasks: list[asyncio.Task[None]] = []
        self._wire: Wire | None = None
        self._current = asyncio.Event()

    @property
    def channel(self) -> Channel:
        return self._channel

    def routes(self) -> Sequence[BaseRoute]:
        if not self._settings.signing_secret:
            return []
        return [Route("/slack/events", self._listener.delivered, methods=["POST"])]

    async def start(self) -> None:
        """Raises BotError for a token that is refused, or of another team; Slack being away stops nothing."""
        await self._api.open()
        is_known = await self._introduced()
        self._tasks = [asyncio.create_task(self._keep_current(is_known=is_known))]
        if self._settings.app_token:
            self._wire = Wire(self._listener.app, self._settings.app_token)
            self._tasks.append(asyncio.create_task(self._wire.keep_up()))

    async def stop(self) -> None:
        await self._replies.finish()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._wire:
            await self._wire.close()
        await self._api.close()

    async def known(self) -> None:
        """Return once everybody and every channel has been read, or Slack has refused to tell."""
        await self._current.wait()

    async def finish_replies(self) -> None:
        """Return once everything that is being said has been said."""
        await self._replies.finish()

    async def check(self) -> Sequence[Finding]:
        await self._api.open()
        try:
            return await check_up(self._settings, self._api, self._directory, self._reception.table)
        finally:
            await self._api.close()

    async def _introduced(self) -> bool:
        """Ask Slack who we are, and hold on to the team; False when it does not answer."""
        answer = await self._api.write("auth.test")
        if isinstance(answer, Failed):
            raise BotError("slack_token_refused", setting="SLACK_BOT_TOKEN", reason=answer.error)
        if not isinstance(answer, Done):
            log.warning("slack_unreachable", answer=str(answer))
            return False
        team = word(answer.data, "team_id")
        bound = await self._reception.bind(SLACK, team)
        if bound != team:
            raise BotError("slack_other_team", team=team, recorded=bound)
        self._directory.me = Myself(user=word(answer.data, "user_id"), bot=word(answer.data, "bot_id"), team=team)
        return True

    async def _keep_current(self, *, is_known: bool) -> None:
        """Who we are, if Slack was away at the start; then everybody and every channel, now and once an hour."""
        pause = AGAIN_SECONDS
        while not is_known:
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_AGAIN)
            try:
                is_known = await self._introduced()
            except BotError as error:
                log.error("slack_refused", code=error.code)  # noqa: TRY400 - what is wrong is a setting, not the code
        while True:
            await self._read(self._directory.read_channels)
            await self._read(self._directory.read_people)
            self._current.set()
            await asyncio.sleep(REFRESH_SECONDS)

    async def _read(self, read: Callable[[], Awaitable[Answer | None]]) -> None:
        """A list, tried again while Slack is busy or away."""
        pause = AGAIN_SECONDS
        while (failed := await read()) is not None and not isinstance(failed, Failed):
            asked = failed.after.total_seconds() if isinstance(failed, Busy) and failed.after else pause
            await asyncio.sleep(asked)
            pause = min(pause * 2, LONGEST_AGAIN)
        if failed:
            log.warning("slack_list_refused", answer=str(failed))
