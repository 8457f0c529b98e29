"""`guichet doctor` finds what is wrong and says what to do; it needs nobody to answer."""

import json

import pytest

from tests.bot.command import CommandLine
from tools.answering import free_port

pytestmark = pytest.mark.slow


def nobody_listens() -> str:
    """An API address on this machine where nothing answers."""
    return f"http://127.0.0.1:{free_port()}/api/"


def test_an_empty_folder_is_told_which_command_to_run(guichet: CommandLine) -> None:
    ran = guichet("doctor")

    assert ran.code == 1
    assert "guichet db upgrade" in ran.out


def test_without_a_table_the_import_is_named(guichet: CommandLine) -> None:
    guichet("db", "upgrade")

    ran = guichet("doctor")

    assert ran.code == 1
    assert "guichet kb import" in ran.out


def test_a_house_in_order_without_channels_is_well(company: CommandLine) -> None:
    ran = company("doctor", "--json")

    assert ran.code == 0, ran.out
    assert [found["finding"] for found in json.loads(ran.out)][-1] == "doctor.no_channel"


def test_a_partial_set_of_slack_settings_names_the_missing_one(company: CommandLine) -> None:
    ran = CommandLine(company.folder, {"SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "  "})("doctor")

    assert ran.code == 1
    assert "SLACK_BOT_TOKEN is missing" in ran.out


def test_slack_being_away_is_a_finding_in_the_language_of_the_house(company: CommandLine) -> None:
    slack = {"SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "xoxb-secret-token", "SLACK_API_URL": nobody_listens()}

    ran = CommandLine(company.folder, {**slack, "GUICHET_LOCALE": "fr_CA"})("doctor")

    assert ran.code == 1
    assert "✗ Slack ne répond pas" in ran.out
    assert "xoxb-secret-token" not in ran.out + ran.err


def test_an_api_address_that_would_show_the_token_is_refused(company: CommandLine) -> None:
    slack = {"SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "t", "SLACK_API_URL": "http://slack.example/api/"}

    assert "SLACK_API_URL" in CommandLine(company.folder, slack)("doctor").out
