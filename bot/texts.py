"""Loads the catalogs that come with the program."""

from functools import cache
from importlib.resources import files

from handlers.texts.catalog import Catalog, read_entries
from knowledge.models import Lang


@cache
def load_catalog() -> Catalog:
    """Every sentence in every language, read once a process."""
    locales = files("handlers.texts") / "locales"
    return Catalog({lang: read_entries((locales / lang / "guichet.po").read_bytes()) for lang in Lang})
