"""People sign in with the organisation's accounts, are who they are on every page, and leave."""

import pytest

from tests.bot.web.signin.stage import STRANGER, Stage
from tests.bot.web.windows import plain

GLOVES = "where are the nitrile gloves?"


def test_somebody_signs_in_asks_and_sees_what_they_asked(stage: Stage) -> None:
    anna = stage.signed_in("anna")

    anna.asks(GLOVES)

    assert GLOVES in anna.sees("/mine")
    assert stage.house.requests()[-1].requester.person == "anna.roy@atelier.example"


def test_a_page_that_was_asked_for_is_the_page_one_comes_to(stage: Stage) -> None:
    anna = stage.visitor()

    to_sign_in = anna.browser.get("/requests/G-1?lang=fr").headers["location"]
    start = anna.browser.get(to_sign_in).text.split('class="button" href="')[1].split('"')[0].replace("&amp;", "&")

    assert anna.signs_in("anna", start).headers["location"] == "/requests/G-1?lang=fr"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_of_sign_in_has_one_button_in_both_languages(stage: Stage, lang: str) -> None:
    label = {"fr": "Se connecter avec le compte", "en": "Sign in with your organisation"}[lang]

    assert label in stage.visitor().sees(f"/sign-in?lang={lang}")


def test_an_admin_opens_the_admin_pages_and_nobody_else_does(stage: Stage) -> None:
    rose, paul = stage.signed_in("rose"), stage.signed_in("paul")

    assert "Rose Lam" in rose.sees("/admin")
    assert "look after the routing table" in paul.sees("/admin", status=403)


def test_an_owner_answers_what_somebody_asked(stage: Stage) -> None:
    anna, paul = stage.signed_in("anna"), stage.signed_in("paul")
    anna.asks(GLOVES)
    reference = stage.house.requests()[-1].reference

    paul.browser.post(
        f"/requests/{reference}", {"verb": "answer", "reference": reference, "nonce": "a", "text": "B-12"}
    )

    assert "B-12" in anna.sees(f"/requests/{reference}")


def test_somebody_who_is_not_in_the_table_asks_and_sees_what_they_asked_and_no_more(stage: Stage) -> None:
    zoe, anna = stage.signed_in("zoe"), stage.signed_in("anna")
    anna.asks(GLOVES)
    zoe.asks("who waters the ficus?")

    mine = zoe.sees("/mine")

    assert "ficus" in mine
    assert "gloves" not in mine
    assert "Zoe" in mine
    assert stage.house.requests()[-1].requester.person == STRANGER
    for path, status in (("/inbox", 403), ("/reception", 403), ("/admin", 403), ("/requests/G-1", 404)):
        zoe.sees(path, status)


def test_the_navigation_says_who_one_is_and_leads_out(stage: Stage) -> None:
    anna = stage.signed_in("anna")

    page = anna.sees("/")

    assert "Anna Roy" in page
    assert "Sign out" in page


def test_signing_out_ends_the_session_on_the_server_too(stage: Stage) -> None:
    anna = stage.signed_in("anna")
    copied = stage.visitor()
    copied.browser.cookies.update(anna.browser.cookies)

    left = anna.browser.post("/sign-out", {})

    assert "signed out" in plain(anna.browser.get(left.headers["location"]).text)
    assert not anna.is_in
    assert not copied.is_in


def test_signing_out_in_one_browser_leaves_the_other_signed_in(stage: Stage) -> None:
    here, there = stage.signed_in("anna"), stage.signed_in("anna")

    here.browser.post("/sign-out", {})

    assert (here.is_in, there.is_in) == (False, True)


def test_a_later_e_mail_does_not_make_somebody_another_person(stage: Stage) -> None:
    stage.signed_in("anna")
    stage.provider.accounts["anna"] |= {"email": "rose.lam@atelier.example"}

    again = stage.signed_in("anna")

    assert "Anna Roy" in again.sees("/")
    again.sees("/admin", status=403)


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256"])
def test_each_algorithm_that_is_allowed_lets_people_in(stage: Stage, algorithm: str) -> None:
    stage.provider.algorithm = algorithm

    assert stage.signed_in("anna").is_in


@pytest.mark.parametrize("methods", [("client_secret_post",), ("client_secret_basic",), ()])
def test_the_provider_is_told_who_we_are_the_way_it_takes_it(stage: Stage, methods: tuple[str, ...]) -> None:
    stage.provider.methods = methods

    assert stage.signed_in("anna").is_in


def test_keys_are_fetched_once_and_again_at_once_when_they_have_changed(stage: Stage) -> None:
    stage.signed_in("anna")
    stage.signed_in("paul")
    fetched = stage.provider.calls.count("/keys")

    stage.provider.rotate()
    stage.signed_in("rose")

    assert (fetched, stage.provider.calls.count("/keys")) == (1, 2)


def test_a_token_that_names_no_key_is_held_against_the_only_one_there_is(stage: Stage) -> None:
    stage.provider.kid, stage.provider.announced = "", ("rsa",)
    stage.signed_in("anna")

    stage.provider.rotate()

    assert stage.signed_in("paul").is_in


def test_an_e_mail_in_capitals_is_the_same_person(stage: Stage) -> None:
    stage.provider.accounts["anna"] |= {"email": "Anna.ROY@Atelier.example"}

    assert "Anna Roy" in stage.signed_in("anna").sees("/")
