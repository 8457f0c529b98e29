"""Slack's settings: all it needs or none of it, and never a token in the clear."""

from pathlib import Path

import pytest

from bot.channels.slack.settings import Settings, read_slack_settings
from bot.errors import BotError

NAMES = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_HELP_CHANNELS", "SLACK_API_URL")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def read(monkeypatch: pytest.MonkeyPatch, **settings: str) -> Settings | None:
    for name, value in settings.items():
        monkeypatch.setenv(f"SLACK_{name.upper()}", value)
    return read_slack_settings()


def test_without_any_slack_is_not_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, help_channels="aide") is None


@pytest.mark.parametrize("second", ["signing_secret", "app_token"])
def test_a_token_and_one_way_in_are_enough(monkeypatch: pytest.MonkeyPatch, second: str) -> None:
    assert read(monkeypatch, bot_token="xoxb", **{second: "s"})


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"bot_token": "xoxb"}, "SLACK_SIGNING_SECRET"),
        ({"bot_token": "xoxb", "signing_secret": "   "}, "SLACK_SIGNING_SECRET"),
        ({"signing_secret": "s"}, "SLACK_BOT_TOKEN"),
        ({"app_token": "xapp"}, "SLACK_BOT_TOKEN"),
    ],
)
def test_a_partial_set_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], missing: str
) -> None:
    with pytest.raises(BotError) as caught:
        read(monkeypatch, **given)

    assert (caught.value.code, caught.value.data["setting"]) == ("setting_missing", missing)


@pytest.mark.parametrize(
    "url", ["http://slack.com/api/", "https://slack.com/api", "https://slack.com/", "ftp://127.0.0.1/api/", "api/"]
)
def test_an_address_that_is_no_api_or_shows_the_token_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    with pytest.raises(BotError) as caught:
        read(monkeypatch, bot_token="xoxb", signing_secret="s", api_url=url)

    assert caught.value.data["setting"] == "SLACK_API_URL"


@pytest.mark.parametrize("url", ["https://slack-gov.com/api/", "http://127.0.0.1:3900/api/", "http://[::1]:1/api/"])
def test_slacks_other_clouds_and_this_machine_are_taken(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    settings = read(monkeypatch, bot_token="xoxb", signing_secret="s", api_url=url)

    assert settings
    assert settings.api_url == url


def test_help_channels_are_names_with_or_without_their_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, bot_token="x", signing_secret="s", help_channels="aide, #questions ,, C0HELP")

    assert settings
    assert settings.help_channel_names == {"aide", "questions", "C0HELP"}


def test_no_secret_is_ever_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, bot_token="xoxb-1", signing_secret="secret-2", app_token="xapp-3")

    assert not any(secret in repr(settings) for secret in ("xoxb-1", "secret-2", "xapp-3"))
