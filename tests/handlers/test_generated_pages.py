from tools import diagram, texts


def test_the_page_of_all_sentences_is_the_catalogs_as_they_are() -> None:
    assert texts.PAGE.read_text(encoding="utf-8") == texts.page(), "run `make texts`"


def test_the_diagram_is_the_machine_as_it_is() -> None:
    assert diagram.PAGE.read_text(encoding="utf-8") == diagram.page(), "run `make diagram`"


def test_whoever_had_a_request_before_is_a_person_on_the_page_of_all_sentences() -> None:
    page = texts.page()

    assert "| Paul Côté is away; Olga Petit takes over." in page
    assert "| Paul Côté has found who can help you: Olga Petit." in page
    assert "I had said 2:30\N{NARROW NO-BREAK SPACE}pm;" in page
