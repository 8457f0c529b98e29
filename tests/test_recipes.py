"""The recipes name real files, real commands and each other: a page that is not true is worse than none."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RECIPES = sorted((ROOT / "docs" / "recipes").glob("*.md"))
IN_THE_HOUSE = re.compile(r"`((?:bot|handlers|knowledge|tests|tools|docs|deploy)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
TARGET = re.compile(r"`make (\w+)`")


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_every_file_a_recipe_names_is_there(recipe: Path) -> None:
    text = recipe.read_text(encoding="utf-8")
    named = [name for name in IN_THE_HOUSE.findall(text) if "NAME" not in name]

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert [link for link in LINK.findall(text) if not (recipe.parent / link).exists()] == []


def test_every_target_a_recipe_names_is_in_the_makefile() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    named = {name for recipe in RECIPES for name in TARGET.findall(recipe.read_text(encoding="utf-8"))}

    assert named
    assert named - set(targets) == set()
