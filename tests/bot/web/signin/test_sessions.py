"""How long a session lasts, what the browser holds of it, and who may speak to pages behind sign-in."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channel import Channels
from bot.workers.jobs import jobs_of
from handlers.content import Content
from knowledge.models import Email
from tests.bot.channels.web.browser import OWN_FORM
from tests.bot.house import ANNA, MONDAY_MORNING, small_table
from tests.bot.web.signin.stage import Stage, Visitor
from tests.bot.web.windows import plain

STREAM = {"accept": "text/event-stream"}


def works(anna: Visitor, stage: Stage, *, hours: int) -> None:
    """Opens a page at the end of each hour."""
    for _ in range(hours):
        stage.clock.forward(timedelta(hours=1))
        anna.browser.get("/mine")


def without(stage: Stage, person: Email) -> None:
    """The table is published with the person no longer active."""
    table = small_table()
    people = {**table.people, person: replace(table.people[person], active=False)}
    routing = stage.house.core.units.routing
    routing.publish(replace(table, people=people), base=1, author="test", now=MONDAY_MORNING)
    stage.house.core.snapshots.refresh()


def test_a_session_ends_after_eight_hours_without_a_page(stage: Stage) -> None:
    anna = stage.signed_in("anna")

    stage.clock.forward(timedelta(hours=8) - timedelta(seconds=1))
    assert anna.is_in
    stage.clock.forward(timedelta(hours=8))

    assert not anna.is_in


def test_a_session_ends_after_twelve_hours_however_much_one_works(stage: Stage) -> None:
    anna = stage.signed_in("anna")

    works(anna, stage, hours=11)
    assert anna.is_in
    works(anna, stage, hours=1)

    assert not anna.is_in


@pytest.mark.parametrize(
    ("path", "headers"), [("/stream", STREAM), ("/?since=0", {}), ("/mine", {"if-none-match": "mark"})]
)
def test_a_page_left_open_that_looks_for_news_keeps_nobody_signed_in(
    stage: Stage, path: str, headers: dict[str, str]
) -> None:
    anna = stage.signed_in("anna")
    stage.house.bridge.bells.stop()  # so that the stream ends by itself

    for _ in range(8):
        stage.clock.forward(timedelta(hours=1))
        anna.browser.get(path, headers)

    assert not anna.is_in


def test_the_session_that_a_browser_held_before_is_not_the_one_it_gets(stage: Stage) -> None:
    anna = stage.visitor()
    anna.browser.cookies.set("guichet", "known to somebody else", domain="127.0.0.1")
    anna.signs_in("anna")
    first = anna.browser.cookies["guichet"]
    anna.browser.get("/sign-in/start")
    anna.signs_in("anna")

    stale = stage.visitor()
    for held in ("known to somebody else", first):
        stale.browser.cookies.set("guichet", held, domain="127.0.0.1")
        assert not stale.is_in
    assert anna.is_in


def test_what_the_browser_holds_is_not_in_the_ledger(stage: Stage) -> None:
    anna = stage.signed_in("anna")
    anna.begins()

    kept = str([rows_of(stage, name) for name in ("sessions", "sign_ins", "identities")])

    held = [anna.browser.cookies[name] for name in ("guichet", "guichet-sign-in")]
    assert [len(each) for each in held] == [43, 43]  # 256 bits
    assert [each in kept for each in (ANNA, *held)] == [True, False, False]


def test_over_tls_cookies_are_of_this_host_alone(public_stage: Stage) -> None:
    anna = public_stage.visitor()
    begun = anna.browser.get("/sign-in/start")
    back = anna.comes_back(public_stage.provider.decides(begun.headers["location"], "anna"))

    for answer, name in ((begun, "__Host-guichet-sign-in="), (back, "__Host-guichet=")):
        [cookie] = [one for one in answer.headers.get_list("set-cookie") if one.startswith(name)]
        said = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= said
        assert not any(part.startswith("domain") for part in said)
    assert anna.is_in


def test_over_tls_browsers_are_told_to_come_over_tls_only(public_stage: Stage) -> None:
    assert "max-age=" in public_stage.visitor().browser.get("/sign-in").headers["strict-transport-security"]


def test_without_tls_on_this_machine_they_are_not(stage: Stage) -> None:
    assert "strict-transport-security" not in stage.visitor().browser.get("/sign-in").headers


@pytest.mark.parametrize("host", ["evil.example", "guichet.example.evil.example", "127.0.0.1:8080", "localhost", ""])
def test_pages_answer_at_their_own_address_only(public_stage: Stage, host: str) -> None:
    anna = public_stage.signed_in("anna")

    assert anna.browser.get("/mine", {"host": host}).status_code == 400
    assert anna.browser.get("/mine", {"host": "guichet.example"}).status_code == 200


def test_health_checks_answer_at_any(public_stage: Stage) -> None:
    assert public_stage.visitor().browser.get("/healthz", {"host": "127.0.0.1:8080"}).status_code == 200


@pytest.mark.parametrize("path", ["/ask", "/sign-out", "/inbox"])
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_form_of_another_site_is_refused(public_stage: Stage, path: str, headers: dict[str, str]) -> None:
    anna = public_stage.signed_in("anna")

    assert anna.browser.post(path, {"text": "x", "nonce": "n"}, headers).status_code == 403
    assert anna.is_in
    assert public_stage.house.requests() == []


@pytest.mark.parametrize("name", ["X-Forwarded-User", "Remote-User", "X-Remote-User", "X-Auth-Request-Email"])
def test_a_header_that_says_who_somebody_is_counts_for_nothing(stage: Stage, name: str) -> None:
    nobody, anna = stage.visitor(), stage.signed_in("anna")

    assert nobody.browser.get("/mine", {name: "rose.lam@atelier.example"}).status_code == 303
    assert anna.browser.get("/admin", {name: "rose.lam@atelier.example"}).status_code == 403


@pytest.mark.parametrize(
    "path", ["/", "/mine", "/inbox", "/reception", "/requests/G-1", "/admin", "/admin/people", "/gone", "/as/anna.roy/"]
)
def test_without_a_session_every_page_leads_to_sign_in(stage: Stage, path: str) -> None:
    answer = stage.visitor().browser.get(path)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/stream", STREAM),
        ("GET", "/mine", {"hx-request": "true"}),
        ("GET", "/inbox/list", {"if-none-match": "mark"}),
        ("GET", "/", {"sec-fetch-mode": "cors"}),
        ("POST", "/ask", OWN_FORM),
        ("POST", "/admin/people/row", OWN_FORM),
    ],
)
def test_without_a_session_what_a_page_does_by_itself_or_sends_is_told_so(
    stage: Stage, method: str, path: str, headers: dict[str, str]
) -> None:
    browser = stage.visitor().browser

    answer = browser.get(path, headers) if method == "GET" else browser.post(path, {"text": "x"}, headers)

    assert answer.status_code == 401
    assert "Your session has ended" in plain(answer.text)
    assert stage.house.requests() == []


def test_whoever_has_left_has_no_session_any_more_and_gets_no_other(stage: Stage) -> None:
    anna = stage.signed_in("anna")

    without(stage, ANNA)

    assert not anna.is_in
    answer = anna.signs_in("anna")
    assert answer.status_code == 403
    assert "no longer an active person" in plain(answer.text)


def test_a_stream_of_news_ends_when_its_session_does(stage: Stage) -> None:
    anna = stage.signed_in("anna")
    cookie = {**STREAM, "cookie": f"guichet={anna.browser.cookies['guichet']}"}

    assert asyncio.run(heard_until_the_end(stage, anna, cookie))


async def heard_until_the_end(stage: Stage, anna: Visitor, headers: dict[str, str]) -> bool:
    """Listen, sign out meanwhile, and let something happen: whether the stream ended."""
    sent: asyncio.Queue[dict[str, object]] = asyncio.Queue()
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/stream",
        "raw_path": b"/stream",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in {**headers, "host": "127.0.0.1"}.items()],
    }

    async def stays() -> dict[str, object]:
        await asyncio.Event().wait()
        return {}

    listening = asyncio.create_task(stage.house.app(scope, stays, sent.put))  # type: ignore[arg-type]  # a dict for a message
    while b"id: " not in bytes(str((await sent.get()).get("body", b"")), "utf-8"):
        pass
    with stage.house.core.units.begin() as unit:
        unit.sessions.forget(ANNA)
        unit.commit()
    await stage.house.bridge.write(_something_happens, stage)
    stage.house.bridge.bells.pages.set()
    await asyncio.wait_for(listening, 20)
    return True


def _something_happens(stage: Stage) -> None:
    with stage.house.core.units.begin() as unit:
        unit.weblog.post(f"person:{ANNA}", "k", Content(body=("x",)), MONDAY_MORNING, mine=False)
        unit.commit()


def test_what_has_ended_does_not_stay_in_the_ledger(stage: Stage) -> None:
    stage.signed_in("anna")
    stage.visitor().begins()
    stage.clock.forward(timedelta(hours=12))
    [job] = [job for job in jobs_of(stage.house.bridge, Channels([])) if job.name == "sessions"]

    async def once() -> None:
        await job.step()

    asyncio.run(once())

    assert [rows_of(stage, name) for name in ("sessions", "sign_ins")] == [[], []]


def rows_of(stage: Stage, table: str) -> list[tuple[object, ...]]:
    with stage.house.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")]
