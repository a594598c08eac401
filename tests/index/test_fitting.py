"""Weights are learnt from what is right: known ones come back, and a folder of questions gives a whole calibration."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.articles import Source
from index.building import build
from index.search.calibration import read_calibration
from index.search.reader.reading import PassageReading
from index.settings import DataSettings, IndexSettings
from index.store.folder.data_folder import DataFolder
from index.store.folder.generation import Generation
from index.types import Passage
from tests.eval.answers.calibrating import calibrate, collect, tabulate_ranking, tabulate_refusal
from tests.eval.answers.fitting import Choice, ExampleSet, fit_choice, fit_decision
from tests.index.fake_encoder import FakeEncoder

RANDOM = np.random.default_rng(0)
SUBJECTS = ("ferry", "orchard", "library", "stadium", "reservoir", "bakery", "observatory", "tramway")
SCOPES = ("library", "story", "article")
COLOURS = ("green", "yellow", "purple", "orange", "scarlet", "turquoise", "crimson", "silver")


def draw_choices(weights: list[float], count: int) -> list[Choice]:
    """Questions of eight rows, the right one drawn as the weights make it likely."""
    choices = []
    for _ in range(count):
        rows = RANDOM.normal(size=(8, len(weights))).astype(np.float32)
        likely = np.exp(rows @ np.array(weights))
        right = np.arange(8) == RANDOM.choice(8, p=likely / likely.sum())
        choices.append(Choice(rows=rows, right=right, weight=1))
    return choices


def test_the_weights_that_drew_the_choices_are_found_again() -> None:
    assert fit_choice(draw_choices([2.0, 0.5, 0.0], 4_000)) == pytest.approx([2.0, 0.5, 0.0], abs=0.15)


def test_no_weight_of_a_choice_is_below_zero() -> None:
    weights = fit_choice(draw_choices([1.0, -1.0], 500))
    assert weights[0] > 0
    assert weights[1] == 0


@pytest.mark.parametrize("right", [False, True])
def test_choices_among_equals_say_nothing(right: bool) -> None:
    told = draw_choices([1.0, 0.5], 200)
    mute = Choice(rows=np.full((3, 2), 1e6, np.float32), right=np.full(3, right), weight=1e6)
    assert fit_choice([*told, mute]) == pytest.approx(fit_choice(told))


def test_a_heavier_choice_decides_between_two_that_disagree() -> None:
    rows = np.eye(2, dtype=np.float32)
    light = Choice(rows=rows, right=np.array([True, False]), weight=1)
    heavy = Choice(rows=rows, right=np.array([False, True]), weight=9)
    first, second = fit_choice([light, heavy])
    assert second > first == 0


def test_the_log_odds_that_drew_the_decisions_are_found_again() -> None:
    rows = RANDOM.normal(size=(20_000, 2))
    answers = RANDOM.random(len(rows)) < 1 / (1 + np.exp(-(rows @ [1.5, -2.0] + 0.5)))
    slopes, intercept = fit_decision(rows, answers, np.ones(len(rows)), np.full(len(rows), "news"))
    assert [*slopes, intercept] == pytest.approx([1.5, -2.0, 0.5], abs=0.1)


def test_what_only_tells_one_source_from_another_decides_nothing() -> None:
    sources = np.array(["news", "stories"] * 5_000)
    long = (sources == "news").astype(
        float
    )  # sentences of the news are long, and nine in ten of its questions answered
    told = RANDOM.normal(size=len(sources))
    answers = RANDOM.random(len(sources)) < 1 / (1 + np.exp(-(1.5 * told + 5 * long - 2.5)))
    length = long + RANDOM.normal(size=len(sources))
    slopes, _ = fit_decision(np.stack([told, length], axis=1), answers, np.ones(len(sources)), sources)
    assert slopes[0] > 0.5
    assert abs(slopes[1]) < slopes[0] / 10


def test_weights_of_rows_shift_the_odds_by_their_ratio() -> None:
    answers: NDArray[np.bool_] = np.arange(1_000) % 2 == 0
    _, intercept = fit_decision(np.zeros((1_000, 1)), answers, np.where(answers, 3.0, 1.0), np.full(1_000, "news"))
    assert intercept == pytest.approx(np.log(3), abs=0.01)


def write_lines(path: Path, lines: list[dict[str, object]]) -> None:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


def write_questions(folder: Path) -> None:
    """A folder as ``calibrate`` reads it, with two articles and one question a subject of either sort."""
    news, told, paragraphs, asked = [], [], [], []
    for number, (subject, colour) in enumerate(zip(SUBJECTS, COLOURS, strict=True)):
        gold, near = f"{subject}-painted", f"{subject}-sold"
        painted = f"The {subject} stands by the river. Painters made the {subject} roof {colour} on Monday."
        news += [
            {"id": gold, "title": f"A new roof for the {subject}", "text": painted},
            {
                "id": near,
                "title": f"The {subject} is sold",
                "text": f"The {subject} was sold to a family from Northholm.",
            },
        ]
        question = f"Which colour did painters make the {subject} roof?"
        told.append(
            {"id": f"n{number}", "question": question, "answers": [colour], "gold_articles": [gold]}
            | {"answer_also_in": [], "same_topic_without_answer": [near]}
        )
        start = painted.index(colour)
        paragraphs.append({"id": f"p{number}", "title": subject, "text": painted})
        asked += [
            {"id": f"a{number}", "question": question, "paragraph": f"p{number}", "answers": [colour]}
            | {"answerable": True, "answer_starts": [[start, start + len(colour)]]},
            {"id": f"u{number}", "question": f"Who never visited the {subject}?", "paragraph": f"p{number}"}
            | {"answerable": False, "answers": [], "answer_starts": []},
        ]
    write_lines(folder / "news_articles.jsonl", news)
    write_lines(folder / "news_questions.jsonl", told)
    write_lines(folder / "squad_paragraphs.jsonl", paragraphs)
    write_lines(folder / "squad_questions.jsonl", asked)
    for name in ("news_offtopic", "newsquiz_offtopic"):
        write_lines(
            folder / f"{name}.jsonl", [{"id": n, "question": f"How deep is lake {n} of Jupiter?"} for n in range(8)]
        )


def open_index(articles: Path, folder: Path, encoder: FakeEncoder) -> Generation:
    settings = IndexSettings(data=DataSettings(dir=folder))
    build([Source(path=articles)], settings, lambda: encoder)
    return DataFolder(folder).open_current()


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExampleSet, ...]:
    folder, encoder = tmp_path_factory.mktemp("questions"), FakeEncoder()
    write_questions(folder)
    news = open_index(folder / "news_articles.jsonl", folder / "news", encoder)
    squad = open_index(folder / "squad_paragraphs.jsonl", folder / "squad", encoder)
    return collect(folder, news=news, squad=squad, encoder=encoder, report=lambda _: None)


class KnowingReader:
    """Knows that the sentence with the colour of its subject answers."""

    def read(self, question: str, passage: Passage) -> PassageReading:
        asked = {colour for subject, colour in zip(SUBJECTS, COLOURS, strict=True) if f"the {subject} roof" in question}
        tells = [any(colour in span.of(passage.article.body) for colour in asked) for span in passage.sentences]
        sentences = tuple(3.0 if told else -3.0 for told in tells)
        return PassageReading(answers=max(sentences), sentences=sentences)

    def point(self, *_: object) -> None:
        """It points at nothing."""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExampleSet, ...]:
    folder, encoder = tmp_path_factory.mktemp("read"), FakeEncoder()
    write_questions(folder)
    news = open_index(folder / "news_articles.jsonl", folder / "news", encoder)
    squad = open_index(folder / "squad_paragraphs.jsonl", folder / "squad", encoder)
    only = SUBJECTS[: len(SUBJECTS) // 2]
    return collect(
        folder, news=news, squad=squad, encoder=encoder, report=lambda _: None, reader=KnowingReader(), only=only
    )


def test_every_question_is_put_in_every_way(sets: tuple[ExampleSet, ...]) -> None:
    assert {part.name for part in sets if part.is_answerable} == {
        "news", "news, own articles", "SQuAD", "SQuAD, own paragraph",
    }  # fmt: skip
    assert {len(part.examples) for part in sets} == {len(SUBJECTS)}


def test_the_passages_and_sentences_that_hold_an_answer_are_right(sets: tuple[ExampleSet, ...]) -> None:
    for example in sets[0].examples:
        assert example.found is not None
        assert example.labels is not None
        assert example.labels.passages.sum() == 1
        assert example.labels.sentences.sum() == 1
        assert len(example.labels.sentences) == len(example.found.evidence.lengths)


def test_what_answers_is_out_of_reach_when_held_back(sets: tuple[ExampleSet, ...]) -> None:
    (held_back,) = (part for part in sets if part.name == "held back")
    for whole, rest in zip(sets[0].examples, held_back.examples, strict=True):
        assert whole.found is not None
        assert whole.labels is not None
        assert rest.found is not None
        right = whole.found.evidence.passages[whole.labels.passages]
        assert not set(right) & set(rest.found.evidence.passages)


def test_a_calibration_has_the_names_and_levels_of_the_one_that_ships(
    sets: tuple[ExampleSet, ...], read: tuple[ExampleSet, ...]
) -> None:
    made, shipped = calibrate(sets, read).calibration, read_calibration()
    assert made.ranking.keys() == shipped.ranking.keys()
    for own, theirs in ((made.unread, shipped.unread), (made.read, shipped.read)):
        assert own.marking.keys() == theirs.marking.keys()
        for scope in SCOPES:
            mine, other = getattr(own, scope), getattr(theirs, scope)
            for part in ("weights", "answer", "related"):
                assert getattr(mine, part).keys() == getattr(other, part).keys()


def test_levels_are_in_order(sets: tuple[ExampleSet, ...], read: tuple[ExampleSet, ...]) -> None:
    for made in (calibrate(sets, read).calibration, read_calibration()):
        for judging in (made.unread, made.read):
            for decision in (getattr(judging, scope) for scope in SCOPES):
                assert decision.answer["strict"] >= decision.answer["balanced"] >= decision.answer["open"]
                assert all(decision.related[level] <= decision.answer[level] for level in decision.answer)


def test_easy_questions_are_found_and_told_apart_from_off_topic_ones(
    sets: tuple[ExampleSet, ...], read: tuple[ExampleSet, ...]
) -> None:
    result = calibrate(sets, read)
    for arm in (result.unread, result.read):
        assert tabulate_ranking(arm)[1] == ("news", "1.000", "1.000", "1.000")
        (off_topic,) = (row for row in tabulate_refusal(arm) if row[0] == "off-topic")
        assert off_topic == ("off-topic", "news", "1.000", "0.000")


def test_a_reader_that_knows_is_believed(sets: tuple[ExampleSet, ...], read: tuple[ExampleSet, ...]) -> None:
    judging = calibrate(sets, read).calibration.read
    assert judging.article.weights["answers"] > 0
    assert judging.marking["read"] > 0


def test_only_what_the_reader_was_not_trained_on_is_put_to_it(read: tuple[ExampleSet, ...]) -> None:
    of_squad = {example.group for part in read if part.name == "SQuAD" for example in part.examples}
    assert of_squad == {f"p{number}" for number in range(len(SUBJECTS) // 2)}
