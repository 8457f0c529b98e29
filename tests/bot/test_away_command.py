"""`guichet people away`: what somebody keeps is handed over before the command returns."""

import json

import pytest

from tests.bot.command import CommandLine

pytestmark = pytest.mark.slow


def test_away_hands_over_what_the_person_keeps(company: CommandLine) -> None:
    asked = json.loads(company("ask", "perdu ma puce", "--as", "minh", "--json").out)

    ran = company("people", "away", asked["person"], "--until", "2099-12-24")

    after = json.loads(company("requests", "show", asked["reference"], "--json").out)
    assert ran.code == 0
    assert "Requests handed over: 1" in ran.out
    assert after["person"] != asked["person"]
    assert "keeper_away" in [event["kind"] for event in after["timeline"]]
    assert company("people", "away", asked["person"], "--back").code == 0


def test_away_without_an_end_or_for_nobody_says_what_to_do(company: CommandLine) -> None:
    without_end = company("people", "away", "minh")
    nobody = company("people", "away", "zorro", "--until", "2099-12-24")
    past = company("people", "away", "minh", "--until", "2001-12-24")

    assert [ran.code for ran in (without_end, nobody, past)] == [2, 2, 2]
    assert "--until 2026-12-24" in without_end.err
    assert "zorro" in nobody.err
    assert "before it begins" in past.err
