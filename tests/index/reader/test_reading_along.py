"""A reader joins the decision: what it reads, what it changes, and when it is not asked at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from index.library import Library
from index.search.calibration import read_calibration
from index.search.judging import Ranking
from index.search.reader import reader as reader_file
from index.search.reader.reader import find_reader_problem, load_reader
from index.search.reader.reading import PassageReading
from index.search.reader.reading import Pointing as Pointed
from index.search.searcher import Searcher
from index.settings import AnswerSettings, IndexSettings
from index.store.folder.generation import Generation
from index.types import Answer, Passage, Question, Reason, Scope, Span
from tests.fakes import article
from tests.index.building import open_generation
from tests.index.fake_encoder import FakeEncoder

ABOUT = "Which colour did painters make the ferry roof?"
TEXT = "Painters made the ferry roof green on Monday. It had been grey. The ferry crosses to Northholm in an hour."


class Pointing:
    """A reader that is as sure as it is told to be, and points at one sentence."""

    def __init__(self, answers: float, sentence: int) -> None:
        self.answers, self.sentence = answers, sentence
        self.asked: list[str] = []

    def read(self, question: str, passage: Passage) -> PassageReading:
        self.asked.append(question)
        places = range(len(passage.sentences))
        return PassageReading(
            answers=self.answers, sentences=tuple(9.0 if at == self.sentence else -9.0 for at in places)
        )

    def point(self, question: str, passage: Passage, sentence: Span) -> Pointed:
        """At the whole of it."""
        return Pointed(answers=self.answers, span=sentence)


class Knowing:
    """A reader that finds the answer in passages with one word, and nowhere else."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.read_of: list[Passage] = []

    def read(self, question: str, passage: Passage) -> PassageReading:
        self.read_of.append(passage)
        answers = 4.0 if self.word in passage.text else -4.0
        return PassageReading(answers=answers, sentences=(answers,) * len(passage.sentences))

    def point(self, question: str, passage: Passage, sentence: Span) -> None:
        """At nothing."""


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return open_generation(tmp_path_factory.mktemp("read"), [article("ferry", "harbour", TEXT)])


