"""``python -m tests.eval.reader.export WEIGHTS.pt… OUT.onnx``: the file that is served; of several runs, their mean.

It holds the layers and heads in half precision, which onnxruntime widens when it loads them: nothing is computed in
half precision. The embeddings are not in it; they are the encoder's, and were not trained.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from tests.eval.reader.model import Reader, Reading, start_reader

_OPSET = 18
_SMALL = 1 << 12  # values; shorter tensors stay as they are


class _Served(nn.Module):
    """The reader above its embeddings."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """``rows`` (1, T, width): the embedded tokens of one text, without padding."""
        seen = torch.zeros(1, 1, 1, 1)
        for layer in self.reader.layers:
            rows = layer(rows, seen)
        pointed = self.reader.point(rows)
        return self.reader.judge(rows[:, 0]).squeeze(-1), pointed[..., 0], pointed[..., 1]


def average(paths: list[Path]) -> Reader:
    """The reader whose weights are the mean of those that runs wrote."""
    reader = start_reader()
    runs = [torch.load(path, weights_only=True) for path in paths]
    mean = {name: torch.stack([run[name] for run in runs]).mean(dim=0) for name in runs[0]}
    assert not reader.load_state_dict(mean, strict=False).unexpected_keys
    return reader.eval()


def export(reader: Reader, path: Path) -> str:
    """Writes the file; gives its sha256."""
    length = torch.export.Dim("length", min=4, max=512)
    program = torch.onnx.export(
        _Served(reader).eval(),
        (torch.randn(1, 40, 384),),
        input_names=["rows"],
        output_names=list(Reading._fields),
        dynamic_shapes={"rows": {1: length}},
        opset_version=_OPSET,
        dynamo=True,
        verbose=False,
    )
    assert program
    model = _halve(program.model_proto)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _halve(model: onnx.ModelProto) -> onnx.ModelProto:
    """Large weights in half precision, each widened by a Cast before it is used."""
    graph, casts = model.graph, []
    for weight in list(graph.initializer):
        if weight.data_type != TensorProto.FLOAT or len(numpy_helper.to_array(weight).ravel()) < _SMALL:
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
