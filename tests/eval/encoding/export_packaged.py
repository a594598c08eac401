"""``python -m tests.eval.encoding.export_packaged``: makes the graph of the packaged model that ships with the index.

It is exported as any model is, but no weight is copied: each is found, byte for byte, in the model's own file, and the
graph says where. So the graph is small, and the published weights are the only ones.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import onnx

import index.encoding
from index.encoding.model_files import find_model
from index.encoding.transformer import TransformerModel
from index.settings import EncoderSettings

GRAPH = Path(index.encoding.__file__).parent / "packaged.onnx"
WEIGHTS = "model.safetensors"
_SMALL = 1_024  # bytes; smaller constants stay in the graph


def export(path: Path) -> None:
    files = find_model(EncoderSettings())
    with tempfile.TemporaryDirectory() as folder:
        TransformerModel.load(files, threads=1).export(Path(folder), folded=False)
        graph = onnx.load(Path(folder) / "graph.onnx")
    graph = point_at_weights(graph, files.folder / WEIGHTS)
    assert all(len(weight.raw_data) <= _SMALL for weight in graph.graph.initializer)
    path.write_bytes(graph.SerializeToString())


def point_at_weights(model: onnx.ModelProto, weights: Path) -> onnx.ModelProto:
    """The same model, in which every large weight that the file of ``weights`` has too is a place in that file."""
    places = dict(_read_places(weights))
    for weight in model.graph.initializer:
        place = places.get(hashlib.sha256(weight.raw_data).digest())
        if place and len(weight.raw_data) > _SMALL:
            onnx.external_data_helper.set_external_data(weight, weights.name, *place)
            weight.ClearField("raw_data")
            weight.data_location = onnx.TensorProto.EXTERNAL
    return model


def _read_places(path: Path) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """The digest of each tensor in a safetensors file, and where it lies: offset and length in bytes."""
    content = path.read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    for name, tensor in json.loads(content[8:start]).items():
        if name != "__metadata__":
            first, last = tensor["data_offsets"]
            yield hashlib.sha256(content[start + first : start + last]).digest(), (start + first, last - first)


if __name__ == "__main__":
    export(GRAPH)
