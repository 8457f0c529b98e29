"""Furnishes the demo's ledger: the sample company, and the weeks behind it, lived through by the real use cases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

from bot.app import Ledger, house_of, make_core
from bot.clock import Clock, MovableClock, SystemClock
from bot.core import Core
from bot.demo.diary import lead, note
from bot.demo.history import live_through
from bot.demo.moves import NOON
from bot.demo.past import Past, sample_past
from bot.importing import publish, sample_proposal
from bot.settings import Settings
from bot.texts import load_catalog
from handlers.requests.calendar import Calendar, calendar_of, is_open, next_opening

BEFORE_ITS_PAST = timedelta(weeks=5)  # when the sample company's table was published
FIRST_LOOK = time(9, 5)
A_WHILE = timedelta(hours=1)  # what a visitor needs to see a promise made and kept on the same day


def furnished(
    settings: Settings, ledger: Ledger, *, empty: bool, real_time: bool = False, machine: Clock | None = None
) -> tuple[Core, MovableClock]:
    """The core of the demo, and its clock where it was left, moved on to a working hour.

    `empty`: without the past. `real_time`: at whatever hour it is on `machine`.
    """
    _load_sample(ledger)
    past = None if empty else _past_to_live(ledger)
    clock = _clock_left(ledger, machine or SystemClock())
    now, calendar = clock.now(), calendar_of(ledger.routing.published().triage, settings.timezone)
    begins = now if real_time else at_work(now, calendar)
    if begins > now:
        clock.forward(begins - now)
        note(ledger.units, begins)
    return _core_and_past(settings, ledger, clock, past), clock


def at_work(now: datetime, calendar: Calendar) -> datetime:
    """`now` while people stay at work for a while yet, or are at lunch; else five past nine on their next morning."""
    closed = next((at for at in (now, now + A_WHILE) if not is_open(calendar, at)), None)
    coming = next_opening(calendar, closed) if closed else None
    if coming is None or coming.start.astimezone(calendar.zone).hour >= NOON:
        return now
    first_look = datetime.combine(coming.start.astimezone(calendar.zone), FIRST_LOOK, calendar.zone)
    return max(now, first_look.astimezone(UTC) if is_open(calendar, first_look) else coming.start)


def _clock_left(ledger: Ledger, machine: Clock) -> MovableClock:
    return MovableClock(machine, ahead=lead(ledger.units, machine.now()))


def _load_sample(ledger: Ledger) -> None:
    """The sample company, unless a table is there already."""
    if ledger.routing.published_version():
        return
    since = SystemClock().now() - BEFORE_ITS_PAST
    publish(ledger.routing, sample_proposal(ledger.routing.published()), author="demo", now=since)


def _past_to_live(ledger: Ledger) -> Past | None:
    """The weeks that an untouched ledger of the sample company is filled with."""
    with ledger.units.look() as view:
        is_untouched = not view.timeline.newest()
    past = sample_past() if is_untouched else None
    return past if past and past.is_of(ledger.routing.published()) else None


def _core_and_past(settings: Settings, ledger: Ledger, clock: MovableClock, past: Past | None) -> Core:
    """The past is lived through while the engine is fitted, which another process does."""
    if past is None:
        return make_core(settings, ledger, clock)
    table, house = ledger.routing.published(), house_of(settings)
    with ThreadPoolExecutor(1) as beside:
        lived = beside.submit(live_through, past, table, ledger.units, load_catalog(), house, clock.now())
        core = make_core(settings, ledger, clock)
        lived.result()
    return core
