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
    from tests.eval.reader.model import start_reader, trunk_folder
    from tests.eval.reader.rows.material import read_material
    from tests.eval.reader.train import Trainer, train

    material, tokens = read_material(data, None), TokenReader.load(trunk_folder())

    def go_on(folder: str, stop: int) -> list[torch.Tensor]:
        (tmp_path / folder).mkdir(exist_ok=True)
        trainer = Trainer(tmp_path / folder, start_reader(trunk_folder()))
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
    from tests.eval.reader.model import start_reader, trunk_folder
    from tests.eval.reader.rows.material import read_material
    from tests.eval.reader.train import Trainer, train, with_weights

    earlier = Trainer(tmp_path, start_reader(trunk_folder()))
    batches = make_batches(read_material(data, None), TokenReader.load(trunk_folder()), 7, questions=4, skip=0)
    train(earlier, batches, questions=4, seconds=1e9, steps=2)
    later = with_weights(start_reader(trunk_folder()), tmp_path / "reader.pt").learning()
    fresh = with_weights(start_reader(trunk_folder()), None).learning()
    learnt = earlier.averaged()
    assert all(torch.equal(weight, learnt[name]) for name, weight in later.items())
    assert not all(torch.equal(weight, learnt[name]) for name, weight in fresh.items())


@pytest.fixture
def mpnet(tmp_path: Path) -> Path:
    """A folder with a small MPNet as transformers writes it, its weights drawn by chance."""
    import torch
    from transformers import MPNetConfig, MPNetModel

    torch.manual_seed(5)
    sizes = {"hidden_size": 48, "num_attention_heads": 4, "num_hidden_layers": 3, "intermediate_size": 96}
    model = MPNetModel(MPNetConfig(**sizes, vocab_size=30527, layer_norm_eps=1e-5, initializer_range=0.5))
    model.save_pretrained(tmp_path / "mpnet")
    return tmp_path / "mpnet"


def test_a_teacher_begins_as_the_model_that_transformers_reads(mpnet: Path) -> None:
    import torch
    from transformers import MPNetModel

    from tests.eval.reader.teacher import start_teacher

    bert = [[101, 2129, 2116, 102, 8372, 102, 1996, *range(2000, 2180), 102], [101, 2040, 102, 102, 2009, 102]]
    own = [[{101: 0, 102: 2}.get(word, word + 4) for word in row] for row in bert]
    length = max(map(len, bert))
    words = torch.tensor([row + [0] * (length - len(row)) for row in bert])
    theirs = torch.tensor([row + [1] * (length - len(row)) for row in own])
    present = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in bert])
    with torch.no_grad():
        expected = MPNetModel.from_pretrained(mpnet).eval()(theirs, attention_mask=present).last_hidden_state
        read = start_teacher(mpnet).eval().read(words, torch.zeros_like(words), present)
    for row, size in enumerate(map(len, bert)):
        torch.testing.assert_close(read[row, :size], expected[row, :size], rtol=1e-4, atol=1e-4)


def test_a_reader_follows_its_teacher(data: Path, mpnet: Path, tmp_path: Path) -> None:
    """In what the teacher judges rightly: this one says of every row that it answers nothing."""
    import torch

    from index.search.reader.tokens import TokenReader
    from tests.eval.reader.batches import make_batches
    from tests.eval.reader.model import start_reader, trunk_folder
    from tests.eval.reader.rows.material import read_material
    from tests.eval.reader.teacher import start_teacher
    from tests.eval.reader.train import Trainer, train

    material, tokens = read_material(data, None), TokenReader.load(trunk_folder())
    batch = next(make_batches(material, tokens, 9, questions=8, skip=0))
    teacher = start_teacher(mpnet)
    with torch.no_grad():
        teacher.judge[2].weight.zero_()
        teacher.judge[2].bias.fill_(-20.0)

    def judge(name: str, follows: bool) -> torch.Tensor:
        (tmp_path / name).mkdir()
        reader = start_reader(trunk_folder())
        trainer = Trainer(tmp_path / name, reader, rate=1e-2, teacher=teacher if follows else None)
        train(trainer, make_batches(material, tokens, 8, questions=4, skip=0), questions=4, seconds=1e9, steps=8)
        inputs = batch.inputs
        with torch.no_grad():
            return reader.eval()(inputs.words, inputs.kinds, inputs.present, inputs.window).answers

    follows, alone = judge("follows", True), judge("alone", False)
    is_gold = batch.is_answered > 0
    assert (follows < alone)[~is_gold].all()
