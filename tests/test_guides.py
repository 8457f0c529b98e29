"""The guides call buttons by the names they have on the screen."""

import re
from pathlib import Path

import pytest

from bot.texts import load_catalog
from bot.web.pages.admin.desk import SECTIONS
from handlers.verbs import Verb
from knowledge.models import Lang

DOCS = Path(__file__).parents[1] / "docs"
BOLD = re.compile(r"\*\*([^*]+)\*\*")


@pytest.mark.parametrize("role", ["employee", "owner"])
@pytest.mark.parametrize("lang", Lang)
def test_every_button_of_a_guide_is_called_so_on_the_screen(role: str, lang: Lang) -> None:
    name = f"{role}.md" if lang is Lang.EN else f"{role}.{lang}.md"
    catalog = load_catalog()
    labels = {catalog.say(lang, key, {}) for key in ("chat.preview.button", *(f"verb.{verb}" for verb in Verb))}

    named = set(BOLD.findall((DOCS / name).read_text(encoding="utf-8")))

    assert named
    assert named - labels == set()


@pytest.mark.parametrize("lang", Lang)
def test_the_guide_for_admins_calls_each_page_as_the_navigation_does(lang: Lang) -> None:
    name = "admin.md" if lang is Lang.EN else f"admin.{lang}.md"
    catalog = load_catalog()
    pages = {catalog.say(lang, text, {}) for _, text in SECTIONS}

    assert set(BOLD.findall((DOCS / name).read_text(encoding="utf-8"))) == pages
