"""Teams, over the fake cloud."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handlers.incoming import PersonId
from handlers.outgoing import ToPerson
from tests.bot.channels.teams.cloud import Cloud
from tests.bot.channels.teams.stage import TeamsStage, text_of
from tests.bot.house import ANNA, small_table
from tests.contracts.channels.subject import ChannelUnderTest


@contextmanager
def open_channel(folder: Path) -> Iterator[ChannelUnderTest]:
    cloud = Cloud()
    stage = TeamsStage(folder, cloud, small_table())
    anna = stage.person("anna", ANNA)
    anna.writes("bonjour")  # Teams says where somebody is reached only once they wrote
    cloud.conversations[anna.chat].messages.clear()
    address = stage.platform.channel.address_of(ToPerson(person=PersonId(ANNA)), stage.front.table)
    assert address
    yield ChannelUnderTest(
        channel=stage.platform.channel,
        address=address,
        shown=lambda: [text_of(message) for message in cloud.messages(anna.chat)],
        gone="4711",
        since=stage.clock.now(),
        runner=stage._runner,
    )
    stage.close()
    cloud.close()
