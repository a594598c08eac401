"""Each kind of near miss fits a question that it is for, and leaves alone one that it is not for."""

from pathlib import Path
from random import Random

import pytest

from tests.eval.reader.rows import near_misses
from tests.eval.reader.rows.near_misses import Case, miss
from tests.eval.reader.rows.phrases import exchange, names
from tests.eval.reader.rows.wordnet import FOLDER

pytestmark = pytest.mark.skipif(not Path(FOLDER).is_dir(), reason="WordNet is not installed")

WINDOW = (
    "In 1998 the quake in Turkey killed 144 people and wrecked dozens of bridges. Ana Diaz led the rescuers; Omar "
    "Rahman thanked Ana Diaz in 2001 for the largest effort the town of Ceyhan had seen."
)


def case(question: str, answer: str = "144") -> Case:
    return Case(question=question, window=WINDOW, answer=answer, names=("Greta Holm",))


@pytest.mark.parametrize(
    ("kind", "fits", "does_not"),
    [
        ("name", "How many people died in Turkey?", "how many people died?"),
        ("year", "How many people died in 1998?", "How many people died?"),
        ("number", "Where were 144 people killed?", "Where were people killed in 1998?"),
        ("date", "What fell on Monday?", "What fell?"),
        ("roles", "Why did Omar Rahman thank Ana Diaz?", "Why did Omar Rahman thank anybody?"),
        ("roles", "Who wrecked the bridges?", "Who spoke?"),
        ("roles", "Who was thanked by Omar Rahman?", "Who was seen?"),
        ("count", "How many persons died?", "How much is it?"),
        ("thing", "Which religion was it?", "Who is he?"),
        ("opposite", "What was the largest effort?", "What was the effort?"),
        ("negation", "Who did thank Ana Diaz?", "Who can?"),
        ("asked", "Who was thanked?", "Which town was it?"),
    ],
)
def test_a_kind_fits_what_it_is_for(kind: str, fits: str, does_not: str) -> None:
    make = near_misses._KINDS[kind]
    if kind == "asked":  # the window has a time and a cause: another question word may be answered
        assert make(case(fits), Random(1)) is None
        plain = Case(question=fits, window="Ana Diaz was thanked.", answer="Ana Diaz", names=())
        assert make(plain, Random(1)) == "Why was thanked?"
    else:
        assert make(case(fits), Random(1))
    assert not make(case(does_not), Random(1))


def test_a_name_is_never_replaced_by_the_answer() -> None:
    asked = case("Who did Omar Rahman thank?", answer="Ana Diaz")
    made = [near_misses._another_name(asked, Random(seed)) for seed in range(40)]
    assert all(other and "Diaz" not in other[1] for other in made)


def test_most_words_stay() -> None:
    for seed in range(40):
        near = miss(case("How many people did the quake of 1998 kill in Turkey?"), Random(seed))
        assert near
        kept = set(near.question.split()) & set("How many people did the quake of 1998 kill in Turkey?".split())
        assert len(kept) >= 7


def test_exchanged_phrases_change_places_as_whole_words() -> None:
    assert exchange("Ana met Omar; Omari met Ana.", "Ana", "Omar") == "Omar met Ana; Omari met Omar."


def test_a_capital_that_only_begins_a_sentence_is_no_name() -> None:
    assert names("Rescuers left. Nobody thanked Ana Diaz or the United Nations.") == ["Ana Diaz", "United Nations"]
