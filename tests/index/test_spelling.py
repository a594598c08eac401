"""A misspelt word becomes the articles' own, and a word that is right stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.spelling import Speller

_FREQUENCIES = {"withdrawal": 9, "troops": 7, "trooper": 1, "nuland": 4, "newland": 1, "pier": 3, "peer": 1, "mosul": 2}


@pytest.fixture
def speller():
    return Speller(_FREQUENCIES, {"government"}.__contains__)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("When do the trops leave?", "When do the troops leave?"),
        ("When do the torops leave?", "When do the troops leave?"),  # neighbours swapped are one slip
        ("the witdrawel of 2011", "the withdrawal of 2011"),  # two slips in a long word
        ("What did Nulandd say?", "What did Nuland say?"),
        ("What did Nulnad say?", "What did Nuland say?"),
        ("WITHDRAWEL", "Withdrawal"),
        ("where is msul", "where is mosul"),
    ],
)
def test_a_misspelt_word_is_put_right(speller, written, meant):
    assert speller.correct(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "the withdrawal of troops",
        "withdrawals",  # its stem is known
        "the government",  # a word that is right though the articles lack it
        "What did Nuelund say?",  # two slips apart may be another person
        "trps",  # two slips in a short word
        "per",  # too short to be sure
        "oirtp 2011 and 3,000",
        "Xithdrawal",  # the first letter is taken to be right
        "nuland's",
        "pier's trops's",
    ],
)
def test_what_is_right_or_may_be_something_else_stays(speller, written):
    assert speller.correct(written) == written


def test_of_two_words_as_near_the_more_frequent_one_is_meant(speller):
    assert speller.correct("the pirr") == "the pier"
    assert (
        Speller({"fishermen": 9, "fisherman": 1}, ().__contains__).correct("a fishermam") == "a fisherman"
    )  # nearer by a slip
    assert Speller({"coast": 9, "boast": 1, "toast": 99}, ().__contains__).correct("the coats") == "the coast"


@given(st.lists(st.sampled_from([*_FREQUENCIES, "government", "a", "of", "2011"])).map(" ".join))
def test_a_question_in_the_articles_words_is_left_alone(question):
    assert Speller(_FREQUENCIES, {"government"}.__contains__).correct(question) == question


@given(st.text())
def test_only_words_change(question):
    changed = Speller(_FREQUENCIES, ().__contains__).correct(question)
    assert [part for part in changed if not part.isalpha()] == [part for part in question if not part.isalpha()]
