"""`guichet doctor` finds what is wrong and says what to do; it needs nobody to answer."""

import json

import pytest

from bot.clock import SystemClock
from tests.bot.command import CommandLine
from tests.browser.served import served
from tests.fakes.openid import CLIENT, SECRET, OpenIdProvider
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


def sign_in_at(issuer: str) -> dict[str, str]:
    return {
        "OIDC_ISSUER": issuer,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": SECRET,
        "GUICHET_BASE_URL": "https://guichet.example",
    }


def test_sign_in_is_said_to_be_open_shut_away_or_somebody_elses(company: CommandLine) -> None:
    provider = OpenIdProvider(SystemClock(), redirect="https://guichet.example/sign-in/callback")
    with served(provider.app) as issuer:
        provider.issuer = issuer
        settings = sign_in_at(issuer)
        well = CommandLine(company.folder, settings)("doctor")
        provider.issuer = "https://evil.example"
        other = CommandLine(company.folder, settings)("doctor")
        provider.issuer, provider.junk = issuer, {"/keys": "<html>"}
        unsound = CommandLine(company.folder, settings)("doctor")
    away, none = CommandLine(company.folder, settings)("doctor"), company("doctor")

    assert [ran.code for ran in (well, other, unsound, away, none)] == [0, 1, 1, 1, 0]
    assert f"✓ Sign-in: {issuer} is there" in well.out
    assert "https://guichet.example/sign-in/callback" in well.out
    assert "calls itself “https://evil.example”" in other.out
    assert "nobody will be able to sign in" in unsound.out
    assert "does not describe itself" in away.out
    assert "the pages stay shut" in none.out
    assert SECRET not in well.out + other.out + unsound.out + away.out
