"""What `--help` says, in the language of the settings: the catalogs have a sentence for each command and its words.

`guichet kb import --dry-run` is told by `help.kb.import` and `help.kb.import.dry_run`, what is the same everywhere, as
`--json`, by `help.every.as_json`. The frame around them, and what is said of a mistyped command, stay Typer's own.
"""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

import typer
from typer.main import get_command

from bot.texts import load_catalog
from knowledge.models import Lang

EVERYWHERE = frozenset({"as_json", "help", "install_completion", "show_completion"})


class Explained(Protocol):
    """A command, or a word that one takes."""

    help: str | None


def spoken(app: typer.Typer, lang: Lang) -> Callable[[], object]:
    """What runs the command line, explained in `lang`."""
    catalog, command = load_catalog(), get_command(app)
    for one, key in explained(command):
        one.help = catalog.say(lang, key, {})
    return command


def explained(command: Any, path: str = "help") -> Iterator[tuple[Explained, str]]:
    """Whatever has an explanation, from this command of Typer's down, with the key of its sentence."""
    yield command, path if "." in path else f"{path}.guichet"
    for word in command.get_params(typer.Context(command)):
        yield word, f"help.every.{word.name}" if word.name in EVERYWHERE else f"{path}.{word.name}"
    for name, below in getattr(command, "commands", {}).items():
        yield from explained(below, f"{path}.{name}")
