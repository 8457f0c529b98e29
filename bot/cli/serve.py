"""`guichet demo` and `guichet serve`: the process that answers, delivers and keeps time."""

import asyncio
import sys
from collections.abc import Sequence
from functools import partial
from ipaddress import ip_address
from typing import Annotated

import typer

from bot.app import make_core, open_pages
from bot.app import serve as run
from bot.channel import Serving
from bot.cli.open import ledger_at_hand, need_sound_table
from bot.cli.say import say, warn
from bot.clock import SystemClock
from bot.errors import BotError
from bot.lock import only_one
from bot.log import configure_logging
from bot.settings import read_section, read_settings
from bot.web.signin.settings import Settings as SignIn
from bot.web.signin.settings import is_configured
from handlers.incoming import ChannelName
from knowledge.models import Lang

LOOPBACK = "127.0.0.1"
# Of the sample company: the head of the front desk, and IT. GUICHET_ADMINS names others.
DEMO_ADMINS = "nathalie.gelinas@atelier-boreal.example, karim.benali@atelier-boreal.example"


def demo(
    *,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8080,
    db: Annotated[str, typer.Option()] = "sqlite:///guichet-demo.db",
    empty: Annotated[bool, typer.Option("--empty")] = False,
    real_time: Annotated[bool, typer.Option("--real-time")] = False,
) -> None:
    """Serve a believable company on this machine: no account, no network, no sign-in."""
    from bot.demo.opening import furnished
    from bot.demo.stage import open_demo

    given = read_settings()
    settings = given.model_copy(update={"database_url": db, "admin_list": given.admin_list or DEMO_ADMINS})
    with ledger_at_hand(settings) as (_, ledger), only_one(ledger.database.path):
        core, clock = furnished(settings, ledger, empty=empty, real_time=real_time)
        ready = partial(_say_ready, "cli.demo.ready", settings.lang, f"http://{LOOPBACK}:{port}/")
        asyncio.run(run(core, ledger, Serving(host=LOOPBACK, port=port), open_demo(clock), ready))


def serve(
    *,
    host: Annotated[str, typer.Option()] = LOOPBACK,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8080,
) -> None:
    """Serve the organisation of the settings; needs a sound routing table."""
    configure_logging()
    with ledger_at_hand() as (settings, ledger), only_one(ledger.database.path):
        need_sound_table(ledger)
        core = make_core(settings, ledger, SystemClock())
        sign_in = read_section(SignIn)
        pages = open_pages(sign_in) if is_configured(sign_in) else None
        ready = partial(_say_ready, "cli.serve.ready", settings.lang, f"http://{_shown(host)}:{port}/")
        asyncio.run(run(core, ledger, Serving(host=host, port=port, base_url=settings.base_url), pages, ready))


def _say_ready(text: str, lang: Lang, url: str, channels: Sequence[ChannelName]) -> None:
    """Where it is and over which channels people are reached; a warning when over none."""
    say(text, lang, url=url, channels=", ".join(channels) or "-")
    if not channels:
        warn("cli.serve.no_channel", lang)
    sys.stdout.flush()


def _shown(host: str) -> str:
    try:
        return f"[{host}]" if ip_address(host).version == 6 else host  # noqa: PLR2004 - the protocol's own number
    except ValueError as error:
        raise BotError("host_unreadable", host=host) from error
