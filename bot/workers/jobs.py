"""The jobs of the house, each one piece of work a step."""

from bot.bridge import Bridge
from bot.channel import Channels
from bot.core import Core, Due
from bot.workers.deliver import Courier
from bot.workers.introduce import Introductions
from bot.workers.learn import Learner
from bot.workers.runner import Job

WATCH_SECONDS = 0.8  # what other processes leave is taken up within a second
NET_SECONDS = 10.0  # should a bell ever be missed
SESSIONS_SECONDS = 600.0  # what has ended opens nothing: its row need only not stay for ever
SWEEP_SECONDS = 5.0  # whoever is away hands over within seconds, however it became known


def jobs_of(bridge: Bridge, channels: Channels) -> list[Job]:
    """Watch what is due and ring for it; deliver, let fall due, decide, follow the table, put right, forget, deepen."""
    work, bells = _Work(bridge, channels), bridge.bells
    courier = work.courier
    return [
        Job(name="watch", step=work.watch, poll_seconds=WATCH_SECONDS),
        Job(
            name="deliver",
            step=courier.deliver_some,
            bell=bells.deliver,
            poll_seconds=NET_SECONDS,
            finish=courier.finish,
        ),
        Job(name="timers", step=work.fire, bell=bells.timers, poll_seconds=NET_SECONDS),
        Job(name="decide", step=work.decide, bell=bells.decide, poll_seconds=NET_SECONDS),
        Job(name="table", step=work.follow, bell=bells.table, poll_seconds=NET_SECONDS),
        Job(name="sweep", step=work.sweep, poll_seconds=SWEEP_SECONDS),
        Job(name="sessions", step=work.forget_sessions, poll_seconds=SESSIONS_SECONDS),
        Job(name="engine", step=work.deepen, poll_seconds=SWEEP_SECONDS),
    ]


class _Work:
    """One step of each kind; whether there was something to do."""

    def __init__(self, bridge: Bridge, channels: Channels) -> None:
        self._bridge = bridge
        self._core = bridge.core
        self._introductions = Introductions(bridge, channels)
        self._learner = Learner(bridge.core)
        self.courier = Courier(bridge, channels, self._introductions)

    async def watch(self) -> bool:
        """One look for all: an idle house should cost next to nothing."""
        (due, is_behind), bells = await self._bridge.read(self._look), self._bridge.bells
        kinds = (
            (due.messages, bells.deliver),
            (due.deliveries, bells.decide),
            (due.requests, bells.timers),
            (is_behind, bells.table),
        )
        for is_due, bell in kinds:
            if is_due:
                bell.set()
        return False

    def _look(self) -> tuple[Due, bool]:
        return self._core.due(), self._core.snapshots.is_behind()

    async def fire(self) -> bool:
        fired = await self._bridge.write(self._core.fire_one)
        if fired:
            self._bridge.bells.deliver.set()
        return fired

    async def decide(self) -> bool:
        stranger = await self._bridge.read(self._core.stranger)
        if stranger:
            await self._introductions.introduce(stranger)
        decided = await self._bridge.write_alone(self._core.decide_kept)
        if decided:
            self._bridge.bells.deliver.set()
        return decided

    async def follow(self) -> bool:
        await self._bridge.read(self._core.snapshots.refresh)
        await self._bridge.read(self._core.snapshots.measure)
        return False

    async def sweep(self) -> bool:
        swept = await self._bridge.write(self._core.sweep_one)
        if swept:
            self._bridge.bells.ring()
        return swept

    async def forget_sessions(self) -> bool:
        await self._bridge.write(_forget_sessions, self._core)
        return False

    async def deepen(self) -> bool:
        if await self._bridge.read(self._core.snapshots.deepen):
            return True
        await self._bridge.read(self._learner.learn_some)
        return False  # a piece at each look: whoever asks a question meanwhile goes first


def _forget_sessions(core: Core) -> None:
    with core.units.begin() as unit:
        unit.sessions.sweep(core.clock.now())
        unit.commit()
