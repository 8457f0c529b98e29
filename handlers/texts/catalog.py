"""The catalogs: stable keys to sentences, read from gettext files so that any translation tool can edit them."""

from collections.abc import Mapping
from io import BytesIO

from babel.messages.pofile import read_po

from handlers.errors import MissingTextError
from knowledge.models import Lang

Entries = Mapping[str, str]


class Catalog:
    """The sentences in every language. `{name}` in a sentence is filled from the values given."""

    def __init__(self, entries: Mapping[Lang, Entries]) -> None:
        self._entries = entries

    def say(self, lang: Lang, key: str, values: Mapping[str, str]) -> str:
        """The sentence of `key`. Raises MissingTextError when the key or one of its values is missing."""
        try:
            return self._entries[lang][key].format_map(values)
        except KeyError as error:
            raise MissingTextError("text_missing", key=key, lang=lang, missing=str(error)) from error

    def has(self, key: str) -> bool:
        return all(key in entries for entries in self._entries.values())


def read_entries(content: bytes) -> Entries:
    """The keys and sentences of one gettext file, fuzzy and empty ones left out."""
    messages = read_po(BytesIO(content))
    return {
        str(message.id): str(message.string)
        for message in messages
        if message.id and message.string and not message.fuzzy
    }
