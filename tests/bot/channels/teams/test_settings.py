"""The rules between Teams' settings, and that a wrong one stops `serve` with its name."""

from pathlib import Path

import pytest

from bot.channel import Serving
from bot.channels.teams.settings import Settings, is_configured
from bot.channels.teams.whereabouts import Allowed
from bot.errors import BotError
from tests.bot.command import CommandLine, sample_company

HERE = Serving(host="127.0.0.1", port=8080)
WHOLE = {"TEAMS_APP_ID": "app", "TEAMS_APP_PASSWORD": "secret", "TEAMS_TENANT_ID": "tenant"}
ANONYMOUS = {"TEAMS_ANONYMOUS_DEV": "1"}
STAND_IN = {"TEAMS_OPENID_METADATA_URL": "http://127.0.0.1:9/openid", "TEAMS_TOKEN_URL": "http://localhost:9/token"}


def complaint(given: dict[str, str], serving: Serving = HERE) -> str:
    """The setting that is named, or nothing when Teams would be served."""
    try:
        return "" if is_configured(Settings.model_validate(given), serving) else "not configured"
    except BotError as error:
        return str(error.data["setting"])


def test_nothing_set_is_no_teams() -> None:
    assert complaint({}) == "not configured"


def test_all_three_open_it() -> None:
    assert complaint(WHOLE) == ""
    assert complaint({**WHOLE, **STAND_IN}) == ""


@pytest.mark.parametrize("missing", WHOLE)
def test_a_part_of_them_names_the_missing_one(missing: str) -> None:
    assert complaint({name: value for name, value in WHOLE.items() if name != missing}) == missing


@pytest.mark.parametrize("blank", WHOLE)
def test_a_blank_one_is_missing(blank: str) -> None:
    assert complaint({**WHOLE, blank: "  "}) == blank


@pytest.mark.parametrize("alone", WHOLE)
def test_one_alone_is_a_part_too(alone: str) -> None:
    assert complaint({alone: "x"}) in set(WHOLE) - {alone}


@pytest.mark.parametrize("name", STAND_IN)
@pytest.mark.parametrize(
    "address",
    [
        "https://login.example.com/openid",
        "http://192.168.1.4/openid",
        "http://127.0.0.1.example.com/",
        "http://127.0.0.1@example.com/",
        "ftp://127.0.0.1/",
        "127.0.0.1:9/openid",
        "http://[::1",
        "nonsense",
    ],
)
def test_a_stand_in_is_on_this_machine(name: str, address: str) -> None:
    assert complaint({**WHOLE, **STAND_IN, name: address}) == name
    assert complaint({name: address}) == name


def test_anonymous_development_stays_on_this_machine() -> None:
    assert complaint(ANONYMOUS) == ""
    assert complaint(ANONYMOUS, Serving(host="::1", port=1)) == ""
    assert complaint(ANONYMOUS, Serving(host="0.0.0.0", port=1)) == "--host"
    assert complaint(ANONYMOUS, Serving(host="guichet.example", port=1)) == "--host"
    elsewhere = Serving(host="127.0.0.1", port=1, base_url="https://guichet.example.com")
    assert complaint(ANONYMOUS, elsewhere) == "GUICHET_BASE_URL"
    here = Serving(host="127.0.0.1", port=1, base_url="http://localhost:8080")
    assert complaint(ANONYMOUS, here) == ""


@pytest.mark.parametrize("name", [*WHOLE, *STAND_IN])
def test_anonymous_development_goes_with_no_other_setting(name: str) -> None:
    value = {**WHOLE, **STAND_IN}[name]

    assert complaint({"TEAMS_ANONYMOUS_DEV": "1", name: value}) == name


@pytest.mark.parametrize(
    ("address", "is_admitted"),
    [
        ("https://smba.trafficmanager.net/amer/", True),
        ("https://smba.trafficmanager.net/ca/99999999-8888-7777-6666-555555555555/", True),
        ("https://smba.infra.gcc.teams.microsoft.com/teams", True),
        ("http://smba.trafficmanager.net/amer/", False),
        ("https://other.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net:8443@evil.example/", False),
        ("https://evil.example/?smba.trafficmanager.net", False),
        ("http://169.254.169.254/latest/", False),
        ("http://127.0.0.1:9000/", False),
        ("file:///etc/passwd", False),
        ("", False),
        ("http://[", False),
    ],
)
def test_in_earnest_only_microsoft_is_spoken_to(address: str, is_admitted: bool) -> None:
    assert Allowed().admits(address) is is_admitted


def test_a_stand_in_is_spoken_to_on_its_own_port_only() -> None:
    allowed = Allowed(stand_ins=("127.0.0.1:9000",))

    assert allowed.admits("http://127.0.0.1:9000/teams/")
    assert not allowed.admits("http://127.0.0.1:9001/teams/")
    assert not allowed.admits("http://localhost/")
    assert not Allowed(this_machine=True).admits("https://smba.trafficmanager.net/amer/")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"TEAMS_APP_ID": "app", "TEAMS_TENANT_ID": " "}, "TEAMS_APP_PASSWORD"),
        ({**WHOLE, "TEAMS_TENANT_ID": ""}, "TEAMS_TENANT_ID"),
        ({**WHOLE, "TEAMS_TOKEN_URL": "https://login.example.com/token"}, "TEAMS_TOKEN_URL"),
        ({"TEAMS_ANONYMOUS_DEV": "1", **WHOLE}, "TEAMS_APP_ID"),
        ({"TEAMS_ANONYMOUS_DEV": "1", "GUICHET_BASE_URL": "https://guichet.example.com"}, "GUICHET_BASE_URL"),
        ({"TEAMS_ANONYMOUS_DEV": "perhaps"}, "TEAMS_ANONYMOUS_DEV"),
    ],
)
def test_serve_stops_and_names_the_setting(settings: dict[str, str], named: str, tmp_path: Path) -> None:
    sample_company(tmp_path)

    ran = CommandLine(tmp_path, settings).apart("serve", "--port", "1")

    assert ran.code == 2
    assert named in ran.err
    assert "Traceback" not in ran.err
    assert "secret" not in ran.err
