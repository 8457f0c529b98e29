"""`guichet teams`: what Microsoft Teams needs from this Guichet."""

import re
from importlib.metadata import version
from pathlib import Path

import typer

from bot.channels.teams.manifest import package as packed
from bot.channels.teams.settings import Settings
from bot.cli.say import say
from bot.errors import BotError
from bot.settings import read_section, read_settings

app = typer.Typer(no_args_is_help=True)

TARGET = Path("guichet-teams.zip")
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@app.callback()
def group() -> None:
    """One command so far; the group keeps its name."""


@app.command()
def package() -> None:
    """Write the app's package (manifest and icons) to the current folder, ready to upload to Teams."""
    app_id = read_section(Settings).app_id
    if not app_id:
        raise BotError("teams_package_needs", setting="TEAMS_APP_ID")
    if not GUID.fullmatch(app_id):
        raise BotError("teams_app_id_unreadable", setting="TEAMS_APP_ID", value=app_id)
    settings = read_settings()
    TARGET.write_bytes(packed(app_id.lower(), settings.base_url, version("guichet")))
    say("cli.teams.packed", settings.lang, path=TARGET)
