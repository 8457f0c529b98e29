"""`guichet db`: the schema, copies of the ledger, and putting one back."""

from pathlib import Path
from typing import Annotated

import typer

from bot.app import open_ledger
from bot.cli.say import print_json, say
from bot.clock import SystemClock
from bot.lock import only_one
from bot.settings import read_settings
from bot.storage.backup import backup as copy_ledger
from bot.storage.backup import check
from bot.storage.backup import restore as put_back
from bot.storage.schema import schema_of
from bot.storage.schema import upgrade as migrate

app = typer.Typer(no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Bring the database to this version's schema; a SQLite file that holds data is copied first."""
    settings = read_settings()
    with open_ledger(settings) as ledger:
        copy = migrate(ledger.database, SystemClock().now())
        say("cli.db.current", settings.lang, revision=schema_of(ledger.database).current)
        if copy:
            say("cli.db.copied", settings.lang, path=copy)


@app.command()
def current(*, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Say which schema the database has and which one this version needs; exit 1 when they differ."""
    settings = read_settings()
    with open_ledger(settings) as ledger:
        schema = schema_of(ledger.database)
    if as_json:
        print_json({"current": schema.current or None, "wanted": schema.wanted, "is_current": schema.is_current})
    elif schema.is_current:
        say("cli.db.current", settings.lang, revision=schema.current)
    else:
        say("cli.db.outdated", settings.lang, current=schema.current or "-", wanted=schema.wanted)
    raise typer.Exit(0 if schema.is_current else 1)


@app.command()
def backup(target: Annotated[Path, typer.Argument()]) -> None:
    """Copy a SQLite ledger, whole, while it is in use."""
    settings = read_settings()
    with open_ledger(settings) as ledger:
        copy_ledger(ledger.database, target)
    say("cli.db.backed_up", settings.lang, path=target)


@app.command()
def restore(
    copy: Annotated[Path, typer.Argument()],
    *,
    yes: Annotated[bool, typer.Option("--yes")] = False,
) -> None:
    """Put a copy in the ledger's place; the ledger that was there is kept under another name."""
    settings = read_settings()
    with open_ledger(settings) as ledger:
        path = ledger.database.path
        check(copy)
        if not yes:
            say("cli.db.would_restore", settings.lang, copy=copy, path=path or "-")
            return
        with only_one(path):
            aside = (path or copy).with_name(
                f"{(path or copy).name}.before-restore-{SystemClock().now():%Y%m%dT%H%M%S}"
            )
            kept = put_back(ledger.database, copy, aside)
    say("cli.db.restored", settings.lang, copy=copy, kept=kept or "-")
