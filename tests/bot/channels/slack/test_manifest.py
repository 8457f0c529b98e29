"""The manifest that people paste into Slack asks for what the code needs, and for nothing else."""

import json
from typing import Any

import pytest

from bot.channels.slack.checkup import NEEDED
from bot.channels.slack.interact import ASK, NOT_FOR_ME
from tests.bot.command import ROOT
from tests.fakes.slack import NEEDS

ADDRESS = "https://guichet.example.com/slack/events"
# By which scope Slack lets an app subscribe to an event.
EVENTS = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
}


@pytest.fixture(scope="module")
def manifest() -> Any:
    return json.loads((ROOT / "deploy" / "slack" / "manifest.json").read_text(encoding="utf-8"))


def test_its_scopes_are_those_the_doctor_checks(manifest: Any) -> None:
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == set(NEEDED)


def test_every_method_and_every_event_has_its_scope(manifest: Any) -> None:
    events = manifest["settings"]["event_subscriptions"]["bot_events"]

    assert set(events) == set(EVENTS)
    assert {*NEEDS.values(), *EVENTS.values()} <= set(NEEDED)


def test_its_shortcuts_and_its_command_are_those_the_code_knows(manifest: Any) -> None:
    shortcuts = {one["callback_id"]: one["type"] for one in manifest["features"]["shortcuts"]}

    assert shortcuts == {ASK: "global", NOT_FOR_ME: "message"}
    assert [one["command"] for one in manifest["features"]["slash_commands"]] == ["/guichet"]


def test_everything_is_delivered_to_one_address(manifest: Any) -> None:
    settings, features = manifest["settings"], manifest["features"]

    urls = [settings["event_subscriptions"]["request_url"], settings["interactivity"]["request_url"]]

    assert {*urls, features["slash_commands"][0]["url"]} == {ADDRESS}


def test_what_people_read_of_it_fits(manifest: Any) -> None:
    features = manifest["features"]

    assert len(manifest["display_information"]["description"]) <= 140
    assert all(len(one["name"]) <= 60 and len(one["description"]) <= 150 for one in features["shortcuts"])
    assert features["app_home"]["messages_tab_read_only_enabled"] is False
