"""The door to sentence-transformers: the way in for any model, and out again as an ONNX graph."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from index.encoding.model_files import ModelFiles
from index.encoding.tokens import Forward, Tokens
from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

OUTPUTS = ("token_embeddings", "sentence_embedding")
_OPSET = 17  # the first with LayerNormalization as one operator


class TransformerModel:
    """A sentence-transformers model on the processor, in float32. Use from one thread at a time."""

    def __init__(self, model: SentenceTransformer) -> None:
        self._model = model

    @classmethod
    def load(cls, files: ModelFiles, *, threads: int) -> Self:
        """The model, computing with ``threads`` processor threads (0: all).

        Raises:
            ModelError: it does not load, or its tokens do not know their place in the text.
        """
        _keep_quiet()
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(threads or os.cpu_count() or 1)
        try:
            model = SentenceTransformer(
                str(files.folder), device="cpu", local_files_only=True, model_kwargs={"dtype": torch.float32}
            )
        except Exception as error:  # whatever a damaged or foreign model makes of its libraries
            raise ModelError(files.name, f"it cannot be loaded: {error}") from error
        if model.get_embedding_dimension() is None or not model.tokenizer.is_fast:
            raise ModelError(files.name, "it has no fast tokenizer, or does not say how long its vectors are.")
        return cls(model)

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def knows(self, token: str) -> bool:
        return self._model.tokenizer.backend_tokenizer.token_to_id(token) is not None

    def forward(self, batches: Iterable[Sequence[str]]) -> Iterator[list[Forward]]:
        return map(self._run, batches)

    def _run(self, texts: Sequence[str]) -> list[Forward]:
        import torch

        model, texts = self._model, list(texts)
        features = model.preprocess(texts)
        offsets = model.tokenizer(texts, truncation=True, max_length=model.max_seq_length, return_offsets_mapping=True)[
            "offset_mapping"
        ]
        with torch.inference_mode():
            output = model(features)
        results = []
        for row, pairs in enumerate(offsets):
            real = features["attention_mask"][row].bool()
            starts, ends = np.array(pairs, np.int64).T
            vectors = output["token_embeddings"][row][real].float().numpy()
            vector = output["sentence_embedding"][row].float().numpy()
            results.append(Forward(vector, Tokens(starts=starts, ends=ends, vectors=vectors)))
        return results

    def export(self, folder: Path, *, folded: bool = True) -> None:
        """Writes ``graph.onnx``, its weights beside it, and ``tokenizer.json`` into ``folder``.

        With ``folded`` constants are computed beforehand; without, every weight stays as the model has it. Whatever the
        exporter makes of a model that it cannot follow is raised as it is.
        """
        import onnx
        import torch

        _compute_attention_plainly(self._model)
        features = self._model.preprocess(["A short text.", "Another text, a little longer than the first."])
        names = [name for name, value in features.items() if isinstance(value, torch.Tensor)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a traced graph may not fit other inputs: it is tried on them
            torch.onnx.export(
                _make_exportable(self._model, names),
                tuple(features[name] for name in names),
                folder / "whole.onnx",
                dynamo=False,  # the newer exporter takes eight times as long, for a larger graph
                opset_version=_OPSET,
                do_constant_folding=folded,
                input_names=names,
                output_names=list(OUTPUTS),
                dynamic_axes={
                    **{name: {0: "texts", 1: "tokens"} for name in (*names, OUTPUTS[0])},
                    OUTPUTS[1]: {0: "texts"},
                },
            )
        graph = onnx.load(folder / "whole.onnx")
        onnx.save_model(graph, folder / "graph.onnx", save_as_external_data=True, location="weights")
        (folder / "whole.onnx").unlink()
        self._write_tokenizer(folder / "tokenizer.json")

    def _write_tokenizer(self, path: Path) -> None:
        """The tokenizer, told how far the model reads and how its batches are padded."""
        from tokenizers import Tokenizer

        of_model = self._model.tokenizer
        tokenizer = Tokenizer.from_str(of_model.backend_tokenizer.to_str())
        tokenizer.enable_truncation(self._model.max_seq_length or of_model.model_max_length)
        tokenizer.enable_padding(
            direction=of_model.padding_side, pad_id=of_model.pad_token_id, pad_token=of_model.pad_token
        )
        tokenizer.save(str(path))


def _make_exportable(model: SentenceTransformer, names: Sequence[str]) -> Any:
    """The model as a module of tensors: one argument for each name, and both outputs."""
    import torch

    class Exportable(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: torch.Tensor) -> tuple[torch.Tensor, ...]:
            output = self.model(dict(zip(names, tensors, strict=True)))
            return tuple(output[name] for name in OUTPUTS)

    return Exportable().eval()


def _compute_attention_plainly(model: SentenceTransformer) -> None:
    """Torch's own attention guards every row against having nothing to attend to, which costs a graph a twentieth of
    its time; the plain one does not. Models without the choice are exported as they are."""
    for module in model.modules():
        if hasattr(module, "set_attn_implementation"):
            module.set_attn_implementation("eager")


def _keep_quiet() -> None:
    """No progress bars of other libraries, and nothing sent anywhere."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
