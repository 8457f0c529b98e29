from tools.texts import PAGE, page


def test_the_page_of_all_sentences_is_the_catalogs_as_they_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make texts`"
