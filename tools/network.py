"""Writes the network of multilingual-e5-small without its weights: `python -m tools.network` (needs the extra `dev`).

The graph is small and names what it lacks; `bot/engines/e5/network.py` hands the weights over when it is loaded.
Products with weights are `MatMulNBits` of ONNX Runtime: four bits a weight with one scale for 32 of them, times
activations in eight bits with one scale for 32 of them, which is how the weights are meant to be used.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnx
from onnx import TensorProto, helper

TARGET = Path(__file__).parents[1] / "bot" / "engines" / "e5" / "network.onnx"

LAYERS, WIDTH, HEADS, BROAD = 12, 384, 12, 1_536
BLOCK = 32  # weights that share a scale
EPSILON = 1e-12  # of the layer norms
_EIGHT_BITS = 4  # the level of accuracy at which activations are taken in eight bits
_OPSET, _IR = 20, 9  # what ONNX Runtime has known since 2024
_RUNTIME = "com.microsoft"


class Drawing:
    """A graph as it grows, and the names of the weights it lacks."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.lacking: list[onnx.TensorProto] = []

    def lacks(self, name: str, kind: int, *shape: int) -> str:
        tensor = TensorProto(name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value="weights")
        self.lacking.append(tensor)
        return name

    def does(self, what: str, inputs: Sequence[str], output: str, domain: str = "", **how: Any) -> str:
        self.nodes.append(helper.make_node(what, inputs, [output], domain=domain, **how))
        return output

    def times(self, told: str, name: str, width: int, outputs: int) -> str:
        """A product with weights, and the bias added."""
        weights = [
            self.lacks(f"{name}.w", TensorProto.UINT8, outputs, width // BLOCK, BLOCK // 2),
            self.lacks(f"{name}.scale", TensorProto.FLOAT, outputs * width // BLOCK),
        ]
        bias = self.lacks(f"{name}.b", TensorProto.FLOAT, outputs)
        how: dict[str, Any] = {"K": width, "N": outputs, "bits": 4, "block_size": BLOCK, "accuracy_level": _EIGHT_BITS}
        return self.does("MatMulNBits", [told, *weights, "", "", bias], f"{name}.out", _RUNTIME, **how)

    def levelled(self, told: str, added: str, name: str) -> str:
        """The sum of the two, brought to the same mean and spread."""
        level = [self.lacks(f"{name}.{part}", TensorProto.FLOAT, WIDTH) for part in "wb"]
        return self.does("SkipLayerNormalization", [told, added, *level], f"{name}.out", _RUNTIME, epsilon=EPSILON)


def network() -> onnx.ModelProto:
    """Embedded pieces (1 x pieces x WIDTH) to the mean of their last states (1 x WIDTH)."""
    drawing = Drawing()
    level = [drawing.lacks(f"emb.ln.{part}", TensorProto.FLOAT, WIDTH) for part in "wb"]
    told = drawing.does("LayerNormalization", ["pieces", *level], "emb.ln.out", axis=-1, epsilon=EPSILON)
    for number in range(LAYERS):
        told = _layer(drawing, f"l{number}", told)
    drawing.does("ReduceMean", [told, _constant(drawing, "places", [1])], "meaning", keepdims=0)
    graph = helper.make_graph(
        drawing.nodes,
        "multilingual-e5-small",
        [helper.make_tensor_value_info("pieces", TensorProto.FLOAT, [1, "count", WIDTH])],
        [helper.make_tensor_value_info("meaning", TensorProto.FLOAT, [1, WIDTH])],
        drawing.lacking,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_RUNTIME, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=_IR, producer_name="guichet")


def _layer(drawing: Drawing, name: str, told: str) -> str:
    heard = [drawing.times(told, f"{name}.{part}", WIDTH, WIDTH) for part in "qkv"]
    seen = drawing.does("MultiHeadAttention", heard, f"{name}.seen", _RUNTIME, num_heads=HEADS)
    told = drawing.levelled(told, drawing.times(seen, f"{name}.ao", WIDTH, WIDTH), f"{name}.aln")
    broad = drawing.does("Gelu", [drawing.times(told, f"{name}.fi", WIDTH, BROAD)], f"{name}.broad", _RUNTIME)
    return drawing.levelled(told, drawing.times(broad, f"{name}.fo", BROAD, WIDTH), f"{name}.oln")


def _constant(drawing: Drawing, name: str, numbers: Sequence[int]) -> str:
    value = helper.make_tensor(name, TensorProto.INT64, [len(numbers)], numbers)
    return drawing.does("Constant", [], name, value=value)


def main() -> None:
    TARGET.write_bytes(network().SerializeToString(deterministic=True))
    print(TARGET)


if __name__ == "__main__":
    main()
