"""The settings, from the environment or `.env`: read once, checked once, here and nowhere else.

Each name may also be given as NAME_FILE, the path of a file that holds the value: for secrets.
"""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.errors import BotError
from knowledge.models import Email, Lang

FILE_SUFFIX = "_FILE"
Section = TypeVar("Section", bound=BaseModel)


class EngineChoice(StrEnum):
    """Which engine matches: `auto` takes the semantic one where it is installed, `semantic` says so when it is not."""

    AUTO = "auto"
    LEXICAL = "lexical"
    SEMANTIC = "semantic"


class Settings(BaseModel):
    """Everything that can be set. The field's alias is the name of the setting."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    database_url: str = Field(default="sqlite:///guichet.db", alias="DATABASE_URL")
    locale: str = Field(default="fr_CA", alias="GUICHET_LOCALE")
    timezone: str = Field(default="America/Toronto", alias="GUICHET_TIMEZONE")
    base_url: str = Field(default="", alias="GUICHET_BASE_URL")
    admin_list: str = Field(default="", alias="GUICHET_ADMINS")
    engine: EngineChoice = Field(default=EngineChoice.AUTO, alias="GUICHET_ENGINE")

    @field_validator("locale")
    @classmethod
    def _is_spoken(cls, value: str) -> str:
        try:
            locale = Locale.parse(value.replace("-", "_"))
        except (UnknownLocaleError, ValueError) as error:
            raise ValueError("unknown_locale") from error
        if locale.language not in set(Lang):
            raise ValueError("unknown_locale")
        return str(locale)

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("unknown_timezone") from error
        return value

    @property
    def admins(self) -> tuple[Email, ...]:
        """The e-mails of GUICHET_ADMINS, in lower case."""
        return tuple(Email(part.strip().lower()) for part in self.admin_list.split(",") if part.strip())

    @property
    def lang(self) -> Lang:
        return Lang(self.locale.split("_")[0])

    @property
    def territory(self) -> str:
        """The country whose way of writing dates and times is followed."""
        return Locale.parse(self.locale).territory or ""


def read_settings(folder: Path | None = None) -> Settings:
    """The settings in force: the environment over `.env` in `folder` (the current one) over the defaults.

    Raises BotError `setting_invalid` naming the first setting that is wrong.
    """
    return read_section(Settings, folder)


def read_section(kind: type[Section], folder: Path | None = None) -> Section:
    """The settings of one part of the house, such as a channel's: a frozen model whose aliases name them.

    Raises BotError `setting_invalid`; the value of a field declared with `repr=False` is a secret and not shown.
    """
    here = folder or Path.cwd()
    given = {**dotenv_values(here / ".env"), **os.environ}
    try:
        return kind.model_validate(_known(kind, given))
    except ValidationError as error:
        first = error.errors()[0]
        value = "***" if first["loc"][0] in _secrets(kind) else first["input"]
        raise BotError("setting_invalid", setting=first["loc"][0], value=value) from error


def _secrets(kind: type[BaseModel]) -> set[str]:
    """The settings whose value is never shown."""
    return {field.alias for field in kind.model_fields.values() if field.alias and field.repr is False}


def _known(kind: type[BaseModel], given: Mapping[str, str | None]) -> dict[str, Any]:
    """The values of the section's own settings; a blank one is as good as missing."""
    names = [field.alias for field in kind.model_fields.values() if field.alias]
    found = {name: (given.get(name) or "").strip() or _from_file(name, given) for name in names}
    return {name: value for name, value in found.items() if value}


def _from_file(name: str, given: Mapping[str, str | None]) -> str | None:
    path = given.get(name + FILE_SUFFIX)
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BotError("setting_file_unreadable", setting=name + FILE_SUFFIX, path=path) from error
