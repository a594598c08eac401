"""Where it is asked how things stand, what a story told last of it comes first, and what it told before beside it."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.search.calibration import read_calibration
from index.search.differing import find_least_alike
from index.search.judging import Ranking
from index.search.searcher import Searcher
from index.types import Question
from tests.fakes import article
from tests.index.building import open_generation
from tests.index.fake_encoder import FakeEncoder
from tests.index.reader.test_reading_along import Knowing

ASKED = "Is the captain of the ferry in prison?"
EARLIER = "The captain of the ferry is in prison in Northholm. It had rained."
LATER = "The captain of the ferry left the prison of Northholm on foot. It was dry."
LIKER = "The captain of the ferry was led from the prison in Northholm. It was dry."
LESS_LIKE = "The captain left the prison on foot, as the ferry of Northholm sank. It was dry."
APART = "A bakery sold nine loaves. It was sunny."


@pytest.mark.parametrize(
    "question",
    [
        "Is the bridge open?",
        "Has the captain been arrested?",
        "Will the fair go ahead?",
        "can people go back to the village",
        "Hello all! Are they still searching for survivors?",
    ],
)
def test_yes_or_no_is_answered_by_what_is_told_last_of_the_same(question: str) -> None:
    assert find_least_alike(question) < find_least_alike("When does the bridge open?")


@pytest.mark.parametrize("question", ["When is the fair?", "Where is the captain now?", "Who runs the bank?"])
def test_what_is_so_now_is_asked_with_other_words_too(question: str) -> None:
    assert math.isfinite(find_least_alike(question))


@pytest.mark.parametrize(
    "question",
    [
        "Was the bridge open?",
        "Did the captain resign?",
        "When did the bridge open?",
        "Who won the match?",
        "How many people are missing?",
        "How old is the captain?",
        "What is the price of the bridge?",
        "Why is the bridge closed?",
        "What does Ada Berg say about the bridge?",
        "Who is Ada Berg?",
    ],
)
def test_what_was_so_or_is_a_number_a_reason_or_somebodys_words_does_not_change_so(question: str) -> None:
    assert math.isinf(find_least_alike(question))


def _rank(
    folder: Path, *texts: str, days: Sequence[int | None] = (1, 2, 3), stories: str = "aaa", asked: str = ASKED
) -> Ranking:
    """What is found in articles of these days and stories, by a reader that finds the answer in the first."""
    told = zip(texts, stories, days, strict=False)
    articles = [article(f"{number}", story, text, day=day or 1) for number, (text, story, day) in enumerate(told)]
    dated = [one if day else replace(one, published_at=None) for one, day in zip(articles, days, strict=False)]
    searcher = Searcher(open_generation(folder, dated), FakeEncoder(), read_calibration(), Knowing("rained"))
    (ranking,) = searcher.rank([Question(text=asked)])
    return ranking


def _articles(ranking: Ranking) -> list[str]:
    return [hit.passage.article.id for hit in ranking.differing]


def test_what_is_told_last_comes_first_and_what_answered_stands_beside_it(tmp_path: Path) -> None:
    ranking = _rank(tmp_path, EARLIER, LATER)
    assert _articles(ranking) == ["1", "0"]
    assert ranking.hits[0] == ranking.differing[0]
    first = ranking.hits[0]
    assert first.marked == LATER.partition(" It")[0]
    assert len({hit.passage.id for hit in ranking.hits}) == len(ranking.hits)


@pytest.mark.parametrize("days", [(1, 2, 3), (1, 3, 2)])
def test_of_several_articles_that_go_on_the_newest_counts(tmp_path: Path, days: tuple[int, ...]) -> None:
    ranking = _rank(tmp_path, EARLIER, LIKER, LESS_LIKE, days=days)
    assert _articles(ranking) == [str(days.index(3)), "0"]


@pytest.mark.parametrize(
    ("texts", "days", "stories", "asked"),
    [
        ((EARLIER, APART), (1, 2), "aa", ASKED),
        ((EARLIER, LATER), (2, 1), "aa", ASKED),
        ((EARLIER, LATER), (1, 2), "ab", ASKED),
        ((EARLIER, LATER), (1, 2), "aa", "Had the captain of the ferry been in prison?"),
        ((EARLIER, LATER), (None, 2), "aa", ASKED),
        ((EARLIER, LATER), (1, None), "aa", ASKED),
    ],
    ids=["of something else", "older", "of another story", "what was so", "after one without a date", "without a date"],
)
def test_nothing_else_comes_in_front(
    tmp_path: Path, texts: tuple[str, ...], days: tuple[int | None, ...], stories: str, asked: str
) -> None:
    ranking = _rank(tmp_path, *texts, days=days, stories=stories, asked=asked)
    assert (ranking.hits[0].passage.article.id, _articles(ranking)) == ("0", [])
