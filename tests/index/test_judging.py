"""What counts as right, by examples small enough to check by eye."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.measuring.judgements import EvalQuestion, Retrieved, judge
from tests.fakes import HARBOUR, ORCHARD, article, hit_of

FERRY, PIER = HARBOUR
ASKED = EvalQuestion(id="q", question="When will the ferry stop?", answers=("October",), gold_articles=(FERRY.id,))
IN_PARAGRAPH = EvalQuestion(
    id="p",
    question="What will repairs cost?",
    paragraph=FERRY.id,
    answer_starts=((FERRY.body.index("four million"), 9_999),),
)


def test_a_hit_is_right_that_holds_the_answer_in_a_gold_article() -> None:
    judgement = judge(ASKED, Retrieved(hits=(hit_of(PIER), hit_of(FERRY))))
    assert judgement.hits == (False, True)


def test_the_answer_in_another_article_is_not_right() -> None:
    assert judge(replace(ASKED, gold_articles=(PIER.id,)), Retrieved(hits=(hit_of(FERRY),))).hits == (False,)


def test_a_gold_article_without_the_answer_is_not_right() -> None:
    assert judge(replace(ASKED, answers=("November",)), Retrieved(hits=(hit_of(FERRY),))).hits == (False,)


def test_an_answer_after_the_first_two_hundred_words_of_a_passage_does_not_count() -> None:
    def holds(words_before: int) -> bool:
        (hit,) = judge(
            ASKED, Retrieved(hits=(hit_of(article(FERRY.id, "harbour", "word " * words_before + "October")),))
        ).hits
        return hit

    assert (holds(199), holds(200)) == (True, False)


def test_articles_are_judged_once_in_the_order_of_their_best_hit() -> None:
    judgement = judge(ASKED, Retrieved(hits=(hit_of(PIER), hit_of(FERRY), hit_of(PIER), hit_of(ORCHARD[0]))))
    assert judgement.articles == (False, True, False)


def test_only_ten_hits_are_looked_at() -> None:
    assert judge(ASKED, Retrieved(hits=(hit_of(PIER),) * 10 + (hit_of(FERRY),))).hits == (False,) * 10


@pytest.mark.parametrize(("marked", "is_right"), [("will stop running in October", True), ("will stop running", False)])
def test_a_mark_is_right_that_holds_the_answer(marked: str, is_right: bool) -> None:
    reply = Retrieved(hits=(hit_of(FERRY, marked),))
    assert judge(ASKED, reply).is_highlight_right is is_right


def test_a_mark_counts_in_gold_articles_only() -> None:
    reply = Retrieved(hits=(hit_of(FERRY, "October"),))
    assert not judge(replace(ASKED, gold_articles=(PIER.id,)), reply).is_highlight_right


def test_every_passage_of_the_paragraph_is_right() -> None:
    assert judge(IN_PARAGRAPH, Retrieved(hits=(hit_of(PIER), hit_of(FERRY)))).hits == (False, True)


@pytest.mark.parametrize(("marked", "is_right"), [("would cost four", True), ("would cost ", False)])
def test_a_mark_in_the_paragraph_is_right_that_overlaps_the_answer(marked: str, is_right: bool) -> None:
    reply = Retrieved(hits=(hit_of(FERRY, marked),))
    assert judge(IN_PARAGRAPH, reply).is_highlight_right is is_right


def test_an_empty_reply_has_nothing_right() -> None:
    judgement = judge(ASKED, Retrieved())
    assert (judgement.hits, judgement.articles, judgement.is_highlight_right) == ((), (), False)


@pytest.mark.parametrize(
    ("question", "is_answerable"),
    [
        (EvalQuestion(id="1", question="?"), False),
        (ASKED, True),
        (IN_PARAGRAPH, True),
        (replace(ASKED, answerable=False), False),
    ],
)
def test_a_question_is_answerable_that_has_an_answer_unless_it_says_otherwise(
    question: EvalQuestion, is_answerable: bool
) -> None:
    assert question.is_answerable is is_answerable


@pytest.mark.parametrize("half", [{"answers": ("October",)}, {"gold_articles": ("a",)}, {"answerable": True}])
def test_an_answerable_question_needs_both_an_answer_and_its_article(half: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="needs gold_articles and answers"):
        EvalQuestion(id="q", question="?", **half)


def test_a_question_is_put_within_its_articles() -> None:
    assert replace(ASKED, within=(PIER.id,)).put().scope.articles == {PIER.id}
    assert ASKED.put().scope.articles is None
