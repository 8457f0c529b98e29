"""What can be wrong with a routing table: a code, where it stands, and data for the sentence.

Sentences live in the catalogs as `problem.<code>`. The comment beside each code names its data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from rapidfuzz import fuzz, process

LONGEST_QUOTE = 80  # characters of a wrong value that a problem repeats
_MOST_CHOICES = 1_000  # known words compared with a wrong one: thousands of wrong ones must not take minutes


class Severity(StrEnum):
    """An error stops the import; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class ProblemCode(StrEnum):
    """Everything that can be said about a file, a cell or a whole table."""

    # the file
    UNKNOWN_FORMAT = "unknown_format"  # extension
    UNKNOWN_CSV_NAME = "unknown_csv_name"  # known
    OLD_OR_MACRO_WORKBOOK = "old_or_macro_workbook"  # extension
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"  # limit_mb
    WRONG_CONTENT = "wrong_content"  # extension, looks_like
    NOT_UTF8 = "not_utf8"  # looks_like
    # the workbook
    WORKBOOK_BROKEN = "workbook_broken"
    WORKBOOK_ENCRYPTED = "workbook_encrypted"
    WORKBOOK_MACROS = "workbook_macros"
    WORKBOOK_EXTERNAL_LINKS = "workbook_external_links"
    WORKBOOK_DOCTYPE = "workbook_doctype"
    WORKBOOK_TOO_MANY_PARTS = "workbook_too_many_parts"  # count, limit
    WORKBOOK_TOO_LARGE = "workbook_too_large"  # limit_mb
    WORKBOOK_RATIO = "workbook_ratio"  # ratio, limit
    # the sheets
    NO_KNOWN_SHEET = "no_known_sheet"  # known
    UNKNOWN_SHEET = "unknown_sheet"  # value, nearest, known
    EXTRA_SHEET = "extra_sheet"  # value, nearest
    DUPLICATE_SHEET = "duplicate_sheet"  # value
    TOO_MANY_ROWS = "too_many_rows"  # limit
    TOO_MANY_COLUMNS = "too_many_columns"  # limit
    # the header
    UNKNOWN_COLUMN = "unknown_column"  # value, nearest
    DUPLICATE_COLUMN = "duplicate_column"  # value
    MISSING_COLUMN = "missing_column"  # value
    NAMELESS_COLUMN = "nameless_column"  # position
    # CSV and YAML
    UNCLOSED_QUOTE = "unclosed_quote"
    STRAY_QUOTE = "stray_quote"
    YAML_BROKEN = "yaml_broken"  # position
    YAML_ALIAS = "yaml_alias"  # value
    YAML_TAG = "yaml_tag"  # value
    YAML_TOO_DEEP = "yaml_too_deep"  # limit
    YAML_SEVERAL_DOCUMENTS = "yaml_several_documents"
    YAML_NOT_SHEETS = "yaml_not_sheets"  # known
    YAML_NOT_ROWS = "yaml_not_rows"
    YAML_NOT_A_ROW = "yaml_not_a_row"
    YAML_NOT_A_VALUE = "yaml_not_a_value"
    YAML_LIST_NOT_ALLOWED = "yaml_list_not_allowed"
    # a cell
    ID_MISSING = "id_missing"
    BAD_ID = "bad_id"  # value
    DUPLICATE_ID = "duplicate_id"  # value, first_file, first_row
    ID_TAKEN = "id_taken"  # value
    VALUE_MISSING = "value_missing"
    CELL_TOO_LONG = "cell_too_long"  # limit
    CONTROL_CHARACTER = "control_character"  # character
    LONE_SURROGATE = "lone_surrogate"  # character
    NOT_A_BOOLEAN = "not_a_boolean"  # value
    NOT_ONE_OF = "not_one_of"  # value, allowed
    NOT_AN_EMAIL = "not_an_email"  # value
    NOT_A_DATE = "not_a_date"  # value
    NOT_A_NUMBER = "not_a_number"  # value, limit
    UNKNOWN_TIMEZONE = "unknown_timezone"  # value, nearest
    UNKNOWN_DAY = "unknown_day"  # value
    BAD_OPENING = "bad_opening"  # value
    CLOSES_BEFORE_OPENS = "closes_before_opens"  # value
    OPENINGS_OVERLAP = "openings_overlap"  # value
    BAD_HOLIDAYS = "bad_holidays"  # value
    UNKNOWN_COUNTRY = "unknown_country"  # value
    UNKNOWN_SUBDIVISION = "unknown_subdivision"  # value, country, known
    # the whole table: errors
    DEPARTMENT_MISSING = "department_missing"  # id
    UNKNOWN_DEPARTMENT = "unknown_department"  # id, value, nearest
    UNKNOWN_BACKUP = "unknown_backup"  # id, value, nearest
    NO_TRIAGE = "no_triage"
    SEVERAL_TRIAGES = "several_triages"  # id, first
    TRIAGE_WITHOUT_MEMBERS = "triage_without_members"  # id
    EMPTY_CALENDAR = "empty_calendar"  # id
    AWAY_ENDS_BEFORE_IT_BEGINS = "away_ends_before_it_begins"  # id
    # the whole table: warnings
    LANGUAGE_MISSING = "language_missing"  # id, lang
    TITLE_MISSING = "title_missing"  # id
    NOTHING_TO_MATCH = "nothing_to_match"  # id
    DUPLICATE_PHRASING = "duplicate_phrasing"  # id, value, other
    NEAR_DUPLICATE_PHRASING = "near_duplicate_phrasing"  # id, value, other, other_value
    DUPLICATE_CODE = "duplicate_code"  # id, value, other
    NO_MEMBERS = "no_members"  # id
    NO_BACKUP = "no_backup"  # id
    BACKUP_LOOP = "backup_loop"  # id, loop
    PERSON_WITHOUT_ROW = "person_without_row"  # id, value

    @property
    def severity(self) -> Severity:
        return Severity.WARNING if self in _WARNINGS else Severity.ERROR


