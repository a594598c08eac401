"""A run is the same for a seed, and goes on where it was."""

import json
from pathlib import Path

import pytest

from tests.eval.reader.rows.wordnet import FOLDER

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not Path(FOLDER).is_dir(), reason="WordNet is not installed"),
]

TEXTS = {
    "Quake": "The quake of 1998 killed 144 people in Ceyhan. Ana Diaz led the rescuers.",
    "Bridge": "The bridge at Adana was opened in 1916. Omar Rahman paid for its largest arch.",
}
ASKED = {"Quake": ("How many people died in 1998?", "144"), "Bridge": ("Who paid for the largest arch?", "Omar Rahman")}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The names of all training files, each with the same two small articles."""
    from tests.eval.reader.rows import material

    articles = []
    for title, text in TEXTS.items():
        question, answer = ASKED[title]
        qa = {"id": title, "question": question, "answers": [{"text": answer, "answer_start": text.index(answer)}]}
        articles.append({"title": title, "paragraphs": [{"context": text, "qas": [qa]}]})
    folder = tmp_path / "data"
    folder.mkdir()
    for name in material._FILES.values():
        (folder / name).write_text(json.dumps({"data": articles}), encoding="utf-8")
    return folder


def test_batches_are_the_same_wherever_one_begins_and_whoever_makes_them(data: Path) -> None:
    from itertools import islice

    from index.search.reader.tokens import TokenReader
    from tests.eval.reader.batches import make_batches
    from tests.eval.reader.model import trunk_folder
    from tests.eval.reader.rows.material import read_material

    material, tokens = read_material(data, None), TokenReader.load(trunk_folder())
    whole = list(islice(make_batches(material, tokens, 3, questions=4, skip=0), 140))
    beside = list(islice(make_batches(material, tokens, 3, questions=4, skip=0, workers=2), 140))
    assert [batch.inputs.words.tolist() for batch in beside] == [batch.inputs.words.tolist() for batch in whole]
    rest = list(islice(make_batches(material, tokens, 3, questions=4, skip=135), 5))
    assert [batch.inputs.words.tolist() for batch in whole[135:]] == [batch.inputs.words.tolist() for batch in rest]
    other = next(make_batches(material, tokens, 4, questions=4, skip=0))
    assert other.inputs.words.tolist() != whole[0].inputs.words.tolist()


def test_the_gold_row_comes_first_and_its_answer_is_in_place(data: Path) -> None:
    from random import Random

    from tests.eval.reader.rows.material import read_material
    from tests.eval.reader.rows.pairs import PairMaker

    material = read_material(data, None)
    maker = PairMaker(material)
    for asked in material.questions["squad"]:
        for seed in range(50):
            first, *others = maker.make(asked, Random(seed))
            assert first.span
            assert first.window[slice(*first.span)] == ASKED[asked.paragraph.title][1]
            assert first.is_answered
            assert not any(row.is_answered or row.span for row in others)


def test_a_run_that_was_stopped_ends_as_one_that_was_not(data: Path, tmp_path: Path) -> None:
    import torch

    from index.search.reader.tokens import TokenReader
    from tests.eval.reader.batches import make_batches
    from tests.eval.reader.model import trunk_folder
    from tests.eval.reader.rows.material import read_material
    from tests.eval.reader.train import Trainer, train

    material, tokens = read_material(data, None), TokenReader.load(trunk_folder())

    def go_on(folder: str, stop: int) -> list[torch.Tensor]:
        (tmp_path / folder).mkdir(exist_ok=True)
        trainer = Trainer(tmp_path / folder, trunk_folder())
        batches = make_batches(material, tokens, 7, questions=4, skip=trainer.run.step)
        train(trainer, batches, questions=4, seconds=1e9, steps=4, stop=stop)
        return list(trainer.averaged().values())

    whole = go_on("whole", 4)
    go_on("parts", 2)
    assert all(torch.equal(one, other) for one, other in zip(whole, go_on("parts", 4), strict=True))


def test_a_run_may_begin_with_what_another_learnt(data: Path, tmp_path: Path) -> None:
    import torch

    from index.search.reader.tokens import TokenReader
    from tests.eval.reader.batches import make_batches
    from tests.eval.reader.model import trunk_folder
    from tests.eval.reader.rows.material import read_material
    from tests.eval.reader.train import Trainer, train

    earlier = Trainer(tmp_path, trunk_folder())
    tokens = TokenReader.load(trunk_folder())
    train(
        earlier,
        make_batches(read_material(data, None), tokens, 7, questions=4, skip=0),
        questions=4,
        seconds=1e9,
        steps=2,
    )
    later = Trainer(tmp_path / "later", trunk_folder(), begin=tmp_path / "reader.pt").averaged()
    fresh = Trainer(tmp_path / "fresh", trunk_folder()).averaged()
    learnt = earlier.averaged()
    assert all(torch.equal(weight, learnt[name]) for name, weight in later.items())
    assert not all(torch.equal(weight, learnt[name]) for name, weight in fresh.items())


def test_a_run_that_holds_stays_nearer_to_what_was_judged_rightly(data: Path, tmp_path: Path) -> None:
    import torch

    from index.search.reader.tokens import TokenReader
    from tests.eval.reader.batches import make_batches
    from tests.eval.reader.model import trunk_folder
    from tests.eval.reader.rows.material import read_material
    from tests.eval.reader.train import Trainer, train

    material, tokens = read_material(data, None), TokenReader.load(trunk_folder())
    train(
        Trainer(tmp_path, trunk_folder()),
        make_batches(material, tokens, 7, questions=4, skip=0),
        questions=4,
        seconds=1e9,
        steps=20,
    )
    batch = next(make_batches(material, tokens, 9, questions=4, skip=0))

    def judge(trainer: Trainer) -> torch.Tensor:
        inputs = batch.inputs
        with torch.no_grad():
            return trainer.reader.eval()(inputs.words, inputs.kinds, inputs.present, inputs.window).answers

    def leave(name: str, hold: float) -> float:
        trainer = Trainer(tmp_path / name, trunk_folder(), begin=tmp_path / "reader.pt", hold=hold)
        before = judge(trainer)
        (tmp_path / name).mkdir()
        train(trainer, make_batches(material, tokens, 8, questions=4, skip=0), questions=4, seconds=1e9, steps=20)
        is_right = (before > 0) == (batch.is_answered > 0)
        return float((judge(trainer) - before).abs()[is_right].mean())

    assert leave("held", 50.0) < leave("free", 0.0)
