from collections.abc import Iterable
from pathlib import Path

from knowledge.changes import merge
from knowledge.exchange import SourceFile, read
from knowledge.hours import parse_hours
from knowledge.models import RoutingTable
from knowledge.problems import Origin, Problem, ProblemCode, Severity
from knowledge.rules import check, is_sound
from tests.knowledge.exchange.reading import read_text

SAMPLE = Path(__file__).parents[2] / "bot" / "sample" / "routing.yaml"

DEPARTMENTS = """departments:
- {id: accueil, name_fr: Accueil, name_en: Desk, members: ana@example.test, backup: rh, hours: mon 8h-9h, triage: yes}
- {id: rh, name_fr: Paie, name_en: Pay, members: bo@example.test, backup: cy@example.test, hours: mon 08:00-09:00}
"""


def checked(text: str) -> tuple[Problem, ...]:
    """What the rules say about a table that was read without problems."""
    draft, problems = read_text("table.yaml", text)
    assert problems == ()
    return check(merge(RoutingTable(), draft, replace=True), draft.origins)


def with_topics(*topics: str) -> tuple[Problem, ...]:
    return checked(DEPARTMENTS + "topics:\n" + "".join(f"- {{{topic}}}\n" for topic in topics))


def codes(problems: Iterable[Problem]) -> list[str]:
    return [problem.code.value for problem in problems]


def test_a_sound_table_has_no_problem() -> None:
    assert checked(DEPARTMENTS) == ()


def test_the_sample_company_has_no_error() -> None:
    draft, problems = read([SourceFile(name="routing.yaml", content=SAMPLE.read_bytes())])

    found = check(merge(RoutingTable(), draft, replace=True), draft.origins)

    assert is_sound((*problems, *found))


def test_an_empty_table_lacks_its_triage() -> None:
    assert codes(check(RoutingTable(), {})) == ["no_triage"]


def test_two_triages_are_told_at_the_second() -> None:
    text = (
        DEPARTMENTS
        + "- {id: ti, name_fr: TI, name_en: IT, members: a@b.ca, backup: rh, hours: mon 8h-9h, triage: oui}\n"
    )

    (problem,) = checked(text)

    assert problem == Problem(
        severity=Severity.ERROR,
        code=ProblemCode.SEVERAL_TRIAGES,
        file="table.yaml",
        sheet="departments",
        row=4,
        column="triage",
        data={"id": "ti", "first": "accueil"},
    )


def test_triage_needs_members_and_every_department_needs_hours() -> None:
    problems = checked("departments:\n- {id: accueil, name_fr: A, name_en: B, backup: a@b.ca, triage: true}\n")

    assert codes(problems) == ["triage_without_members", "empty_calendar"]


def test_a_topic_needs_a_department_that_is_there() -> None:
    problems = with_topics(
        "id: a, title_fr: Gants, title_en: Gloves",
        "id: b, title_fr: Bottes, title_en: Boots, department: acceuil",
    )

    assert codes(problems) == ["department_missing", "unknown_department"]
    assert problems[1].data == {"id": "b", "value": "acceuil", "nearest": "accueil"}
    assert (problems[1].row, problems[1].column) == (6, "department")


def test_a_backup_is_a_department_that_is_there_or_a_person() -> None:
    problems = checked(DEPARTMENTS.replace("backup: rh", "backup: rhh"))

    assert codes(problems) == ["unknown_backup"]
    assert problems[0].data == {"id": "accueil", "value": "rhh", "nearest": "rh"}


def test_a_department_without_backup_or_members_is_a_warning() -> None:
    problems = checked(DEPARTMENTS.replace("members: bo@example.test, backup: cy@example.test, ", ""))

    assert codes(problems) == ["no_members", "no_backup"]
    assert is_sound(problems)


def test_a_loop_of_backups_is_told_once() -> None:
    problems = checked(DEPARTMENTS.replace("cy@example.test", "accueil"))

    assert codes(problems) == ["backup_loop"]
    assert problems[0].data == {"id": "accueil", "loop": "accueil → rh → accueil"}


def test_a_department_that_is_its_own_backup_is_a_loop() -> None:
    problems = checked(DEPARTMENTS.replace("cy@example.test", "rh"))

    assert [problem.data["loop"] for problem in problems] == ["rh → rh"]


def test_a_long_chain_of_backups_is_followed_once() -> None:
    table = merge(RoutingTable(), read_text("table.yaml", DEPARTMENTS)[0], replace=True)
    office = parse_hours("mon 08:00-09:00")
    assert isinstance(office, tuple)
    rows = "\n".join(f"d{n},d{(n + 1) % 5000},N,N,a@b.ca,mon 08:00-09:00" for n in range(5000))
    draft, _ = read_text("departments.csv", f"id,backup,name_fr,name_en,members,hours\n{rows}\n")

    problems = check(merge(table, draft, replace=False), {})

    assert codes(problems) == ["backup_loop"]


