"""A question that comes again gets the same ranking, and is not searched for again."""

from collections.abc import Sequence

import pytest

from index.search.judging import Ranking
from index.search.remembering import RememberedRankings
from index.types import Coverage, Question, Scope, StoryId

_ALL = Scope()


class CountingSearcher:
    """Ranks each question by its number among all that it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def rank(self, questions: Sequence[Question], *, in_haste: bool = False) -> list[Ranking]:
        first = len(self.asked)
        self.asked += [question.text for question in questions]
        nothing = Coverage(articles=0, newest=None)
        return [
            Ranking(question=question, hits=(), confidence=float(number), coverage=nothing, judged_among=0)
            for number, question in enumerate(questions, first)
        ]


@pytest.fixture
def searcher() -> CountingSearcher:
    return CountingSearcher()


def ask(remembered: RememberedRankings, *texts: str, scope: Scope = _ALL) -> list[float]:
    return [ranking.confidence for ranking in remembered.rank([Question(text=text, scope=scope) for text in texts])]


def test_a_question_is_searched_for_once_however_it_is_spaced(searcher: CountingSearcher) -> None:
    remembered = RememberedRankings(searcher)  # type: ignore[arg-type]
    assert ask(remembered, "Who?", "Where?", "Who?") == [0, 1, 0]
    assert ask(remembered, " Where? ", "When?") == [1, 2]
    assert searcher.asked == ["Who?", "Where?", "When?"]


def test_the_ranking_is_told_with_the_question_as_it_was_asked(searcher: CountingSearcher) -> None:
    remembered = RememberedRankings(searcher)  # type: ignore[arg-type]
    remembered.rank([Question(text="Who?")])
    (ranking,) = remembered.rank([Question(text="Who? ")])
    assert ranking.question == Question(text="Who? ")


def test_another_scope_is_another_question(searcher: CountingSearcher) -> None:
    remembered = RememberedRankings(searcher)  # type: ignore[arg-type]
    ask(remembered, "Who?")
    assert ask(remembered, "Who?", scope=Scope(stories=frozenset({StoryId("harbour")}))) == [1]


def test_what_was_ranked_in_haste_is_not_what_is_ranked_at_leisure(searcher: CountingSearcher) -> None:
    remembered = RememberedRankings(searcher)  # type: ignore[arg-type]
    remembered.rank([Question(text="Who?")], in_haste=True)
    assert ask(remembered, "Who?") == [1]


def test_upper_and_lower_case_are_two_questions_since_names_are_told_by_them(searcher: CountingSearcher) -> None:
    remembered = RememberedRankings(searcher)  # type: ignore[arg-type]
    assert ask(remembered, "Who is May?", "Who is may?") == [0, 1]


def test_the_one_that_nobody_asked_for_longest_is_forgotten(searcher: CountingSearcher) -> None:
    remembered = RememberedRankings(searcher, most=2)  # type: ignore[arg-type]
    ask(remembered, "a", "b")
    ask(remembered, "a")
    ask(remembered, "c")  # and "b" is gone
    assert ask(remembered, "a", "c") == [0, 2]
    assert ask(remembered, "b") == [3]


def test_more_questions_at_once_than_are_remembered_all_have_their_ranking(searcher: CountingSearcher) -> None:
    remembered = RememberedRankings(searcher, most=1)  # type: ignore[arg-type]
    assert ask(remembered, "a", "b", "c") == [0, 1, 2]
