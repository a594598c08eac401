"""``python -m tests.eval.reader.export WEIGHTS.pt… OUT.onnx``: the file that is served; of several runs, their mean.

It holds the layers and heads in eight bits, and they are multiplied in eight bits (the card says what that costs). The
embeddings were not trained: the file says where they lie in the encoder's own.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn

from tests.eval.encoding.export_packaged import WEIGHTS, point_at_weights
from tests.eval.reader.layers import Reading
from tests.eval.reader.model import Reader, start_reader, trunk_folder

_OPSET = 20  # the first with GELU as one operator
_SMALL = 1 << 14  # bytes; shorter tensors stay as they are
_RUN = 64  # weights that share a scale: runs of 32 take a tenth longer, of 128 are half as exact again
_ZERO = 128  # what 0 is written as (onnxruntime's MatMulNBits, without zero points)
_RUNTIME = "com.microsoft"  # the domain of the operators that are onnxruntime's own
_EIGHT_BITS = 4  # MatMulNBits' accuracy_level: what is multiplied is brought to eight bits, too


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
    model = _quantize(point_at_weights(program.model_proto, trunk_folder() / WEIGHTS))
    path.write_bytes(model.SerializeToString(deterministic=True))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _quantize(model: onnx.ModelProto) -> onnx.ModelProto:
    """Large weights in eight bits: whole numbers from -127 to 127, each run of ``_RUN`` with a scale of its own.

    onnxruntime's MatMulNBits does the same to each run of what it multiplies, and to nothing beside it: no row's
    result depends on another's.
    """
    graph, nodes = model.graph, []
    weights = {weight.name: weight for weight in graph.initializer}
    for node in graph.node:
        weight = weights.get(node.input[1]) if node.op_type == "Gemm" else None
        if weight is None or len(weight.raw_data) < _SMALL:
            nodes.append(node)
            continue
        values = numpy_helper.to_array(weight)
        rows, columns = values.shape
        runs = values.reshape(rows, columns // _RUN, _RUN)
        scales = np.abs(runs).max(axis=2) / 127
        whole = np.rint(runs / scales[..., None]) + _ZERO
        eight = numpy_helper.from_array(whole.astype(np.uint8), f"{weight.name}.eight")
        scale = numpy_helper.from_array(scales.reshape(-1), f"{weight.name}.scale")
        graph.initializer.remove(weight)
        graph.initializer.extend([eight, scale])
        multiplied, _, bias = node.input
        nodes.append(
            helper.make_node(
                "MatMulNBits",
                [multiplied, eight.name, scale.name, "", "", bias],
                node.output,
                domain=_RUNTIME,
                K=columns,
                N=rows,
                bits=8,
                block_size=_RUN,
                accuracy_level=_EIGHT_BITS,
            )
        )
    del graph.node[:], graph.value_info[:], model.metadata_props[:]
    graph.node.extend(nodes)
    for node in graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    model.opset_import.append(helper.make_opsetid(_RUNTIME, 1))
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description="Export a trained reader.")
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("out", type=Path, metavar="OUT.onnx")
    given = parser.parse_args()
    print(export(average(given.weights), given.out), given.out.stat().st_size)


if __name__ == "__main__":
    main()