@pytest.fixture(scope="module")
def paragraphs(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """One article of six passages, each about the ferry's roof and with a first word of its own."""
    words = ("Early", "Later", "Sadly", "Often", "Maybe", "Never")
    body = "\n\n".join(f"{word} painters made the ferry roof a colour. " + f"It rained {word}. " * 40 for word in words)
    return open_generation(tmp_path_factory.mktemp("paragraphs"), [article("ferry", "harbour", body)])


def rank(generation: Generation, reader: Pointing | None, text: str = ABOUT, *, in_haste: bool = False) -> Ranking:
    searcher = Searcher(generation, FakeEncoder(), read_calibration(), reader)
    (ranking,) = searcher.rank([Question(text=text)], in_haste=in_haste)
    return ranking


@pytest.mark.parametrize("sentence", [0, 1, 2])
def test_the_sentence_that_it_points_at_is_marked(generation: Generation, sentence: int) -> None:
    (hit, *_) = rank(generation, Pointing(2.0, sentence)).hits
    assert hit.passage.sentences[sentence].overlaps(hit.highlight)


def test_the_surer_it_is_the_surer_is_the_decision(generation: Generation) -> None:
    unsure, sure = (rank(generation, Pointing(answers, 0)).confidence for answers in (-4.0, 4.0))
    assert sure > unsure


@pytest.mark.parametrize("answers", [-4.0, 1.9, 2.0, 4.0])
def test_what_a_rule_refuses_the_reader_can_find(generation: Generation, answers: float) -> None:
    asked = "Why did painters make the ferry roof green?"
    assert rank(generation, None, asked).veto is not None
    assert (rank(generation, Pointing(answers, 0), asked).veto is None) == (answers >= 2)


@pytest.mark.parametrize("asked", ["Who made the roof of the ferry Mathilde green?", "Who is the mayor of Northholm?"])
def test_what_nothing_in_the_article_can_answer_no_reader_finds(generation: Generation, asked: str) -> None:
    assert rank(generation, Pointing(9.0, 0), asked).veto is Reason.NAMES


def test_nothing_is_read_in_haste(generation: Generation) -> None:
    reader = Pointing(2.0, 1)
    assert rank(generation, reader, in_haste=True) == rank(generation, None)
    assert reader.asked == []


def test_among_few_articles_the_passage_that_answers_comes_first(paragraphs: Generation) -> None:
    plain = rank(paragraphs, None).hits
    for hit in plain[:3]:
        word = hit.passage.text.split()[0]
        first, *others = rank(paragraphs, Knowing(word)).hits
        assert first.passage == hit.passage
        assert [other.passage for other in others] == [other.passage for other in plain if other.passage != hit.passage]


def test_no_more_is_read_than_it_takes_to_find_the_answer(paragraphs: Generation) -> None:
    plain = rank(paragraphs, None).hits
    found, lost = Knowing(plain[1].passage.text.split()[0]), Knowing("nowhere")
    rank(paragraphs, found)
    assert found.read_of == [hit.passage for hit in plain[:2]]
    rank(paragraphs, lost)
    assert lost.read_of == [hit.passage for hit in plain[:4]]


def test_in_a_library_only_the_first_passage_is_read(tmp_path: Path) -> None:
    others = (article(f"other-{number}", "harbour", f"Ferry number {number} sails.") for number in range(60))
    library = open_generation(tmp_path, [article("ferry", "harbour", TEXT), *others])
    reader = Knowing("nowhere")
    rank(library, reader)
    assert len(reader.read_of) == 1


@pytest.mark.parametrize(
    "text", ["How deep is lake seven of Jupiter?", "Welche Farbe bekam das Dach der Fähre und warum eigentlich?"]
)
def test_what_is_about_something_else_or_in_another_language_is_not_read(generation: Generation, text: str) -> None:
    reader = Pointing(9.0, 0)
    rank(generation, reader, text)
    assert reader.asked == []


def test_what_other_articles_of_the_story_state_is_shown_with_the_answer_and_the_newest_first(tmp_path: Path) -> None:
    told = "The ferry sank off Northholm on Monday. At least {} people died when the ferry sank off Northholm."
    articles = [
        article(f"{name}-{day}", name, told.format(number), day=day)
        for name, day, number in (("ferry", 1, "four"), ("ferry", 3, "14"), ("other", 5, "90"))
    ]
    generation = open_generation(tmp_path, articles)
    library = Library(generation, FakeEncoder, IndexSettings(), load_reader=lambda: Pointing(9.0, 1))
    asked = "How many people died when the ferry sank off Northholm?"
    for story, shown in (("ferry", ["ferry-3", "ferry-1"]), ("other", ["other-5"])):
        (answer,) = library.ask([Question(text=asked, scope=Scope(stories=frozenset({story})))])
        assert isinstance(answer, Answer)
        assert [hit.passage.article.id for hit in (answer.hits[0], *answer.differing)] == shown
        assert answer.hits[1 : len(shown)] == answer.differing
    (answer,) = library.ask([Question(text=asked)])
    assert {hit.passage.article.story for hit in answer.differing} <= {answer.hits[0].passage.article.story}


def test_what_the_reader_points_at_in_a_small_story_differs_however_many_others_are_searched(tmp_path: Path) -> None:
    told = "The ferry sank off Northholm on Monday. {}"
    articles = [
        article("ferry-1", "ferry", told.format("Four people died when the ferry sank off Northholm."), day=1),
        article("ferry-3", "ferry", told.format("When the ferry sank off Northholm, 14 people were lost."), day=3),
        *(article(f"other-{number}", "orchard", f"Orchard {number} was sold.") for number in range(60)),
    ]
    generation = open_generation(tmp_path, articles)
    library = Library(generation, FakeEncoder, IndexSettings(), load_reader=lambda: Pointing(9.0, 1))
    (answer,) = library.ask([Question(text="How many people died when the ferry sank off Northholm?")])
    assert isinstance(answer, Answer)
    assert [hit.passage.article.id for hit in (answer.hits[0], *answer.differing)] == ["ferry-3", "ferry-1"]


def _tell(
    folder: Path, *texts: str, stories: str = "aaa", days: Sequence[int] = (1, 2, 3), asked: str = ABOUT
) -> Ranking:
    """What is found in articles of these stories and days."""
    told = zip(texts, stories, days, strict=False)
    articles = [article(f"{story}-{number}", story, text, day=day) for number, (text, story, day) in enumerate(told)]
    folder.mkdir(exist_ok=True)
    return rank(open_generation(folder, articles), Knowing("roof" if asked == ABOUT else "nowhere"), asked)


_RED = "Painters made the roof of the ferry red on Friday."
_REPAINTED = "Painters have made the whole ferry roof red, a colour that nobody likes."
_CAPTAIN = "The ferry has a captain from Northholm, who sleeps under its roof."


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        ((TEXT, _REPAINTED), "a-1"),
        ((_REPAINTED, TEXT), "a-1"),
        ((TEXT, _CAPTAIN), "a-0"),
        ((TEXT, _REPAINTED, _CAPTAIN), "a-1"),
    ],
)
def test_of_articles_that_answer_about_as_well_the_newest_comes_first(
    tmp_path: Path, texts: tuple[str, ...], shown: str
) -> None:
    ranking = _tell(tmp_path, *texts)
    assert ranking.hits[0].passage.article.id == shown
    assert len({hit.passage.id for hit in ranking.hits}) == len(ranking.hits)


