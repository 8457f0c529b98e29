"""What must not open a session: whatever somebody could forge, replay, bend or leave out; and a kind sentence."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.bot.house import ANNA, MONDAY_MORNING
from tests.bot.web.signin.stage import Stage
from tests.bot.web.windows import plain

NOW = int(MONDAY_MORNING.timestamp())
ELSEWHERE = (
    *(
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
    ),
    *("https://evil.example", "http:evil", "javascript:alert(1)", "evil", "", "/é", "/sign-in/start", "/" + "a" * 1000),
)


def changed(location: str, **changes: str | None) -> str:
    base, _, query = location.partition("?")
    told = {**dict(parse_qsl(query)), **changes}
    return f"{base}?{urlencode({name: value for name, value in told.items() if value is not None})}"


@pytest.mark.parametrize("state", ["forged", "", None, "é" * 43])
def test_a_forged_or_missing_state(stage: Stage, state: str | None) -> None:
    anna = stage.visitor()
    back = stage.provider.decides(anna.begins(), "anna")

    answer = anna.comes_back(changed(back, state=state))

    assert (answer.status_code, anna.is_in) == (400, False)
    assert "another window, or too long ago" in plain(answer.text)


def test_a_way_back_that_was_used_already(stage: Stage) -> None:
    anna = stage.visitor()
    back, cookies = stage.provider.decides(anna.begins(), "anna"), dict(anna.browser.cookies)
    anna.comes_back(back)
    thief = stage.visitor()
    thief.browser.cookies.update(cookies)

    answers = [thief.comes_back(back).status_code, anna.comes_back(back).status_code]

    assert answers == [400, 400]
    assert (thief.is_in, anna.is_in) == (False, True)


def test_a_way_back_in_another_browser(stage: Stage) -> None:
    anna, other = stage.visitor(), stage.visitor()
    back = stage.provider.decides(anna.begins(), "anna")
    other.begins()

    assert other.comes_back(back).status_code == 400
    assert not other.is_in


def test_a_way_back_after_ten_minutes(stage: Stage) -> None:
    anna = stage.visitor()
    back = stage.provider.decides(anna.begins(), "anna")

    stage.clock.forward(timedelta(minutes=10))

    assert anna.comes_back(back).status_code == 400
    assert not anna.is_in


def test_an_answer_that_says_it_is_another_providers(stage: Stage) -> None:
    anna = stage.visitor()
    back = stage.provider.decides(anna.begins(), "anna")

    assert anna.comes_back(changed(back, iss="https://evil.example")).status_code == 403
    assert not anna.is_in


def test_saying_no_at_the_provider_is_answered_kindly(stage: Stage) -> None:
    anna = stage.visitor()

    answer = anna.signs_in(None)

    assert answer.status_code == 403
    assert "Sign-in was cancelled" in plain(answer.text)
    assert "<b>no</b>" not in answer.text


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": ["another-client"]},
        {"aud": ["guichet-client", "another-client"]},
        {"aud": ["guichet-client", "another-client"], "azp": "another-client"},
        {"aud": None},
        {"azp": "another-client"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": NOW - 121},
        {"exp": None},
        {"exp": True},
        {"exp": "tomorrow"},
        {"exp": float("nan")},
        {"iat": NOW + 121},
        {"iat": None},
        {"nbf": NOW + 121},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "a" * 256},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_not_of_now_or_not_of_this_sign_in(stage: Stage, changes: dict[str, Any]) -> None:
    stage.provider.changes = changes
    anna = stage.visitor()

    answer = anna.signs_in("anna")

    assert (answer.status_code, anna.is_in) == (403, False)
    assert "was not accepted" in plain(answer.text)
    assert "@" not in plain(answer.text)  # names nobody to whoever is not known yet


@pytest.mark.parametrize(
    "changes", [{"exp": NOW - 119}, {"iat": NOW + 119}, {"nbf": NOW + 119}, {"aud": ["guichet-client"]}], ids=str
)
def test_two_clocks_may_differ_by_two_minutes_and_one_of_us_may_be_a_list(
    stage: Stage, changes: dict[str, Any]
) -> None:
    stage.provider.changes = changes

    assert stage.signed_in("anna").is_in


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS512"])
def test_a_token_signed_in_a_way_that_is_not_allowed(stage: Stage, algorithm: str) -> None:
    stage.provider.algorithm = algorithm
    anna = stage.visitor()

    assert anna.signs_in("anna").status_code == 403
    assert not anna.is_in


def test_a_token_signed_by_somebody_else(stage: Stage) -> None:
    stage.provider.signing = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    assert stage.visitor().signs_in("anna").status_code == 403


def test_a_token_signed_with_a_key_that_nobody_announced_and_few_fetches_for_it(stage: Stage) -> None:
    stage.provider.kid = "unknown"

    answers = {stage.visitor().signs_in("anna").status_code for _ in range(8)}

    assert answers == {403}
    assert stage.provider.calls.count("/keys") == 5


def test_a_token_that_names_no_key_where_there_are_several(stage: Stage) -> None:
    stage.provider.kid = ""

    assert stage.visitor().signs_in("anna").status_code == 403


def test_a_provider_that_reports_an_error_of_its_own(stage: Stage) -> None:
    anna = stage.visitor()
    back = stage.provider.decides(anna.begins(), None)

    answer = anna.comes_back(changed(back, error="server_error"))

    assert (answer.status_code, anna.is_in) == (403, False)
    assert "was not accepted" in plain(answer.text)


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_e_mail_that_the_provider_does_not_vouch_for(stage: Stage, verified: object) -> None:
    stage.provider.changes = {"email_verified": verified}
    anna = stage.visitor()

    answer = anna.signs_in("anna")

    assert (answer.status_code, anna.is_in) == (403, False)
    assert "has not verified it" in plain(answer.text)


@pytest.mark.parametrize("email", [None, "", "anna", ["anna.roy@atelier.example"], "a b@c", "\u212aarim@x.example"])
def test_an_e_mail_that_is_none(stage: Stage, email: object) -> None:
    stage.provider.changes = {"email": email}

    assert stage.visitor().signs_in("anna").status_code == 403


def test_another_account_with_the_e_mail_of_somebody_who_has_signed_in(stage: Stage) -> None:
    stage.signed_in("anna")
    stage.provider.accounts["mallory"] = stage.provider.accounts["anna"]
    mallory = stage.visitor()

    answer = mallory.signs_in("mallory")

    assert (answer.status_code, mallory.is_in) == (403, False)
    assert "already belongs to another account" in plain(answer.text)
    assert "rose.lam@atelier.example" in plain(answer.text)  # whom to ask


def test_another_account_is_let_in_once_an_admin_has_had_the_old_one_forgotten(stage: Stage) -> None:
    before = stage.signed_in("anna")
    stage.provider.accounts["new"] = stage.provider.accounts["anna"]
    with stage.house.core.units.begin() as unit:
        assert unit.sessions.forget(ANNA)
        unit.commit()

    assert stage.signed_in("new").is_in
    assert not before.is_in
    assert stage.visitor().signs_in("anna").status_code == 403


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_a_way_onward_that_leads_elsewhere_leads_to_the_first_page(stage: Stage, onward: str) -> None:
    answer = stage.visitor().signs_in("anna", f"/sign-in/start?{urlencode({'next': onward})}")

    assert answer.headers["location"] == "/"


def test_whoever_is_signed_in_is_led_nowhere_else_either(stage: Stage) -> None:
    anna = stage.signed_in("anna")

    assert anna.browser.get("/sign-in?next=//evil.example").headers["location"] == "/"
    assert anna.browser.get("/sign-in?next=/mine").headers["location"] == "/mine"


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
@pytest.mark.parametrize(
    "junk", ["<html>busy</html>", "[]", "{}", '{"id_token": 7, "keys": {}, "issuer": []}', "", "[" * 9999]
)
def test_a_provider_that_answers_junk(stage: Stage, path: str, junk: str) -> None:
    stage.provider.junk = {path: junk}
    anna = stage.visitor()

    begun = anna.browser.get("/sign-in/start")
    answer = begun
    if begun.status_code == 303:
        answer = anna.comes_back(stage.provider.decides(begun.headers["location"], "anna"))

    assert answer.status_code in {403, 503}
    assert "sign-in service" in plain(answer.text)
    assert not anna.is_in


def test_a_provider_that_calls_itself_something_else(stage: Stage) -> None:
    stage.provider.metadata = {"issuer": "https://evil.example"}

    assert stage.visitor().browser.get("/sign-in/start").status_code == 503


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("address", ["http://evil.example/", "ftp://127.0.0.1/", None, "//evil.example", "http://[", 7])
def test_a_provider_whose_addresses_are_not_safe(stage: Stage, name: str, address: object) -> None:
    stage.provider.metadata = {name: address}

    assert stage.visitor().browser.get("/sign-in/start").status_code == 503


def test_codes_that_the_provider_does_not_know(stage: Stage) -> None:
    anna = stage.visitor()
    state = dict(parse_qsl(urlsplit(anna.begins()).query))["state"]

    answer = anna.comes_back(f"/sign-in/callback?{urlencode({'state': state, 'code': 'made up'})}")

    assert (answer.status_code, anna.is_in) == (503, False)