_WARNINGS = frozenset(
    {
        ProblemCode.EXTRA_SHEET,
        ProblemCode.LANGUAGE_MISSING,
        ProblemCode.TITLE_MISSING,
        ProblemCode.NOTHING_TO_MATCH,
        ProblemCode.DUPLICATE_PHRASING,
        ProblemCode.NEAR_DUPLICATE_PHRASING,
        ProblemCode.DUPLICATE_CODE,
        ProblemCode.NO_MEMBERS,
        ProblemCode.NO_BACKUP,
        ProblemCode.BACKUP_LOOP,
        ProblemCode.PERSON_WITHOUT_ROW,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a row stands. `row` counts as Excel does, the header being 1; in YAML it is the line."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong; `sheet` and `column` are empty and `row` is None where there is none."""

    severity: Severity
    code: ProblemCode
    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What is wrong with a value or a file, before anybody says where it stands."""

    code: ProblemCode
    data: Mapping[str, str] = field(default_factory=dict)

    def at(self, file: str, *, sheet: str = "", row: int | None = None, column: str = "") -> Problem:
        """The problem at its place, with the severity of its code and long values cut short."""
        return Problem(
            severity=self.code.severity,
            code=self.code,
            file=file,
            sheet=shortened(sheet),
            row=row,
            column=shortened(column),
            data={key: shortened(value) for key, value in self.data.items()},
        )


def wrong(code: ProblemCode, **data: str) -> Wrong:
    """What is wrong, with the data its sentence needs."""
    return Wrong(code=code, data=data)


def is_sound(problems: Iterable[Problem]) -> bool:
    """Whether nothing but warnings was found."""
    return all(one.severity is Severity.WARNING for one in problems)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like this one; empty when none is known."""
    choices = list(islice(known, _MOST_CHOICES))
    if not choices:
        return ""
    return process.extractOne(word, choices, scorer=fuzz.ratio, processor=str.casefold)[0]


def shortened(text: str) -> str:
    """What a sentence repeats of a value: never 100 kB of it, and nothing that a terminal would obey."""
    shown = "".join(char if char.isprintable() else " " for char in text[:LONGEST_QUOTE])
    return shown + "…" if len(text) > LONGEST_QUOTE else shown
