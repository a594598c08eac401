"""With the packaged encoder's layers under heads that have learnt nothing: what is served is what was exported."""

from pathlib import Path

import pytest

from index.articles.passages import split
from index.errors import ModelError
from index.search.reader.reader import Reader
from index.types import Article, ArticleId, Passage, StoryId

pytestmark = pytest.mark.filterwarnings("ignore:.isinstance.treespec:FutureWarning")  # of torch's exporter

BODY = (
    "The talks in Geneva resumed on Monday. They are led by Ana Diaz, a former judge, who took over in May.\n\n"
    "Nobody would say what had changed — “nothing”, said one official. It rained.\n\n🙂 \u200b"
)


def passage(body: str = BODY) -> Passage:
    return split(Article(id=ArticleId("a"), story=StoryId("s"), title="Talks go on", body=body), words=120)[0]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A file with weights that were not trained, and its sha256."""
    for needed in ("onnxruntime", "onnx", "onnxscript"):
        pytest.importorskip(needed)
    from tests.eval.reader.export import export
    from tests.eval.reader.model import start_reader, trunk_folder

    path = tmp_path_factory.mktemp("reader") / "reader.onnx"
    return path, export(start_reader(trunk_folder()).eval(), path)


@pytest.fixture(scope="module")
def reader(exported: tuple[Path, str]) -> Reader:
    path, sha256 = exported
    return Reader.load(path, sha256=sha256)


@pytest.mark.model
def test_every_sentence_of_the_passage_is_weighed(reader: Reader) -> None:
    read = reader.read("Who leads the talks?", passage())
    assert read is not None
    assert len(read.sentences) == len(passage().sentences) > 2


@pytest.mark.model
def test_what_is_read_before_and_after_does_not_change_a_bit(reader: Reader) -> None:
    alone = reader.read("Who leads the talks?", passage())
    reader.read("Why?", passage("Other words. " * 40))
    assert reader.read("Who leads the talks?", passage()) == alone


@pytest.mark.model
def test_a_passage_without_letters_is_not_read(reader: Reader) -> None:
    assert reader.read("Who?", passage("\u200b \u202e\u200b")) is None


@pytest.mark.model
def test_the_served_logits_are_the_trained_ones(reader: Reader) -> None:
    import torch

    from index.search.reader.tokens import TokenReader
    from tests.eval.reader.batches import pad
    from tests.eval.reader.model import start_reader, trunk_folder

    tokens = TokenReader.load(trunk_folder()).read("Who leads the talks?", "Talks go on", BODY)
    inputs = pad([tokens])
    with torch.no_grad():
        wanted = start_reader(trunk_folder()).eval()(inputs.words, inputs.kinds, inputs.present, inputs.window)
    read = reader.read("Who leads the talks?", passage())
    assert read is not None
    assert read.answers == pytest.approx(wanted.answers.item(), abs=0.01)  # it multiplies in eight bits


@pytest.mark.model
def test_a_reader_that_is_missing_or_damaged_says_so(exported: tuple[Path, str], tmp_path: Path) -> None:
    path, sha256 = exported
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "damaged.onnx").write_bytes(content)
    with pytest.raises(ModelError, match="not the published file"):
        Reader.load(tmp_path / "damaged.onnx", sha256=sha256)
    with pytest.raises(ModelError, match="is missing"):
        Reader.load(tmp_path / "missing.onnx", sha256=sha256)
