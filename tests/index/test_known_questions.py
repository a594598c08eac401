"""Questions that are offered: each is asked first, and kept when the answer names whom it asks about."""

from dataclasses import replace

import pytest

from index.building.known_questions import _Candidate, _Kind, _vary, ask_candidates
from index.search.answers import decide
from index.search.calibration import HOPELESS, read_calibration
from index.search.searcher import Searcher
from index.types import Answer, ArticleId, Question, Scope, Span
from tests.fakes import article
from tests.index.building import open_generation
from tests.index.fake_encoder import FakeEncoder

_ARTICLES = (
    article(
        "ferry",
        "harbour",
        "“The mayor of Northholm and the whole Harbour Board want the early boat,” said Marta Quill, the harbour "
        "master.\n\n“My grandfather built that pier,” said Anders Holm.\n\n“Nobody asked me,” an official said.",
    ),
    article(
        "frost", "orchard", "“I have never seen a frost like the one in Aller,” said Judith Amsel, a grower.", day=5
    ),
)
_SHIPPED = read_calibration()
_ALWAYS, _NEVER = (
    replace(_SHIPPED, unread=replace(_SHIPPED.unread, article=replace(_SHIPPED.unread.article, answer=levels)))
    for levels in (dict.fromkeys(("strict", "balanced", "open"), line) for line in (HOPELESS, -HOPELESS))
)


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    return open_generation(tmp_path_factory.mktemp("known"), _ARTICLES)


def test_questions_are_about_those_who_are_named_what_they_name_and_who_they_are(generation):
    asked = ask_candidates(generation, FakeEncoder(), _ALWAYS)
    assert set(asked) == {
        ("harbour", "What did Marta Quill say about Northholm?"),
        ("harbour", "What did Anders Holm say?"),
        ("orchard", "What did Judith Amsel say about Aller?"),
    }


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ("“They came on Tuesday with the early boat,” said Marta Quill.", "en"),
        ("“Nobody saw a frost in May like it,” said Marta Quill.", "en"),
        ("“We told the Board, and nobody listened,” said Marta Quill. The board met twice.", "en"),
        ("“I told Dale to mind the boat,” said Marta Quill. Dale Holm nodded.", "en"),
        ("„Ein Dorf ohne Boot ist ein Dorf mit einem Loch“, sagte Marta Quill.", "de"),
        ("The Marta Quill read die Namen der Boote in der langen Nacht am Kai.", "de"),
    ],
)
def test_nobody_is_asked_about_days_common_nouns_or_nouns_of_another_language(tmp_path, told, language):
    generation = open_generation(tmp_path, [replace(article("storm", "harbour", told), language=language)])
    asked = {text for _, text in ask_candidates(generation, FakeEncoder(), _ALWAYS)}
    assert asked <= {"What did Marta Quill say?"}


def test_what_an_article_states_comes_before_what_people_say(tmp_path):
    told = "The storm has cost nearly 40 Danish boats since May.\n\n“Nobody asked me,” said Marta Quill, a sailor."
    generation = open_generation(tmp_path, [article("storm", "harbour", told)])
    asked = [text for _, text in ask_candidates(generation, FakeEncoder(), _ALWAYS)]
    assert asked == ["How many Danish boats has the storm cost?", "What did Marta Quill say?"]


def test_questions_of_different_kinds_take_turns_and_one_at_most_asks_who_somebody_is(tmp_path):
    told = (
        "Some 40 boats were lost in the storm.\n\nSome 30 homes were lost in the flood.\n\n"
        "The old pier was torn down in March.\n\nThe ferry was late because a rope had torn.\n\n"
        "“The early boat is full of fish,” said Marta Quill.\n\n"
        "Marta Quill, a sailor, has three dogs.\n\nAda Holm, a smith, sings.\n\n“Nobody asked me,” said Ada Holm."
    )
    generation = open_generation(tmp_path, [article("storm", "harbour", told)])
    asked = [text for _, text in ask_candidates(generation, FakeEncoder(), _ALWAYS)]
    assert sorted(asked[:4]) == [
        "How many boats were lost in the storm?",
        "What did Marta Quill say about the early boat?",
        "When was the old pier torn down?",
        "Why was the ferry late?",
    ]
    assert asked[4] == "How many homes were lost in the flood?"
    assert sum(text.startswith("Who is ") for text in asked) <= 1


def test_where_nothing_else_can_be_asked_it_is_asked_who_they_are():
    texts = ["Who is Ada Holm?", "Who is Bo Elm?"]
    place = Span(start=0, end=1)
    assert texts == _vary(
        _Candidate(text=text, article=ArticleId("a"), place=place, kind=_Kind.INTRODUCED) for text in texts
    )


def test_an_organisation_is_asked_about_as_the_article_calls_it(tmp_path):
    told = "“The boats are late,” the Harbour Board said. The Harbour Board met twice."
    generation = open_generation(tmp_path, [article("storm", "harbour", told)])
    asked = [text for _, text in ask_candidates(generation, FakeEncoder(), _ALWAYS)]
    assert asked == ["What did the Harbour Board say about the boats?"]


def test_no_two_are_answered_by_the_same_sentence(generation):
    searcher = Searcher(generation, FakeEncoder(), _ALWAYS)
    asked = [
        Question(text=text, scope=Scope(stories=frozenset({story})))
        for story, text in ask_candidates(generation, FakeEncoder(), _ALWAYS)
    ]
    marked = [(ranking.hits[0].passage.article.id, ranking.hits[0].highlight) for ranking in searcher.rank(asked)]
    assert len(set(marked)) == len(marked)


def test_everybody_is_asked_about_once_before_anybody_is_asked_about_twice(generation):
    of_harbour = [text for story, text in ask_candidates(generation, FakeEncoder(), _ALWAYS) if story == "harbour"]
    assert {"Quill" in text for text in of_harbour[:2]} == {True, False}


def test_what_is_not_answered_is_not_offered(generation):
    assert ask_candidates(generation, FakeEncoder(), _NEVER) == []


def test_each_is_answered_from_its_story_by_a_passage_that_names_the_person(generation):
    searcher = Searcher(generation, FakeEncoder(), _ALWAYS)
    for story, text in ask_candidates(generation, FakeEncoder(), _ALWAYS):
        (ranking,) = searcher.rank([Question(text=text, scope=Scope(stories=frozenset({story})))])
        outcome = decide(ranking, "balanced", _ALWAYS)
        assert isinstance(outcome, Answer)
        assert outcome.hits[0].passage.article.story == story
        assert any(name in outcome.hits[0].passage.text for name in ("Quill", "Holm", "Amsel") if name in text)


def test_a_story_has_no_more_than_can_be_offered(tmp_path):
    names = [
        f"{first} {last}"
        for first in ("Ada", "Bo", "Cy", "Di", "Ed", "Flo")
        for last in "Ash Birch Cedar Dill Elm Fir".split()
    ]
    told = "\n\n".join(f"“We saw the storm over Aller,” said {name}, a sailor." for name in names)
    generation = open_generation(tmp_path, [article("storm", "harbour", told)])
    assert len(ask_candidates(generation, FakeEncoder(), _ALWAYS)) == 25


def test_a_build_keeps_the_questions_that_its_index_answers(generation):
    assert generation.questions == tuple(ask_candidates(generation, FakeEncoder(), read_calibration()))
    assert generation.questions
