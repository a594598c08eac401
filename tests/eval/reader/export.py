"""``python -m tests.eval.reader.export WEIGHTS.pt… OUT.onnx``: the file that is served; of several runs, their mean.

It holds the layers and heads in half precision, which onnxruntime widens when it loads them: nothing is computed in
half precision. The embeddings were not trained: the file says where they lie in the encoder's own.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from tests.eval.encoding.export_packaged import WEIGHTS, point_at_weights
from tests.eval.reader.model import Reader, Reading, start_reader, trunk_folder

_OPSET = 20  # the first with GELU as one operator
_SMALL = 1 << 14  # bytes; shorter tensors stay as they are


class _Served(nn.Module):
    """The reader of one text, without padding: rows in two dimensions are multiplied and shifted by one operator, which
    with GELU as one takes a twentieth of the time."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """``tokens`` (2, T): their ids, and their kinds."""
        rows = self.reader.embed(tokens[0], tokens[1])
        for layer in self.reader.layers:
            rows = layer(rows, None)
        pointed = self.reader.point(rows)[None]
        return self.reader.judge(rows[:1]).squeeze(-1), pointed[..., 0], pointed[..., 1]


def average(paths: list[Path]) -> Reader:
    """The reader whose weights are the mean of those that runs wrote."""
    reader = start_reader(trunk_folder())
    runs = [torch.load(path, map_location="cpu", weights_only=True) for path in paths]
    mean = {name: torch.stack([run[name] for run in runs]).mean(dim=0) for name in runs[0]}
    assert not reader.load_state_dict(mean, strict=False).unexpected_keys
    return reader.eval()


def export(reader: Reader, path: Path) -> str:
    """Writes the file; gives its sha256."""
    length = torch.export.Dim("length", min=4, max=512)
    program = torch.onnx.export(
        _Served(reader).eval(),
        (torch.zeros(2, 40, dtype=torch.long),),
        input_names=["tokens"],
        output_names=list(Reading._fields),
        dynamic_shapes={"tokens": {1: length}},
        opset_version=_OPSET,
        dynamo=True,
        verbose=False,
    )
    assert program
    model = _halve(point_at_weights(program.model_proto, trunk_folder() / WEIGHTS))
    path.write_bytes(model.SerializeToString(deterministic=True))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _halve(model: onnx.ModelProto) -> onnx.ModelProto:
    """Large weights in half precision, each widened by a Cast before it is used."""
    graph, casts = model.graph, []
    for weight in list(graph.initializer):
        if weight.data_type != TensorProto.FLOAT or len(weight.raw_data) < _SMALL:
            continue
        halved = numpy_helper.from_array(numpy_helper.to_array(weight).astype("float16"), f"{weight.name}.half")
        casts.append(helper.make_node("Cast", [halved.name], [weight.name], to=TensorProto.FLOAT))
        graph.initializer.remove(weight)
        graph.initializer.append(halved)
    nodes = [*casts, *graph.node]
    del graph.node[:], graph.value_info[:], model.metadata_props[:]
    graph.node.extend(nodes)
    for node in graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description="Export a trained reader.")
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("out", type=Path, metavar="OUT.onnx")
    given = parser.parse_args()
    print(export(average(given.weights), given.out), given.out.stat().st_size)


if __name__ == "__main__":
    main()
