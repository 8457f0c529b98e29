from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.calibration import BLIND
from knowledge.lexical import fit, refit
from knowledge.lexical.engine import LexicalEngine
from knowledge.lexical.sense import Encoder, NoEncoder
from knowledge.matcher import MOST_CANDIDATES, Ambiguous, Engine, Matched, NoMatch, ReasonKind, WhyNot
from knowledge.models import Bilingual, Topic, TopicId
from tests.fakes.encoder import FakeEncoder

from .company import company

QUESTIONS = ("où sont les gants", "password", "my pay is short again", "imprimente", "ME21N", "bonjour", "wombat", "")


@pytest.mark.parametrize(
    "typed",
    [
        "la machine à café est vide",
        "LA MACHINE A CAFE EST VIDE!!",
        "Bonjour, la machine à café est vide",
        "no more coffee",
    ],
)
def test_an_exact_phrasing_is_matched_whatever_its_accents_and_greetings(engine: Engine, typed: str) -> None:
    match = engine.match(typed)

    assert isinstance(match, Matched)
    assert match.candidates[0].topic == "coffee"
    assert match.candidates[0].reason.kind is ReasonKind.PHRASING


def test_every_title_is_matched(engine: Engine) -> None:
    for topic in company().active_topics:
        for title in (topic.title.fr, topic.title.en):
            assert engine.match(title).candidates[0].topic == topic.id


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("je me suis fait pogner à garer l'auto", "parking"),
        ("zimbo", "parking"),  # the glossary
        ("l'imprimente bourre encore", "printer"),  # spelling
        ("forgot my passwrod", "password"),
        ("chaussures de sécurité à rembourser", "boots"),  # a synonym
        ("the heater does not work, it's freezing", "heating"),
    ],
)
def test_the_right_topic_comes_first_through_meaning_and_spelling(engine: Engine, typed: str, topic: str) -> None:
    assert engine.match(typed).candidates[0].topic == topic


@pytest.mark.parametrize(
    "typed",
    [
        "bon matin tout le monde",
        "good night",
        "see you tomorrow",
        "y fait-tu beau à Lyon",
        "salut!",
        "merci beaucoup",
        "thanks a lot, that worked",
        "lol",
        "ok merci bye",
        "are you a robot?",
    ],
)
def test_a_greeting_or_thanks_alone_is_small_talk(engine: Engine, typed: str) -> None:
    assert engine.match(typed) == NoMatch(why=WhyNot.SMALL_TALK)


@pytest.mark.parametrize(
    "typed",
    [
        "il pleut dans le bureau",
        "matin ou soir pour le chauffage?",
        "merci de réparer l'imprimante",
        "maudite imprimante!!",
        "pièce pas bonne",
    ],
)
def test_an_angry_or_polite_question_is_a_question(engine: Engine, typed: str) -> None:
    match = engine.match(typed)

    assert not (isinstance(match, NoMatch) and match.why is WhyNot.SMALL_TALK)


def test_a_table_with_small_talk_of_its_own_keeps_it() -> None:
    hello = Topic(id=TopicId("hello"), department=company().triage.id, title=Bilingual(en="hello there"))
    table = company()

    match = fit(replace(table, topics={**table.topics, hello.id: hello})).match("Hello there!")

    assert isinstance(match, Matched)
    assert match.candidates[0].topic == "hello"


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "👍👍", "?!...", "\u200b\u202e", "\ud800"])
def test_nothing_to_read_is_said_as_such(engine: Engine, typed: str) -> None:
    assert engine.match(typed) == NoMatch(why=WhyNot.NOTHING_TO_READ)


@pytest.mark.parametrize(
    "typed",
    [
        "a" * 100_000,
        "mot " * 25_000,
        " ".join(f"ME{n}N" for n in range(1000)),
        *("l'", "d' qu'", "-.-.-", "مرحبا", "你好", "1" * 5000, "a-" * 3000, "<script>", "' OR 1=1 --"),
        "\ud800\udc00 x \udfff",
    ],
)
def test_any_text_gets_an_outcome(engine: Engine, typed: str) -> None:
    assert isinstance(engine.match(typed), Matched | Ambiguous | NoMatch)


@given(st.text(alphabet=st.characters(), max_size=80))
def test_no_text_raises_and_the_same_text_gets_the_same_answer(engine: LexicalEngine, text: str) -> None:
    match = engine.match(text)

    assert match == engine.match(text)
    confidences = [candidate.confidence for candidate in match.candidates]
    assert len(confidences) <= MOST_CANDIDATES
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert len({candidate.topic for candidate in match.candidates}) == len(confidences)


