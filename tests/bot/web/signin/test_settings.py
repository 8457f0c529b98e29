"""All settings of sign-in or none, and addresses that nobody on the way can read."""

from pathlib import Path

import pytest

from bot.errors import BotError
from bot.settings import read_section
from bot.web.signin.settings import Settings, is_configured
from tests.bot.command import CommandLine

WHOLE = {
    "OIDC_ISSUER": "https://login.example/realms/boreal",
    "OIDC_CLIENT_ID": "guichet",
    "OIDC_CLIENT_SECRET": "hush-hush",
    "GUICHET_BASE_URL": "https://guichet.example/",
}


def configured(**changes: str) -> bool:
    return is_configured(Settings.model_validate({**WHOLE, **changes}))


def test_all_of_them_open_the_pages_and_none_leave_them_shut() -> None:
    assert configured()
    assert not configured(OIDC_ISSUER="", OIDC_CLIENT_ID="", OIDC_CLIENT_SECRET="")


@pytest.mark.parametrize("name", WHOLE)
def test_a_missing_one_is_named(name: str) -> None:
    with pytest.raises(BotError) as refused:
        configured(**{name: ""})

    assert (refused.value.code, refused.value.data["setting"]) == ("sign_in_setting_missing", name)


@pytest.mark.parametrize("name", ["OIDC_ISSUER", "GUICHET_BASE_URL"])
@pytest.mark.parametrize(
    "address", ["http://login.example", "login.example", "ftp://login.example", "https://", "https://a@login.example"]
)
def test_an_address_that_others_could_read_is_refused(name: str, address: str) -> None:
    with pytest.raises(BotError) as refused:
        configured(**{name: address})

    assert (refused.value.code, refused.value.data["setting"]) == ("sign_in_address", name)


@pytest.mark.parametrize("name", ["OIDC_ISSUER", "GUICHET_BASE_URL"])
@pytest.mark.parametrize("address", ["http://127.0.0.1:9000", "http://localhost:9000", "http://[::1]:9000"])
def test_this_machine_needs_no_tls(name: str, address: str) -> None:
    assert configured(**{name: address})


def test_pages_stand_at_the_root_of_their_address() -> None:
    with pytest.raises(BotError) as refused:
        configured(GUICHET_BASE_URL="https://www.example/guichet")

    assert refused.value.code == "sign_in_base_path"


def test_the_secret_is_not_shown_and_may_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush-hush\n")
    (tmp_path / ".env").write_text(f"OIDC_CLIENT_SECRET_FILE={tmp_path / 'secret'}\n")

    settings = read_section(Settings, tmp_path)

    assert settings.client_secret == "hush-hush"
    assert "hush" not in repr(settings)


@pytest.mark.slow
def test_serve_with_a_part_of_them_says_which_is_missing_and_does_not_start(company: CommandLine) -> None:
    ran = CommandLine(company.folder, {"OIDC_ISSUER": "https://login.example", "OIDC_CLIENT_SECRET": "hush-hush"})(
        "serve"
    )

    assert ran.code == 2
    assert "OIDC_CLIENT_ID is missing" in ran.err
    assert "hush" not in ran.out + ran.err
