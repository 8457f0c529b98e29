"""Every page, in both languages, empty, full and wrong, wide and narrow, light and dark: nothing to complain of."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from knowledge.models import Lang
from tests.bot.house import HouseUnderTest, make_house
from tests.browser.busy import a_lot_happens
from tests.browser.examined import Examiner, Scheme
from tests.browser.routes import get_paths
from tests.browser.served import served

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the pages are looked at."""

    lang: Lang
    scheme: Scheme = "light"
    narrow: bool = False

    def __str__(self) -> str:
        return f"{self.lang}-{self.scheme}-{'narrow' if self.narrow else 'wide'}"


LOOKS = (Look(lang=Lang.FR), Look(lang=Lang.EN, scheme="dark", narrow=True))
OTHER_LOOKS = (Look(lang=Lang.EN), Look(lang=Lang.FR, scheme="dark", narrow=True))


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_pages_of_a_house_where_a_lot_happened(browser: Browser, tmp_path: Path, look: Look) -> None:
    house = make_house(tmp_path)
    with ThreadPoolExecutor(1) as elsewhere:  # this thread's loop is Playwright's
        elsewhere.submit(a_lot_happens, house).result()

    assert problems(browser, house, look, ("rose.lam", "anna.roy")) == []


@pytest.mark.parametrize("look", OTHER_LOOKS, ids=str)
def test_pages_of_a_house_where_nothing_happened_yet(browser: Browser, tmp_path: Path, look: Look) -> None:
    assert problems(browser, make_house(tmp_path), look, ("rose.lam",)) == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_pages_that_say_what_is_wrong(browser: Browser, tmp_path: Path, look: Look) -> None:
    house = make_house(tmp_path)
    wrong = ["/as/nobody/", "/as/anna.roy/no-such-page", "/as/anna.roy/requests/G-9999", "/as/anna.roy/admin", "/gone"]

    with served(house.app) as address:
        examiner = Examiner(browser, address, look.scheme, look.narrow)
        found = [each for path in wrong for each in examiner.problems_of(f"{path}?lang={look.lang}")]
    house.close()

    assert found == []


def problems(browser: Browser, house: HouseUnderTest, look: Look, people: tuple[str, ...]) -> list[str]:
    """What is wrong with each page, for each of the people."""
    with served(house.app) as address:
        examiner = Examiner(browser, address, look.scheme, look.narrow)
        pages = sorted({path for who in people for path in pages_of(house, address, who)})
        found = [each for path in pages for each in examiner.problems_of(f"{path}?lang={look.lang}")]
    house.close()
    assert len(pages) > 1
    return found


def pages_of(house: HouseUnderTest, address: str, who: str) -> list[str]:
    """The addresses that answer with a whole page: no fragment, no file, no stream, no redirect."""
    paths = get_paths(list(house.app.routes), values_for(house, who))
    with httpx.Client(base_url=address, timeout=10) as client:
        return [path for path in paths if is_whole_page(client, path)]


def is_whole_page(client: httpx.Client, path: str) -> bool:
    with client.stream("GET", path) as response:
        is_html = response.headers.get("content-type", "").startswith("text/html")
        return is_html and response.status_code == 200 and next(response.iter_text(), "").startswith("<!doctype")


def values_for(house: HouseUnderTest, who: str) -> dict[str, str]:
    """Something real for every parameter of an address."""
    newest = house.requests()[-1].reference if house.requests() else "G-9999"
    return {"name": who, "reference": newest, "rest": "", "id": "gants"}
