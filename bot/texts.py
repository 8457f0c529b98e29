"""Loads the catalogs that come with the program."""

from importlib.resources import files

from handlers.texts.catalog import Catalog, read_entries
from knowledge.models import Lang


def load_catalog() -> Catalog:
    """Every sentence in every language."""
    locales = files("handlers.texts") / "locales"
    return Catalog({lang: read_entries((locales / lang / "guichet.po").read_bytes()) for lang in Lang})