@given(st.permutations(QUESTIONS))
def test_an_answer_does_not_depend_on_its_neighbours(engine: LexicalEngine, order: list[str]) -> None:
    answers = {text: engine.match(text) for text in order}

    assert answers == {text: engine.match(text) for text in QUESTIONS}


@settings(max_examples=5)
@given(st.permutations(list(company().topics)))
def test_the_order_of_the_table_does_not_matter(engine: LexicalEngine, order: list[TopicId]) -> None:
    table = company()
    shuffled = fit(replace(table, topics={topic: table.topics[topic] for topic in order}))

    for text in QUESTIONS:
        assert shuffled.match(text) == engine.match(text)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_tiny_table_answers_exact_words_and_never_guesses(count: int) -> None:
    table = company()
    some = dict(list(table.topics.items())[:count])
    engine = fit(replace(table, topics=some))

    assert not isinstance(engine.match("quelque chose de tout autre"), Matched)
    for topic in some.values():
        assert isinstance(engine.match(topic.title.fr), Matched)


def test_topics_without_words_and_identical_topics_are_no_trouble() -> None:
    table = company()
    bare = Topic(id=TopicId("bare"), department=table.triage.id)
    twin = replace(table.topics[TopicId("coffee")], id=TopicId("twin"))

    match = fit(replace(table, topics={**table.topics, bare.id: bare, twin.id: twin})).match("no more coffee")

    assert isinstance(match, Ambiguous)
    assert {candidate.topic for candidate in match.candidates} == {"coffee", "twin"}


def test_inactive_topics_are_never_candidates() -> None:
    table = company()
    asleep = replace(table.topics[TopicId("coffee")], active=False)

    awake = fit(table).match("no more coffee")
    match = fit(replace(table, topics={**table.topics, asleep.id: asleep})).match("no more coffee")

    assert awake.candidates[0].topic == "coffee"
    assert "coffee" not in {candidate.topic for candidate in match.candidates}


def test_a_refit_learns_new_words_keeps_thresholds_and_forgets_what_is_gone(engine: LexicalEngine) -> None:
    table = company()
    taught = replace(table.topics[TopicId("coffee")], phrasings_en=("the wombat is thirsty",))
    kept = {topic.id: topic for topic in table.topics.values() if topic.id != "heating"}

    after = refit(engine, replace(table, topics={**kept, taught.id: taught}))

    assert after is not None
    assert after.match("thirsty wombat").candidates[0].topic == "coffee"
    assert after.calibration == engine.calibration
    assert "heating" not in {candidate.topic for candidate in after.match("heating").candidates}


def test_a_kept_calibration_gives_the_same_engine(engine: LexicalEngine) -> None:
    again = fit(company(), engine.calibration)

    assert [again.match(text) for text in QUESTIONS] == [engine.match(text) for text in QUESTIONS]


@pytest.mark.parametrize("typed", ["12", "(12)", "9 - 50 ?", "+ 12"])
def test_numbers_alone_are_never_taken_for_a_topic_that_happens_to_hold_them(typed: str) -> None:
    shelf = Topic(
        id=TopicId("shelf"),
        department=next(iter(company().departments)),
        phrasings_en=("box of 12 pens", "50 bolts of 9"),
    )
    table = company()
    engine = fit(replace(table, topics={**table.topics, shelf.id: shelf}))

    assert not isinstance(engine.match(typed), Matched)


def test_reasons_name_the_words_that_spoke_for_a_topic(engine: Engine) -> None:
    reason = engine.match("il fait trop froid ici").candidates[0].reason

    assert reason.kind is ReasonKind.WORDS
    assert "froid" in reason.on


@pytest.mark.parametrize("encoder", [NoEncoder(), FakeEncoder()])
def test_a_large_table_is_refitted_at_the_price_of_the_edit(encoder: Encoder) -> None:
    """Above some thousand lines another head is trained; what only adds a phrasing takes nothing from it."""
    table = company(
        f"t{n:03d}: Sujet {n} alpha{n} | Topic {n} beta{n} |  | {_PHRASINGS.format(n=n)}" for n in range(310)
    )
    topic = table.topics[TopicId("t007")]
    taught = replace(topic, phrasings_en=("the wombat is thirsty",))
    engine = fit(table, BLIND, encoder)

    after = refit(engine, replace(table, topics={**table.topics, taught.id: taught}))
    assert after is not None
    back = refit(after, table)

    assert back is not None
    assert after.match("thirsty wombat").candidates[0].topic == "t007"
    assert back.match("beta42 gamma42").candidates[0].topic == "t042"


_PHRASINGS = "; ".join(
    f"gamma{{n}} delta{{n}} {word}" for word in "un deux trois quatre cinq six sept huit neuf".split()
)
