"""What stands in front of everything: nothing unsigned, old, large or unreadable gets past it."""

import json
from datetime import UTC, datetime
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.guard import LARGEST_BODY, Admitted, Turned, judge, signature

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SECRET = "a-signing-secret"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
UNAUTHORIZED, BAD, TOO_LARGE = (
    Turned(HTTPStatus.UNAUTHORIZED),
    Turned(HTTPStatus.BAD_REQUEST),
    Turned(HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
)


def headers(raw: bytes, kind: str = JSON, age: int = 0, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(NOW.timestamp()) - age)
    given = {"x-slack-request-timestamp": stamp, "x-slack-signature": signature(raw, stamp, secret)}
    return {"content-type": kind, **given}


def verdict(raw: bytes, kind: str = JSON, **how: int | str) -> Admitted | Turned:
    return judge(raw, headers(raw, kind, **how), SECRET, NOW)  # type: ignore[arg-type]  # age or secret


def test_a_signed_event_is_admitted_as_text_and_as_an_object() -> None:
    assert verdict(b'{"type":"event_callback"}') == Admitted('{"type":"event_callback"}', {"type": "event_callback"})


def test_an_interaction_is_the_json_in_its_field() -> None:
    admitted = verdict(b"payload=%7B%22type%22%3A%22shortcut%22%7D", FORM)

    assert isinstance(admitted, Admitted)
    assert admitted.body == {"type": "shortcut"}


def test_a_command_is_its_fields() -> None:
    admitted = verdict(b"command=%2Fguichet&text=", FORM)

    assert isinstance(admitted, Admitted)
    assert admitted.body == {"command": "/guichet", "text": ""}


@pytest.mark.parametrize("age", [301, -301, 10**9])
def test_an_old_delivery_and_one_from_the_future_are_turned_away(age: int) -> None:
    assert verdict(b"{}", age=age) == UNAUTHORIZED


def test_another_secret_is_turned_away() -> None:
    assert verdict(b"{}", secret="another") == UNAUTHORIZED


@pytest.mark.parametrize("stamp", ["", "abc", "1e9", "-1", "٣٤٥", "²", "9" * 400, "17.5", " 1"])
def test_a_time_stamp_that_is_no_number_is_turned_away(stamp: str) -> None:
    given = {**headers(b"{}"), "x-slack-request-timestamp": stamp}

    assert judge(b"{}", given, SECRET, NOW) == UNAUTHORIZED


@pytest.mark.parametrize("sign", ["", "v0=", "v0=é", "v0=\udcff", "v1=" + "0" * 64, "v0=" + "0" * 10_000])
def test_a_signature_that_is_none_is_turned_away(sign: str) -> None:
    given = {**headers(b"{}"), "x-slack-signature": sign}

    assert judge(b"{}", given, SECRET, NOW) == UNAUTHORIZED


def test_nothing_but_the_two_headers_is_needed_to_be_turned_away() -> None:
    assert judge(b"{}", {}, SECRET, NOW) == UNAUTHORIZED


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", JSON),
        (b"not json", JSON),
        (b"\xff\xfe", JSON),
        (b"[]", JSON),
        (b'"text"', JSON),
        (b"null", JSON),
        (b"{" * 100, JSON),
        (b'{"a":' * 200 + b"1" + b"}" * 200, JSON),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", JSON),
        (b"payload=not+json", FORM),
        (b"payload=%5B%5D", FORM),
        (b"payload=" + b"%5B" * 5_000, FORM),
        (b"a=b", FORM),
        (b"{}", "text/plain"),
        (b"{}", ""),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_signed_body_that_cannot_be_read_is_a_bad_request(raw: bytes, kind: str) -> None:
    assert verdict(raw, kind) == BAD


def test_a_large_body_is_turned_away_before_its_signature_is_looked_at() -> None:
    assert judge(b"x" * (LARGEST_BODY + 1), {}, SECRET, NOW) == TOO_LARGE
    assert isinstance(verdict(json.dumps({"a": "x" * (LARGEST_BODY - 10)}).encode()), Admitted)


@given(st.binary(max_size=60), st.sampled_from([JSON, FORM, "text/plain"]))
def test_any_bytes_at_all_get_a_verdict(raw: bytes, kind: str) -> None:
    assert isinstance(verdict(raw, kind), Admitted | Turned)