def test_a_missing_language_is_told_at_the_column_that_lacks() -> None:
    problems = with_topics("id: a, department: rh, title_fr: Gants, answer_en: In B, phrasings_fr: des gants")

    assert [(problem.code.value, problem.column) for problem in problems] == [
        ("language_missing", "title_en"),
        ("language_missing", "answer_fr"),
        ("language_missing", "phrasings_en"),
    ]


def test_a_topic_that_nothing_can_find_is_told() -> None:
    problems = with_topics("id: a, department: rh, title_fr: 🧤, title_en: '!'", "id: b, department: rh")

    assert codes(problems) == ["nothing_to_match", "title_missing", "nothing_to_match"]


def test_the_same_phrasing_in_two_topics_is_told_at_the_second() -> None:
    problems = with_topics(
        "id: a, department: rh, title_fr: Gants, title_en: Gloves, phrasings_fr: Où est l'ÉTÉ, phrasings_en: x",
        "id: b, department: rh, title_fr: Bottes, title_en: Boots, phrasings_fr: ou est l'ete, phrasings_en: y",
    )

    assert codes(problems) == ["duplicate_phrasing"]
    assert problems[0].data == {"id": "b", "value": "ou est l'ete", "other": "a"}
    assert (problems[0].row, problems[0].column) == (6, "phrasings_fr")


def test_nearly_the_same_phrasing_is_told_with_its_twin() -> None:
    problems = with_topics(
        "id: a, department: rh, title_fr: commander des gants de nitrile, title_en: Gloves",
        "id: b, department: rh, title_fr: commander des gans de nitrile, title_en: Boots",
    )

    assert codes(problems) == ["near_duplicate_phrasing"]
    assert problems[0].data["other_value"] == "commander des gants de nitrile"


def test_two_things_that_differ_by_a_number_are_no_twins() -> None:
    problems = with_topics(
        "id: a, department: rh, title_fr: imprimante de la salle 2, title_en: one",
        "id: b, department: rh, title_fr: imprimante de la salle 3, title_en: two",
    )

    assert problems == ()


def test_what_an_inactive_topic_says_is_no_duplicate() -> None:
    problems = with_topics(
        "id: a, department: rh, title_fr: Gants, title_en: Gloves, codes: ME51N",
        "id: b, department: rh, title_fr: Gants, title_en: Gloves, codes: me51n, active: non",
    )

    assert problems == ()


def test_a_code_of_two_topics_is_told() -> None:
    problems = with_topics(
        "id: a, department: rh, title_fr: Gants, title_en: Gloves, codes: ME51N",
        "id: b, department: rh, title_fr: Bottes, title_en: Boots, codes: me51n",
    )

    assert codes(problems) == ["duplicate_code"]


def test_people_without_a_row_are_told_when_the_company_lists_its_people() -> None:
    listed = checked(DEPARTMENTS + "people:\n- {email: ana@example.test}\n- {email: bo@example.test}\n")
    unlisted = checked(DEPARTMENTS)

    assert [problem.data for problem in listed] == [{"id": "rh", "value": "cy@example.test"}]
    assert unlisted == ()


def test_an_absence_ends_after_it_begins() -> None:
    people = "people:\n- {email: ana@example.test, away_from: 2026-02-02, away_until: 2026-02-01}\n"

    problems = checked(people)

    assert "away_ends_before_it_begins" in codes(problems)


def test_errors_come_first_and_rows_that_no_file_brought_have_no_place() -> None:
    draft, _ = read_text("table.yaml", DEPARTMENTS + "topics:\n- {id: a, title_fr: Gants}\n")

    problems = check(merge(RoutingTable(), draft, replace=True), {("topics", "a"): Origin(file="f", sheet="s", row=3)})
    elsewhere = check(merge(RoutingTable(), draft, replace=True), {})

    assert codes(problems) == ["department_missing", "language_missing"]
    assert (problems[0].file, problems[0].row) == ("f", 3)
    assert (elsewhere[0].file, elsewhere[0].row) == ("", None)


def test_one_pair_of_twins_is_found_among_five_thousand_topics() -> None:
    rows = "\n".join(f"t{n},rh,demande numero{n} du magasin | autre{n} besoin{n * 7} ici" for n in range(5000))
    twin = "late,rh,AUTRE17 besoin119 ici"
    draft, _ = read_text("topics.csv", f"id,department,phrasings_fr\n{rows}\n{twin}\n")

    problems = check(merge(RoutingTable(), draft, replace=True), draft.origins)

    twins = [problem for problem in problems if "duplicate" in problem.code]
    assert [problem.data for problem in twins] == [{"id": "late", "value": "AUTRE17 besoin119 ici", "other": "t17"}]


def test_bilingual_names_are_needed_in_one_language_at_least() -> None:
    problems = checked(DEPARTMENTS.replace("name_fr: Paie, name_en: Pay, ", ""))

    assert [(problem.code.value, problem.data) for problem in problems] == [("title_missing", {"id": "rh"})]
