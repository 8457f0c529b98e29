import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from openpyxl import Workbook

from bot.importing import proposal_of
from knowledge.exchange import SourceFile, read, write_yaml
from knowledge.models import Bilingual, TopicId
from tests.bot.channels.web.browser import Browser
from tests.bot.house import StoppedClock, make_house, reopen_house, small_table
from tests.bot.web.admins import ADMIN, Admin
from tests.bot.web.test_admin_rows import edit_of

pytestmark = pytest.mark.slow  # a file is read in a process of its own: a second each

HEADER = "id,department,title_fr,title_en\n"
GOOD = (HEADER + "gants,magasin,Gants fins,Thin gloves\ncasques,magasin,Casques,Helmets\n").encode()
BAD = (HEADER + "gants,nowhere,Gants,\n,magasin,x,\n").encode()


def token_of(page: str) -> str:
    found = re.search(r'name="token" value="(\w+)"', page)
    return found[1] if found else ""


def test_a_preview_shows_what_would_change_and_confirming_publishes_exactly_that(admin: Admin) -> None:
    page = admin.browser.upload(f"{ADMIN}/import", {"topics.csv": GOOD}).text
    before = admin.table.version

    answer = admin.sends("/import/confirm", {"token": token_of(page)})

    assert "<del><bdi>Nitrile gloves</bdi></del>" in page
    assert "<ins><bdi>Thin gloves</bdi></ins>" in page
    assert "Helmets" in page
    assert before == 1
    assert answer.status_code == 303
    assert list(admin.table.topics) == ["gants", "badge", "casques"]
    assert admin.table.topics[TopicId("gants")].phrasings_fr  # the file did not mention them
    assert "Rose Lam" in admin.sees("/changes/version?number=2")


def test_a_confirmation_sent_twice_publishes_once(admin: Admin) -> None:
    token = token_of(admin.browser.upload(f"{ADMIN}/import", {"topics.csv": GOOD}).text)

    first, second = (admin.sends("/import/confirm", {"token": token}) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 409)
    assert admin.table.version == 2


def test_every_problem_is_told_at_its_place_and_nothing_is_applied(admin: Admin) -> None:
    answer = admin.browser.upload(f"{ADMIN}/import", {"topics.csv": BAD})

    rows = re.findall(r"<tr class=\"error\">(.*?)</tr>", answer.text, re.DOTALL)
    places = [re.findall(r"<td>(?:<bdi>)?(.*?)(?:</bdi>)?</td>", row)[1:5] for row in rows]
    assert answer.status_code == 422
    assert places == [["topics.csv", "topics", "3", "id"], ["topics.csv", "topics", "2", "department"]]
    assert token_of(answer.text) == ""
    assert admin.table.version == 1


def test_a_table_that_changed_meanwhile_is_previewed_again(admin: Admin) -> None:
    token = token_of(admin.browser.upload(f"{ADMIN}/import", {"topics.csv": GOOD}).text)
    admin.meanwhile(edit_of("gants", title_en="Gloves"))

    answer = admin.sends("/import/confirm", {"token": token})
    stale = admin.sends("/import/confirm", {"token": token})
    published = admin.sends("/import/confirm", {"token": token_of(answer.text)})

    assert answer.status_code == stale.status_code == 409
    assert "<del><bdi>Gloves</bdi></del>" in answer.text
    assert token_of(answer.text) != token
    assert published.status_code == 303
    assert admin.table.topics[TopicId("gants")].title == Bilingual(fr="Gants fins", en="Thin gloves")


def test_files_that_are_the_whole_truth_archive_the_rest_and_it_can_be_undone(admin: Admin) -> None:
    without_badge = replace(small_table(), topics={TopicId("gants"): small_table().topics[TopicId("gants")]})
    files = {"guichet.yaml": write_yaml(without_badge)}

    page = admin.browser.upload(f"{ADMIN}/import", files, {"replace": "yes"}).text
    admin.sends("/import/confirm", {"token": token_of(page)})
    after = list(admin.table.topics)
    admin.sends("/changes/undo?number=2", {})

    assert "Archived: 1" in page
    assert after == ["gants"]
    assert admin.table == replace(small_table(), version=3)