def test_a_newer_article_of_another_story_does_not_come_before_the_answer(tmp_path: Path) -> None:
    assert _tell(tmp_path, TEXT, _RED, stories="ab").hits[0].passage.article.id == "a-0"


def test_an_answer_is_as_sure_as_before_where_a_newer_article_comes_before_it(tmp_path: Path) -> None:
    for number, texts in enumerate(((TEXT, _RED), (_RED, TEXT))):
        dated, undated = (_tell(tmp_path / f"{number}{days}", *texts, days=days) for days in ((1, 2), (1, 1)))
        assert dated.confidence >= undated.confidence


@pytest.mark.parametrize(("stories", "days", "shown"), [("aa", (1, 2), 1), ("aa", (2, 1), 1), ("ab", (1, 2), 0)])
def test_where_one_article_is_refused_another_of_its_story_may_answer(
    tmp_path: Path, stories: str, days: tuple[int, int], shown: int
) -> None:
    asked = "Why did painters make the ferry roof green on Monday?"
    cheap = "Painters made the ferry roof green because nothing else was cheap."
    ranking = _tell(tmp_path, TEXT, cheap, stories=stories, days=days, asked=asked)
    assert ranking.hits[0].passage.article.id == f"a-{shown}"
    assert (ranking.veto is None) == bool(shown)


def test_a_library_reads_with_what_it_was_given(generation: Generation) -> None:
    reader = Pointing(2.0, 0)
    library = Library(generation, FakeEncoder, IndexSettings(), load_reader=lambda: reader)
    library.ask([Question(text=ABOUT)])
    library.reopen().ask([Question(text=ABOUT)])
    assert len(reader.asked) == 2
    library.ask([Question(text=f"{ABOUT} ")], in_haste=True)
    assert len(reader.asked) == 2


def test_a_reader_that_is_off_is_not_loaded() -> None:
    assert load_reader(IndexSettings(answers=AnswerSettings(reader="off"))) is None


@pytest.mark.model
def test_the_reader_that_ships_is_the_one_that_the_code_names() -> None:
    assert find_reader_problem() is None
    assert load_reader(IndexSettings()) is not None


def test_without_its_file_it_is_decided_without_it_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_file, "FILE", tmp_path / "reader.onnx")
    assert load_reader(IndexSettings()) is None
    assert "missing" in (find_reader_problem() or "")
