"""Furnishes the demo's ledger: the sample company, and the weeks behind it, lived through by the real use cases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.app import Ledger, house_of, make_core
from bot.clock import MovableClock, SystemClock
from bot.core import Core
from bot.demo.diary import lead
from bot.demo.history import live_through
from bot.demo.past import Past, sample_past
from bot.importing import publish, sample_proposal
from bot.settings import Settings
from bot.texts import load_catalog

BEFORE_ITS_PAST = timedelta(weeks=5)  # when the sample company's table was published


def furnished(settings: Settings, ledger: Ledger, *, empty: bool) -> tuple[Core, MovableClock]:
    """The core of the demo, and its clock where it was left. `empty`: without the past."""
    _load_sample(ledger)
    past = None if empty else _past_to_live(ledger)
    clock = MovableClock(SystemClock(), ahead=lead(ledger.units, SystemClock().now()))
    return _core_and_past(settings, ledger, clock, past), clock


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