def test_a_workbook_is_read_and_one_that_is_a_bomb_is_not(admin: Admin) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a>" + b" " * 20_000_000 + b"</a>")

    good = admin.browser.upload(f"{ADMIN}/import", {"guichet.xlsx": workbook()})
    bad = admin.browser.upload(f"{ADMIN}/import", {"guichet.xlsx": bomb.getvalue()})

    assert "Casques" in good.text
    assert bad.status_code == 422
    assert token_of(bad.text) == ""


def test_no_file_and_odd_names_are_told_kindly(admin: Admin) -> None:
    assert admin.sends("/import", {"replace": "yes"}).status_code == 422
    assert admin.browser.upload(f"{ADMIN}/import", {"../../etc/<b>.pdf": b"%PDF-1.4"}).status_code == 422
    assert admin.table.version == 1


def test_more_than_the_limit_is_not_even_read(admin: Admin) -> None:
    within = admin.browser.upload(f"{ADMIN}/import", {"topics.csv": GOOD + b"," * 3_000_000})
    beyond = admin.browser.upload(f"{ADMIN}/import", {"topics.csv": b"," * 13_000_000})
    elsewhere = admin.sends("/topics/row?id=gants", {"title_fr": "x" * 2_000_000})

    assert within.status_code == 200
    assert beyond.status_code == elsewhere.status_code == 413
    assert "That is too large: 12 MB at most. Nothing was kept." in beyond.text
    assert "That is too large: 1 MB at most. Nothing was kept." in elsewhere.text
    assert admin.table.version == 1


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "This preview is gone: it was published already, or Guichet has restarted since. Nothing has changed"),
        ("fr", "Cet aperçu n’est plus là\N{NO-BREAK SPACE}: il a déjà été publié, ou Guichet a redémarré depuis."),
    ],
)
def test_after_a_restart_nothing_is_published_and_the_page_says_what_to_do(
    tmp_path: Path, clock: StoppedClock, lang: str, words: str
) -> None:
    before = make_house(tmp_path, clock)
    token = token_of(Admin(before).browser.upload(f"{ADMIN}/import", {"topics.csv": GOOD}).text)
    before.close()

    again = reopen_house(tmp_path, clock)
    browser = Browser(again.app, httpx.Cookies({"lang": lang}))
    answer = browser.post(f"{ADMIN}/import/confirm", {"token": token})

    assert token
    assert answer.status_code == 409
    assert words in answer.text
    assert 'type="file"' in answer.text
    assert Admin(again).table.version == 1
    again.close()


@pytest.mark.parametrize("name", ["guichet.xlsx", "guichet.yaml", "guichet-csv.zip"])
def test_what_is_exported_is_the_table_when_it_is_imported_again(admin: Admin, name: str) -> None:
    answer = admin.browser.get(f"{ADMIN}/export/{name}")

    draft, problems = read(files_of(name, answer.content))
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert not proposal_of(admin.table, draft, problems, replace=True).difference


def test_a_formula_leaves_disarmed(admin: Admin) -> None:
    admin.saves("topics", "gants", title_en="=HYPERLINK(1)")

    archive = admin.browser.get(f"{ADMIN}/export/guichet-csv.zip").content

    topics = zipfile.ZipFile(io.BytesIO(archive)).read("topics.csv").decode()
    assert "'=HYPERLINK(1)" in topics


def files_of(name: str, content: bytes) -> list[SourceFile]:
    if not name.endswith(".zip"):
        return [SourceFile(name=name, content=content)]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [SourceFile(name=one, content=archive.read(one)) for one in archive.namelist()]


def workbook() -> bytes:
    book = Workbook()
    page = book.create_sheet("topics")
    page.append(["id", "department", "title_fr"])
    page.append(["casques", "magasin", "Casques"])
    book.remove(book["Sheet"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
