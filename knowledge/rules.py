"""Is this table sound? Errors stop an import, warnings tell what will go less well. One problem a finding, at its row.

Looks at the whole, merged table; what is wrong inside a single cell was found when it was read (`exchange`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from knowledge.likeness import Wording, alike
from knowledge.models import DepartmentId, Lang, RoutingTable, Topic
from knowledge.problems import Origin, Problem, ProblemCode, is_sound, nearest, wrong
from knowledge.text import fold, words

__all__ = ["check", "errors", "is_sound"]

Origins = Mapping[tuple[str, str], Origin]
Finding = tuple[ProblemCode, str, str, str, dict[str, str]]  # code, sheet, id, column, data
Rule = Callable[[RoutingTable], Iterator[Finding]]

_PEOPLE, _DEPARTMENTS, _TOPICS = "people", "departments", "topics"


def check(table: RoutingTable, origins: Origins) -> tuple[Problem, ...]:
    """Everything that is wrong with the table, errors first. `origins` says which file brought a row (sheet, id)."""
    return _problems(table, origins, (*_MUST, *_SHOULD))


def errors(table: RoutingTable, origins: Origins) -> tuple[Problem, ...]:
    """What stops the table from being published: milliseconds, where `check` takes seconds on a large one."""
    return _problems(table, origins, _MUST)


def _problems(table: RoutingTable, origins: Origins, rules: tuple[Rule, ...]) -> tuple[Problem, ...]:
    problems = (_located(finding, origins) for rule in rules for finding in rule(table))
    return tuple(sorted(problems, key=lambda found: found.severity))


def _located(finding: Finding, origins: Origins) -> Problem:
    code, sheet, key, column, data = finding
    origin = origins.get((sheet, key))
    what = wrong(code, **({"id": key, **data} if key else data))
    return what.at(origin.file if origin else "", sheet=sheet, row=origin.row if origin else None, column=column)


def _triage(table: RoutingTable) -> Iterator[Finding]:
    marked = [department for department in table.departments.values() if department.triage]
    if not marked:
        yield ProblemCode.NO_TRIAGE, _DEPARTMENTS, "", "triage", {}
    for extra in marked[1:]:
        yield ProblemCode.SEVERAL_TRIAGES, _DEPARTMENTS, extra.id, "triage", {"first": marked[0].id}
    for triage in marked:
        if not triage.members:
            yield ProblemCode.TRIAGE_WITHOUT_MEMBERS, _DEPARTMENTS, triage.id, "members", {}


def _references(table: RoutingTable) -> Iterator[Finding]:
    for topic in table.topics.values():
        if not topic.department:
            yield ProblemCode.DEPARTMENT_MISSING, _TOPICS, topic.id, "department", {}
        elif topic.department not in table.departments:
            data = {"value": topic.department, "nearest": nearest(topic.department, table.departments)}
            yield ProblemCode.UNKNOWN_DEPARTMENT, _TOPICS, topic.id, "department", data
    for department in table.departments.values():
        backup = department.backup_department
        if backup and backup not in table.departments:
            data = {"value": backup, "nearest": nearest(backup, table.departments)}
            yield ProblemCode.UNKNOWN_BACKUP, _DEPARTMENTS, department.id, "backup", data


def _calendars(table: RoutingTable) -> Iterator[Finding]:
    for department in table.departments.values():
        if not department.hours:
            yield ProblemCode.EMPTY_CALENDAR, _DEPARTMENTS, department.id, "hours", {}


def _absences(table: RoutingTable) -> Iterator[Finding]:
    for person in table.people.values():
        if person.away_from and person.away_until and person.away_until < person.away_from:
            yield ProblemCode.AWAY_ENDS_BEFORE_IT_BEGINS, _PEOPLE, person.email, "away_until", {}


def _owners(table: RoutingTable) -> Iterator[Finding]:
    for department in table.departments.values():
        if not department.members and not department.head and not department.triage:
            yield ProblemCode.NO_MEMBERS, _DEPARTMENTS, department.id, "members", {}


def _backups(table: RoutingTable) -> Iterator[Finding]:
    for department in table.departments.values():
        if not department.backup:
            yield ProblemCode.NO_BACKUP, _DEPARTMENTS, department.id, "backup", {}
    for loop in _loops(table):
        around = " → ".join([*loop, loop[0]])
        yield ProblemCode.BACKUP_LOOP, _DEPARTMENTS, loop[0], "backup", {"loop": around}


def _loops(table: RoutingTable) -> Iterator[list[DepartmentId]]:
    """Each circle of backups once. A department has one backup, so every walk ends or runs into a circle."""
    seen: set[DepartmentId] = set()
    for department in table.departments:
        walk: dict[DepartmentId, None] = {}
        here: DepartmentId | None = department
        while here and here in table.departments and here not in seen:
            seen.add(here)
            walk[here] = None
            here = table.departments[here].backup_department
        if here and here in walk:
            path = list(walk)
            yield path[path.index(here) :]


def _languages(table: RoutingTable) -> Iterator[Finding]:
    for department in table.departments.values():
        yield from _one_language(_DEPARTMENTS, department.id, "name", department.name.fr, department.name.en)
        if not department.name:
            yield ProblemCode.TITLE_MISSING, _DEPARTMENTS, department.id, "name_fr", {}
    for topic in table.topics.values():
        yield from _one_language(_TOPICS, topic.id, "title", topic.title.fr, topic.title.en)
        yield from _one_language(_TOPICS, topic.id, "answer", topic.answer.fr, topic.answer.en)
        yield from _one_language(_TOPICS, topic.id, "phrasings", topic.phrasings_fr, topic.phrasings_en)
        if not topic.title:
            yield ProblemCode.TITLE_MISSING, _TOPICS, topic.id, "title_fr", {}
        if not any(words(fold(text)) for text in (*_wordings(topic), *topic.codes)):
            yield ProblemCode.NOTHING_TO_MATCH, _TOPICS, topic.id, "phrasings_fr", {}


def _one_language(sheet: str, key: str, column: str, french: object, english: object) -> Iterator[Finding]:
    if bool(french) != bool(english):
        missing = Lang.EN if french else Lang.FR
        yield ProblemCode.LANGUAGE_MISSING, sheet, key, f"{column}_{missing}", {"lang": missing.value}


def _codes(table: RoutingTable) -> Iterator[Finding]:
    owners: dict[str, Topic] = {}
    for topic in table.active_topics:
        for code in topic.codes:
            first = owners.setdefault(code.casefold(), topic)
            if first is not topic:
                yield ProblemCode.DUPLICATE_CODE, _TOPICS, topic.id, "codes", {"value": code, "other": first.id}


def _phrasings(table: RoutingTable) -> Iterator[Finding]:
    wordings = [
        Wording(topic=topic.id, column=column, text=text)
        for topic in table.active_topics
        for column, text in _placed_wordings(topic)
    ]
    for pair in alike(wordings):
        data = {"value": pair.later.text, "other": pair.earlier.topic}
        if pair.exactly:
            yield ProblemCode.DUPLICATE_PHRASING, _TOPICS, pair.later.topic, pair.later.column, data
        else:
            data["other_value"] = pair.earlier.text
            yield ProblemCode.NEAR_DUPLICATE_PHRASING, _TOPICS, pair.later.topic, pair.later.column, data


def _wordings(topic: Topic) -> Iterator[str]:
    return (text for _, text in _placed_wordings(topic))


def _placed_wordings(topic: Topic) -> Iterator[tuple[str, str]]:
    """Everything a topic may be asked by, with its column: titles count as phrasings."""
    columns = {
        "title_fr": (topic.title.fr,),
        "title_en": (topic.title.en,),
        "phrasings_fr": topic.phrasings_fr,
        "phrasings_en": topic.phrasings_en,
    }
    return ((column, text) for column, texts in columns.items() for text in texts if text)


def _people(table: RoutingTable) -> Iterator[Finding]:
    """People who are named somewhere and have no row. Without any row the company does not keep that sheet."""
    if not table.people:
        return
    for sheet, key, column, email in _named(table):
        if email not in table.people:
            yield ProblemCode.PERSON_WITHOUT_ROW, sheet, key, column, {"value": email}


def _named(table: RoutingTable) -> Iterable[tuple[str, str, str, str]]:
    for department in table.departments.values():
        for member in department.members:
            yield _DEPARTMENTS, department.id, "members", member
        if department.head:
            yield _DEPARTMENTS, department.id, "head", department.head
        if department.backup_person:
            yield _DEPARTMENTS, department.id, "backup", department.backup_person
    for topic in table.topics.values():
        if topic.person:
            yield _TOPICS, topic.id, "person", topic.person


_MUST: tuple[Rule, ...] = (_triage, _references, _calendars, _absences)
_SHOULD: tuple[Rule, ...] = (_owners, _backups, _languages, _codes, _phrasings, _people)
