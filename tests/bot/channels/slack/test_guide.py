"""The guide to Slack says the same in both languages, and its commands are true."""

import re
import shlex
from pathlib import Path

import pytest

from bot.channels.slack.settings import Settings
from tests.bot.command import ROOT, CommandLine
from tools import local_slack

TWINS = ("slack.md", "slack.fr.md")


def blocks(name: str) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / name).read_text(encoding="utf-8"), re.DOTALL)


def lines(name: str) -> list[str]:
    return [line.strip() for block in blocks(name) for line in block.splitlines()]


def test_the_twins_show_the_same_commands_and_settings() -> None:
    assert lines("slack.md") == lines("slack.fr.md")


@pytest.mark.parametrize("name", TWINS)
def test_every_link_and_picture_of_ours_is_there(name: str) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "docs" / name).read_text(encoding="utf-8"))

    assert [target for target in targets if not (ROOT / "docs" / target).exists()] == []


def test_every_setting_it_names_is_one() -> None:
    known = {str(field.alias) for field in Settings.model_fields.values()}
    text = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")

    assert {name.removesuffix("_FILE") for name in re.findall(r"SLACK_[A-Z_]+", text)} <= known


def test_what_it_tries_without_an_account_are_local_slacks_own_secrets() -> None:
    serve = next(line for line in lines("slack.md") if line.endswith("guichet serve"))
    given = dict(word.split("=", 1) for word in shlex.split(serve) if "=" in word)

    assert given == {
        "SLACK_BOT_TOKEN": local_slack.BOT_TOKEN,
        "SLACK_SIGNING_SECRET": local_slack.SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{local_slack.PORT}/api/",
    }


@pytest.mark.slow
def test_its_import_and_its_doctor_run(tmp_path: Path) -> None:
    (tmp_path / "bot").symlink_to(ROOT / "bot")
    guichet = CommandLine(tmp_path, {})
    command = next(line for line in lines("slack.md") if line.startswith("guichet kb import"))

    assert guichet.apart(*shlex.split(command)[1:]).code == 0
    assert guichet("doctor").code == 0
