import pytest

from tests.needs import needs_chromium, needs_postgres

NOBODY_THERE = "postgresql+psycopg://postgres@127.0.0.1:1/"


def test_a_newcomer_without_a_server_is_told_what_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("GUICHET_TEST_POSTGRES", raising=False)

    with pytest.raises(pytest.skip.Exception, match="start one and set GUICHET_TEST_POSTGRES="):
        needs_postgres()


def test_a_server_that_does_not_answer_is_told_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("GUICHET_TEST_POSTGRES", NOBODY_THERE)

    with pytest.raises(pytest.skip.Exception, match=r"127\.0\.0\.1:1/ does not answer: .+"):
        needs_postgres()


def test_what_ci_lacks_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("GUICHET_TEST_POSTGRES", NOBODY_THERE)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(pytest.fail.Exception, match="PostgreSQL is missing"):
        needs_postgres()
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        needs_chromium()


def test_a_server_that_answers_is_named_by_its_address() -> None:
    url = needs_postgres()

    assert url.startswith("postgresql+psycopg://")
    assert url.endswith("/")
