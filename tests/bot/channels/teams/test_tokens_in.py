"""Who may deliver: every token that proves nothing is 401, without a traceback and without a word to anybody."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.bot.channels.teams.cloud import Cloud
from tests.bot.channels.teams.stage import Someone, TeamsStage

pytestmark = pytest.mark.slow

NOW = int(time.time())
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)

FORGED: dict[str, Callable[[Cloud], str]] = {
    "no header": lambda cloud: "",
    "garbage": lambda cloud: "Bearer abc.def.ghi",
    "no scheme": lambda cloud: cloud.bearer().removeprefix("Bearer "),
    "another scheme": lambda cloud: cloud.bearer().replace("Bearer", "Basic"),
    "three words": lambda cloud: cloud.bearer() + " more",
    "not ascii": lambda cloud: "Bearer \u00e9\u00e8",
    "expired": lambda cloud: cloud.bearer(exp=NOW - 3600),
    "not valid yet": lambda cloud: cloud.bearer(nbf=NOW + 3600),
    "no expiry": lambda cloud: cloud.bearer(exp=None),
    "no beginning": lambda cloud: cloud.bearer(nbf=None),
    "no audience": lambda cloud: cloud.bearer(aud=None),
    "another app": lambda cloud: cloud.bearer(aud="66666666-2222-3333-4444-555555555555"),
    "another issuer": lambda cloud: cloud.bearer(iss="https://sts.example.com"),
    "no issuer": lambda cloud: cloud.bearer(iss=None),
    "no service": lambda cloud: cloud.bearer(serviceurl=None),
    "another service": lambda cloud: cloud.bearer(serviceurl="https://smba.trafficmanager.net/teams/"),
    "another's signature": lambda cloud: cloud.bearer(key=STRANGER),
    "a shared secret": lambda cloud: cloud.bearer(key="x" * 40, alg="HS256"),
    "another algorithm": lambda cloud: cloud.bearer(alg="RS512"),
    "an unknown key": lambda cloud: cloud.bearer(kid="key-of-nobody"),
    "an empty key id": lambda cloud: cloud.bearer(kid=" "),
}


@pytest.mark.parametrize("why", FORGED)
def test_a_token_that_proves_nothing_is_refused(
    why: str, stage: TeamsStage, anna: Someone, capfd: pytest.CaptureFixture[str]
) -> None:
    header = FORGED[why](stage.cloud)

    answer = stage.posts(anna.message("bonjour"), header)

    stage.works()
    assert (answer.status_code, answer.content) == (401, b"")
    assert stage.cloud.messages(anna.chat) == []
    assert "Traceback" not in "".join(capfd.readouterr())


def test_a_token_that_is_whole_is_taken(stage: TeamsStage, anna: Someone) -> None:
    assert stage.posts(anna.message("bonjour")).status_code == 200


def change(activity: dict[str, Any], *path: str, to: object) -> dict[str, Any]:
    first, *rest = path
    return {**activity, first: change(activity[first], *rest, to=to) if rest else to}


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("channelData", "tenant", "id"), "77777777-8888-7777-6666-555555555555"),
        (("channelId",), "webchat"),
        (("channelId",), "directline"),
        (("serviceUrl",), "https://evil.example/teams/"),
        (("serviceUrl",), "http://127.0.0.1:9/teams/"),
        (("serviceUrl",), "https://smba.trafficmanager.net.evil.example/"),
        (("serviceUrl",), "https://smba.trafficmanager.net@evil.example/"),
    ],
)
def test_a_delivery_that_is_not_for_us_is_refused(
    path: tuple[str, ...], to: str, stage: TeamsStage, anna: Someone
) -> None:
    activity = change(anna.message("bonjour"), *path, to=to)

    answer = stage.posts(activity, stage.cloud.bearer(serviceurl=activity["serviceUrl"]))

    assert answer.status_code == 401


def test_a_delivery_that_names_no_organisation_is_refused(stage: TeamsStage, anna: Someone) -> None:
    activity = change(change(anna.message("bonjour"), "channelData", to={}), "conversation", to={"id": anna.chat})

    assert stage.posts(activity).status_code == 401


def test_a_key_that_is_not_endorsed_for_teams_is_refused(stage: TeamsStage, anna: Someone, cloud: Cloud) -> None:
    cloud.rotate(endorsements=("skype",))
    try:
        assert stage.posts(anna.message("bonjour")).status_code == 401
    finally:
        cloud.rotate()


def test_after_a_rotation_the_next_delivery_is_taken_at_once(stage: TeamsStage, anna: Someone, cloud: Cloud) -> None:
    stage.posts(anna.message("bonjour"))
    old = cloud.bearer()
    cloud.rotate()

    assert stage.posts(anna.message("bonjour")).status_code == 200
    assert stage.posts(anna.message("bonjour"), old).status_code == 401


def test_sixty_unknown_keys_cost_five_fetches_at_most(stage: TeamsStage, anna: Someone, cloud: Cloud) -> None:
    stage.posts(anna.message("bonjour"))
    cloud.calls.clear()

    for number in range(60):
        assert stage.posts(anna.message("bonjour"), cloud.bearer(kid=f"made-up-{number}")).status_code == 401

    assert 1 <= cloud.calls["openid"] <= 5
    assert 1 <= cloud.calls["keys"] <= 5


def test_sixty_unknown_keys_at_once_cost_no_more(stage: TeamsStage, anna: Someone, cloud: Cloud) -> None:
    stage.posts(anna.message("bonjour"))
    cloud.calls.clear()
    headers = [cloud.bearer(kid=f"made-up-{number}") for number in range(60)]

    async def all_at_once() -> list[int]:
        answers = await asyncio.gather(*(stage._post(anna.message("bonjour"), header) for header in headers))
        return [answer.status_code for answer in answers]

    assert set(stage.run(all_at_once())) == {401}
    assert 1 <= cloud.calls["keys"] <= 5


def test_a_minute_later_a_new_key_is_looked_for_again(stage: TeamsStage, anna: Someone, cloud: Cloud) -> None:
    for number in range(10):
        stage.posts(anna.message("bonjour"), cloud.bearer(kid=f"made-up-{number}"))
    cloud.rotate()
    assert stage.posts(anna.message("bonjour")).status_code == 401

    stage.clock.forward(timedelta(minutes=1))

    assert stage.posts(anna.message("bonjour")).status_code == 200


def test_slow_keys_hold_nobody_else_up(stage: TeamsStage, anna: Someone, cloud: Cloud) -> None:
    cloud.keys_seconds = 0.5

    async def both() -> tuple[float, int]:
        waiting = asyncio.create_task(stage._post(anna.message("bonjour"), None))
        longest, last = 0.0, time.monotonic()
        while not waiting.done():
            await asyncio.sleep(0.01)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
        return longest, waiting.result().status_code

    try:
        longest, status = stage.run(both())
    finally:
        cloud.keys_seconds = 0
    assert status == 200
    assert longest < 0.45


def test_known_keys_outlive_an_outage_and_unknown_ones_are_refused(
    stage: TeamsStage, anna: Someone, cloud: Cloud
) -> None:
    stage.posts(anna.message("bonjour"))
    stage.clock.forward(timedelta(days=2))
    cloud.has_keys = False
    try:
        assert stage.posts(anna.message("bonjour")).status_code == 200
        assert stage.posts(anna.message("bonjour"), cloud.bearer(kid="made-up")).status_code == 401
    finally:
        cloud.has_keys = True
