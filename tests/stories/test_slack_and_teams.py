"""One organisation on two platforms: somebody asks on one, somebody answers on the other; neither has to know."""

from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.channel import Channels
from handlers.requests.model import ClosingReason, State
from tests.bot.channels.slack.stage import HELP, SlackStage, open_stage
from tests.bot.channels.teams.cloud import Cloud
from tests.bot.channels.teams.conftest import company
from tests.bot.channels.teams.stage import TeamsStage, actions_of, cards_in
from tests.bot.house import ANNA, PAUL, ROSE
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_people import Somebody, buttons_of

pytestmark = pytest.mark.slow

BADGE = "j'ai perdu ma carte d'accès"
UNKNOWN = "qui arrose le ficus du troisième étage ?"


@dataclass(slots=True)
class BothStage:
    """The one house, its two doors, and the workers between them."""

    teams: TeamsStage
    slack: SlackStage

    def works(self) -> None:
        self.teams.works()
        self.teams.run(self.slack.platform.finish_replies())
        self.teams.works()

    def on_slack(self, account: str) -> Somebody:
        return Somebody(self.slack.line, account)


@pytest.fixture
def both(tmp_path: Path) -> Iterator[BothStage]:
    cloud = Cloud()
    teams = TeamsStage(tmp_path, cloud, company())
    doors = AsyncExitStack()

    async def open_slack() -> SlackStage:
        slack = await doors.enter_async_context(FakeSlack(teams.clock.now))
        slack.user("U0ANNA", "Anna Roy", ANNA)
        slack.user("U0ROSE", "Rose Lam", ROSE)
        slack.channel(HELP, "aide")
        return await doors.enter_async_context(open_stage(teams.house, teams.clock, slack))

    yield BothStage(teams, teams.run(open_slack()))
    teams.run(doors.aclose())
    teams.close()
    cloud.close()


def test_asked_on_slack_and_owned_on_teams_then_asked_on_teams_and_owned_on_slack(both: BothStage) -> None:
    teams, workspace = both.teams, both.slack.slack
    teams._channels = Channels([both.slack.platform.channel, teams.platform.channel])
    paul = teams.person("paul", PAUL)
    paul.writes("bonjour")
    anna = both.on_slack("U0ANNA")

    # Anna is on Slack only, Paul on Teams only.
    teams.run(anna.says(BADGE))
    both.works()
    assert BADGE in paul.reads()
    assert "G-1001" in anna.reads()[0]["text"]
    paul.clicks("take")
    both.works()
    assert any("Paul Côté" in one["text"] for one in anna.reads())
    paul.clicks("answer", answer_text="Passez me voir au local 12.")
    both.works()
    assert any("Passez me voir au local 12." in one["text"] for one in anna.reads())
    teams.run(anna.clicks("helped", anna.reads()[0], workspace.direct("U0ANNA").id))
    both.works()
    assert teams.the_request().closing_reason is ClosingReason.SOLVED
    assert "answer" not in {action["verb"] for card in cards_in(teams.cloud, paul.chat) for action in actions_of(card)}

    # And the other way round: Luc is on Teams only, Rose on Slack only.
    luc, rose = teams.person("luc", "luc.roy@atelier.example"), both.on_slack("U0ROSE")
    luc.writes(UNKNOWN)
    both.works()
    [card] = rose.reads()
    where = workspace.direct("U0ROSE").id
    assert UNKNOWN in str(card)
    teams.run(rose.clicks("take", card, where))
    both.works()
    assert "Rose Lam" in luc.reads()
    teams.run(rose.clicks("answer", rose.reads()[0], where))
    both.works()
    teams.run(rose.submits(workspace.views[-1], text="Luc, tous les mardis."))
    both.works()
    assert "Luc, tous les mardis." in luc.reads()
    luc.clicks("helped")
    both.works()
    assert "answer" not in {button["action_id"] for button in buttons_of(rose.reads()[0])}
    assert [request.state for request in teams.house.requests()] == [State.CLOSED, State.CLOSED]


def test_whoever_is_on_both_platforms_is_reached_where_they_last_wrote(both: BothStage) -> None:
    teams = both.teams
    teams._channels = Channels([both.slack.platform.channel, teams.platform.channel])
    rose_on_teams, rose_on_slack = teams.person("rose", ROSE), both.on_slack("U0ROSE")
    luc = teams.person("luc", "luc.roy@atelier.example")

    rose_on_teams.writes("bonjour")
    luc.writes(UNKNOWN)
    both.works()
    assert UNKNOWN in rose_on_teams.reads()
    assert UNKNOWN not in str(rose_on_slack.reads())

    teams.run(rose_on_slack.says("bonjour"))
    luc.writes("qui a vu le plombier ce matin ?")
    both.works()
    assert "plombier" in str(rose_on_slack.reads())
    assert "plombier" not in rose_on_teams.reads()
