import pytest

from knowledge.matcher import Ambiguous, Engine, Match, Matched, NoMatch, ReasonKind, WhyNot


def first(match: Match) -> str:
    return match.candidates[0].topic


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("me21n", "order-create"),
        ("ME21N", "order-create"),
        ("me 21 n", "order-create"),
        ("ME-21N marche pas", "order-create"),
        ("what is at b12-3?", "gloves"),
        ("B 12 3", "gloves"),
        ("b123", "gloves"),
        ("le formulaire f sst 05 svp", "boots"),
        ("c'est quoi MIGO", "receipt"),
        ("ＭＥ２２Ｎ", "order-change"),
    ],
)
def test_a_code_is_found_in_any_case_with_spaces_or_dashes(engine: Engine, typed: str, topic: str) -> None:
    match = engine.match(typed)

    assert isinstance(match, Matched)
    assert first(match) == topic
    assert match.candidates[0].reason.kind is ReasonKind.CODE


@pytest.mark.parametrize(
    "typed", ["ME29N", "c'est quoi me 29 n", "y a quoi dans B-19-7", "F-SST-88 please", "zpromo écran blanc"]
)
def test_a_well_formed_code_in_no_topic_is_never_routed(engine: Engine, typed: str) -> None:
    match = engine.match(typed)

    assert isinstance(match, NoMatch)
    assert match.why is WhyNot.UNKNOWN_CODE


def test_an_unknown_code_comes_with_its_neighbours(engine: Engine) -> None:
    match = engine.match("ME24N")

    assert {"order-create", "order-change", "order-show"} <= {candidate.topic for candidate in match.candidates}


def test_two_codes_of_different_topics_are_asked_about(engine: Engine) -> None:
    match = engine.match("ME21N ou ME22N ?")

    assert isinstance(match, Ambiguous)
    assert [candidate.topic for candidate in match.candidates] == ["order-create", "order-change"]


@pytest.mark.parametrize(("typed", "topic"), [("zstok", "stock"), ("mirro", "invoice"), ("me21", "order-create")])
def test_a_slip_in_a_code_is_proposed(engine: Engine, typed: str, topic: str) -> None:
    match = engine.match(typed)

    assert isinstance(match, Matched | Ambiguous)
    assert first(match) == topic


def test_a_short_code_routes_only_with_the_rest_of_the_sentence(engine: Engine) -> None:
    supported = engine.match("mouvement 122 pour renvoyer la marchandise au fournisseur")
    alone = engine.match("122 degrés dans la pièce")

    assert isinstance(supported, Matched)
    assert first(supported) == "return"
    assert not isinstance(alone, Matched)


def test_ordinary_words_and_numbers_are_no_codes(engine: Engine) -> None:
    match = engine.match("je pars à 17 h avec 3 collègues, il me 21 reste jours de vacances")

    assert not (isinstance(match, NoMatch) and match.why is WhyNot.UNKNOWN_CODE)
