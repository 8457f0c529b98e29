"""`--help` explains every command and every word of it, in both languages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.cli import app
from bot.cli.help import explained
from bot.texts import load_catalog
from handlers.texts.catalog import read_entries
from knowledge.models import Lang
from tests.bot.command import ROOT, CommandLine

FRENCH = ROOT / "handlers" / "texts" / "locales" / "fr" / "guichet.po"


def commands(command: Any, *path: str) -> Iterator[tuple[str, ...]]:
    yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, *path, name)


EVERY = list(commands(get_command(app)))


def test_each_explanation_is_of_something_and_nothing_is_without() -> None:
    sentences = {key for key in read_entries(FRENCH.read_bytes()) if key.startswith("help.")}

    assert {key for _, key in explained(get_command(app))} == sentences


@pytest.mark.slow
@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_command_explains_itself_in_the_language_of_the_settings(
    tmp_path: Path, lang: Lang, words: tuple[str, ...]
) -> None:
    ran = CommandLine(tmp_path, {"GUICHET_LOCALE": f"{lang}_CA", "COLUMNS": "1000"})(*words, "--help")

    assert ran.code == 0
    assert load_catalog().say(lang, ".".join(("help", *(words or ("guichet",)))), {}) in ran.out
    assert load_catalog().say(lang, "help.every.help", {}) in ran.out


def test_a_wrong_setting_keeps_nobody_from_the_help(tmp_path: Path) -> None:
    ran = CommandLine(tmp_path, {"GUICHET_LOCALE": "xx"})("kb", "import", "--help")

    assert (ran.code, "publish one new version" in ran.out) == (0, True)
