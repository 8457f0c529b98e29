"""Rose, an admin, at the pages of /admin: what she does there, and what the table is afterwards."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from bot.curating import Curator, RowEdit
from knowledge.models import RoutingTable
from tests.bot.channels.web.browser import Browser
from tests.bot.house import MONDAY_MORNING, HouseUnderTest

ADMIN = "/as/rose.lam/admin"


@dataclass(frozen=True, slots=True)
class Admin:
    """Rose's window, in English."""

    house: HouseUnderTest

    @property
    def browser(self) -> Browser:
        return Browser(self.house.app, httpx.Cookies({"lang": "en"}))

    @property
    def table(self) -> RoutingTable:
        return self.house.core.units.routing.published()

    def sees(self, path: str, status: int = 200) -> str:
        """The page's text with its markup."""
        answer = self.browser.get(ADMIN + path)
        assert answer.status_code == status, answer.text
        return html.unescape(answer.text)

    def sends(self, path: str, form: Mapping[str, str]) -> httpx.Response:
        return self.browser.post(ADMIN + path, form)

    def saves(self, noun: str, key: str, base: int = 1, **typed: str) -> httpx.Response:
        """Fill in a row's form as it stands, but for what is typed, and send it."""
        form = {**filled(self.sees(f"/{noun}/row?id={key}")), **typed, "base": str(base)}
        return self.sends(f"/{noun}/row?id={key}", form)

    def meanwhile(self, edit: RowEdit) -> None:
        """Another admin saves."""
        Curator(self.house.core.units, "paul.cote@atelier.example", MONDAY_MORNING).save(edit)


def filled(page: str) -> dict[str, str]:
    """What a browser would send of the row's form: fields with their values."""
    form = page[page.index('class="row-form"') :]
    form = form[: form.index("</form>")]
    inputs = re.findall(r'<input (?:type="hidden" )?(?:id="[^"]*" )?name="(\w+)"[^>]*?value="([^"]*)"', form)
    areas = re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)
    found = dict[str, str]([*inputs, *areas])
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    for name in re.findall(r'<input type="checkbox"[^>]*name="(\w+)"[^>]* checked', form):
        found[name] = "true"
    for name in re.findall(r'<input type="checkbox"[^>]*name="(\w+)"(?![^>]* checked)[^>]*>', form):
        found.pop(name, None)
    return found


def at_field(page: str, column: str) -> str:
    """What is said to be wrong at a field, its marks included; empty when nothing is."""
    wrong = re.search(rf'id="f-{column}-wrong">(.*?)</p>', page)
    marked = re.search(rf'id="f-{column}"[^>]*aria-describedby="[^"]*f-{column}-wrong"[^>]*aria-invalid="true"', page)
    assert bool(wrong) == bool(marked)
    return wrong[1] if wrong else ""
