"""The import contracts can fail: each is shown a house in which somebody broke it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, modules, uses

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

BREAKS = {
    "knowledge/rules.py": ("import handlers", "bot -> handlers -> knowledge"),
    "handlers/ask.py": ("from bot import settings", "bot -> handlers -> knowledge"),
    "knowledge/text.py": ("import sqlalchemy", "knowledge is pure"),
    "knowledge/models.py": ("def late():\n    import random", "knowledge is pure"),
    "handlers/answer.py": ("from slack_sdk.web import WebClient", "handlers are pure"),
    "bot/workers/deliver.py": ("from bot import app", "the order inside bot"),
    "bot/storage/tables.py": ("from bot.channels import web", "the order inside bot"),
    "bot/web/server.py": ("from slack_bolt.async_app import AsyncApp", "Slack's SDK"),
    "bot/channels/web/send.py": ("from botbuilder.schema import Activity", "Microsoft's SDK"),
    "bot/cli/requests.py": ("import sqlite3", "the database stays"),
    "bot/bridge.py": ("import rapidfuzz", "fuzzy matching stays"),
}
HOUSE = (
    *("knowledge", "handlers", "bot", "bot/cli", "bot/web", "bot/workers", "bot/storage"),
    *("bot/channels", "bot/channels/slack", "bot/channels/web"),
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The rooms, empty but for the imports that are allowed, under the project's own contracts."""
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for folder in HOUSE:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "bot/app.py").write_text("import handlers, knowledge\nfrom bot import settings, workers\n")
    (tmp_path / "bot/settings.py").write_text("import pydantic_settings\n")
    (tmp_path / "bot/channels/slack/listen.py").write_text("import slack_bolt\n")
    (tmp_path / "bot/storage/engine.py").write_text("import sqlalchemy\n")
    return tmp_path


def test_a_house_in_order_keeps_every_contract(house: Path) -> None:
    assert "0 broken" in lint(house)


@pytest.mark.parametrize("path", BREAKS)
def test_a_forbidden_import_breaks_its_contract(house: Path, path: str) -> None:
    line, contract = BREAKS[path]
    (house / path).write_text(f"{line}\n")

    report = lint(house)

    assert [said for said in report.splitlines() if said.startswith(contract) and " BROKEN" in said], report


def test_channels_do_not_know_each_other() -> None:
    channels = [module.path.split("/")[2] for module in modules("bot/channels") if module.path.count("/") > 2]

    strangers = [
        use
        for module in modules("bot/channels")
        for other in sorted(set(channels))
        if not module.path.startswith(f"bot/channels/{other}/")
        for use in uses(module, f"bot.channels.{other}")
    ]

    assert strangers == []


def lint(folder: Path) -> str:
    command = [sys.executable, "-c", LINT, "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
