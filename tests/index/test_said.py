"""What somebody said about something is answered by their words that hold all of it, however they are called."""

from __future__ import annotations

import pytest

from index.search.calibration import read_calibration
from index.search.searcher import Searcher
from index.search.vetoes.speech import read_speech_question, read_words_question
from index.types import Question, Reason
from tests.fakes import article
from tests.index.building import open_generation
from tests.index.fake_encoder import FakeEncoder

_NOISE = article(
    "noise",
    "ferry",
    "Ferry captain Oskar Brandt was less pleased. “Nobody asked us about the noise,” he told reporters.\n\n"
    "Mayor Ilse Kvam defended the plan. “The noise will end in June,” Kvam said.\n\n"
    "Kvam, 41, was accused of a lie about the plan. She told the council that the accusation was false.",
)
_SURE = read_calibration().unread.story.answer["strict"]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return Searcher(open_generation(tmp_path_factory.mktemp("said"), [_NOISE]), FakeEncoder(), read_calibration())


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("Brandt", "Nobody asked us"),
        ("Oskar Brandt", "Nobody asked us"),
        ("the ferry captain", "Nobody asked us"),
        ("Ilse Kvam", "will end in June"),
        ("the mayor", "will end in June"),
    ],
)
def test_words_of_theirs_with_every_word_of_the_topic_answer(searcher: Searcher, who: str, words: str) -> None:
    (ranking,) = searcher.rank([Question(text=f"What did {who} say about the noise?")])
    assert words in ranking.hits[0].marked
    assert ranking.confidence >= _SURE


def test_words_of_theirs_about_something_else_are_not_sure_to_answer(searcher: Searcher) -> None:
    about = ("the noise", "the price of tickets")
    noise, price = searcher.rank([Question(text=f"What did the mayor say about {topic}?") for topic in about])
    assert noise.confidence - price.confidence > _SURE


def test_somebody_who_is_not_quoted_has_said_nothing(searcher: Searcher) -> None:
    (ranking,) = searcher.rank([Question(text="What did Anna Holm say about the noise?")])
    assert ranking.veto in {Reason.UNQUOTED, Reason.NAMES}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How old is Ilse Kvam?", "Kvam, 41,"),
        ("Who is Oskar Brandt?", "captain Oskar Brandt"),
        ("Did Kvam deny the lie?", "the accusation was false"),
    ],
)
def test_an_age_an_introduction_and_a_denial_go_before_what_is_only_like_the_question(
    searcher: Searcher, question: str, words: str
) -> None:
    (ranking,) = searcher.rank([Question(text=question)])
    assert words in ranking.hits[0].marked


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("Who said “The noise will end in June”?", "“The noise will end in June,” Kvam said."),
        ("“Nobody asked us about the noise”: who said that?", "Ferry captain Oskar Brandt"),
        ("who was it that told reporters 'nobody asked us'?", "“Nobody asked us about the noise,” he told reporters."),
        ('Whose words are "nobody asked us about the noise"?', "Ferry captain Oskar Brandt"),
        ("Who said that the noise will end in June?", "“The noise will end in June,” Kvam said."),
    ],
)
def test_who_said_words_is_answered_by_the_sentences_that_quote_and_name_them(
    searcher: Searcher, question: str, marked: str
) -> None:
    (ranking,) = searcher.rank([Question(text=question)])
    assert marked in ranking.hits[0].marked
    assert ranking.confidence >= _SURE


@pytest.mark.parametrize(
    "words", ["The noise will not end in June", "Mayor Ilse Kvam defended the plan", "Nobody told us about the noise"]
)
def test_words_that_nobody_is_quoted_with_are_said_by_nobody(searcher: Searcher, words: str) -> None:
    (ranking,) = searcher.rank([Question(text=f"Who said “{words}”?")])
    assert ranking.veto is Reason.UNQUOTED


@pytest.mark.parametrize(
    "question",
    ["Who defended “the plan”?", "Who is called “the mayor”?", "Who said no to the plan?", "Who said something?"],
)
def test_whoever_is_not_asked_for_as_the_speaker_of_words_is_sought_as_ever(question: str) -> None:
    assert read_words_question(question) is None


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("What did the state observers find?", None),
        ("What did the Texas state board recommend?", None),
        ("What did the state board say about the count?", "the state board"),
        ("What did Kvam state about the noise?", "Kvam"),
    ],
)
def test_state_is_a_verb_of_speech_where_it_stands_as_one(question: str, who: str | None) -> None:
    asked = read_speech_question(question)
    assert (asked and asked.who) == who


@pytest.mark.parametrize(
    ("question", "is_sure"),
    [
        ("What did Kvam say the noise would cost?", False),
        ("What did Kvam say about what it would cost?", True),
        ("What does Kvam feel about the noise?", True),
    ],
)
def test_what_somebody_tells_of_something_may_be_told_in_words_of_the_article(question: str, is_sure: bool) -> None:
    asked = read_speech_question(question)
    assert asked is not None
    assert asked.is_sure is is_sure


@pytest.mark.parametrize(("to", "words"), [("reporters", "Nobody asked us"), ("the council", None)])
def test_words_that_were_said_to_somebody_else_are_not_what_they_were_told(
    searcher: Searcher, to: str, words: str | None
) -> None:
    (ranking,) = searcher.rank([Question(text=f"What did the ferry captain tell {to}?")])
    assert (ranking.confidence >= _SURE) is (words is not None)
    assert words is None or words in ranking.hits[0].marked
