"""The jobs of the house, each one piece of work a step."""

from bot.bridge import Bridge
from bot.channel import Channels
from bot.workers.deliver import Courier
from bot.workers.introduce import Introductions
from bot.workers.runner import Job

TABLE_POLL_SECONDS = 0.8  # a version published elsewhere is in force here within a second


SWEEP_SECONDS = 5.0  # whoever is away hands over within seconds, however it became known


def jobs_of(bridge: Bridge, channels: Channels) -> list[Job]:
    """Deliver, let fall due, decide what was kept, follow the routing table, put right what is out of order."""
    core = bridge.core
    introductions = Introductions(bridge, channels)
    courier = Courier(bridge, channels, introductions)

    async def fire() -> bool:
        fired = await bridge.read(core.is_due) and await bridge.write(core.fire_one)
        if fired:
            bridge.bells.deliver.set()
        return fired

    async def decide() -> bool:
        stranger = await bridge.read(core.stranger)
        if stranger:
            await introductions.introduce(stranger)
        decided = await bridge.write_alone(core.decide_kept)
        if decided:
            bridge.bells.deliver.set()
        return decided

    async def follow() -> bool:
        await bridge.read(core.snapshots.refresh)
        await bridge.read(core.snapshots.measure)
        return False

    async def sweep() -> bool:
        swept = await bridge.read(core.is_out_of_order) and await bridge.write(core.sweep_one)
        if swept:
            bridge.bells.ring()
        return swept

    async def deepen() -> bool:
        return await bridge.read(core.snapshots.deepen)

    return [
        Job(name="deliver", step=courier.deliver_some, bell=bridge.bells.deliver, finish=courier.finish),
        Job(name="timers", step=fire, bell=bridge.bells.timers),
        Job(name="decide", step=decide, bell=bridge.bells.decide),
        Job(name="table", step=follow, poll_seconds=TABLE_POLL_SECONDS),
        Job(name="sweep", step=sweep, poll_seconds=SWEEP_SECONDS),
        Job(name="engine", step=deepen, poll_seconds=TABLE_POLL_SECONDS),
    ]
