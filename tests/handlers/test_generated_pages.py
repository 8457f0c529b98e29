from tools import diagram, texts


def test_the_page_of_all_sentences_is_the_catalogs_as_they_are() -> None:
    assert texts.PAGE.read_text(encoding="utf-8") == texts.page(), "run `make texts`"


def test_the_diagram_is_the_machine_as_it_is() -> None:
    assert diagram.PAGE.read_text(encoding="utf-8") == diagram.page(), "run `make diagram`"
